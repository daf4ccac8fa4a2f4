"""How one part of a screened name and one listed name agree, word by word, in numbers.

Here: the alignment of many pairs at once and the features read from it. Pairs lie along the last
axis. Not here: which pairs are worth looking at, and what the features are worth.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dagster_project.matching.vocabulary import ALTERNATIVES, GENERIC_WORD, NUMBER, PLACE_WORD, UNIT_WORD

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
    "after_of",            # the window goes on with "of" or "for"
    "before_of",           # "of" stands just before the window: the name belongs to something
    "matched_weight",      # how rare what agrees is
    "matched_words",
    "listed_words",
    "matched_letters",
    "heaviest_match",
    "likeness",            # of the words that agree, weighted: 1 means letter by letter
    "worst_likeness",
    "inversions",          # words in another order
    "country",             # 1 agrees, -1 another country, 0 not known
    "form",                # 1 same legal form, -1 another one, 0 not known
    "kind_conflict",       # a university is not a company
    "number_conflict",     # the 13th institute is not the 54th
    "is_acronym",          # the listed name is one short word
    "upper",               # and the screened word is in capitals among small letters
    "whole_part",          # the window is all of the part
    "one_part",            # the part is all of the name
    "derived",             # 1 a listed name without its brackets, 2 the initials of one
    "heaviest_unmatched",  # in the part, outside places
    "place_conflict",      # an unexplained place inside the window or beside it
    "before_unit",         # a department, laboratory, hospital before the window
    "after_unit",
    "before_and",          # "and" just before the window: two institutions in one part
    "before_place",        # a place just before the window
    "rest_distinct",       # weight of telling words in the other parts of the name
    "rest_unit",           # a department, laboratory, hospital in the other parts
    # and by letters, filled in for the pairs that are still open (`index`)
    "part_ratio",          # of the whole part against the listed name, spaces aside
    "window_ratio",        # of the window against the listed name
    "written_ratio",       # of the whole part against the listed name, legal forms and all
    "cut_prefix",          # a name cut at 35 characters begins a listed name: 1 / entities so named
)
SPELLING = FEATURES.index("part_ratio")
"""The features from here on are by letters."""  # fmt: skip


@dataclass(frozen=True)
class Parts:
    """Segments of screened names; one item a part, words along axis 0 of the matrices."""

    name: NDArray[np.int64]
    count: NDArray[np.int8]
    ids: NDArray[np.int16]  # [ALTERNATIVES, WIDTH, parts]
    sims: NDArray[np.float32]  # [ALTERNATIVES, WIDTH, parts]
    weight: NDArray[np.float32]  # [WIDTH, parts]
    klass: NDArray[np.int8]  # [WIDTH, parts]
    kinds: NDArray[np.int16]  # [WIDTH, parts]
    after_of: NDArray[np.bool_]  # [WIDTH, parts]: "of" stands before this word
    after_and: NDArray[np.bool_]  # [WIDTH, parts]: "and" stands before this word
    upper: NDArray[np.bool_]  # [WIDTH, parts]
    length: NDArray[np.int16]  # [WIDTH, parts]
    token: NDArray[np.int32]  # [WIDTH, parts]: where the word stands, -1 for none
    alternatives: NDArray[np.bool_]  # a word of the part may be several listed words
    form: NDArray[np.int8]
    countries: NDArray[np.int64]
    one_part: NDArray[np.bool_]
    rest_distinct: NDArray[np.float32]  # of the name, outside this part
    rest_unit: NDArray[np.bool_]


@dataclass(frozen=True)
class Rows:
    """Listed names and their shortened variants; words along axis 0 of the matrices."""

    listed: NDArray[np.int32]
    count: NDArray[np.int8]
    ids: NDArray[np.int16]  # [LISTED_WIDTH, rows]
    weight: NDArray[np.float32]  # [LISTED_WIDTH, rows]
    klass: NDArray[np.int8]  # [LISTED_WIDTH, rows]
    length: NDArray[np.int16]  # [LISTED_WIDTH, rows]
    total: NDArray[np.float32]
    kinds: NDArray[np.int16]
    form: NDArray[np.int8]
    countries: NDArray[np.int64]
    acronym: NDArray[np.bool_]
    derived: NDArray[np.int8]


def coverage_bound(
    parts: Parts, rows: Rows, part: NDArray[np.int64], row: NDArray[np.int64]
) -> NDArray[np.float32]:
    """Share of each listed name's weight that is anywhere in the part: cheap, never too low."""
    found = np.zeros(len(part), dtype=np.float32)
    several = parts.alternatives[part]
    for at, layers in ((np.flatnonzero(~several), 1), (np.flatnonzero(several), ALTERNATIVES)):
        if not len(at):
            continue
        p, r = part[at], row[at]
        width, listed_width = int(parts.count[p].max()), int(rows.count[r].max())
        total = np.zeros(len(at), dtype=np.float32)
        words = [parts.ids[layer, i][p] for layer in range(layers) for i in range(width)]
        for j in range(listed_width):
            listed = rows.ids[j][r]
            hit = np.zeros(len(at), dtype=bool)
            for word in words:
                hit |= word == listed
            hit &= listed >= 0
            total += rows.weight[j][r] * hit
        found[at] = total
    return found / np.maximum(rows.total[row], 1e-6)


def features(
    parts: Parts, rows: Rows, part: NDArray[np.int64], row: NDArray[np.int64]
) -> tuple[NDArray[np.float32], NDArray[np.int8], NDArray[np.int8]]:
    """Features [len(FEATURES), pairs], and the first and last word of each pair's window."""
    pairs = len(part)
    width = max(int(parts.count[part].max()), 1)
    listed_width = int(rows.count[row].max())
    several = bool(parts.alternatives[part].any())
    layers = ALTERNATIVES if several else 1
    weight = parts.weight[:width, part]
    klass = parts.klass[:width, part]
    token_exists = np.arange(width)[:, None] < parts.count[part][None, :]

    # like[i, j]: how well word i of the part stands for word j of the listed name
    like = np.zeros((width, listed_width, pairs), dtype=np.float32)
    listed_ids = rows.ids[:listed_width, row]
    listed_valid = listed_ids >= 0
    for layer in range(layers):
        ids = parts.ids[layer, :width][:, part]
        sims = parts.sims[layer, :width][:, part]
        for j in range(listed_width):
            hit = (ids == listed_ids[j]) & listed_valid[j]
            np.maximum(like[:, j], sims * hit, out=like[:, j])
    word_like = like.max(axis=1)
    matched = word_like > 0

    # The window: the run of words whose agreeing weight most outweighs the unexplained.
    gain = np.where(matched, (weight + 0.1) * word_like, -0.6 * np.maximum(weight, 0.5))
    best = np.full(pairs, -np.inf, dtype=np.float32)
    run = np.zeros(pairs, dtype=np.float32)
    run_start = np.zeros(pairs, dtype=np.int8)
    first = np.zeros(pairs, dtype=np.int8)
    last = np.zeros(pairs, dtype=np.int8)
    for i in range(width):
        restart = run <= 0
        run = np.where(restart, gain[i], run + gain[i])
        run_start = np.where(restart, i, run_start).astype(np.int8)
        better = (run > best) & token_exists[i]
        best = np.where(better, run, best)
        first = np.where(better, run_start, first)
        last = np.where(better, i, last).astype(np.int8)
    place = np.arange(width, dtype=np.int8)[:, None]
    inside = (place >= first) & (place <= last)

    like *= inside[:, None, :]
    listed_like = like.max(axis=0)
    listed_weight = rows.weight[:listed_width, row]
    listed_class = rows.klass[:listed_width, row]
    found = listed_like > 0
    lost = ~found & listed_valid
    total = np.maximum(rows.total[row], 1e-6)
    found_weight = (listed_weight * found).sum(axis=0)
    plain = (listed_class != GENERIC_WORD) & (listed_class != PLACE_WORD)

    in_window = matched & inside
    window_weight = (weight * inside).sum(axis=0)
    unexplained = token_exists & ~in_window
    extra = weight * unexplained
    before = extra * (place < first)
    after = extra * (place > last)
    columns = np.arange(pairs)

    def at(matrix: NDArray[np.generic], position: NDArray[np.int64]) -> NDArray[np.generic]:
        held = (position >= 0) & (position < width)
        return np.where(held, matrix[np.clip(position, 0, width - 1), columns], 0)

    next_after = last.astype(np.int64) + 1
    next_before = first.astype(np.int64) - 1
    goes_on = at(parts.after_of[:width, part] & token_exists, next_after).astype(np.float32)
    belongs = parts.after_of[first, part].astype(np.float32)

    position = np.argmax(like, axis=0)
    inversions = np.zeros(pairs, dtype=np.float32)
    previous = np.full(pairs, -1)
    for j in range(listed_width):
        here = np.where(found[j], position[j], previous)
        inversions += here < previous
        previous = here

    near = (place >= first - 1) & (place <= last + 1) & token_exists
    kinds = np.bitwise_or.reduce(np.where(near, parts.kinds[:width, part], 0), axis=0)
    listed_kinds = rows.kinds[row]
    part_form, row_form = parts.form[part], rows.form[row]
    part_countries, row_countries = parts.countries[part], rows.countries[row]
    known = (part_countries != 0) & (row_countries != 0)
    agrees = (part_countries & row_countries) != 0
    is_number = klass == NUMBER
    number_extra = (is_number & unexplained & near).any(axis=0)
    number_lost = ((listed_class == NUMBER) & lost).any(axis=0)
    word_count = in_window.sum(axis=0)
    # A capital acronym says something only where the name has small letters as well.
    capital = at(parts.upper[:width, part], first.astype(np.int64)).astype(np.float32)
    unit = (klass == UNIT_WORD) & unexplained
    found_like = np.where(found, listed_like, np.nan)

    out = np.zeros((len(FEATURES), pairs), dtype=np.float32)
    values = (
        found_weight / total,
        (listed_weight * lost).max(axis=0),
        (lost & plain).sum(axis=0),
        1.0 - (weight * in_window).sum(axis=0) / np.maximum(window_weight, 1e-6),
        at(extra, next_before),
        before.sum(axis=0),
        at(extra, next_after),
        after.sum(axis=0),
        goes_on,
        belongs,
        found_weight,
        word_count,
        rows.count[row],
        (parts.length[:width, part] * in_window).sum(axis=0),
        (listed_weight * found).max(axis=0),
        (listed_weight * listed_like).sum(axis=0) / np.maximum(found_weight, 1e-6),
        np.where(found.any(axis=0), np.nanmin(np.where(found, found_like, 9.0), axis=0), 0.0),
        inversions,
        np.where(known, np.where(agrees, 1, -1), 0),
        np.where((part_form > 0) & (row_form > 0), np.where(part_form == row_form, 1, -1), 0),
        (kinds & ~listed_kinds) != 0,
        number_extra | number_lost,
        rows.acronym[row],
        capital,
        (~unexplained.any(axis=0) | (extra.sum(axis=0) == 0)),
        parts.one_part[part],
        rows.derived[row],
        np.where(klass == PLACE_WORD, 0, extra).max(axis=0),
        ((klass == PLACE_WORD) & unexplained & near).any(axis=0),
        (unit & (place < first)).any(axis=0),
        (unit & (place > last)).any(axis=0),
        parts.after_and[first, part],
        at(klass, next_before) == PLACE_WORD,
        parts.rest_distinct[part],
        parts.rest_unit[part],
    )
    for number, value in enumerate(values):
        out[number] = value
    return out, first, last
