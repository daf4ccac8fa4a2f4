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
from dagster_project.matching.listed import ListedRows
from dagster_project.matching.screened import Screened

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
    used, at = np.unique(part, return_inverse=True)
    content, first, last = screened.places(parts.number[used])
    same, short = screened.vocabulary.same, screened.vocabulary.short
    words = [
        [same[slot] for slot in screened.slot[low:high].tolist()] for low, high in content.tolist()
    ]
    with_forms = [
        "".join([short[slot] for slot in screened.slots[low:high].tolist()])
        for low, high in zip(first.tolist(), last.tolist(), strict=True)
    ]
    whole = ["".join(held) for held in words]
    ordered = ["".join(sorted(held)) for held in words]
    pairs, rows = at.tolist(), row.tolist()
    wholes, spelled = [whole[n] for n in pairs], [listed.spelled[n] for n in rows]
    values = alignment.features
    by_words = _alike(wholes, spelled)
    by_order = _alike([ordered[n] for n in pairs], [listed.ordered[n] for n in rows])
    values[SPELLING] = np.maximum(by_words, by_order - _ORDER_COSTS)
    values[SPELLING + 1] = by_words
    size = content[:, 1] - content[:, 0]
    inside = np.flatnonzero((alignment.first > 0) | (alignment.last + 1 < size[at])).tolist()
    windows = ["".join(words[pairs[n]][alignment.first[n] : alignment.last[n] + 1]) for n in inside]
    values[SPELLING + 1, inside] = _alike(windows, [spelled[n] for n in inside])
    values[SPELLING + 2] = _alike([with_forms[n] for n in pairs], [listed.formed[n] for n in rows])


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
