"""What a score and its features lead to: verdict and level. Not here: the score itself."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dagster_project.matching.features import FEATURES

MATCH_AT = 0.5
"""From here a pair is a match: chosen on the tuning half (`docs/matching.md`)."""
REVIEW_AT = 0.2
"""From here a person should look."""
NEAR_MISS_AT = 0.02
_TELLING_WEIGHT = 3.1  # heavier than any generic word or place
_SHORT_ACRONYM = 4  # letters

_AT = {name: number for number, name in enumerate(FEATURES)}


def hold_back(features: NDArray[np.float32], score: NDArray[np.float64]) -> NDArray[np.float64]:
    """The score, held below a threshold where a rule of the field forbids more.

    - "X University of Commerce" is not X University: what follows "of" is part of the name.
    - Country is evidence, never a verdict alone; but a name of none but common words ("Institute
      of High Energy Physics") in another country is another body.
    - A short acronym alone (BEST, CAS) is a question, not an answer, unless the country agrees.
    """

    def f(name: str) -> NDArray[np.float32]:
        return features[_AT[name]]

    goes_on = (f("after_of") > 0) & (f("after_next") > 0)
    elsewhere = (f("country") < 0) & (f("heaviest_match") < _TELLING_WEIGHT)
    acronym = (
        (f("is_acronym") > 0)
        & (f("matched_letters") <= _SHORT_ACRONYM)
        & ((f("country") <= 0) | (f("whole_part") == 0))
        & (f("form") <= 0)
    )
    initials = (f("derived") == 2) & (f("country") <= 0)
    score = np.where(goes_on | elsewhere, np.minimum(score, REVIEW_AT * 0.9), score)
    return np.where(acronym | initials, np.minimum(score, MATCH_AT * 0.9), score)


def verdicts(features: NDArray[np.float32], score: NDArray[np.float64]) -> list[str]:
    """`match`, `review`, `near_miss` (much agrees, a telling word does not) or `no_match`."""
    alike = (
        (features[_AT["coverage"]] >= 0.5)
        & (features[_AT["part_ratio"]] >= 0.6)
        & (features[_AT["matched_words"]] >= 2)
    )
    chosen = np.select(
        [score >= MATCH_AT, score >= REVIEW_AT, alike | (score >= NEAR_MISS_AT)], [0, 1, 2], 3
    )
    names = ("match", "review", "near_miss", "no_match")
    return [names[number] for number in chosen.tolist()]


def level(features: NDArray[np.float32], name_kind: str) -> str:
    """How precisely one pair names the party.

    `address` the listed name is an address; `unit` a department, branch or place of it; `brand`
    one word, or initials; `legal_entity` all words and the legal form, if there is one;
    `group` the same name without its form, with another, or without what stood in brackets.
    """

    def f(name: str) -> float:
        return float(features[_AT[name]])

    if name_kind == "address":
        return "address"
    if (f("before_unit") or f("after_unit") or f("rest_unit")) and not f("one_part") * f(
        "whole_part"
    ):
        return "unit"
    if f("derived") == 2 or (f("listed_words") == 1 and f("form") <= 0):
        return "brand"
    if f("derived") == 0 and f("coverage") >= 0.999 and f("written_ratio") >= 0.97:
        return "legal_entity"
    if f("derived") == 0 and f("coverage") >= 0.9 and f("form") > 0 and f("inside_share") < 0.1:
        return "legal_entity"
    return "group"
