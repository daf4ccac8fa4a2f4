"""Names cut into words: each run of letters between spaces is cut once and remembered.

Here: word boundaries, segments and capitals. Not here: what a word means.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from dagster_project.matching.scripts import to_ascii

_DELETED = str.maketrans("", "", "'`\"")
# S.A.R.L. and J.P. are one word: a full stop after a single letter that another follows.
_DOT = re.compile(r"(?<=(?<![A-Za-z0-9])[A-Za-z0-9])\.(?=[A-Za-z0-9](?![A-Za-z0-9]))")
# "ofTianjin", "SenseTime": a capital in a word opens another, if small letters follow it.
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z][a-z])")
_PIECE = re.compile(r"[A-Za-z0-9]+|[,;()\[\]{}/|#:<>*?!]")
_END = "\0"
COLUMN = (34, 35)  # letters of a name that a column of 35 may have cut


@dataclass(frozen=True)
class Tokens:
    """The words of many names, flat, in reading order; every array has one item a word."""

    slot: NDArray[np.int64]
    """The number of the word as written."""
    name: NDArray[np.int64]
    segment: NDArray[np.int64]
    upper: NDArray[np.bool_]
    name_upper: NDArray[np.bool_]
    """One item a name: it holds no small letter at all, so capitals say nothing."""
    truncated: NDArray[np.bool_]
    """One item a name: it fills a column of 35 characters to the last."""
    written: Sequence[str]
    """By slot."""

    def word(self, number: int) -> str:
        return self.written[self.slot[number]]


@lru_cache(maxsize=1 << 14)
def _cut(run: str) -> tuple[list[str], list[int], int]:
    """The words of one run between spaces, the segments opened before each, and in all."""
    if run.isascii() and run.isalnum() and (run.islower() or run.isupper() or run.istitle()):
        return [run], [0], 0  # most of them
    words: list[str] = []
    opened: list[int] = []
    strong = 0
    for written in to_ascii(run).replace("#TAB#", " ").split():
        strong += written == "-"
        for piece in _PIECE.findall(_plain(written)):
            if piece[0].isalnum():
                words.append(piece)
                opened.append(strong)
            else:
                strong += 1
    return words, opened, strong


def _plain(written: str) -> str:
    """One run in ASCII, with a space where a capital opens a word."""
    return _CAMEL.sub(" ", _DOT.sub("", written).translate(_DELETED))


def _cleaned(names: Sequence[str]) -> str:
    """All names in one text, with `_END` between two names and nowhere else."""
    text = _END.join(names)
    if text.count(_END) >= len(names):
        text = _END.join(name.replace(_END, " ") for name in names)
    text = text.replace("\xa0", " ").replace(f"{_END}Search Results ", _END)
    return text.removeprefix("Search Results ")


def words_of(names: Sequence[str]) -> list[list[str]]:
    """The words of each name, as written in lower case."""
    return [
        [word.lower() for run in _cleaned([name]).split() for word in _cut(run)[0]]
        for name in names
    ]


def _runs(names: Sequence[str]) -> tuple[pa.StringArray, NDArray[np.int64]]:
    """The runs between spaces of all names, and the name of each."""
    text = np.frombuffer(bytearray(_cleaned(names).encode(errors="replace") + b" "), np.uint8)
    ends = np.flatnonzero(text == ord(_END))
    text[ends] = ord(" ")
    bounds = np.concatenate([[0], ends + 1, [len(text)]]).astype(np.int32)
    buffers = [None, pa.py_buffer(bounds), pa.py_buffer(text)]
    runs = pc.utf8_split_whitespace(pa.Array.from_buffers(pa.string(), len(names), buffers))
    return runs.values, np.repeat(np.arange(len(names)), np.diff(np.from_dlpack(runs.offsets)))


class Growing:
    """A column that grows at its end, in steps of twice its size."""

    def __init__(self, kind: type, width: int | None = None) -> None:
        self._held: NDArray[Any] = np.zeros(
            (1 << 10) if width is None else (1 << 10, width), dtype=kind
        )
        self._size = 0

    def extend(self, values: Sequence[Any] | NDArray[Any]) -> None:
        end = self._size + len(values)
        if end > len(self._held):
            grown = np.zeros((2 * end, *self._held.shape[1:]), dtype=self._held.dtype)
            grown[: self._size] = self._held[: self._size]
            self._held = grown
        self._held[self._size : end] = values
        self._size = end

    @property
    def values(self) -> NDArray[Any]:
        return self._held[: self._size]


class Reader:
    """Cuts names into numbered words and remembers each run of letters it has met."""

    def __init__(self, slots: Callable[[Sequence[str]], list[int]], written: Sequence[str]) -> None:
        """`slots` numbers words in lower case; `written` is read by those numbers."""
        self._slots, self._written = slots, written
        self._run = pa.nulls(0, pa.string())
        self._start, self._count, self._strong = (
            Growing(np.int64),
            Growing(np.int64),
            Growing(np.int64),
        )
        self._slot, self._opened = Growing(np.int64), Growing(np.int64)
        self._upper, self._small = Growing(np.bool_), Growing(np.bool_)

    def read(self, names: Sequence[str]) -> Tokens:
        """Cut names into lower-case words; strong punctuation opens a new segment."""
        runs, of = _runs(names)
        known = pc.index_in(runs, value_set=self._run)
        if known.null_count:
            self._learn(runs.filter(known.is_null()).unique())
            known = pc.index_in(runs, value_set=self._run)
        run = np.from_dlpack(known)
        count = self._count.values[run]
        ends = np.cumsum(count)
        total = int(ends[-1]) if len(ends) else 0
        at = np.repeat(self._start.values[run] - (ends - count), count) + np.arange(total)
        name = np.repeat(of, count)
        strong = self._strong.values[run]
        before = np.repeat(np.cumsum(strong) - strong, count) + self._opened.values[at]
        opens = np.ones(total, dtype=bool)
        opens[1:] = (before[1:] != before[:-1]) | (name[1:] != name[:-1])
        with_small = np.zeros(len(names), dtype=bool)
        with_small[name[self._small.values[at]]] = True
        length = np.fromiter(map(len, names), np.int64, len(names))
        return Tokens(
            slot=self._slot.values[at],
            name=name,
            segment=np.cumsum(opens) - 1,
            upper=self._upper.values[at],
            name_upper=~with_small,
            truncated=(length >= COLUMN[0]) & (length <= COLUMN[1]),
            written=self._written,
        )

    def _learn(self, fresh: pa.StringArray) -> None:
        self._run = pa.concat_arrays([self._run, fresh])
        cuts = list(map(_cut, fresh.to_pylist()))
        words = list(chain.from_iterable(cut[0] for cut in cuts))
        count = np.array([len(cut[0]) for cut in cuts], dtype=np.int64)
        self._start.extend(len(self._slot.values) + np.cumsum(count) - count)
        self._count.extend(count)
        self._strong.extend([cut[2] for cut in cuts])
        self._opened.extend(list(chain.from_iterable(cut[1] for cut in cuts)))
        self._slot.extend(self._slots([word.lower() for word in words]))
        self._upper.extend([word.isupper() for word in words])
        self._small.extend([not word.isupper() and not word.isdigit() for word in words])
