"""Names in any script, written in ASCII so that one spelling meets the other.

Here: homoglyphs, Chinese and Persian words of institutions, transliteration letter by letter.
Not here: cutting names into words.
"""

from __future__ import annotations

import re
import unicodedata

from text_unidecode import unidecode

from dagster_project.matching.words import CHINESE, HOMOGLYPHS, PERSIAN, SIMPLIFIED

_OTHER_SCRIPT = re.compile(r"[\u0370-\u1fff\u2c00-\u2dff\u2e80-\ufaff\U00020000-\U0003ffff]")
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]+")
_HAN_WORD = re.compile("|".join(sorted(CHINESE, key=len, reverse=True)))
_ARABIC_WORD = re.compile(r"[\u0600-\u06ff]+")
_WORD = re.compile(r"[^\W_]+")
_ARABIC_LETTERS = str.maketrans("يىكةأإآؤئ", "ییکهاااوی")
_PERSIAN = {word.translate(_ARABIC_LETTERS): english for word, english in PERSIAN.items()}
_RUSSIAN_ENDINGS = str.maketrans({"ъ": "", "ь": "", "Ъ": "", "Ь": "", "ё": "e", "Ё": "E"})


class _Letters(dict[int, str]):
    """Code point to ASCII, filled as letters are met; a letter's spelling never changes."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        if code < 128:
            ascii_letter = letter
        elif letter.isspace() or unicodedata.category(letter) in ("Cc", "Zs"):
            ascii_letter = " "
        elif unicodedata.category(letter) in ("Cf", "Mn"):
            ascii_letter = ""
        elif unicodedata.category(letter) == "Pd":
            ascii_letter = "-"
        else:
            ascii_letter = unidecode(unicodedata.normalize("NFKC", letter)) or " "
        self[code] = ascii_letter
        return ascii_letter


_LETTERS = _Letters()


def to_ascii(name: str) -> str:
    """The name in ASCII: Latin letters without accents, other scripts transliterated."""
    if name.isascii():
        return name
    if _OTHER_SCRIPT.search(name):
        name = unicodedata.normalize("NFKC", name)
        name = _HAN.sub(_from_chinese, name)
        name = _ARABIC_WORD.sub(_from_persian, name)
        name = _WORD.sub(_without_homoglyphs, name).translate(_RUSSIAN_ENDINGS)
    return name.translate(_LETTERS)


def _from_chinese(run: re.Match[str]) -> str:
    """Known words in English; what is left between them is a name, in pinyin as one word."""
    text, words, at = run.group().translate(SIMPLIFIED), [], 0
    for known in _HAN_WORD.finditer(text):
        words += [_pinyin(text[at : known.start()]), CHINESE[known.group()]]
        at = known.end()
    words.append(_pinyin(text[at:]))
    return " " + " ".join(word for word in words if word) + " "


def _pinyin(text: str) -> str:
    return unidecode(text).replace(" ", "").lower()


def _from_persian(word: re.Match[str]) -> str:
    text = word.group().translate(_ARABIC_LETTERS)
    for stem in (text, text.removeprefix("ال")):
        if stem in _PERSIAN:
            return _PERSIAN[stem]
    return word.group()


def _without_homoglyphs(word: re.Match[str]) -> str:
    """Letters of other alphabets inside a Latin word are read as the Latin ones they look like."""
    text = word.group()
    if text.isascii() or not any("a" <= letter.lower() <= "z" for letter in text):
        return text
    return text.translate(HOMOGLYPHS)
