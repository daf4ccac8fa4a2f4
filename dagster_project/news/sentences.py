"""Sentences of a text, in English and French, as character spans.

Here: where a sentence starts and ends. Not here: what it says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

# A full stop behind these ends no sentence.
_ABBREVIATIONS = frozenset(
    """co ltd inc corp llc no nos st mr mrs ms dr prof sr jr vs etc art cf fig vol pp ed
    jan feb mar apr jun jul aug sep sept oct nov dec gen col lt sen rep gov univ dept
    m mm mme mlle av janv févr juil déc""".split()  # noqa: SIM905
)
_BREAK = re.compile(
    r"""(?P<stop>[.!?…]+["'”’»)\]]*(?:\s*["”»])?)\s+(?=["'“‘«(\[]?\s?[A-ZÀ-ÖØ-Þ0-9])|\n\s*\n\s*"""
)
# Characters looked back at first for the start of a sentence.
_REACH = 300
_LAST_WORD = re.compile(r"([^\W\d_]+(?:\.[^\W\d_]+)*)\.\Z")


class Sentences:
    """The sentences of one text. `around` looks only as far as it must."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._found: list[tuple[int, int]] = []

    def spans(self) -> list[tuple[int, int]]:
        """Start and end of every sentence, in order."""
        starts = [0, *(end for _, end in self._breaks(0, len(self._text)))]
        return [self.around(start) for start in starts]

    def around(self, position: int) -> tuple[int, int]:
        """Start and end of the sentence that holds this position, without outer white space."""
        for span in self._found:
            if span[0] <= position < span[1]:
                return span
        start, end = self._break_before(position), self._break_behind(position)
        sentence = self._text[start:end]
        start += len(sentence) - len(sentence.lstrip())
        self._found.append((start, start + len(sentence.strip())))
        return self._found[-1]

    def _break_before(self, position: int) -> int:
        reach = _REACH
        while True:
            low = max(0, position - reach)
            ends = [end for _, end in self._breaks(low, position + 50) if end <= position]
            if ends or low == 0:
                return ends[-1] if ends else 0
            reach *= 2

    def _break_behind(self, position: int) -> int:
        for start, end in self._breaks(position, len(self._text)):
            if end > position:
                return start
        return len(self._text)

    def _breaks(self, low: int, high: int) -> Iterator[tuple[int, int]]:
        """Where a sentence ends and the next one starts."""
        for match in _BREAK.finditer(self._text, low, high):
            if match["stop"] != "." or not self._is_abbreviation(match.start()):
                yield match.start() + len(match["stop"] or ""), match.end()

    def _is_abbreviation(self, stop: int) -> bool:
        word = _LAST_WORD.search(self._text, max(0, stop - 20), stop + 1)
        if not word:
            return False
        letters = word[1].lower()
        return letters in _ABBREVIATIONS or len(letters) == 1 or "." in letters
