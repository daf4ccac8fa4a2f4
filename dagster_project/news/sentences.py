"""Sentences of a text, in English and French, as character spans.

Here: where a sentence starts and ends. Not here: what it says.
"""

from __future__ import annotations

import re
from bisect import bisect_right

# A full stop behind these ends no sentence.
_ABBREVIATIONS = frozenset(
    """co ltd inc corp llc no nos st mr mrs ms dr prof sr jr vs etc art cf fig vol pp ed
    jan feb mar apr jun jul aug sep sept oct nov dec gen col lt sen rep gov univ dept
    m mm mme mlle av janv févr juil déc""".split()  # noqa: SIM905
)
_BREAK = re.compile(
    r"""(?P<stop>[.!?…]+["'”’»)\]]*(?:\s*["”»])?)\s+(?=["'“‘«(\[]?\s?[A-ZÀ-ÖØ-Þ0-9])|\n\s*\n\s*"""
)
_LAST_WORD = re.compile(r"([^\W\d_]+(?:\.[^\W\d_]+)*)\.\Z")


class Sentences:
    """The sentences of one text; built once per document, asked per mention."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts = [0]
        for match in _BREAK.finditer(text):
            if match["stop"] != "." or not self._is_abbreviation(match.start()):
                self._starts.append(match.end())

    def _is_abbreviation(self, stop: int) -> bool:
        word = _LAST_WORD.search(self._text, max(self._starts[-1], stop - 20), stop + 1)
        if not word:
            return False
        letters = word[1].lower()
        return letters in _ABBREVIATIONS or len(letters) == 1 or "." in letters

    def spans(self) -> list[tuple[int, int]]:
        return [self.around(start) for start in self._starts]

    def around(self, position: int) -> tuple[int, int]:
        """Start and end of the sentence that holds this position, without outer white space."""
        index = bisect_right(self._starts, position) - 1
        start = self._starts[index]
        end = self._starts[index + 1] if index + 1 < len(self._starts) else len(self._text)
        sentence = self._text[start:end]
        start += len(sentence) - len(sentence.lstrip())
        return start, start + len(sentence.strip())
