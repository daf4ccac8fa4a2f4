"""Many names cut into words at once, in numpy: no Python for each name.

Here: word boundaries, segments and 64-bit hashes of words. Not here: what a word means.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dagster_project.matching.scripts import to_ascii

_DELETED, _WEAK, _STRONG, _ALNUM = 0, 1, 2, 3
_CLASS = np.full(256, _WEAK, dtype=np.uint8)
_CLASS[[ord(c) for c in "'`\""]] = _DELETED
_CLASS[[ord(c) for c in "\n,;()[]{}/|#:<>*?!"]] = _STRONG
_LOWER = np.arange(256, dtype=np.uint8)
for _c in range(128):
    if chr(_c).isalnum():
        _CLASS[_c] = _ALNUM
        _LOWER[_c] = ord(chr(_c).lower())
_IS_LOWER = np.array([chr(c).islower() and c < 128 for c in range(256)])
_IS_UPPER = np.array([chr(c).isupper() and c < 128 for c in range(256)])

# A polynomial in an odd base modulo 2^64: the hash of any piece comes out of one running sum.
_BASE = np.uint64(0x9E3779B97F4A7C15)
_INVERSE = np.uint64(pow(int(_BASE), -1, 1 << 64))


def _powers(base: np.uint64, count: int) -> NDArray[np.uint64]:
    powers = np.full(count, base, dtype=np.uint64)
    powers[0] = 1
    return np.cumprod(powers, dtype=np.uint64)


_SHIFT = _powers(_BASE, 1024)


@dataclass(frozen=True)
class Tokens:
    """The words of many names, flat, in reading order; every array has one item a word."""

    text: bytes
    start: NDArray[np.int64]
    end: NDArray[np.int64]
    hash: NDArray[np.uint64]
    name: NDArray[np.int64]
    segment: NDArray[np.int64]
    upper: NDArray[np.bool_]
    name_upper: NDArray[np.bool_]
    """One item a name: it holds no small letter at all, so capitals say nothing."""
    truncated: NDArray[np.bool_]
    """One item a name: it fills a column of 35 characters to the last."""

    def word(self, number: int) -> str:
        return self.text[self.start[number] : self.end[number]].decode("ascii")


def join_hash(
    left: NDArray[np.uint64], left_length: NDArray[np.int64], right: NDArray[np.uint64]
) -> NDArray[np.uint64]:
    """The hash of two words written as one."""
    return left + right * _SHIFT[np.minimum(left_length, len(_SHIFT) - 1)]


def tokenise(names: Sequence[str]) -> Tokens:
    """Cut names into lower-case words; strong punctuation opens a new segment."""
    lines = [
        (name if name.isascii() else to_ascii(name))
        .replace("\n", " ")
        .replace("#TAB#", " ")
        .removeprefix("Search Results ")
        for name in names
    ]
    raw = np.frombuffer(("\n" + "\n".join(lines) + "\n ").encode("ascii", "replace"), np.uint8)
    kind = _CLASS[raw]
    before, after = np.roll(raw, 1), np.roll(raw, -1)
    # S.A.R.L. and J.P. are one word: a full stop after a single letter that another follows.
    dot = raw == ord(".")
    alone = (_CLASS[before] == _ALNUM) & (_CLASS[np.roll(raw, 2)] != _ALNUM)
    lone_next = (_CLASS[after] == _ALNUM) & (_CLASS[np.roll(raw, -2)] != _ALNUM)
    kind[dot & alone & lone_next] = _DELETED
    kind[(raw == ord("-")) & (before == ord(" ")) & (after == ord(" "))] = _STRONG
    kept = kind != _DELETED
    raw, kind = raw[kept], kind[kept]

    alnum = kind == _ALNUM
    before, after = np.roll(raw, 1), np.roll(raw, -1)
    # "ofTianjin", "SenseTime": a capital in a word opens another, if small letters follow it.
    camel = alnum & _IS_LOWER[before] & _IS_UPPER[raw] & _IS_LOWER[after]
    start = np.flatnonzero(alnum & (~np.roll(alnum, 1) | camel))
    end = np.flatnonzero(alnum & (~np.roll(alnum, -1) | np.roll(camel, -1))) + 1

    lower = _LOWER[raw]
    size = len(raw) + 1
    powers = _powers(_BASE, size)
    running = np.zeros(size, dtype=np.uint64)
    np.cumsum(lower.astype(np.uint64) * powers[:-1], out=running[1:])
    hashes = (running[end] - running[start]) * _powers(_INVERSE, size)[start]

    name = np.cumsum(raw == ord("\n"))[start] - 1
    strong = np.cumsum(kind == _STRONG)[start]
    opens = np.ones(len(start), dtype=bool)
    opens[1:] = np.diff(strong) > 0
    small = np.concatenate([[0], np.cumsum(_IS_LOWER[raw])])
    letters = np.concatenate([[0], np.cumsum(_IS_UPPER[raw])])
    upper = (small[end] == small[start]) & (letters[end] > letters[start])
    name_small = np.bincount(name, weights=small[end] - small[start], minlength=len(lines))
    return Tokens(
        text=lower.tobytes(),
        start=start,
        end=end,
        hash=hashes,
        name=name,
        segment=np.cumsum(opens) - 1,
        upper=upper,
        name_upper=name_small == 0,
        truncated=np.fromiter((34 <= len(n) <= 35 for n in names), bool, len(lines)),
    )
