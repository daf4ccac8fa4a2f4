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
from itertools import product, takewhile
from operator import or_

from rapidfuzz.distance import OSA
from rigour.data.names.org_types import ORG_TYPES

from dagster_project.matching.meanings import (
    AFFILIATES,
    FORM_HEADS,
    FORM_PARTS,
    FORM_PHRASES,
    LIMITED_PARTS,
    LONGEST_STEM,
    MEANS,
    NATIONS,
    OTHER_STATES,
    PHRASES,
    SHELLS,
    SHORTEST_STEM,
    SPELLED_OUT,
    STATES,
    STATES_ARE,
    STATES_OF,
    STEMS,
    TRADES,
    VEHICLES,
    WIDER,
)
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
    FORMS,
    INCORPORATED,
    KINDS,
    LIMITED,
    NONPROFIT,
    PARTNER,
    PLACES,
    SAME,
    STOCK,
    STOP,
)

_WEIGHT = {CONTENT: 1.0, PLACE_WORD: 0.5, NUMBER: 1.0}
_GENERIC = 0.35
# Of a word that one name has more.
_MORE = {CONTENT: 1.0, PLACE_WORD: 0.5, NUMBER: 1.0}
_MORE_GENERIC, _SHELL, _AFFILIATE = 0.5, 0.35, 1.25
_MISTYPED, _ALIKE, _CUT, _INITIALS = 0.92, 0.9, 0.95, 0.9
_NEAR = 0.89  # of words that are no spellings of one, but mean nearly the same
_BRANCH = 0.9  # of a firm is no other firm
_SERIES = 0.8  # one fund of a series and the next
_SHARE_MISTYPED = 0.3
_SHARE_VOICED = 0.4  # of the letters of two words with the same consonants
_SHARE_LIKE, _SHARE_SPOKEN = 0.5, 0.75  # of a word's letters that may differ, that must agree
_TOGETHER = 0.9  # all letters of both names, but for a typing error
_SAME_START = 3  # letters that show one word in two languages
_SHORT_WORD = 5  # letters of a word that is as likely another as a mistyped one
_LONG_NAME = 16  # letters of a name in which a known word may be mistyped twice
_LONGEST_FORM = 12  # words
_LEADING_FORMS = frozenset({"pt"})  # of few letters
_BODIES = sum({KINDS[word] for word in ("university", "academy", "hospital", "plant", "ministry")})
_GLUED = 9  # letters of words that are written as one and mistyped twice
_LONG_WORD, _LONGER_WORD = 6, 12  # letters of a name of one word, to be mistyped once or twice
SAME_SPELLING = 0.9
ALIKE_AT = 0.77
"""From here two names are so alike that a person should look."""
_COMPANY = 1 << LIMITED | 1 << STOCK | 1 << INCORPORATED
_NO_COMPANIES = frozenset({"foundation", "trust"})
_CONFLICT = 0.45  # each name has a telling word that the other lacks
_ANOTHER = 0.3  # another number, another sort of body

_ROMAN = {
    f"{ten}{unit}": 10 * tens + number
    for tens, ten in enumerate(("", "x", "xx"))
    for number, unit in enumerate(("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"))
    if tens + number
}


def _in_turn(words: str) -> dict[str, int]:
    return {word: at for at, some in enumerate(words.split("|"), start=1) for word in some.split()}


_UNITS = _in_turn(
    """one first|two second|three third|four fourth|five fifth|six sixth|seven seventh|eight eighth
    |nine ninth|ten tenth|eleven eleventh|twelve twelfth|thirteen thirteenth|fourteen fourteenth
    |fifteen fifteenth|sixteen sixteenth|seventeen seventeenth|eighteen eighteenth
    |nineteen nineteenth"""
)
_TENS = {
    word: 10 + 10 * number
    for word, number in _in_turn(
        """twenty twentieth|thirty thirtieth|forty fortieth|fifty fiftieth|sixty sixtieth
        |seventy seventieth|eighty eightieth|ninety ninetieth"""
    ).items()
}
_HUNDRED = frozenset({"hundred", "hundredth"})
_INITIALS_AT_MOST = 3  # letters of a word that may be initials of few words
_AND = re.compile(r"&(?:amp;)?")
_BRACKETS = re.compile(r"\([^()]*\)")
_LAST = re.compile(r"\(([^()]*)\)\W*$")
# "A, formerly B": either is a name of the one.
_OTHERWISE = re.compile(
    r"(?<!\b\w)/|/(?!\w\b)|\b(?:(?:[afn][./]?k|d[./]?b)[./]?a\b\.?|(?:also |formerly )?known as"
    r"|formerly|doing business as|trading as|previously)",
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
    form: kind
    for kind, forms in {
        LIMITED: """LLC|Ltd|SARL|SPRL|bvba|too|d.o.o.|eood|BV|Kft.|mchj|oü|suarl|yk|yu|gk|ivs|cvba
            |fmba|jdoo|odo|SLL|uab|cty tnhh|cty tnhh mtv|Sdn Bhd""",
        STOCK: """JSC|PJSC|OJSC|CJSC|AB|ad|dd|sae|kk|AG|ae|adsic|abv|bhd|ca|ead|haao|ju|oaj|oy|oyj
            |pt|pt tbk|QSC|saoc|saog|SpA|SPA|yoaj|PLC|cty cp""",
        INCORPORATED: "SOE|ФГУП|ГП|ГУП|ДГУП|UP|Inc|Pty|dp|dnnn|jp|pse|psu|e.G.|scop|sem",
        PARTNER: "LP|LLP|SCS|GP|KG|ks|kda|kb|ky|kd|cv|cva|og|oeg|snc|vof|vos|sapa",
        NONPROFIT: "ANO|NGO",
    }.items()
    for form in map(str.strip, forms.split("|"))
}
_CONDITIONS = frozenset({"branch", "office", "representative", "representation"})
_OF_A_BRANCH = frozenset({"main", "head", "regional", "overseas", "city"})
_COMPASS = frozenset({"north", "south", "east", "west", "new"})
_ENOUGH = 1.3  # weight of common words that tell something together
_PLACE_NAME = 2  # words of a place that no table knows
# In Arabic names, most before a word that begins so: al-Islam, ash-Sharia, Jamaat-ud-Dawa.
_ARTICLES = frozenset(_in_turn("al el ul ol ad adh ar as ash at az an ud ur uz ush"))
_JOINED_ARTICLE = re.compile(r"(?<=\w{3}at)u[ldrsnz]$")  # Jamaatul-Ahrar
_COOPERATION = re.compile(r"\b(co)-(?=op|ord)", re.I)
_ELIDED = re.compile(r"\b(l|d|dell|all|nell|sull|dall|qu)['’`](?=\w{3})", re.I)
# Russian and Ukrainian forms in two letters: in Latin letters they are anything.
_CYRILLIC_FORM = re.compile(r"(?<!\w)(?:ГП|ГУП|ДП|АК|НК|ГК|АХК|СП|КП|МП)(?=\W+\w)")
_SORTS = frozenset({"open", "closed", "public"})  # of a joint stock company
_UMLAUT = re.compile(r"([aou])e")
_DIGIT = re.compile(r"\d")
_THROAT = re.compile(r"gh|kh|q|g")
_VOWELS = re.compile(r"[aeiouyw]|h$|(.)(?=\1)")
_COUNTED = re.compile(r"(\d+)(?:st|nd|rd|th|er|eme)?$")
# Endings of Russian adjectives: Muromskiy is of Murom.
_ADJECTIVE = re.compile(
    r"(?<=\w{3})(?:(?:sk|n)?(?:iy|yy|ii|yi|ij|oye|oe|aya|aia|ogo|oi|oy|ie|ye)|(?:sk|n)[iyo])$"
)
_OF_A_COUNTRY = re.compile(r"(?:an|ish|ese|ch|i)$")  # in English
_OF_A_PLACE = re.compile(r"(?<=\w{4})sk\w{1,3}$")
# Words that mean nearly the same, and the one that stands for both.
_NEARLY = {
    "science": "research", "technical": "technology", "machinery": "machine",
    "aircraft": "aviation", "chemistry": "chemical", "center": "central", "design": "project",
    "metallurgical": "steel", "electricity": "power", "arms": "weapon", "engine": "motor",
    "automobile": "motor", "rocket": "missile", "management": "administration",
    "directorate": "administration", "department": "administration", "merchant": "trade",
    "gunpowder": "powder", "commission": "committee",
    "institution": "institute", "electronic": "elektro", "sea": "marine", "war": "military",
    "shipyard": "shipbuilding", "interior": "internal", "air": "airlines",
}  # fmt: skip
# Of two of these one may stand for the other, however they are written.
_SAID_OTHERWISE = frozenset(
    {*_ROMAN, *_UNITS, *_TENS, *_HUNDRED, *SPELLED_OUT, *MEANS.values(), *STEMS.values(), *NATIONS}
    | {*_NEARLY, *_NEARLY.values(), *STATES, *STATES_ARE, *PHRASES.values(), *sum(PHRASES, ())}
)


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
    said: tuple[tuple[str, ...], tuple[str, ...]]
    """All its words, and those that are left without a legal form."""
    joined: str
    written: str
    is_ascii: bool
    cut: bool
    is_vehicle: bool
    """A fund or trust, of which a number tells one of a series."""
    leading: list[int]
    """The number it begins with: First Capital is a name."""


@lru_cache(maxsize=1)
def _forms_of_words() -> tuple[dict[tuple[str, ...], int], frozenset[str], frozenset[str]]:
    """Legal forms written out, in all languages, and the kind of each; the words they begin with
    and end in. A form of few letters has none that it begins with: it stands at a name's end."""
    forms = [
        (alias, kind)
        for form in ORG_TYPES
        if (kind := _CODES.get(form.get("compare") or form.get("display") or ""))
        for alias in (*form["aliases"], form.get("display") or "")
    ]
    cut = words_of([alias for alias, _ in forms])
    known = {
        tuple(_written_as_one(words)): kind for words, (_, kind) in zip(cut, forms, strict=True)
    }
    known |= {tuple(phrase.split()): kind for phrase, kind in FORM_PHRASES.items()}
    known = {
        words: kind
        for words, kind in known.items()
        if words and not all(word in FORMS for word in words)
    }
    begins = {words[0] for words in known if len(words) > 1 or len(words[0]) > _LONG_WORD}
    ends = {words[-1] for words in known}
    return known, FORM_PARTS | _LEADING_FORMS | begins, FORM_PARTS | ends


def _without_forms(words: list[str]) -> tuple[list[str], int]:
    """The words but for the legal forms at either end, and the kinds of those."""
    kinds = 0
    known, begins, ends = _forms_of_words()
    while len(words) > 1:
        first, last = words[0], words[-1]
        kind = taken = 0
        if last in ends or _meaning(last) in ends:
            kind, taken = _form_of(words, -1, known)
        if not taken and (first in begins or _meaning(first) in begins):
            kind, taken = _form_of(words, 1, known)
        if not taken and (kind := FORMS.get(_meaning(last), 0)):
            taken = -1
        elif not taken and (kind := FORMS.get(_meaning(first), 0)):
            taken = 1
        if not taken:
            break
        kinds |= 1 << kind
        words = words[taken:] if taken > 0 else words[:taken]
    return words, kinds


def _form_of(words: list[str], side: int, known: dict[tuple[str, ...], int]) -> tuple[int, int]:
    """The kind of the longest form written out at one end, and its words; negative at the end."""
    said = words[:-1] if side > 0 else words[:0:-1]
    run = list(takewhile(lambda word: word in FORM_PARTS or word in FORMS or word in STOP, said))
    while run and run[-1] in STOP:
        run.pop()
    least = len(run) if len(run) > 1 and not FORM_HEADS.isdisjoint(run) else 0
    for length in range(min(_LONGEST_FORM, len(words) - 1), least, -1):
        some = words[:length] if side > 0 else words[-length:]
        is_short = length == 1 and len(some[0]) <= _LONG_WORD
        if is_short and side > 0 and some[0] not in _LEADING_FORMS:
            break
        kind = known.get(tuple(some)) or known.get(tuple(map(_meaning, some)))
        if kind:
            return kind, side * length
    kind = STOCK if LIMITED_PARTS.isdisjoint(run) else LIMITED
    return (kind, side * least) if least else (0, 0)


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
    room = 0  # for what is said after tens and hundreds
    for at, word in enumerate(words):
        number = _counted(word)
        if number is None and at and (len(word) > 1 or in_series):
            number = _ROMAN.get(word)
        if word in _HUNDRED:
            numbers.append(100 * (numbers.pop() if 0 < room <= 10 else 1))
            room = 100
        elif number is None:
            if room < 100 or word != "and":
                kept.append(word)
                room = 0
        elif room > number and room > 1:
            numbers[-1] += number
            room = 10 if word in _TENS else 0
        else:
            numbers.append(number)
            room = 10 if word in _TENS else 1 if word in _UNITS else 0
    return kept, numbers


@lru_cache(maxsize=1 << 16)
def _counted(word: str) -> int | None:
    counted = _COUNTED.match(word)
    return int(counted.group(1)) if counted else _UNITS.get(word, _TENS.get(word))


def _is_code(word: str) -> bool:
    """What tells one of a series and is no number: HE1, or the B of 2005-B."""
    return bool(_DIGIT.search(word)) or (len(word) == 1 and word not in STOP)


@lru_cache(maxsize=1 << 15)
def _read(name: str, dropped: str = "") -> _Name:
    every = words_of([_plain(name)])[0]
    if not _ARTICLES.isdisjoint(every):
        every = _without_articles(every)
    written = _written_as_one([word for word in every if word != dropped])
    written, form = _without_forms([part for word in written for part in _spelled_out(word)])
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
    raw = tuple(content or kept)
    words = tuple(map(_meaning, raw))
    if len(words) > 1 and not (_PHRASED.isdisjoint(words) and STATES.isdisjoint(words)):
        raw, words = _without_states(*_phrased(raw, words))
    return _Name(
        words=words,
        different=frozenset(words),
        raw=raw,
        numbers=tuple(sorted(numbers)),
        codes=codes,
        form=form,
        weight=sum(map(_weight, words)),
        said=(tuple(every), tuple(written)),
        joined="".join(words),
        written="".join(every),
        is_ascii=name.isascii(),
        cut=len(name) in COLUMN,
        is_vehicle=is_vehicle,
        leading=_numbers(written[:1])[1],
    )


def _plain(name: str) -> str:
    """A name before it is cut into words."""
    if "&" in name:
        name = _AND.sub(" and ", name)
    if "'" in name or "’" in name:
        name = _ELIDED.sub(r"\1 ", name)
    if "o-o" in name.lower():
        name = _COOPERATION.sub(r"\1", name)
    return name if name.isascii() else _CYRILLIC_FORM.sub(" ", name)


def _without_articles(words: list[str]) -> list[str]:
    """The words without Arabic articles, which sound as the word that follows begins."""
    return [
        word
        for word, following in zip(words, [*words[1:], ""], strict=True)
        if word not in _ARTICLES or not (word[1] == "l" or following.startswith(word[1:]))
    ]


@lru_cache(maxsize=1 << 16)
def _spelled_out(word: str) -> list[str]:
    """The words that a word stands for: most often itself."""
    if _JOINED_ARTICLE.search(word):
        return [word[:-2]]
    several = SPELLED_OUT.get(word) or _meaning(word)
    return several.split() if " " in several else [word]


_PHRASED = frozenset(phrase[0] for phrase in PHRASES)
_LONGEST_PHRASE = max(map(len, PHRASES))


def _phrased(raw: Sequence[str], words: Sequence[str]) -> tuple[list[str], list[str]]:
    """The words with each phrase as one; what is said twice in a row is said once."""
    kept: list[str] = []
    meant: list[str] = []
    at = 0
    while at < len(words):
        length, word = 1, words[at]
        if word in _PHRASED:
            for size in range(min(_LONGEST_PHRASE, len(words) - at), 1, -1):
                if phrase := PHRASES.get(tuple(words[at : at + size])):
                    length, word = size, phrase
                    break
        if not meant or meant[-1] != word:
            kept.append(raw[at])
            meant.append(word)
        at += length
    return kept, meant


def _without_states(raw: list[str], words: list[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words without what a state calls itself beside its name: the Islamic Republic of Iran."""
    for head in [at for at, word in enumerate(words) if word in STATES][::-1]:
        start, end = head, head + 1
        while start and words[start - 1] in STATES_ARE:
            start -= 1
        while end < len(words) and words[end] in STATES_ARE:
            end += 1
        follows = bool(words[end : end + 1]) and words[end] in NATIONS
        leads = start > 0 and words[start - 1] in NATIONS
        if words[head] in STATES_OF:
            # State of Israel, in English: Italian State Railways are another matter.
            leads = False
            follows &= start == head and raw[head : end + 1] == words[head : end + 1]
        if follows or leads:
            at = end if follows else start - 1
            for word in words[start:end]:
                words[at] = OTHER_STATES.get((words[at], word), words[at])
            if follows and leads and words[start - 1] == words[at]:
                start -= 1  # the Russian Federation of Russia
            del raw[start:end], words[start:end]
    return tuple(raw), tuple(words)


@lru_cache(maxsize=1 << 15)
def _initials(*said: tuple[str, ...]) -> frozenset[str]:
    """What a name may be called by: the first letters of its words, with or without the small
    words, legal forms and shells."""
    initials = set()
    for words in said:
        initials.add("".join([word[0] for word in words]))
        telling = [word for word in words if word_class(word) != STOP_WORD]
        for some in (telling, [word for word in telling if word not in SHELLS]):
            text = "".join([word[0] for word in some])
            initials.add(text)
            while some and word_class(some[-1]) == FORM_WORD:
                some = some[:-1]
                initials.add(text[: len(some)])
    return frozenset(text for text in initials if len(text) >= 3)


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
    if _NEARLY.get(one, one) == _NEARLY.get(other, other) or WIDER.get(long) == short:
        return _NEAR
    if _stem(long) in (spoken(short), _stem(short)):
        return _ALIKE
    place = _OF_A_PLACE.sub("", long)
    if place != long and (
        (short.startswith(place) and len(short) - len(place) <= 2)
        or short == place.removesuffix("ov").removesuffix("ev")
    ):
        return _ALIKE
    if short in PLACES and short[:-1] == _stem(long):
        return _ALIKE
    if re.sub(r"\D", "", one) != re.sub(r"\D", "", other):
        return 0.0
    kinds = _kind(one), _kind(other)
    content = kinds == (CONTENT, CONTENT)
    places = kinds.count(PLACE_WORD)
    # Places of one country are alike: another place is no mistyped one.
    if places == 2 or (places and OSA.distance(one, other) > 1):
        return 0.0
    if _mistyped(one, other) and (content or OSA.distance(one, other) <= 1):
        return _MISTYPED
    if len(_skeleton(short)) >= 3 and _skeleton(short) == _skeleton(long):
        return _ALIKE if OSA.normalized_similarity(one, other) >= 0.5 else 0.0
    told = _consonants(short)
    if len(told) >= 2 and len(short) >= _SHORT_WORD and told == _consonants(long):
        return _ALIKE if OSA.normalized_similarity(one, other) >= _SHARE_VOICED else 0.0
    return 0.0


_skeleton = lru_cache(maxsize=1 << 16)(skeleton)


@lru_cache(maxsize=1 << 16)
def _consonants(word: str) -> str:
    """What is left of an Arabic or Persian word without its vowels, however it is transliterated:
    Baghiatollah, Baqyatollah."""
    return _VOWELS.sub("", _THROAT.sub("k", word.replace("dj", "j")))


@lru_cache(maxsize=1 << 16)
def _stem(word: str) -> str:
    return spoken(_ADJECTIVE.sub("", word))


@lru_cache(maxsize=1 << 16)
def _meaning(word: str) -> str:
    """A word in its one spelling; of an umlaut it may have either."""
    meaning = MEANS.get(word)
    if not meaning and len(word) >= _SHORT_WORD:
        meaning = MEANS.get(_UMLAUT.sub(r"\1", word))
    if meaning or len(word) <= SHORTEST_STEM or word in FORMS:
        return meaning or word
    said = spoken(word)
    for length in range(min(LONGEST_STEM, len(said) - 1), SHORTEST_STEM - 1, -1):
        if said[:length] in STEMS:
            return STEMS[said[:length]]
    return word


@lru_cache(maxsize=1 << 16)
def _kind(word: str) -> int:
    return GENERIC_WORD if word in TRADES else PLACE_WORD if word in NATIONS else word_class(word)


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
    if not (_is_one(one) and _is_one(other)):
        return likeness(one, other) >= ALIKE_AT
    left, right = _both(one, other)
    return not _are_apart(left, right) and _compare(left, right)[0] >= ALIKE_AT


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
    raw, instead_raw = left.raw[left.words.index(word)], right.raw[right.words.index(instead)]
    return not (
        left.joined == right.joined
        or {word, instead} & SHELLS
        or _alike(word, instead)
        or _mistyped(word, instead)
        or _mistyped_known(raw, word, instead_raw, instead)
    )


@lru_cache(maxsize=1 << 16)
def looseness(word: str) -> int:
    """For which words a word may stand: 0 for spellings of it, 1 for others of the kind too (a
    number, initials, a word that languages share), 2 for any: a legal form, or *group*."""
    kind = word_class(_meaning(word))
    says_little = word in _SORTS or _meaning(word) in SHELLS
    if says_little or kind in (STOP_WORD, FORM_WORD) or _forms_like(word):
        return 2
    is_a_name = kind in (CONTENT, PLACE_WORD) and word == _meaning(word)
    return int(not is_a_name or word in _SAID_OTHERWISE or len(word) <= _INITIALS_AT_MOST)


def is_called(one: str, listed: str) -> bool:
    """Whether a name may be what another says in its last brackets: initials of all words, of which
    a word that differs is one."""
    return "(" in one or any(
        text.lower() in _initials(*_read(one).said) for text in _LAST.findall(listed)
    )


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
    name, told = _read(one), _read(listed)
    telling = [
        (word, meaning)
        for word, meaning in zip(told.raw, told.words, strict=True)
        if word_class(meaning) == CONTENT
    ]
    if len(telling) != 1:
        return False
    word, meaning = telling[0]
    return len(word) <= _SHORT_WORD and meaning not in name.words and word not in name.joined


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
        {word for word in _read(text).words if _kind(word) == PLACE_WORD} for text in (name, other)
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
        if len(short.words) == 1 and len(long.words) > 1 and short.joined in _initials(*long.said):
            return _bounded(_INITIALS, left, right), False
    for short, long in ((left, right), (right, left)):
        if short.cut and long.written.startswith(short.written):
            return _CUT, False
    alike = _aligned(left, right)
    mine, theirs = alike.lost
    if mine and theirs and "group" in (*mine, *theirs):
        # On one side it is no telling word that the other lacks.
        told = [[word for word in lost if word != "group"] for lost in alike.lost]
        mine, theirs = told if all(told) else ([*mine, *theirs], [])
    if not mine or not theirs:
        more = mine or theirs
        score = alike.agreed / (alike.weight + _of_more(more, alike.told, left, right))
        if _is_branch(more) and (alike.told or alike.weight >= _ENOUGH):
            score = max(score, _BRANCH)
        return _bounded(score, left, right), not more and not alike.by_meaning
    # Written apart or together: what neither side has a word for is read as one.
    classes = [set(map(_kind, words)) for words in (mine, theirs)]
    known = CONTENT not in classes[0] | classes[1]
    places = sum(PLACE_WORD in found for found in classes)
    together = "".join(mine), "".join(theirs)
    distance = OSA.distance(*together)
    # Of a place the first letter stands, unless letters are but lost: Hongdu is not Chengdu.
    begins_alike = together[0][0] == together[1][0] or distance == abs(
        len(together[0]) - len(together[1])
    )
    may_be_glued = begins_alike and not places and min(map(len, together)) >= _GLUED
    apart = (distance > 1 + may_be_glued and len(mine) != len(theirs)) or (
        distance > 1 and places > 0 and not begins_alike
    )
    score = alike.agreed / (left.weight + right.weight)
    if known or apart or places == 2 or not _mistyped(*together):
        return _bounded(min(score, _CONFLICT), left, right), False
    return _bounded(max(score, _TOGETHER), left, right), not alike.by_meaning


@lru_cache(maxsize=1 << 16)
def _is_foreign(word: str, means: str) -> bool:
    """Whether a word is by its language more than what it means: Bank Melli is not any national
    bank."""
    return means == MEANS.get(word) != SAME.get(word) and word[:_SAME_START] != means[:_SAME_START]


def _mistyped_known(one: str, means: str, other: str, meant: str) -> float:
    """How likely a word that no table knows is a known one in another spelling: *Moters*."""
    if one[0] != other[0] or (one == means) == (other == meant):
        return 0.0
    unknown = means if one == means else meant
    return _alike(one, other) if _kind(unknown) == CONTENT else 0.0


def _is_branch(more: Sequence[str]) -> bool:
    """Whether what one name has more says where a branch of the party is."""
    if _CONDITIONS.isdisjoint(more):
        return False
    rest = [word for word in more if word not in _CONDITIONS | _OF_A_BRANCH]
    names = [word for word in rest if _kind(word) == CONTENT and word not in AFFILIATES]
    return len(names) <= _PLACE_NAME and all(
        word in names or _kind(word) == PLACE_WORD or word in _COMPASS for word in rest
    )


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
    by_meaning: bool
    """Whether some of them are no spellings of one: initials, words that mean nearly the same."""


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
                said = left.raw[at]
                if said == right.raw[same] and _is_foreign(said, word):
                    word = said
                alike.weight += 2 * _weight(word)
                alike.told |= _kind(word) == CONTENT
    alike.agreed = alike.weight
    pairs = [
        (-likeness, abs(i - j), i, j)
        for i, a in lost[0].items()
        for j, b in lost[1].items()
        if (likeness := _alike(a, b) or _mistyped_known(left.raw[i], a, right.raw[j], b))
    ]
    for dislike, _, i, j in sorted(pairs):
        if i in lost[0] and j in lost[1]:
            alike.by_meaning |= -dislike == _NEAR
            agree((i,), (j,), -dislike)
    for at in list(lost[0]) if len(lost[1]) > 1 else ():
        run, likeness = _run(left.raw[at], lost[1], right.raw)
        if run:
            alike.by_meaning = True
            agree((at,), run, likeness)
    for at in list(lost[1]) if len(lost[0]) > 1 else ():
        run, likeness = _run(right.raw[at], lost[0], left.raw)
        if run:
            alike.by_meaning = True
            agree(run, (at,), likeness)
    alike.lost = list(lost[0].values()), list(lost[1].values())
    return alike


def _run(word: str, lost: Iterable[int], raw: Sequence[str]) -> tuple[list[int], float]:
    """Neighbouring words that a word is the initials of, or that are written in it as one, and how
    likely that is."""
    places = sorted(lost)
    for start, first in enumerate(places[:-1]):
        opens, letters = word[0] == raw[first][0], len(raw[first])
        for end in range(start + 1, len(places)):
            if places[end] - first != end - start:
                break
            letters += len(raw[places[end]])
            size = end - start + 1
            if opens and 3 <= size <= len(word) + 1 and _is_called(raw[first : first + size], word):
                return places[start : end + 1], _INITIALS
            if len(word) >= _LONG_WORD and abs(letters - len(word)) <= 1:
                joined = "".join(raw[first : first + size])
                if OSA.distance(word, joined, score_cutoff=1) <= 1:
                    return places[start : end + 1], 1.0 if word == joined else _INITIALS
    return [], 0.0


def _is_called(words: Sequence[str], word: str) -> bool:
    """Whether a word is the initials of some words of a name, with or without the shells among
    them and the C of a company that follows."""
    for some in (words, [text for text in words if _meaning(text) not in SHELLS]):
        initials = "".join([text[0] for text in some])
        if word in (initials, f"{initials}c"):
            return True
    return False


def _of_more(words: Sequence[str], told: bool, left: _Name, right: _Name) -> float:
    """How much the words say that one name has more: where nothing telling agrees, each tells.

    Beside a name of one word a place tells too, and so does, where that is a firm's full name, any
    word but a line of business.
    """
    short = min(left, right, key=lambda name: len(name.words))
    is_one_word = len(short.words) == 1
    more = _MORE | {PLACE_WORD: _MORE[CONTENT]} if is_one_word else _MORE
    generic = _MORE[CONTENT] if is_one_word and short.form else _MORE_GENERIC
    return sum(
        _SHELL if word in SHELLS
        else _AFFILIATE if word in AFFILIATES
        else _MORE_GENERIC if told and word in TRADES
        else more.get(_kind(word), generic) if told
        else _MORE[CONTENT]
        for word in words
    )  # fmt: skip


def _bounded(score: float, left: _Name, right: _Name) -> float:
    if left.numbers != right.numbers or left.codes != right.codes:
        in_series = left.is_vehicle and right.is_vehicle and left.leading == right.leading
        in_series &= all(name.numbers or name.codes for name in (left, right))
        return min(score, _SERIES if in_series else _ANOTHER)
    for one, other in ((left, right), (right, left)):
        is_none = one.form & 1 << NONPROFIT or one.different & _NO_COMPANIES - other.different
        if is_none and not one.form & _COMPANY and other.form & _COMPANY:
            return min(score, _ANOTHER)
    if _is_turned(left, right):
        return min(score, _CONFLICT)
    return score


def _is_turned(left: _Name, right: _Name) -> bool:
    """Whether a country and one common word stand in another order: *Oil India*, *Indian Oil*."""
    if len(left.words) != 2 or left.words != right.words[::-1] or left.words == right.words:
        return False
    place, body = sorted(left.words, key=lambda word: _kind(word) != PLACE_WORD)
    if _kind(place) != PLACE_WORD or _kind(body) == CONTENT or KINDS.get(body, 0) & _BODIES:
        return False
    said = {name.raw[name.words.index(place)] for name in (left, right)}
    return (
        left.is_ascii
        and right.is_ascii
        and place in said
        and any(_OF_A_COUNTRY.search(word) for word in said - {place})
    )
