"""How one part of a screened name and one listed name agree, word by word, in numbers.

Here: the alignment of many pairs at once and the features read from it. Pairs lie along the last
axis. Not here: which pairs are worth looking at, and what the features are worth.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dagster_project.matching.vocabulary import (
    ALTERNATIVES,
    GENERIC_WORD,
    PLACE_WORD,
    UNIT_WORD,
)

WIDTH = 24
"""Content words of a part that are looked at; a longer part is cut into several."""
LISTED_WIDTH = 16

FEATURES = (
    "coverage",            # share of the listed name's weight found in the window
    "missing_weight",      # weight of the heaviest listed word not found
    "missing_distinct",    # listed words not found that are no generic word or place
    "inside_share",        # share of the window's weight that the listed name does not explain
    "before_next",         # weight of the unexplained word just before the window
    "before_all",
    "after_next",          # weight of the unexplained word just after the window
    "after_all",
    "after_of",            # the window goes on with "of" or "for", and not a place
    "before_of",           # "of" stands just before the window: the name belongs to something
    "matched_weight",      # how rare what agrees is
    "matched_words",
    "listed_words",
    "matched_letters",
    "heaviest_match",
    "likeness",            # of the words that agree, weighted: 1 means letter by letter
    "country",             # 1 agrees, -1 another country, 0 not known
    "form",                # 1 same legal form, -1 another one, 0 not known
    "kind_conflict",       # a university is not a company
    "is_acronym",          # the listed name is one short word
    "upper",               # the window opens in capitals, in a name with small letters
    "whole_part",          # the window is all of the part
    "one_part",            # the part is all of the name
    "derived",             # 1 without its brackets, 2 its initials, 3 the first word of a family
    "place_conflict",      # an unexplained place inside the window or beside it
    "before_unit",         # a department, laboratory, hospital before the window
    "after_unit",
    "before_and",          # "and" just before the window: two institutions in one part
    "before_place",        # a place just before the window
    "rest_distinct",       # weight of telling words in the other parts of the name
    "rest_unit",           # a department, laboratory, hospital in the other parts
    # and by letters, filled in for the pairs that are still open (`spelling`)
    "part_ratio",          # of the whole part against the listed name, spaces and order aside
    "window_ratio",        # of the window against the listed name
    "written_ratio",       # of the whole part against the listed name, legal forms and all
    "cut_prefix",          # a name cut at 35 characters begins a listed name: 1 / entities so named
)  # fmt: skip
SPELLING = FEATURES.index("part_ratio")
"""The features from here on are by letters."""
_BATCH = 2048  # pairs at a time: their matrices stay in the processor's cache


@dataclass(frozen=True)
class Parts:
    """Segments of screened names; one item a part, words along axis 0 of the matrices."""

    number: NDArray[np.int64]
    name: NDArray[np.int64]
    count: NDArray[np.int8]
    ids: NDArray[np.int16]  # [ALTERNATIVES, WIDTH, parts], -2 for none
    sims: NDArray[np.float32]  # [ALTERNATIVES, WIDTH, parts]
    weight: NDArray[np.float32]  # [WIDTH, parts]
    klass: NDArray[np.int8]  # [WIDTH, parts]
    kinds: NDArray[np.int16]  # [WIDTH, parts]
    after_of: NDArray[np.bool_]  # [WIDTH, parts]: "of" stands before this word
    after_and: NDArray[np.bool_]  # [WIDTH, parts]: "and" stands before this word
    upper: NDArray[np.bool_]  # [WIDTH, parts]
    length: NDArray[np.int16]  # [WIDTH, parts]
    token: NDArray[np.int32]  # [WIDTH, parts]: where the word stands, -1 for none
    several: NDArray[np.bool_]  # a word of the part may be several listed words
    form: NDArray[np.int8]
    countries: NDArray[np.int64]
    country_given: NDArray[np.bool_]  # and not read from places in the name
    one_part: NDArray[np.bool_]
    rest_distinct: NDArray[np.float32]  # weight of telling words of the name outside this part
    rest_unit: NDArray[np.bool_]


@dataclass(frozen=True)
class Rows:
    """Listed names and their variants; words along axis 0 of the matrices."""

    listed: NDArray[np.int32]
    count: NDArray[np.int8]
    ids: NDArray[np.int16]  # [LISTED_WIDTH, rows], -1 for none
    byte: NDArray[np.int64]  # [LISTED_WIDTH, rows]: where the word's bit is...
    bit: NDArray[np.uint8]  # [LISTED_WIDTH, rows]: ...and which, 0 for none
    flag: NDArray[np.uint64]  # [LISTED_WIDTH, rows]
    weight: NDArray[np.float32]  # [LISTED_WIDTH, rows]
    klass: NDArray[np.int8]  # [LISTED_WIDTH, rows]
    total: NDArray[np.float32]
    kinds: NDArray[np.int16]
    form: NDArray[np.int8]  # bits
    countries: NDArray[np.int64]
    acronym: NDArray[np.bool_]
    derived: NDArray[np.int8]


@dataclass(frozen=True)
class Alignment:
    """Which word of the part stands for which of the listed name, one item a pair."""

    features: NDArray[np.float32]  # [len(FEATURES), pairs]
    first: NDArray[np.int8]  # of the window, in words of the part
    last: NDArray[np.int8]


def _batches(
    parts_count: NDArray[np.int8],
    parts_several: NDArray[np.bool_],
    rows: Rows,
    part: NDArray[np.int64],
    row: NDArray[np.int64],
) -> Iterator[tuple[NDArray[np.int64], int, int, int]]:
    """Pairs of like size together: (pairs, words of the part, of the listed name, layers)."""
    size, listed_size = parts_count[part], rows.count[row]
    several = parts_several[part]
    order = np.lexsort((listed_size, size, several))
    split = int(np.searchsorted(several[order], True))
    for group, layers in ((order[:split], 1), (order[split:], ALTERNATIVES)):
        for start in range(0, len(group), _BATCH):
            at = group[start : start + _BATCH]
            yield (
                at,
                max(int(size[at].max()), 1),
                max(int(listed_size[at].max()), 1),
                layers,
            )


class Held:
    """Whether a listed name's words are in a part, by a table of all listed words."""

    def __init__(self, table: NDArray[np.uint8], rows: Rows) -> None:
        """`table` [parts, bytes]: one bit a listed word, set where the part may hold it."""
        self._held, self._width, self.rows = table.ravel(), table.shape[1], rows

    def of(self, part: NDArray[np.int64]) -> NDArray[np.int64]:
        return part * self._width

    def hit(self, at: int, row: NDArray[np.int64], base: NDArray[Any]) -> NDArray[np.uint8]:
        where = self.rows.byte[at].take(row)
        where += base
        held = self._held.take(where)
        held &= self.rows.bit[at].take(row)
        return held


class Flags:
    """The same by one of 64 flags a word: quick, and now and then a word too many."""

    def __init__(self, flags: NDArray[np.uint64], rows: Rows) -> None:
        self._flags, self.rows = flags, rows

    def of(self, part: NDArray[np.int64]) -> NDArray[np.uint64]:
        return self._flags[part]

    def hit(self, at: int, row: NDArray[np.int64], flags: NDArray[Any]) -> NDArray[np.uint64]:
        held = self.rows.flag[at].take(row)
        held &= flags
        return held


def agreement(
    words: Held | Flags, part: NDArray[np.int64], row: NDArray[np.int64]
) -> NDArray[np.float32]:
    """Weight of each listed name's words that are anywhere in the part: never too low."""
    rows = words.rows
    count = rows.count[row]
    order = np.argsort(-count, kind="stable")
    count, row, held = -count[order], row[order], words.of(part[order])
    found = np.zeros(len(part), dtype=np.float32)
    for at in range(LISTED_WIDTH):
        longer = int(np.searchsorted(count, -at, side="left"))
        if not longer:
            break
        some = row[:longer]
        weight = rows.weight[at].take(some)
        weight *= words.hit(at, some, held[:longer]) != 0
        found[:longer] += weight
    out = np.empty_like(found)
    out[order] = found
    return out


def align(parts: Parts, rows: Rows, part: NDArray[np.int64], row: NDArray[np.int64]) -> Alignment:
    """The features by words of each pair (of a part and a row); those by letters are left 0."""
    out = np.zeros((len(FEATURES), len(part)), dtype=np.float32)
    first = np.zeros(len(part), dtype=np.int8)
    last = np.zeros(len(part), dtype=np.int8)
    for at, width, listed_width, layers in _batches(parts.count, parts.several, rows, part, row):
        values, first[at], last[at] = _align_batch(
            parts, rows, part[at], row[at], width, listed_width, layers
        )
        out[:SPELLING, at] = values
    return Alignment(out, first, last)


def _window(
    gain: NDArray[np.float32], count: NDArray[np.int8]
) -> tuple[NDArray[np.int8], NDArray[np.int8]]:
    """The run of words with the greatest sum (Kadane), first and last word inclusive."""
    pairs = gain.shape[1]
    best = np.full(pairs, -np.inf, dtype=np.float32)
    run = np.zeros(pairs, dtype=np.float32)
    start = np.zeros(pairs, dtype=np.int8)
    first = np.zeros(pairs, dtype=np.int8)
    last = np.zeros(pairs, dtype=np.int8)
    for i in range(gain.shape[0]):
        np.copyto(start, i, where=run <= 0)
        np.maximum(run, 0, out=run)
        run += gain[i]
        better = (run > best) & (i < count)
        np.copyto(best, run, where=better)
        np.copyto(first, start, where=better)
        np.copyto(last, i, where=better)
    return first, last


def _align_batch(
    parts: Parts,
    rows: Rows,
    part: NDArray[np.int64],
    row: NDArray[np.int64],
    width: int,
    listed_width: int,
    layers: int,
) -> tuple[NDArray[np.float32], NDArray[np.int8], NDArray[np.int8]]:
    pairs, count = len(part), parts.count[part]
    weight, klass = parts.weight[:width, part], parts.klass[:width, part]
    place = np.arange(width, dtype=np.int8)[:, None]
    exists = place < count

    # like[i, j]: how well word i of the part stands for word j of the listed name.
    listed_ids = rows.ids[:listed_width, row]
    like = np.zeros((width, listed_width, pairs), dtype=np.float32)
    for layer in range(layers):
        hit = parts.ids[layer, :width][:, None, part] == listed_ids[None]
        np.maximum(like, parts.sims[layer, :width][:, None, part] * hit, out=like)
    word_like = like.max(axis=1)
    matched = word_like > 0

    # The window: the run of words whose agreeing weight most outweighs the unexplained.
    gain = np.where(
        matched,
        (weight + np.float32(0.1)) * word_like,
        np.float32(-0.6) * np.maximum(weight, np.float32(0.5)),
    )
    first, last = _window(gain, count)
    before, after = place < first, (place > last) & exists
    inside = ~before & ~after & exists

    listed_like = (like * inside[:, None]).max(axis=0)
    listed_weight = rows.weight[:listed_width, row]
    listed_class = rows.klass[:listed_width, row]
    found = listed_like > 0
    lost = ~found & (listed_ids >= 0)
    found_weight = (listed_weight * found).sum(axis=0)

    explained = matched & inside
    explained_weight = (weight * explained).sum(axis=0)
    inside_weight = (weight * inside).sum(axis=0)
    unexplained = exists & ~explained
    columns = np.arange(pairs)
    beside_after = np.minimum(last + 1, width - 1)
    has_after = last + 1 < count
    beside_before = np.maximum(first - 1, 0)
    has_before = first > 0
    place_after = has_after & (klass[beside_after, columns] == PLACE_WORD)
    near = (place >= first - 1) & (place <= last + 1) & exists
    kinds = np.bitwise_or.reduce(np.where(near, parts.kinds[:width, part], 0), axis=0)
    unit = klass == UNIT_WORD
    part_form, row_form = parts.form[part], rows.form[row]
    here, there = parts.countries[part], rows.countries[row]
    whole_part = ~unexplained.any(axis=0)
    # A place that is itself a word of the listed name ("Busan International") says nothing of
    # where the screened party is.
    named = whole_part & parts.one_part[part] & ~parts.country_given[part]
    country = np.where(here & there, 1, np.where(named | (here == 0) | (there == 0), 0, -1))
    values = (
        found_weight / np.maximum(rows.total[row], 1e-6),
        (listed_weight * lost).max(axis=0),
        (lost & (listed_class != GENERIC_WORD) & (listed_class != PLACE_WORD)).sum(axis=0),
        1.0 - explained_weight / np.maximum(inside_weight, 1e-6),
        weight[beside_before, columns] * has_before,
        (weight * before).sum(axis=0),
        weight[beside_after, columns] * has_after,
        (weight * after).sum(axis=0),
        parts.after_of[beside_after, part] & has_after & ~place_after,
        parts.after_of[first, part],
        found_weight,
        explained.sum(axis=0),
        rows.count[row],
        (parts.length[:width, part] * explained).sum(axis=0),
        (listed_weight * found).max(axis=0),
        (listed_weight * listed_like).sum(axis=0) / np.maximum(found_weight, 1e-6),
        country,
        np.where((part_form == 0) | (row_form == 0), 0, np.where(part_form & row_form, 1, -1)),
        (kinds & ~rows.kinds[row]) != 0,
        rows.acronym[row],
        parts.upper[first, part],
        whole_part,
        parts.one_part[part],
        rows.derived[row],
        ((klass == PLACE_WORD) & unexplained & near).any(axis=0),
        (unit & before).any(axis=0),
        (unit & after).any(axis=0),
        parts.after_and[first, part],
        has_before & (klass[beside_before, columns] == PLACE_WORD),
        parts.rest_distinct[part],
        parts.rest_unit[part],
    )
    return np.stack([np.asarray(v, dtype=np.float32) for v in values]), first, last
