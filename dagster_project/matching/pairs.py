"""Two names alone: are they spellings of one name? The second look at what the index leaves open.

Here: word against word, with what a typing error, a transliteration, an abbreviation or an
acronym may change, and what no spelling changes: a number, a place, another telling word. Not
here: rarity (a pair has no list behind it), and what the answer leads to (`index`, `verdicts`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache, reduce
from itertools import combinations, product
from operator import or_

from rapidfuzz.distance import OSA
from rigour.data.names.org_types import ORG_TYPES

from dagster_project.matching.tokens import COLUMN, words_of
from dagster_project.matching.vocabulary import (
    CONTENT,
    FORM_WORD,
    GENERIC_WORD,
    NUMBER,
    PLACE_WORD,
    STOP_WORD,
    skeleton,
    spoken,
    word_class,
)
from dagster_project.matching.words import (
    AFFILIATES,
    FORMS,
    INCORPORATED,
    KINDS,
    LIMITED,
    MEANS,
    NONPROFIT,
    PARTNER,
    PLACES,
    SAME,
    SHELLS,
    SPELLED_OUT,
    STOCK,
    STOP,
    TRADES,
    VEHICLES,
)

_WEIGHT = {CONTENT: 1.0, PLACE_WORD: 0.5, NUMBER: 1.0}
_GENERIC = 0.35
# Of a word that one name has more.
_MORE = {CONTENT: 1.0, PLACE_WORD: 0.5, NUMBER: 1.0}
_MORE_GENERIC, _SHELL, _AFFILIATE = 0.5, 0.35, 1.25
_MISTYPED, _ALIKE, _CUT, _INITIALS = 0.92, 0.9, 0.95, 0.9
_BRANCH = 0.9  # of a firm is no other firm
_SERIES = 0.8  # one fund of a series and the next
_SHARE_MISTYPED = 0.3
_SHARE_LIKE, _SHARE_SPOKEN = 0.5, 0.75  # of a word's letters that may differ, that must agree
_TOGETHER = 0.9  # all letters of both names, but for a typing error
_SHORT_WORD = 5  # letters of a word that is as likely another as a mistyped one
_LONG_NAME = 16  # letters of a name in which a known word may be mistyped twice
_LONGEST_FORM = 12  # words
_BODIES = sum({KINDS[word] for word in ("university", "academy", "hospital", "plant", "ministry")})
_LONG_WORD, _LONGER_WORD = 6, 12  # letters of a name of one word, to be mistyped once or twice
SAME_SPELLING = 0.9
ALIKE_AT = 0.77
"""From here two names are so alike that a person should look."""
_CONFLICT = 0.45  # each name has a telling word that the other lacks
_ANOTHER = 0.3  # another number, another sort of body

_ROMAN = {
    f"{ten}{unit}": 10 * tens + number
    for tens, ten in enumerate(("", "x", "xx"))
    for number, unit in enumerate(("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"))
    if tens + number
}
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
_AND = re.compile(r"&(?:amp;)?")
_BRACKETS = re.compile(r"\([^()]*\)")
_LAST = re.compile(r"\(([^()]*)\)\W*$")
# "A, formerly B": either is a name of the one.
_OTHERWISE = re.compile(
    r"/|\b(?:(?:[afn]\.?k|d\.?b)\.?a\b\.?|(?:also |formerly )?known as|formerly|doing business as"
    r"|trading as|previously)",
    re.I,
)
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
    "joint",
)
# Of the forms that rigour knows by several words, those of firms.
_CODES = {
    **dict.fromkeys(("LLC", "Ltd", "SARL", "SPRL", "bvba", "too", "d.o.o.", "eood"), LIMITED),
    **dict.fromkeys(("JSC", "PJSC", "OJSC", "CJSC", "AB", "ad", "dd", "sae", "kk"), STOCK),
    **dict.fromkeys(("SOE", "ФГУП"), INCORPORATED),
    **dict.fromkeys(("LP", "LLP", "SCS"), PARTNER),
    **dict.fromkeys(("ANO", "NGO"), NONPROFIT),
}
_CONDITIONS = frozenset({"branch", "office", "representative", "representation"})
_SORTS = frozenset({"open", "closed", "public"})  # of a joint stock company
_UMLAUT = re.compile(r"([aou])e")
_DIGIT = re.compile(r"\d")
_COUNTED = re.compile(r"(\d+)(?:st|nd|rd|th)?$")
# Endings of Russian adjectives: Muromskiy is of Murom.
_ADJECTIVE = re.compile(
    r"(?<=\w{3})(?:(?:sk|n)?(?:iy|yy|ii|yi|ij|oye|oe|aya|aia|ogo|oi|oy|ie|ye)|(?:sk|n)[iyo])$"
)
_OF_A_PLACE = re.compile(r"(?<=\w{4})sk\w{1,3}$")
# Stems of Russian words of plants and institutes, and the English word that stands for each.
_RUSSIAN = {
    "priborostroitel": "instrument", "mashinostroitel": "machine", "sudostroitel": "shipbuilding",
    "aviatsion": "aviation", "radiotekhniche": "radio", "khimiche": "chemical",
    "elektromekhaniche": "electromechanical", "metallurgiche": "metallurgical",
    "optiche": "optical", "mekhaniche": "mechanic", "elektro": "electronic", "raket": "missile",
    "kosmiche": "space", "issledovatel": "research", "nauch": "science", "konstruktor": "design",
    "proizvodstven": "production", "gosudarstven": "state", "promyshlen": "industry",
    "science": "research", "technical": "technology", "machinery": "machine",
    "aircraft": "aviation", "avia": "aviation", "chemistry": "chemical",
}  # fmt: skip


@dataclass(frozen=True)
class _Name:
    words: tuple[str, ...]
    different: frozenset[str]
    raw: tuple[str, ...]
    """The words before each was written in its one spelling."""
    numbers: tuple[int, ...]
    codes: frozenset[str]
    """Of a fund or trust: what is half number, half word (2006-HE1)."""
    form: int
    weight: float
    initials: frozenset[str]
    joined: str
    written: str
    cut: bool
    is_vehicle: bool
    """A fund or trust, of which a number tells one of a series."""
    leading: list[int]
    """The number it begins with: First Capital is a name."""


@lru_cache(maxsize=1)
def _forms_of_words() -> tuple[dict[tuple[str, ...], int], frozenset[str], frozenset[str]]:
    """Legal forms written out in several words, in all languages, and the kind of each; the words
    they begin with and end in."""
    forms = [
        (alias, kind)
        for form in ORG_TYPES
        if (kind := _CODES.get(form.get("compare") or ""))
        for alias in form["aliases"]
    ]
    cut = words_of([alias for alias, _ in forms])
    known = {
        tuple(words): kind
        for words, (_, kind) in zip(cut, forms, strict=True)
        if len(words) > 1 or (len(words) == 1 and len(words[0]) > _LONG_WORD)
    }
    return known, frozenset(form[0] for form in known), frozenset(form[-1] for form in known)


def _without_forms(words: list[str]) -> tuple[list[str], int]:
    """The words but for a legal form written out at either end, and the kinds of those."""
    kinds = 0
    known, begins, ends = _forms_of_words()
    if words and words[0] not in begins and words[-1] not in ends:
        return words, kinds
    for length in range(min(_LONGEST_FORM, len(words) - 1), 0, -1):
        for form, rest in (
            (words[:length], words[length:]), (words[-length:], words[:-length])
        ):  # fmt: skip
            if not kinds and tuple(form) in known and not all(word in FORMS for word in form):
                kinds, words = 1 << known[tuple(form)], rest
    return words, kinds


def _written_as_one(words: list[str]) -> list[str]:
    """Places of two words, Hong Kong, as the tables write them; letters in a row as one word."""
    one: list[str] = []
    in_letters = False
    for word in words:
        goes_on = in_letters and len(word) == 1
        in_letters = len(word) == 1 and word.isalpha()
        if one and (goes_on or (one[-1] + word in PLACES and word not in PLACES)):
            word = one.pop() + word
        one.append(word)
    return one


def _numbers(words: Sequence[str], *, in_series: bool = False) -> tuple[list[str], list[int]]:
    """The words without numbers, and the numbers: `forty four`, `44`, `44th`, `III`.

    Of a series, `V` and `X` are numbers too.
    """
    kept: list[str] = []
    numbers: list[int] = []
    tens = 0
    for at, word in enumerate(words):
        number = _counted(word)
        if number is None and at and (len(word) > 1 or in_series):
            number = _ROMAN.get(word)
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


@lru_cache(maxsize=1 << 16)
def _counted(word: str) -> int | None:
    counted = _COUNTED.match(word)
    return int(counted.group(1)) if counted else _UNITS.get(word, _ORDINALS.get(word))


def _is_code(word: str) -> bool:
    """What tells one of a series and is no number: HE1, or the B of 2005-B."""
    return bool(_DIGIT.search(word)) or (len(word) == 1 and word not in STOP)


@lru_cache(maxsize=1 << 15)
def _read(name: str, dropped: str = "") -> _Name:
    every = words_of([_AND.sub(" and ", name) if "&" in name else name])[0]
    written, form = _without_forms(_written_as_one([word for word in every if word != dropped]))
    if not SPELLED_OUT.keys().isdisjoint(written):
        written = [part for word in written for part in SPELLED_OUT.get(word, word).split()]
    meant = set(map(_meaning, written))
    for word in FORMS.keys() & meant:
        form |= 1 << FORMS[word]
    is_vehicle = bool(meant & VEHICLES) and not any(KINDS.get(word, 0) & _BODIES for word in meant)
    kept, numbers = _numbers(written, in_series=is_vehicle)
    codes = frozenset(word for word in kept[1:] if is_vehicle and _is_code(word))
    # fmt: off
    if not _SORTS.isdisjoint(kept):
        kept = [
            word for word, following in zip(kept, [*kept[1:], ""], strict=True)
            if not (word in _SORTS and following in ("joint", "stock"))
        ]
    content = [
        word for word in kept
        if word not in codes and word_class(_meaning(word)) not in (STOP_WORD, FORM_WORD)
    ]
    # fmt: on
    raw = content or kept
    words = tuple(_meaning(word) for word in raw)
    no_stop = [word for word in written if word_class(word) != STOP_WORD]
    telling = [word for word in no_stop if word_class(word) != FORM_WORD]
    initials = {"".join([word[0] for word in some]) for some in (every, written, no_stop, telling)}
    return _Name(
        words=words,
        different=frozenset(words),
        raw=tuple(raw),
        numbers=tuple(sorted(numbers)),
        codes=codes,
        form=form,
        weight=sum(map(_weight, words)),
        initials=frozenset(text for text in initials if len(text) >= 3),
        joined="".join(words),
        written="".join(every),
        cut=len(name) in COLUMN,
        is_vehicle=is_vehicle,
        leading=_numbers(written[:1])[1],
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
    place = _OF_A_PLACE.sub("", long)
    if place != long and short.startswith(place) and len(short) - len(place) <= 2:
        return _ALIKE
    if re.sub(r"\D", "", one) != re.sub(r"\D", "", other):
        return 0.0
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


@lru_cache(maxsize=1 << 16)
def _meaning(word: str) -> str:
    """A word in its one spelling; of an umlaut it may have either."""
    return MEANS.get(word) or MEANS.get(_UMLAUT.sub(r"\1", word), word)


@lru_cache(maxsize=1 << 16)
def _kind(word: str) -> int:
    return GENERIC_WORD if word in TRADES else word_class(word)


@lru_cache(maxsize=1 << 16)
def _weight(word: str) -> float:
    return _WEIGHT.get(_kind(word), _GENERIC)


def _both(one: str, other: str) -> tuple[_Name, _Name]:
    """Two names as they are read together: what is a mistyped form in one stands in the other."""
    left, right = _read(one), _read(other)
    mine, theirs = _mistyped_form(left, right), _mistyped_form(right, left)
    return _read(one, mine) if mine else left, _read(other, theirs) if theirs else right


def _mistyped_form(name: _Name, other: _Name) -> str:
    """A legal form that is mistyped at a name's end is still one: *LCL*, *Compayn*."""
    for word in (name.raw[:1] + name.raw[-1:]) if len(name.raw) > 1 else ():
        if _forms_like(word) & other.form and word not in other.raw:
            return word
    return ""


@lru_cache(maxsize=1 << 16)
def _forms_like(word: str) -> int:
    """The kinds of the usual forms that a word, known as no other, is but for one letter."""
    if len(word) < 3 or word_class(_meaning(word)) != CONTENT:
        return 0
    like = [form for form in _USUAL_FORMS if OSA.distance(word, form, score_cutoff=1) <= 1]
    return reduce(or_, [1 << FORMS[form] for form in like], 0)


def likeness(one: str, other: str) -> float:
    """How likely two names are spellings of one name, between 0 and 1.

    "A/B" is one name beside another; what stands in brackets may be left out, but not replaced.
    """
    best = 0.0
    mine, theirs = _readings(one, other), _readings(other, one)
    # Of two names of parts only one is read by a part: what is beside a name may be beside others.
    for left, right in {*product(mine, theirs[:2]), *product(mine[:2], theirs)}:
        score, complete = _compare(*_both(left, right))
        is_bare = (left, right) != (one, other) and left in mine[:2] and right in theirs[:2]
        if complete or not is_bare:
            best = max(best, score)
    return best


def is_alike(one: str, other: str) -> bool:
    """Whether two names are so alike that a person should look."""
    if _is_one(one) and _is_one(other) and _are_apart(*_both(one, other)):
        return False
    return likeness(one, other) >= ALIKE_AT


def _are_apart(left: _Name, right: _Name) -> bool:
    """Whether each name has just one word that the other lacks, and neither is a spelling of the
    other: most pairs that are looked at here, and a conflict whatever else they say."""
    mine, theirs = left.different - right.different, right.different - left.different
    if len(mine) != 1 or len(theirs) != 1 or left.cut or right.cut:
        return False
    for name in (left, right):
        if not 1 < len(name.words) == len(name.different):
            return False
    (word,), (instead,) = mine, theirs
    return not (left.joined == right.joined or _alike(word, instead) or _mistyped(word, instead))


def misspelt(one: str, other: str) -> bool:
    """Whether two names are one, word for word, but for typing errors and legal forms."""
    left, right = _both(one, other)
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


def another_number(one: str, listed: str) -> bool:
    """Whether each of two names says a number that the other does not: Plant 41, Plant 42."""
    mine, theirs = set(_read(one).numbers), set(_read(listed).numbers)
    return bool(mine - theirs and theirs - mine)


def _readings(name: str, other: str) -> list[str]:
    """The name, the name without what stands in brackets, and the names it is made of."""
    if _is_one(name):
        return [name]
    bare = "(" in name and "(" not in other and not _elsewhere(name, other)
    readings = [name, _BRACKETS.sub(" ", name) if bare else name]
    if bare:
        readings += [text for text in _LAST.findall(name) if _is_a_name(text)]
    if _OTHERWISE.search(name):
        parts = _OTHERWISE.split(re.sub(r"[()]", " ", name))
        readings += [part for part in parts if len(words_of([part])[0]) > 1 and _is_a_name(part)]
    return readings


@lru_cache(maxsize=1 << 15)
def _is_one(name: str) -> bool:
    return "(" not in name and not _OTHERWISE.search(name)


def _elsewhere(name: str, other: str) -> bool:
    """Whether each of two names says another place."""
    mine, theirs = (
        {word for word in _read(text).words if word_class(word) == PLACE_WORD}
        for text in (name, other)
    )
    return bool(mine - theirs and theirs - mine)


def _is_a_name(text: str) -> bool:
    """Whether what stands in brackets may be a name of its own: no place, no common word."""
    classes = [_kind(word) for word in _read(text).words]
    return CONTENT in classes and PLACE_WORD not in classes


def _compare(left: _Name, right: _Name) -> tuple[float, bool]:
    """Likeness of two names, and whether every word of each is found in the other."""
    if not left.words or not right.words:
        return float(left.written == right.written), left.written == right.written
    if left.joined == right.joined and left.numbers == right.numbers:
        return _bounded(1.0, left, right), True
    for short, long in ((left, right), (right, left)):
        if len(short.words) == 1 and len(long.words) > 1 and short.joined in long.initials:
            return _bounded(_INITIALS, left, right), False
    for short, long in ((left, right), (right, left)):
        if short.cut and long.written.startswith(short.written):
            return _CUT, False
    alike = _aligned(left, right)
    mine, theirs = alike.lost
    if not mine or not theirs:
        more = mine or theirs
        score = alike.agreed / (alike.weight + _of_more(more, alike.told))
        if _CONDITIONS & set(more) and all(
            word in _CONDITIONS or word_class(word) == PLACE_WORD for word in more
        ):
            score = max(score, _BRANCH)
        return _bounded(score, left, right), not more and not alike.by_initials
    # Written apart or together: what neither side has a word for is read as one.
    classes = [set(map(word_class, words)) for words in (mine, theirs)]
    known = CONTENT not in classes[0] | classes[1]
    places = sum(PLACE_WORD in found for found in classes)
    together = "".join(mine), "".join(theirs)
    distance = OSA.distance(*together)
    # Of a place the first letter stands, unless letters are but lost: Hongdu is not Chengdu.
    begins_alike = together[0][0] == together[1][0] or distance == abs(
        len(together[0]) - len(together[1])
    )
    apart = distance > 1 and (len(mine) != len(theirs) or (places > 0 and not begins_alike))
    score = alike.agreed / (left.weight + right.weight)
    if known or apart or places == 2 or not _mistyped(*together):
        return _bounded(min(score, _CONFLICT), left, right), False
    return _bounded(max(score, _TOGETHER), left, right), not alike.by_initials


@dataclass
class _Alignment:
    """Which words of two names are one."""

    lost: tuple[list[str], list[str]]
    """Words of each name that the other lacks."""
    weight: float
    """Of the words that both have, and of those so much as they are alike."""
    agreed: float
    told: bool
    """Whether one of them is a telling word."""
    by_initials: bool


def _aligned(left: _Name, right: _Name) -> _Alignment:
    lost = dict(enumerate(left.words)), dict(enumerate(right.words))
    alike = _Alignment(([], []), 0.0, 0.0, False, False)

    def agree(mine: Iterable[int], theirs: Iterable[int], likeness: float) -> None:
        words = [lost[side].pop(at) for side, some in enumerate((mine, theirs)) for at in some]
        weight = sum(map(_weight, words))
        alike.weight += weight
        alike.agreed += likeness * weight
        alike.told |= CONTENT in map(_kind, words)

    # Equal words first: most of two names that are looked at here.
    for at, word in enumerate(left.words):
        if word in right.words:
            same = next((place for place, other in lost[1].items() if other == word), None)
            if same is not None:
                del lost[0][at], lost[1][same]
                alike.weight += 2 * _weight(word)
                alike.told |= _kind(word) == CONTENT
    alike.agreed = alike.weight
    pairs = [
        (-likeness, abs(i - j), i, j)
        for i, a in lost[0].items()
        for j, b in lost[1].items()
        if (likeness := _alike(a, b))
    ]
    for dislike, _, i, j in sorted(pairs):
        if i in lost[0] and j in lost[1]:
            agree((i,), (j,), -dislike)
    for at in list(lost[0]) if len(lost[1]) > 1 else ():
        if run := _run(left.raw[at], lost[1], right.raw):
            alike.by_initials = True
            agree((at,), run, _INITIALS)
    for at in list(lost[1]) if len(lost[0]) > 1 else ():
        if run := _run(right.raw[at], lost[0], left.raw):
            alike.by_initials = True
            agree(run, (at,), _INITIALS)
    alike.lost = list(lost[0].values()), list(lost[1].values())
    return alike


def _run(word: str, lost: Iterable[int], raw: Sequence[str]) -> list[int]:
    """Neighbouring words that a word is the initials of, or that are written in it as one."""
    places = sorted(lost)
    for start, end in combinations(range(len(places) + 1), 2):
        run = places[start:end]
        if len(run) < 2 or run[-1] - run[0] >= len(run):
            continue
        words = [raw[at] for at in run]
        if len(run) >= 3 and word == "".join(text[0] for text in words):
            return run
        if len(word) >= _LONG_WORD and OSA.distance(word, "".join(words), score_cutoff=1) <= 1:
            return run
    return []


def _of_more(words: Sequence[str], told: bool) -> float:
    """How much the words say that one name has more: where nothing telling agrees, each tells."""
    return sum(
        _SHELL if word in SHELLS
        else _AFFILIATE if word in AFFILIATES
        else _MORE.get(_kind(word), _MORE_GENERIC) if told
        else _MORE[CONTENT]
        for word in words
    )  # fmt: skip


def _bounded(score: float, left: _Name, right: _Name) -> float:
    if left.numbers != right.numbers or left.codes != right.codes:
        in_series = left.is_vehicle and right.is_vehicle and left.leading == right.leading
        in_series &= all(name.numbers or name.codes for name in (left, right))
        return min(score, _SERIES if in_series else _ANOTHER)
    company = 1 << LIMITED | 1 << STOCK | 1 << INCORPORATED
    for one, other in ((left.form, right.form), (right.form, left.form)):
        if one & 1 << NONPROFIT and not one & company and other & company:
            return min(score, _ANOTHER)
    return score
