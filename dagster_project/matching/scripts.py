"""Names in any script, written in ASCII so that one spelling meets the other.

Here: homoglyphs, words of institutions in Chinese, Japanese, Korean, Arabic, Persian and Greek,
transliteration letter by letter.
Not here: cutting names into words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from text_unidecode import unidecode

from dagster_project.matching.words import (
    CHINESE,
    GREEK,
    HOMOGLYPHS,
    KOREAN,
    PERSIAN,
    SIMPLIFIED,
)

_OTHER_SCRIPT = re.compile(r"[\u0370-\u1fff\u2c00-\u2dff\u2e80-\ufaff\U00020000-\U0003ffff]")
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]+")
_HAN_WORD = re.compile("|".join(sorted(CHINESE, key=len, reverse=True)))
_CHINESE_NUMBER = re.compile(r"第([一二三四五六七八九十百〇零]+)")
_CHINESE_DIGITS = {digit: number for number, digit in enumerate("零一二三四五六七八九")} | {"〇": 0}
_HANGUL = re.compile(r"[\uac00-\ud7a3]+")
_HANGUL_WORD = re.compile("|".join(sorted(KOREAN, key=len, reverse=True)))
_KOREAN_FILLER = re.compile(r"(?<=[sktp])eu")  # between the consonants of a foreign word: poseuko
_GREEK_WORD = re.compile(r"[\u0370-\u03ff\u1f00-\u1fff]+")
_ARABIC_WORD = re.compile(r"[\u0600-\u06ff]+")
_WORD = re.compile(r"[^\W_]+")
_ARABIC_LETTERS = str.maketrans("يىكةأإآؤئ", "ییکهاااوی")
_PERSIAN = {word.translate(_ARABIC_LETTERS): english for word, english in PERSIAN.items()}
_SHORTEST_STEM = 3  # letters after an article


def _bare(word: str) -> str:
    """A Greek word in small letters, without its accents."""
    apart = unicodedata.normalize("NFD", word.casefold())
    return "".join(letter for letter in apart if unicodedata.category(letter) != "Mn")


_GREEK = {_bare(word): english for word, english in GREEK.items()}
# As Persian and Arabic names are spelled in English: text_unidecode leaves out alef, and writes
# of some letters what is no letter.
_ARABIC_LATIN = str.maketrans(
    {
        "ا": "a", "ب": "b", "پ": "p", "ت": "t", "ث": "th", "ج": "j", "چ": "ch", "ح": "h",
        "خ": "kh", "د": "d", "ذ": "dh", "ر": "r", "ز": "z", "ژ": "zh", "س": "s", "ش": "sh",
        "ص": "s", "ض": "z", "ط": "t", "ظ": "z", "ع": "", "غ": "gh", "ف": "f", "ق": "q",
        "ک": "k", "گ": "g", "ل": "l", "م": "m", "ن": "n", "و": "u", "ه": "h", "ی": "i", "ء": "",
    }
)  # fmt: skip
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
        name = _HANGUL.sub(_from_korean, name)
        name = _ARABIC_WORD.sub(_from_persian, name)
        name = _GREEK_WORD.sub(_from_greek, name)
        name = _WORD.sub(_without_homoglyphs, name).translate(_RUSSIAN_ENDINGS)
    return name.translate(_LETTERS)


def _from_chinese(run: re.Match[str]) -> str:
    """Known words in English; what is left between them is a name, in pinyin as one word."""
    text = _CHINESE_NUMBER.sub(_chinese_number, run.group().translate(SIMPLIFIED))
    return _known_words(text, _HAN_WORD, CHINESE, _pinyin)


def _chinese_number(number: re.Match[str]) -> str:
    """第十四 is the fourteenth."""
    total = digit = 0
    for letter in number.group(1):
        if letter in "十百":
            total += (digit or 1) * (10 if letter == "十" else 100)
            digit = 0
        else:
            digit = _CHINESE_DIGITS[letter]
    return f" {total + digit} "


def _known_words(
    text: str, known: re.Pattern[str], words: dict[str, str], name: Callable[[str], str]
) -> str:
    found, at = [], 0
    for word in known.finditer(text):
        found += [name(text[at : word.start()]), words[word.group()]]
        at = word.end()
    found.append(name(text[at:]))
    return " " + " ".join(word for word in found if word) + " "


def _pinyin(text: str) -> str:
    """A name as one word, numbers apart."""
    return " ".join(unidecode(part).replace(" ", "").lower() for part in text.split())


def _from_korean(run: re.Match[str]) -> str:
    return _known_words(run.group(), _HANGUL_WORD, KOREAN, _romanised)


def _romanised(text: str) -> str:
    return _KOREAN_FILLER.sub("", unidecode(text).lower())


def _from_greek(word: re.Match[str]) -> str:
    return _GREEK.get(_bare(word.group()), word.group())


def _from_persian(word: re.Match[str]) -> str:
    text = word.group().translate(_ARABIC_LETTERS)
    stem = text.removeprefix("لل") if text.startswith("لل") else text.removeprefix("ال")
    for known in (text, stem):
        if known in _PERSIAN:
            return _PERSIAN[known]
    if len(stem) < _SHORTEST_STEM:
        stem = text
    end = "e" if stem.endswith("ه") and stem[-2:-1] not in "اوی" else ""
    latin = (stem[:-1] + end + "h" if end else stem).translate(_ARABIC_LATIN)
    return latin if stem == text else f"al {latin}"


def _without_homoglyphs(word: re.Match[str]) -> str:
    """Letters of other alphabets inside a Latin word are read as the Latin ones they look like."""
    text = word.group()
    if text.isascii() or not any("a" <= letter.lower() <= "z" for letter in text):
        return text
    return text.translate(HOMOGLYPHS)
