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
from dagster_project.matching.listed import SPOKEN_AT_LEAST, SPOKEN_AT_MOST, ListedRows, end_key
from dagster_project.matching.postings import distinct, expand, find, occurring
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
    written = np.flatnonzero(count)
    held = np.zeros(len(count), dtype=np.int64)
    held[written] = np.bitwise_or.reduceat(vocabulary.signs[tokens.slot], (last - count)[written])
    held = held[asked]
    first, last, length = (last - count)[asked], last[asked], length[asked]
    found = []
    for side, letters in enumerate((vocabulary.opening, vocabulary.ending)):
        words = [
            tokens.slot[np.clip(last - 1 - at if side else first + at, first, last - 1)]
            for at in range(ENDS)
        ]
        end = _joined([letters[w] for w in words], [vocabulary.said[w] for w in words])
        for other in range(-_MISTYPED, _MISTYPED + 1):
            at, hit = find(listed.end_keys, end_key(end, side, length + other))
            of, row = expand(at[hit], np.flatnonzero(hit), listed.end_start, listed.end_rows)
            # One error brings in a letter or takes one away; in the same length it may do both.
            differing = np.bitwise_count(held[of] ^ listed.signs[row])
            kept = np.flatnonzero(differing <= 2 * _MISTYPED - abs(other))
            found.append(asked[of[kept]] * len(listed) + row[kept])
    code = distinct(np.concatenate(found))
    name, row = code // len(listed), code % len(listed)
    place = np.searchsorted(asked, name)
    used, at = occurring(place)
    texts = [
        "".join([vocabulary.spoken[slot] for slot in tokens.slot[low:high].tolist()])
        for low, high in zip(first[used].tolist(), last[used].tolist(), strict=True)
    ]
    distance = cpdist(
        [texts[number] for number in at.tolist()],
        [listed.spoken[number] for number in row.tolist()],
        scorer=OSA.distance,
        score_cutoff=_MISTYPED,
        dtype=np.uint8,
    )
    kept = np.flatnonzero(distance <= _MISTYPED)
    return name[kept], row[kept]


def _joined(
    letters: Sequence[NDArray[np.uint8]], length: Sequence[NDArray[np.int16]]
) -> NDArray[np.uint8]:
    """The first letters of words in a row, written as one; of each word those it begins with."""
    out = np.zeros_like(letters[0])
    at = np.zeros(len(out), dtype=np.int64)
    every = np.arange(len(out))
    for word, size in zip(letters, length, strict=True):
        for number in range(ENDS):
            place = at + number
            held = np.flatnonzero((number < size) & (place < ENDS))
            out[every[held], place[held]] = word[held, number]
        at += size
    return out


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
