"""Text made comparable: one byte for each character, no accents, no punctuation.

Here: folding, and the way back to character offsets. Not here: which names are looked for.
One byte per character keeps offsets trivial, and all of it is done by C loops over bytes.
"""

from __future__ import annotations

import codecs
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property
from itertools import accumulate

import numpy as np

SPACE = 32
# Joined to a word by these, a name is part of an address, a handle or an identifier, not a word.
_WORD_SIGNS = "_@"
# Between two texts: a word that no name holds.
_BARRIER_SIGN, _FOLDED_BARRIER = "\x1f", "|"
_BARRIER = f" {_BARRIER_SIGN} "
# Letters that Unicode does not decompose, and Cyrillic letters that stand for Latin ones in names
# (the Entity List prints some): each to the one letter it is read as.
_OTHER_LETTERS = dict(zip("ıłøđðþßæœħаеорсухіјѕк", "iloddtsaohaeopcyxijsk", strict=True))


def _fold_character(character: str) -> int:
    base = unicodedata.normalize("NFKD", character)[:1]
    if base.isascii() and (base.isalnum() or base in _WORD_SIGNS):
        return ord(base)
    if character == _BARRIER_SIGN:
        return ord(_FOLDED_BARRIER)
    latin = _OTHER_LETTERS.get(character.lower())
    if latin is None:
        return SPACE
    return ord(latin.upper() if character.isupper() else latin)


_TABLE = bytes(
    _fold_character(bytes([byte]).decode("cp1252", errors="replace")) for byte in range(256)
)


def _beyond_cp1252(error: UnicodeError) -> tuple[bytes, int]:
    assert isinstance(error, UnicodeEncodeError)
    unencodable = error.object[error.start : error.end]
    return bytes(map(_fold_character, unencodable)), error.end


codecs.register_error("news-folding", _beyond_cp1252)


def fold_cased(text: str) -> bytes:
    """One byte for each character of the text: A-Z, a-z, 0-9, `_`, `@`, or a space."""
    return text.encode("cp1252", "news-folding").translate(_TABLE)


def fold(text: str) -> bytes:
    """One byte for each character of the text, in lower case."""
    return fold_cased(text).lower()


def words_of(folded: bytes) -> bytes:
    """The words with exactly one space before, between and behind them."""
    return b" " + b" ".join(folded.split()) + b" "


def fold_name(name: str) -> bytes:
    """A name as the words to look for, without the outer spaces."""
    return b" ".join(fold(unicodedata.normalize("NFC", name)).split())


class FoldedText:
    """The words of some texts for the automata, and where each stands in its text."""

    def __init__(self, texts: Sequence[str]) -> None:
        joined = _BARRIER.join(text.replace(_BARRIER_SIGN, " ") for text in texts)
        padded = b" " + fold_cased(joined) + b" "
        is_letter = np.frombuffer(padded, dtype=np.uint8) != SPACE
        # Every letter, the first space behind a letter, and the one before all.
        self._is_kept = is_letter.copy()
        self._is_kept[1:] |= is_letter[:-1]
        self._is_kept[0] = True
        self._cased = np.frombuffer(padded, dtype=np.uint8)[self._is_kept]
        self._text_starts = list(
            accumulate((len(text) + len(_BARRIER) for text in texts), initial=0)
        )
        self.words = self._cased.tobytes().lower()
        """As `words_of` gives them, in lower case, a barrier between two texts."""

    @cached_property
    def _positions(self) -> np.ndarray:
        return np.flatnonzero(self._is_kept) - 1

    @cached_property
    def _barriers(self) -> list[int]:
        found: list[int] = np.flatnonzero(self._cased == ord(_FOLDED_BARRIER)).tolist()
        return [-1, *found, len(self.words)]

    def span(self, start: int, end: int) -> tuple[int, int, int]:
        """Which text the words from `start` to `end` stand in, and its characters from, to."""
        first, last = int(self._positions[start]), int(self._positions[end - 1]) + 1
        number = bisect_right(self._text_starts, first) - 1
        text_start = self._text_starts[number]
        return number, first - text_start, last - text_start

    def words_start(self, number: int) -> int:
        """Where the words of one text start."""
        return self._barriers[number] + 1

    def words_in(self, number: int) -> bytes:
        """The words of one text, with the outer spaces."""
        return self.words[self.words_start(number) : self._barriers[number + 1]]

    def initials(self, *, any_case: bool = False) -> bytes:
        """The words in lower case but for a capital that starts one; with `any_case`, all do."""
        starts = np.flatnonzero(self._cased[:-1] == SPACE) + 1
        words = np.frombuffer(self.words, dtype=np.uint8).copy()
        if any_case:
            first = words[starts]
            words[starts] = np.where((first >= ord("a")) & (first <= ord("z")), first - 32, first)
        else:
            words[starts] = self._cased[starts]
        return words.tobytes()
