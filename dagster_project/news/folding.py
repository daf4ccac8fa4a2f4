"""Text made comparable: one byte for each character, lower case, no accents, no punctuation.

Here: folding and the way back to character offsets. Not here: which names are looked for.
One byte per character keeps offsets trivial, and everything is done by C loops over bytes.
"""

from __future__ import annotations

import codecs
import unicodedata

import numpy as np

SPACE = 32
# Joined to a word by these, a name is part of an address, a handle or an identifier, not a word.
_WORD_SIGNS = "_@"


def _fold_character(character: str) -> int:
    base = unicodedata.normalize("NFKD", character)[:1].lower()
    if base.isascii() and (base.isalnum() or base in _WORD_SIGNS):
        return ord(base)
    return _OTHER_LETTERS.get(character.lower(), SPACE)


# Letters that Unicode does not decompose, and Cyrillic letters that stand for Latin ones in names
# (the Entity List prints some): each to the one letter it is read as.
_OTHER_LETTERS = {
    letter: ord(latin)
    for letter, latin in zip("ıłøđðþßæœħаеорсухіјѕк", "iloddtsaohaeopcyxijsk", strict=True)
}

_TABLE = bytes(
    _fold_character(bytes([byte]).decode("cp1252", errors="replace")) for byte in range(256)
)


def _beyond_cp1252(error: UnicodeError) -> tuple[bytes, int]:
    assert isinstance(error, UnicodeEncodeError)
    unencodable = error.object[error.start : error.end]
    return bytes(map(_fold_character, unencodable)), error.end


codecs.register_error("news-folding", _beyond_cp1252)


def fold(text: str) -> bytes:
    """One byte for each character of the text: a-z, 0-9, `_`, `@`, or a space."""
    return text.encode("cp1252", "news-folding").translate(_TABLE)


def words_of(folded: bytes) -> bytes:
    """The words with exactly one space before, between and behind them."""
    return b" " + b" ".join(folded.split()) + b" "


def fold_name(name: str) -> bytes:
    """A name as the words to look for, without the outer spaces."""
    return b" ".join(fold(unicodedata.normalize("NFC", name)).split())


def word_starts(folded: bytes) -> list[int]:
    """Where each word starts, in characters."""
    is_letter = np.frombuffer(b" " + folded, dtype=np.uint8) != SPACE
    starts: list[int] = np.flatnonzero(is_letter[1:] & ~is_letter[:-1]).tolist()
    return starts
