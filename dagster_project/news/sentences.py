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
# Characters looked back at first for the start of a sentence, and at most either way: a text
# without sentences (a table) gives what stands around.
_REACH, _FARTHEST = 300, 2000
_LAST_WORD = re.compile(r"([^\W\d_]+(?:\.[^\W\d_]+)*)\.\Z")


class Sentences:
    """The sentences of one text. `around` looks only as far as it must, and not without end."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._found: dict[int, tuple[int, int]] = {}

    def spans(self) -> list[tuple[int, int]]:
        """Start and end of every sentence, in order."""
        found: list[tuple[int, int]] = []
        start = 0
        for stop, following in self._breaks(0, len(self._text)):
            found.append(self._trimmed(start, stop))
            start = following
        return [*found, self._trimmed(start, len(self._text))]

    def around(self, position: int) -> tuple[int, int]:
        """Start and end of the sentence that holds this position, without outer white space."""
        if position not in self._found:
            start, end = self._break_before(position), self._break_behind(position)
            self._found[position] = self._trimmed(start, end)
        return self._found[position]

    def _trimmed(self, start: int, end: int) -> tuple[int, int]:
        sentence = self._text[start:end]
        start += len(sentence) - len(sentence.lstrip())
        return start, start + len(sentence.strip())

    def _break_before(self, position: int) -> int:
        reach = _REACH
        while True:
            low = max(0, position - reach)
            ends = [end for _, end in self._breaks(low, position + 50) if end <= position]
            if ends or low == 0 or reach >= _FARTHEST:
                return ends[-1] if ends else low
            reach = min(2 * reach, _FARTHEST)

    def _break_behind(self, position: int) -> int:
        high = min(len(self._text), position + _FARTHEST)
        for start, end in self._breaks(position, high):
            if end > position:
                return start
        return high

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
