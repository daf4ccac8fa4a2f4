"""Agreement letter by letter, for the pairs that words alone leave open.

Here: how like a part is to a listed name with spaces and order aside, and names that were cut.
Not here: words.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA
from rapidfuzz.process import cpdist

from dagster_project.matching.features import FEATURES, SPELLING, Alignment, Parts
from dagster_project.matching.listed import (
    SPOKEN_AT_LEAST,
    SPOKEN_AT_MOST,
    ListedRows,
    end_code,
    end_key,
)
from dagster_project.matching.postings import distinct, find, occurring, opens_run, spread
from dagster_project.matching.screened import Screened
from dagster_project.matching.vocabulary import ENDS

CUT = FEATURES.index("cut_prefix")
# Words in another order are a little less alike than words in the same one.
_ORDER_COSTS = np.float32(0.02)
_FEW_WORDS = 9
_MISTYPED = 2  # letters of a name

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
    used, at = occurring(part)
    content, first, last = screened.places(parts.number[used])
    words, start, end = _texts(screened.vocabulary.same, screened.slot, *content.T)
    held = [words[low:high] for low, high in zip(start.tolist(), end.tolist(), strict=True)]
    whole = ["".join(text) for text in held]
    ordered = ["".join(sorted(text)) for text in held]
    every, low, high = _texts(screened.vocabulary.short, screened.slots, first, last)
    with_forms = [
        "".join(every[low:high]) for low, high in zip(low.tolist(), high.tolist(), strict=True)
    ]
    pairs, rows = at.tolist(), row.tolist()
    wholes, spelled = [whole[n] for n in pairs], [listed.spelled[n] for n in rows]
    values = alignment.features
    by_words = _alike(wholes, spelled)
    by_order = _alike([ordered[n] for n in pairs], [listed.ordered[n] for n in rows])
    values[SPELLING] = np.maximum(by_words, by_order - _ORDER_COSTS)
    values[SPELLING + 1] = by_words
    low, high = start[at] + alignment.first, start[at] + alignment.last + 1
    inside = np.flatnonzero((low > start[at]) | (high < end[at]))
    windows = [
        "".join(words[low:high])
        for low, high in zip(low[inside].tolist(), high[inside].tolist(), strict=True)
    ]
    values[SPELLING + 1, inside] = _alike(windows, [spelled[n] for n in inside.tolist()])
    values[SPELLING + 2] = _alike([with_forms[n] for n in pairs], [listed.formed[n] for n in rows])


def _texts(
    spelling: Sequence[str], slot: Numbers, low: Numbers, high: Numbers
) -> tuple[list[str], Numbers, Numbers]:
    """The words from each low to its high, and where those of each begin and end."""
    _, position = spread(low, high)
    ends = np.cumsum(high - low)
    return list(map(spelling.__getitem__, slot[position].tolist())), ends - high + low, ends


def sounding_alike(screened: Screened, listed: ListedRows) -> tuple[Numbers, Numbers]:
    """(name, row) where all letters of a name, as spoken, are those of a listed one but for two.

    Words alone do not find a name of two words that are both mistyped. Of two typing errors at
    least one end of a name is nearly always free.
    """
    tokens, vocabulary = screened.tokens, screened.vocabulary
    count = np.bincount(tokens.name, minlength=len(tokens.truncated))
    last = np.cumsum(count)
    length = np.bincount(tokens.name, vocabulary.said[tokens.slot], len(count)).astype(np.int64)
    asked = np.flatnonzero(
        (count > 0) & (count <= _FEW_WORDS)
        & (length >= SPOKEN_AT_LEAST) & (length <= SPOKEN_AT_MOST - _MISTYPED)
    )  # fmt: skip
    if not len(asked):
        return asked, asked
    first, last, length = (last - count)[asked], last[asked], length[asked]
    found = []
    for side, letters in enumerate((vocabulary.opening, vocabulary.ending)):
        end = _end_letters(tokens.slot, first, last, side, letters, vocabulary.said)
        where, hit = find(listed.end_codes, end_code(end, side))
        at = np.flatnonzero(hit)
        key = end_key(where[at], length[at])
        order = np.argsort(key)  # found near one another
        at, key = at[order], key[order]
        low = np.searchsorted(listed.end_keys, key - _MISTYPED, "left")
        high = np.searchsorted(listed.end_keys, key + _MISTYPED, "right")
        of, place = spread(low, high)
        found.append(at[of] * len(listed) + listed.end_rows[place])
    code = distinct(np.concatenate(found))
    at, row = code // len(listed), code % len(listed)
    # One error brings in a letter or takes one away; in the same length it may do both.
    most = 2 * _MISTYPED - np.abs(length[at] - listed.said[row])
    signs, of = _of_words(np.bitwise_or, vocabulary.signs, tokens.slot, first, last, at)
    kept = np.flatnonzero(np.bitwise_count(signs[of] ^ listed.signs[row]) <= most)
    at, row, most = at[kept], row[kept], most[kept]
    counts, of = _of_words(np.add, vocabulary.said_letters, tokens.slot, first, last, at)
    kept = np.flatnonzero(np.abs(counts[of] - listed.said_letters[row]).sum(axis=1) <= most)
    at, row = at[kept], row[kept]
    used, of = occurring(at)
    words, low, high = _texts(vocabulary.spoken, tokens.slot, first[used], last[used])
    texts = [
        "".join(words[low:high]) for low, high in zip(low.tolist(), high.tolist(), strict=True)
    ]
    distance = cpdist(
        [texts[number] for number in of.tolist()],
        [listed.spoken[number] for number in row.tolist()],
        scorer=OSA.distance,
        score_cutoff=_MISTYPED,
        dtype=np.uint8,
    )
    kept = np.flatnonzero(distance <= _MISTYPED)
    return asked[at[kept]], row[kept]


def _of_words(
    together: np.ufunc, column: NDArray[Any], slot: Numbers, first: Numbers, last: Numbers,
    at: Numbers,
) -> tuple[NDArray[Any], Numbers]:  # fmt: skip
    """What the words of each name in `at` have together, and the place of each item there."""
    used, of = occurring(at)
    name, position = spread(first[used], last[used])
    opens = np.flatnonzero(opens_run(name))
    return together.reduceat(column[slot[position]], opens, axis=0, dtype=column.dtype), of


def _end_letters(
    slot: Numbers,
    first: Numbers,
    last: Numbers,
    side: int,
    letters: NDArray[np.uint8],
    said: NDArray[np.int16],
) -> NDArray[np.uint8]:
    """The letters at one end of names: of the word that stands there, and of those beside it
    where it is short."""
    outermost = slot[last - 1] if side else slot[first]
    out = letters[outermost]
    short = np.flatnonzero(said[outermost] < ENDS)
    first, last = first[short], last[short]
    joined = np.zeros((len(short), ENDS), dtype=np.uint8)
    filled = np.zeros(len(short), dtype=np.int64)
    for step in range(ENDS):
        word = slot[np.clip(last - 1 - step if side else first + step, first, last - 1)]
        for number in range(ENDS):
            place = filled + number
            at = np.flatnonzero((number < said[word]) & (place < ENDS))
            joined[at, place[at]] = letters[word[at], number]
        filled += said[word]
    out[short] = joined
    return out


def cut_names(screened: Screened, listed: ListedRows) -> tuple[Numbers, Numbers, list[float]]:
    """(name, row, share) where all of a name that fills a 35-character column begins a listed one.

    `share` is one over the number of entities so named: many claimants make a weak claim.
    """
    tokens = screened.tokens
    names, rows, shares = [], [], []
    cut = np.flatnonzero(tokens.truncated)
    bounds = np.searchsorted(tokens.name, np.stack([cut, cut + 1]))
    words, low, high = _texts(tokens.written, tokens.slot, *bounds)
    for number, start, end in zip(cut.tolist(), low.tolist(), high.tolist(), strict=True):
        found = listed.beginning_with("".join(words[start:end]))
        if not found:
            continue
        entities = {int(listed.entity[listed.rows.listed[row]]) for row in found}
        names += [number] * len(found)
        rows += found
        shares += [1 / max(len(entities), 1)] * len(found)
    return np.array(names, dtype=np.int64), np.array(rows, dtype=np.int64), shares
