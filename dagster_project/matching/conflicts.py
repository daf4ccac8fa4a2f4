"""Pairs that are two names, whatever else they say: each has a word that the other lacks.

Here: the words that only one name of a pair has, and whether one of them may stand for one of the
other's. Many pairs at once, so that few are compared one after another. Not here: what two whole
names are worth together (`pairs`).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA
from rapidfuzz.process import cpdist

from dagster_project.matching.features import Parts
from dagster_project.matching.listed import ListedRows
from dagster_project.matching.pairs import looseness
from dagster_project.matching.postings import spread
from dagster_project.matching.screened import Screened

_FEW = 2  # words that one name has more; three may be written as one, or as initials
_SPELLING, _GLUED = 0.5, 1 / 3  # of the letters of a word: no spelling of it agrees in less
_LOOSE = 2  # two words that stand for others of their kind, or a legal form

Numbers = NDArray[np.int64]


def in_conflict(
    screened: Screened, parts: Parts, listed: ListedRows, part: Numbers, row: Numbers
) -> NDArray[np.bool_]:
    """Which pairs of whole names differ on both sides, in words that cannot be one another."""
    vocabulary, wanted = screened.vocabulary, listed.rows.ids[:, row]
    pair, at, known, found = screened.standing(parts.number[part], wanted)
    unknown = np.flatnonzero(~known.any(axis=1))
    mine, at = pair[unknown], at[unknown]
    theirs, place = np.nonzero(((wanted >= 0) & ~found).T)
    counts = np.stack([np.bincount(of, minlength=len(part)) for of in (mine, theirs)])
    conflict: NDArray[np.bool_] = np.logical_and.reduce((counts > 0) & (counts <= _FEW))
    few = np.flatnonzero(conflict[mine])
    mine, at = mine[few], at[few]
    # Each word that only the screened name has, beside each that only the listed one has.
    low, high = np.searchsorted(theirs, mine, "left"), np.searchsorted(theirs, mine, "right")
    of, other = spread(low, high)
    slot, content = screened.slot[at[of]], screened.content[at[of]]
    words = [vocabulary.same[number] for number in slot.tolist()]
    written = [screened.tokens.word(number) for number in content.tolist()]
    listed_words = [vocabulary.words[number] for number in wanted[place, theirs][other].tolist()]
    alike = cpdist(words, listed_words, scorer=OSA.normalized_similarity, dtype=np.float32)
    loose = [np.array(list(map(looseness, some))) for some in (written, listed_words)]
    least = np.where((counts[0] == counts[1])[mine[of]], _SPELLING, _GLUED)
    may_be_one = (alike >= least) | (loose[0] + loose[1] >= _LOOSE)
    conflict[mine[of[may_be_one]]] = False
    # One variant of a listed name says it of all, with brackets or without.
    names = parts.name[part] * len(listed.listed) + listed.rows.listed[row]
    return np.isin(names, names[conflict])
