"""Agreement letter by letter, for the pairs that words alone leave open.

Here: how like a part is to a listed name with spaces and order aside, and names that were cut.
Not here: words.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA
from rapidfuzz.process import cpdist

from dagster_project.matching.features import FEATURES, SPELLING, Alignment, Parts
from dagster_project.matching.listed import ListedRows, formed
from dagster_project.matching.screened import Screened
from dagster_project.matching.vocabulary import FORM_WORD

CUT = FEATURES.index("cut_prefix")
# Words in another order are a little less alike than words in the same one.
_ORDER_COSTS = np.float32(0.02)

Numbers = NDArray[np.int64]


def _alike(one: Sequence[str], other: Sequence[str]) -> NDArray[np.float32]:
    return cpdist(one, other, scorer=OSA.normalized_similarity, dtype=np.float32)


def fill_spelling(
    screened: Screened,
    parts: Parts,
    listed: ListedRows,
    part: Numbers,
    row: Numbers,
    alignment: Alignment,
) -> None:
    """Fill in the features by letters of each pair, all but `cut_prefix`."""
    if not len(part):
        return
    same = screened.vocabulary.same
    words: dict[int, list[str]] = {}
    for number in dict.fromkeys(part.tolist()):
        held = parts.token[: parts.count[number], number]
        words[number] = [same[slot] for slot in screened.slots[held].tolist()]
    whole = {number: "".join(held) for number, held in words.items()}
    ordered = {number: "".join(sorted(held)) for number, held in words.items()}
    with_forms = {number: _with_forms(screened, parts, number) for number in words}
    pairs = part.tolist()
    windows = [
        "".join(words[number][first : last + 1])
        for number, first, last in zip(
            pairs, alignment.first.tolist(), alignment.last.tolist(), strict=True
        )
    ]
    rows = row.tolist()
    spelled = [listed.spelled[number] for number in rows]
    by_order = _alike([ordered[n] for n in pairs], [listed.ordered[n] for n in rows])
    values = alignment.features
    values[SPELLING] = np.maximum(
        _alike([whole[n] for n in pairs], spelled), by_order - _ORDER_COSTS
    )
    values[SPELLING + 1] = _alike(windows, spelled)
    values[SPELLING + 2] = _alike([with_forms[n] for n in pairs], [listed.formed[n] for n in rows])


def _with_forms(screened: Screened, parts: Parts, number: int) -> str:
    """The part as written, with the legal forms that stand before and after it."""
    name, slots = screened.tokens.name, screened.slots
    klass, same = screened.vocabulary.klass, screened.vocabulary.same
    first = int(parts.token[0, number])
    last = int(parts.token[parts.count[number] - 1, number])
    while first > 0 and name[first - 1] == name[first] and klass[slots[first - 1]] <= FORM_WORD:
        first -= 1
    while (
        last + 1 < len(slots)
        and name[last + 1] == name[last]
        and klass[slots[last + 1]] <= FORM_WORD
    ):
        last += 1
    return formed([same[slot] for slot in slots[first : last + 1].tolist()])


def cut_names(screened: Screened, listed: ListedRows) -> tuple[Numbers, Numbers, list[float]]:
    """(name, row, share) where all of a name that fills a 35-character column begins a listed one.

    `share` is one over the number of entities so named: many claimants make a weak claim.
    """
    tokens = screened.tokens
    names, rows, shares = [], [], []
    cut = np.flatnonzero(tokens.truncated)
    lows = np.searchsorted(tokens.name, cut).tolist()
    highs = np.searchsorted(tokens.name, cut + 1).tolist()
    for number, low, high in zip(cut.tolist(), lows, highs, strict=True):
        found = listed.beginning_with("".join(tokens.word(at) for at in range(low, high)))
        if not found:
            continue
        entities = {int(listed.entity[listed.rows.listed[row]]) for row in found}
        names += [number] * len(found)
        rows += found
        shares += [1 / max(len(entities), 1)] * len(found)
    return np.array(names, dtype=np.int64), np.array(rows, dtype=np.int64), shares
