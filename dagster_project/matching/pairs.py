"""Two names alone: are they spellings of one name? The second look at what the index leaves open.

Here: word against word, with what a typing error, a transliteration, an abbreviation or an
acronym may change, and what no spelling changes: a number, a place, another telling word. Not
here: rarity (a pair has no list behind it), and what the answer leads to (`verdicts`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from rapidfuzz.distance import OSA

from dagster_project.matching.tokens import COLUMN, words_of
from dagster_project.matching.vocabulary import (
    CONTENT,
    FORM_WORD,
    NUMBER,
    PLACE_WORD,
    STOP_WORD,
    skeleton,
    spoken,
    word_class,
)
from dagster_project.matching.words import FORMS, LIMITED, NONPROFIT, SAME, STOCK

_WEIGHT = {CONTENT: 1.0, PLACE_WORD: 0.5, NUMBER: 1.0}
_GENERIC = 0.35
_MISTYPED, _ALIKE, _CUT, _INITIALS = 0.92, 0.9, 0.95, 0.9
_SHARE_MISTYPED = 0.3
_SHARE_LIKE, _SHARE_SPOKEN = 0.5, 0.75  # of a word's letters that may differ, that must agree
_TOGETHER = 0.9  # all letters of both names, but for a typing error
_SHORT_WORD = 5  # letters of a word that is as likely another as a mistyped one
_LONG_NAME = 16  # letters of a name in which a known word may be mistyped twice
_LONG_WORD, _LONGER_WORD = 6, 12  # letters of a name of one word, to be mistyped once or twice
SAME_SPELLING = 0.9
_CONFLICT = 0.45  # each name has a telling word that the other lacks
_ANOTHER = 0.3  # another number, another sort of body

_ROMAN = {"ii": 2, "iii": 3, "iv": 4, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "xi": 11, "xii": 12}
_UNITS = {
    word: number
    for number, word in enumerate(
        ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"), start=1
    )
}
_TENS = {
    word: 10 * number
    for number, word in enumerate(
        ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"), start=2
    )
}
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5}
_BRACKETS = re.compile(r"\([^()]*\)")
_USUAL_FORMS = (
    "llc",
    "ltd",
    "jsc",
    "ojsc",
    "pjsc",
    "cjsc",
    "ooo",
    "limited",
    "company",
    "corp",
    "inc",
)
_SORTS = frozenset({"open", "closed", "public"})  # of a joint stock company
_COUNTED = re.compile(r"(\d+)(?:st|nd|rd|th)?$")
# Endings of Russian adjectives: Muromskiy is of Murom.
_ADJECTIVE = re.compile(r"(?<=\w{3})(?:sk|n)?(?:iy|yy|ii|yi|ij|oye|oe|aya|aia|ogo|oi|oy|ie|ye)$")
# Stems of Russian words of plants and institutes, and the English word that stands for each.
_RUSSIAN = {
    "priborostroitel": "instrument", "mashinostroitel": "machine", "sudostroitel": "shipbuilding",
    "aviatsion": "aviation", "radiotekhniche": "radio", "khimiche": "chemical",
    "elektromekhaniche": "electromechanical", "metallurgiche": "metallurgical",
    "optiche": "optical", "mekhaniche": "mechanic", "elektro": "electronic", "raket": "missile",
    "kosmiche": "space", "issledovatel": "research", "nauch": "science", "konstruktor": "design",
    "proizvodstven": "production", "gosudarstven": "state", "promyshlen": "industry",
}  # fmt: skip


@dataclass(frozen=True)
class _Name:
    words: tuple[str, ...]
    numbers: tuple[int, ...]
    form: int
    weight: float
    initials: frozenset[str]
    joined: str
    written: str
    cut: bool


def _numbers(words: Sequence[str]) -> tuple[list[str], list[int]]:
    """The words without numbers, and the numbers: `forty four`, `44`, `44th`, `III`."""
    kept: list[str] = []
    numbers: list[int] = []
    tens = 0
    for at, word in enumerate(words):
        counted = _COUNTED.match(word)
        number = int(counted.group(1)) if counted else _UNITS.get(word, _ORDINALS.get(word))
        if number is None and at and word in _ROMAN:
            number = _ROMAN[word]
        if number is None and word in _TENS:
            tens = _TENS[word]
            numbers.append(tens)
        elif number is None:
            kept.append(word)
            tens = 0
        elif tens and number < 10:
            numbers[-1] = tens + number
            tens = 0
        else:
            numbers.append(number)
            tens = 0
    return kept, numbers


def _form(word: str, outside: bool) -> str:
    """A legal form that is mistyped at a name's end is still one: *LCL*, *Compayn*."""
    if not outside or len(word) < 3 or word_class(word) != CONTENT or word in SAME:
        return word
    for form in _USUAL_FORMS:
        if len(form) >= 3 and OSA.distance(word, form, score_cutoff=1) <= 1:
            return form
    return word


@lru_cache(maxsize=1 << 14)
def _read(name: str) -> _Name:
    written = words_of([re.sub(r"&(?:amp;)?", " and ", name)])[0]
    written = [_form(word, at in (0, len(written) - 1)) for at, word in enumerate(written)]
    form = 0
    for word in written:
        form |= 1 << FORMS[word] if word in FORMS else 0
    kept, numbers = _numbers(written)
    kept = [
        word for word, following in zip(kept, [*kept[1:], ""], strict=True)
        if not (word in _SORTS and following in ("joint", "stock"))
    ]  # fmt: skip
    same = [SAME.get(word, word) for word in kept]
    content = [word for word in same if word_class(word) not in (STOP_WORD, FORM_WORD)]
    every = "".join(word[0] for word in written if word)
    no_stop = "".join(word[0] for word in written if word_class(word) != STOP_WORD)
    telling = "".join(word[0] for word in written if word_class(word) not in (STOP_WORD, FORM_WORD))
    return _Name(
        tuple(content or same),
        tuple(sorted(numbers)),
        form,
        sum(map(_weight, content or same)),
        frozenset(text for text in (every, no_stop, telling) if len(text) >= 3),
        "".join(content or same),
        "".join(written),
        len(name) in COLUMN,
    )


def _mistyped(one: str, other: str) -> bool:
    """One letter in four or two in seven: so much a text may be mistyped and still be itself."""
    length = max(len(one), len(other))
    limit = min(2, int(_SHARE_MISTYPED * length))
    return OSA.distance(one, other, score_cutoff=limit) <= limit


@lru_cache(maxsize=1 << 16)
def _alike(one: str, other: str) -> float:
    """How likely two words are one."""
    if one == other:
        return 1.0
    short, long = sorted((one, other), key=len)
    if _stem(long) in (short, _stem(short)):
        return _ALIKE
    content = word_class(one) == word_class(other) == CONTENT
    places = (word_class(one) == PLACE_WORD) + (word_class(other) == PLACE_WORD)
    # Places of one country are alike: another place is no mistyped one.
    if places == 2 or (places and OSA.distance(one, other) > 1):
        return 0.0
    if _mistyped(one, other) and (content or OSA.distance(one, other) <= 1):
        return _MISTYPED
    if len(skeleton(short)) >= 3 and skeleton(short) == skeleton(long):
        return _ALIKE if OSA.normalized_similarity(one, other) >= 0.5 else 0.0
    return 0.0


def _stem(word: str) -> str:
    stem = _ADJECTIVE.sub("", word)
    return _RUSSIAN.get(stem, stem)


def _weight(word: str) -> float:
    return _WEIGHT.get(word_class(word), _GENERIC)


def likeness(one: str, other: str) -> float:
    """How likely two names are spellings of one name, between 0 and 1.

    "A/B" is one name beside another; what stands in brackets may be left out, but not replaced.
    """
    best = 0.0
    for left, right in product(_readings(one, other), _readings(other, one)):
        best = max(best, _compare(_read(left), _read(right))[0])
    return best


def misspelt(one: str, other: str) -> bool:
    """Whether two names are one, word for word, but for typing errors and legal forms."""
    left, right = _read(one), _read(other)
    if left.numbers != right.numbers or abs(len(left.words) - len(right.words)) > 2:
        return False
    if min(len(left.words), len(right.words)) == 1:
        # One word has nothing beside it to speak for it.
        length, distance = len(left.joined), OSA.distance(left.joined, right.joined)
        if distance > (length >= _LONG_WORD) + (length >= _LONGER_WORD):
            return False
    score, complete = _compare(left, right)
    return complete and score >= SAME_SPELLING


def retyped(one: str, listed: str) -> bool | None:
    """Whether two names whose letters, as spoken, are the same but for two are one name.

    True where what differs is a word in another spelling or a mistyped legal form; False where it
    may be another word; None where it is: another number, another known word, a word more.
    """
    mine, theirs = (words_of([name])[0] for name in (one, listed))
    if _numbers(mine)[1] != _numbers(theirs)[1]:
        return None
    same = [SAME.get(word, word) for word in theirs]
    for word in list(mine):
        if SAME.get(word, word) in same:
            mine.remove(word)
            del theirs[same.index(SAME.get(word, word))]
            same.remove(SAME.get(word, word))
    if not mine or not theirs:
        return None if mine or theirs else True
    if len(mine) != len(theirs):
        placed = PLACE_WORD in map(word_class, [*mine, *theirs])
        mine, theirs = ["".join(mine)], ["".join(theirs)]
        if placed and mine != theirs:
            return None
    told = _read(listed)
    if len(told.words) == 1 and not _one_mistyped("".join(mine), "".join(theirs)):
        return None
    limit = 1 if len(told.written) < _LONG_NAME else 2
    answers = {_respelt(*pair, limit) for pair in zip(mine, theirs, strict=True)}
    return None if None in answers else answers == {True}


def _respelt(word: str, listed: str, limit: int) -> bool | None:
    """Whether a word is a listed one in another spelling; of a known word `limit` letters."""
    raw, distance = OSA.distance(word, listed), OSA.distance(spoken(word), spoken(listed))
    kinds = {word_class(SAME.get(text, text)) for text in (word, listed)}
    if CONTENT not in kinds:
        return None
    if kinds != {CONTENT}:
        return raw <= (1 if PLACE_WORD in kinds else limit) or not distance or None
    length = max(len(word), len(listed))
    if distance > _SHARE_LIKE * length:
        return None
    if raw > 2 and OSA.normalized_similarity(word, listed) < _SHARE_SPOKEN:
        return False
    return distance <= int(_SHARE_MISTYPED * length)


def _one_mistyped(one: str, other: str) -> bool:
    """Of a name of one word: there is nothing beside it to speak for it."""
    length = max(len(one), len(other))
    return OSA.distance(spoken(one), spoken(other)) <= (
        (length >= _LONG_WORD) + (length >= _LONGER_WORD)
    )


def hangs_on_a_guess(one: str, listed: str) -> bool:
    """Whether the only telling word of a listed name is short and stands there in another
    spelling: *Spine Technologies* may be *Sine Technologies*, and is far more often itself."""
    telling = [word for word in _read(listed).words if word_class(word) == CONTENT]
    return (
        len(telling) == 1 and len(telling[0]) <= _SHORT_WORD and telling[0] not in _read(one).words
        and telling[0] not in _read(one).joined
    )  # fmt: skip


def _readings(name: str, other: str) -> list[str]:
    readings = [name, *(part for part in name.split("/") if len(part.split()) > 1)]
    if "(" in name and "(" not in other:
        readings.append(_BRACKETS.sub(" ", name))
    return readings


def _compare(left: _Name, right: _Name) -> tuple[float, bool]:
    """Likeness of two names, and whether every word of each is found in the other."""
    if not left.words or not right.words:
        return float(left.written == right.written), left.written == right.written
    if left.joined == right.joined and left.numbers == right.numbers:
        return _bounded(1.0, left, right), True
    for short, long in ((left, right), (right, left)):
        if len(short.words) == 1 and len(long.words) > 1 and short.joined in long.initials:
            return _INITIALS, False
    for short, long in ((left, right), (right, left)):
        if short.cut and long.written.startswith(short.written):
            return _CUT, False
    # Equal words first: most of two names that are looked at here.
    mine, theirs = list(left.words), list(right.words)
    for word in left.words:
        if word in theirs:
            mine.remove(word)
            theirs.remove(word)
    every = left.weight + right.weight
    lost = [dict(enumerate(mine)), dict(enumerate(theirs))]
    agreed = every - sum(_weight(word) for word in (*mine, *theirs))
    pairs = [
        (-alike, abs(i - j), i, j)
        for i, a in enumerate(mine)
        for j, b in enumerate(theirs)
        if (alike := _alike(a, b))
    ]
    for alike, _, i, j in sorted(pairs):
        if i in lost[0] and j in lost[1]:
            agreed -= alike * (_weight(lost[0].pop(i)) + _weight(lost[1].pop(j)))
    score = agreed / every
    complete = not lost[0] and not lost[1]
    if lost[0] and lost[1]:
        # Written apart or together: what neither side has a word for is read as one.
        left_over = [list(words.values()) for words in lost]
        classes = [set(map(word_class, words)) for words in left_over]
        known = CONTENT not in classes[0] | classes[1]
        elsewhere = all(PLACE_WORD in found for found in classes)
        together = ["".join(words) for words in left_over]
        apart = len(lost[0]) != len(lost[1]) and OSA.distance(*together) > 1
        if not (known or elsewhere or apart) and _mistyped(*together):
            score, complete = max(score, _TOGETHER), True
        else:
            score = min(score, _CONFLICT)
    return _bounded(score, left, right), complete


def _bounded(score: float, left: _Name, right: _Name) -> float:
    if left.numbers != right.numbers:
        return min(score, _ANOTHER)
    company = 1 << LIMITED | 1 << STOCK
    for one, other in ((left.form, right.form), (right.form, left.form)):
        if one & 1 << NONPROFIT and not one & company and other & company:
            return min(score, _ANOTHER)
    return score
