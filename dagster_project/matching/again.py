"""What a new version of the list changes: only names whose rows may differ are matched again.

Here: which names those are, and the table a full run would give. Not here: matching (`index`).
A name's rows rest on what its words stand for and on the listed names it shares keys with. A word
of the list weighs in steps of rarity, so that one listing more changes few of them.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dagster_project.matching.columns import numbers
from dagster_project.matching.index import Index
from dagster_project.matching.listed import ListedRows
from dagster_project.matching.records import MATCHES, ScreenedName
from dagster_project.matching.screened import Screened
from dagster_project.matching.spelling import cut_names

_CHUNK = 4096
_MEANING = ("sims", "weight", "klass")

Truths = NDArray[np.bool_]


def match_again(
    names: Sequence[ScreenedName], before: Index, matches: pa.Table, after: Index
) -> tuple[pa.Table, list[int]]:
    """`after.match(names)`, made from `matches`, which is `before.match(names)`.

    Also the positions of the names that were matched again. Both lists stand in one order: the
    listed names they share follow one another alike.
    """
    old = {print_: at for at, print_ in enumerate(before.rows.fingerprints())}
    new = {print_: at for at, print_ in enumerate(after.rows.fingerprints())}
    gone, come = _marked(before.rows, old, new), _marked(after.rows, new, old)
    affected = np.zeros(len(names), dtype=bool)
    for start in range(0, len(names), _CHUNK):
        some = names[start : start + _CHUNK]
        affected[start : start + _CHUNK] = _affected(some, before, gone, after, come)
    again = np.flatnonzero(affected)
    fresh = after.match([names[at] for at in again.tolist()])
    held = np.array(matches["name_number"].to_pylist(), dtype=np.int64)
    kept = np.flatnonzero(~affected[held])
    place = again[np.array(fresh["name_number"].to_pylist(), dtype=np.int64)]
    number = np.concatenate([held[kept], place])
    table = pa.concat_tables([matches.take(numbers(kept, pa.int64())), fresh])
    order = np.argsort(number, kind="stable")
    table = table.take(numbers(order, pa.int64()))
    column = numbers(number[order], pa.int32())
    return table.set_column(0, MATCHES.field("name_number"), column), again.tolist()


def _marked(
    rows: ListedRows, mine: dict[tuple[object, ...], int], theirs: dict[tuple[object, ...], int]
) -> Truths:
    """Which rows of a list the other list has not in just this way."""
    marked = np.ones(len(rows), dtype=bool)
    marked[[at for print_, at in mine.items() if print_ in theirs]] = False
    return marked


def _affected(
    names: Sequence[ScreenedName], before: Index, gone: Truths, after: Index, come: Truths
) -> Truths:
    one, other = Screened(names, before.rows.vocabulary), Screened(names, after.rows.vocabulary)
    affected = np.zeros(len(names), dtype=bool)
    affected[one.tokens.name[_differently_meant(one, other)]] = True
    for index, screened, marked in ((before, one, gone), (after, other, come)):
        segment, row = index.sharing_keys(screened)
        affected[screened.segment_name[segment[marked[row]]]] = True
        name, row, _ = cut_names(screened, index.rows)
        affected[name[marked[row]]] = True
    return affected


def _differently_meant(one: Screened, other: Screened) -> Truths:
    """Which words of the names stand for something else on the other list."""
    words = one.vocabulary.words
    moved = np.array([*(other.vocabulary.number.get(word, -2) for word in words), -1])
    differs = (moved[one.vocabulary.ids[one.slots]] != other.vocabulary.ids[other.slots]).any(
        axis=1
    )
    for column in _MEANING:
        mine = getattr(one.vocabulary, column)[one.slots]
        theirs = getattr(other.vocabulary, column)[other.slots]
        unequal = mine != theirs
        differs |= unequal.any(axis=1) if unequal.ndim > 1 else unequal
    return differs
