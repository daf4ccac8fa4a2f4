"""What a score and its features lead to: verdict and level. Not here: the score itself."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from dagster_project.matching.features import FEATURES
from dagster_project.matching.listed import BRAND, INITIALS, PLAIN
from dagster_project.matching.records import VERDICTS

MATCH_AT = 0.5
"""From here a pair is a match: chosen on the tuning half (`docs/matching.md`)."""
REVIEW_AT = 0.15
"""From here a person should look."""
NEAR_MISS_AT = 0.02
NO_MATCH = VERDICTS.index("no_match")
_TELLING_WEIGHT = 3.1  # heavier than any generic word or place
_TOGETHER_WEIGHT = 4.0
MOSTLY = 0.65
LITTLE_ELSE = 6.5
_SAME_WORDS = 0.9  # likeness of words, for one to be missed by more than its spelling
_ONE_WORD = 8.0  # weight of one word that was not understood, and a little
SHORT = 6  # words
_SHORT_ACRONYM = 4  # letters
_REVIEW = 0.25
_INITIALS_AT_HOME = 0.55
_LETTER_BY_LETTER = 0.999
GUESSED = 0.3
"""The score of a pair that hangs on one short word in another spelling."""
MISSPELT = 0.6
"""The score of a listed name found again but for typing errors."""

_ALIKE, _HARDLY_ALIKE = 0.85, 0.7  # letters of a name against a listed one

Truths = NDArray[np.bool_]

_AT = {name: number for number, name in enumerate(FEATURES)}


def held(features: NDArray[np.float32], score: NDArray[np.float64]) -> NDArray[np.float64]:
    """The score, held within bounds where the field knows better than any training set.

    Held down:
    - "X University of Commerce" is not X University: what follows "of" is part of the name.
    - Country is evidence, never a verdict alone; but a name of none but common words ("Institute
      of High Energy Physics") in another country is another body.
    - A short acronym inside a longer name is a question, and so is an ordinary word (BEST).
    - Initials that the list does not print, and a family's name alone, are questions.

    Held up to a review, since a missed match is the worst failure:
    - All words of a listed name stand together, whatever stands before them or after.
    - Initials in capitals are a segment of their own; five or more match where the country
      agrees too (UESTC, Chengdu).
    """

    def f(name: str) -> NDArray[np.float32]:
        return features[_AT[name]]

    derived, country = f("derived"), f("country")
    alone = (f("whole_part") > 0) & (f("one_part") > 0)
    goes_on, elsewhere, acronym = _questions(features)
    together = (f("coverage") >= 0.999) & (f("inside_share") < 0.001) & (f("likeness") > 0.99)
    together &= (f("matched_words") >= 2) & (f("matched_weight") >= _TOGETHER_WEIGHT)
    together &= ~goes_on & (country >= 0) & (derived == PLAIN) & (f("before_place") == 0)
    together &= (f("after_next") == 0) | (f("after_unit") > 0)
    together &= f("window_ratio") >= 0.95
    # None but common words, and not all of them: many bodies are called nearly so.
    partly = (f("heaviest_match") < _TELLING_WEIGHT) & (f("likeness") > _LETTER_BY_LETTER)
    partly &= (
        (f("coverage") < 0.999)
        & (f("cut_prefix") == 0)
        & (f("inside_share") + f("before_next") + f("after_next") > 0)
    )
    initials = (derived == INITIALS) & (f("whole_part") > 0) & (f("coverage") >= 0.999)
    initials &= (f("upper") > 0) | alone
    at_home = (country > 0) & ~alone & (f("matched_letters") > _SHORT_ACRONYM)
    family = (derived == BRAND) & alone

    score = np.where(together, np.maximum(score, _REVIEW), score)
    score = np.where(goes_on | elsewhere, np.minimum(score, REVIEW_AT * 0.9), score)
    score = np.where(acronym | partly, np.minimum(score, MATCH_AT * 0.9), score)
    made = np.where(initials, np.where(at_home, _INITIALS_AT_HOME, _REVIEW), 0.0)
    made = np.where(family, _REVIEW, made)
    return np.where((derived == INITIALS) | (derived == BRAND), made, score)


def _questions(features: NDArray[np.float32]) -> tuple[Truths, Truths, Truths]:
    """Names that go on with "of", of another country, and acronyms or ordinary words."""

    def f(name: str) -> NDArray[np.float32]:
        return features[_AT[name]]

    goes_on = (f("after_of") > 0) & (f("after_next") > 0)
    ordinary = f("heaviest_match") < _TELLING_WEIGHT
    elsewhere = (f("country") < 0) & ordinary
    alone = (f("whole_part") > 0) & (f("one_part") > 0)
    acronym = (f("is_acronym") > 0) & (f("matched_letters") <= _SHORT_ACRONYM)
    acronym &= (f("form") <= 0) & np.where(alone, ordinary, f("country") <= 0)
    acronym |= (f("listed_words") == 1) & ordinary
    return goes_on, elsewhere, acronym


def may_be_misspelt(features: NDArray[np.float32], score: NDArray[np.float64]) -> Truths:
    """Which pairs short of a match a second look letter by letter (`pairs`) may make one."""
    written = features[_AT["written_ratio"]]
    open_still = (score < MATCH_AT) & ((score >= NEAR_MISS_AT) | (written >= _ALIKE))
    whole = (features[_AT["one_part"]] > 0) & (features[_AT["derived"]] == PLAIN)
    return open_still & whole & ~questioned(features) & (written >= _HARDLY_ALIKE)


def may_be_alike(features: NDArray[np.float32], score: NDArray[np.float64]) -> Truths:
    """Which pairs short of a review a second look word by word (`pairs`) may make one."""
    whole = (features[_AT["one_part"]] > 0) & (features[_AT["derived"]] == PLAIN)
    whole &= features[_AT["listed_words"]] >= 2  # one word has nothing beside it to speak for it
    agrees = near_miss(features) | (features[_AT["written_ratio"]] >= _HARDLY_ALIKE)
    return (score < REVIEW_AT) & whole & agrees & ~questioned(features)


def questioned(features: NDArray[np.float32]) -> Truths:
    """Which pairs are held down by what no likeness of letters can outweigh."""
    return np.logical_or.reduce(_questions(features))


def is_matched(features: NDArray[np.float32], score: NDArray[np.float64]) -> Truths:
    """Which pairs are matches of a whole name."""
    whole = (features[_AT["one_part"]] > 0) & (features[_AT["derived"]] == PLAIN)
    return (score >= MATCH_AT) & whole


def is_a_guess(features: NDArray[np.float32], score: NDArray[np.float64]) -> Truths:
    """Which matches of a whole name agree in another spelling."""
    return is_matched(features, score) & (features[_AT["likeness"]] < _LETTER_BY_LETTER)


def alike_in_size(features: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Which pairs are short names of a size, of which words say little and letters may say more."""

    def f(name: str) -> NDArray[np.float32]:
        return features[_AT[name]]

    words = f("listed_words")
    return (
        (f("one_part") > 0)
        & (words >= 2)
        & (words <= SHORT)
        & (f("missing_distinct") <= 1)
        & (f("before_all") + f("after_all") <= _ONE_WORD)
        & (f("derived") == PLAIN)
    )


def near_miss(features: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Which pairs share most of a listed name, so that a person may want to see why not."""

    def f(name: str) -> NDArray[np.float32]:
        return features[_AT[name]]

    return (
        (f("coverage") >= MOSTLY)
        & (f("matched_words") >= 2)
        & (f("matched_weight") >= _TOGETHER_WEIGHT)
        & ((f("coverage") >= 0.999) | (f("heaviest_match") >= _TELLING_WEIGHT))
        & (f("before_all") + f("after_all") <= LITTLE_ELSE)
        & (f("derived") == PLAIN)
        & (f("inside_share") <= 0.5)
        & (f("likeness") >= _SAME_WORDS)
    )


def verdicts(features: NDArray[np.float32], score: NDArray[np.float64]) -> NDArray[np.int64]:
    """Places in `VERDICTS`; a `near_miss` agrees in much, but not in a telling word."""
    alike = near_miss(features) | (score >= NEAR_MISS_AT)
    return np.select([score >= MATCH_AT, score >= REVIEW_AT, alike], [0, 1, 2], NO_MATCH)


def levels(
    features: NDArray[np.float32], name_kinds: Sequence[str], institutions: Truths
) -> list[str]:
    """How precisely each pair names the party.

    `address` the listed name is an address; `unit` a department, branch or place of it; `brand`
    one word, or initials; `legal_entity` all words, and the legal form of a firm; `group` the
    same name without its form, with another, or without what stood in brackets.
    """

    def f(name: str) -> NDArray[np.float32]:
        return features[_AT[name]]

    derived, form = f("derived"), f("form")
    alone = (f("whole_part") > 0) & (f("one_part") > 0)
    unit = ~alone & ((f("before_unit") > 0) | (f("after_unit") > 0) | (f("rest_unit") > 0))
    brand = (derived == INITIALS) | (derived == BRAND) | ((f("listed_words") == 1) & (form <= 0))
    complete = (derived == PLAIN) & (f("coverage") >= 0.999) & (f("inside_share") < 0.001)
    legal_entity = complete & ((form > 0) | institutions)
    address = np.array([kind == "address" for kind in name_kinds], dtype=bool)
    names = ("address", "unit", "brand", "legal_entity", "group")
    chosen = np.select([address, unit, brand, legal_entity], [0, 1, 2, 3], 4)
    return [names[number] for number in chosen.tolist()]
