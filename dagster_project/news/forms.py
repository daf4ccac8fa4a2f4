"""The written forms of a party's names, and how ambiguous each is.

Here: which strings the press may write for a printed name, each under a named rule. Not here:
finding them in a text and settling the ambiguous ones (`mentions.py`).

Rules (`RULES`): the list prints "Huawei Technologies Co., Ltd."; the press writes
  printed_name          Huawei Technologies Co., Ltd.
  without_legal_form    Huawei Technologies; also without the initialism in brackets behind it
  brand                 Huawei: what is left between leading places and trailing generic words,
                        if no other party has a better claim to it
  initialism            SMIC, where a name is one or the list prints it in brackets
  spacing               SenseTime for the printed "Sense Time"
  french                université (de) Tianjin for the printed "Tianjin University"
  ampersand             Science & Technology for the printed "Science and Technology"

Ambiguity, from what settles itself to what hardly anything settles (`mentions.py` says what does):
  plain       counts wherever it stands
  short       one word that is no group's name: a brand printed once, a Chinese given name's sound
  initialism  ZTE, NIO, SMIC
  person      several words, none of which is an organisation's
  generic     Skyline, Delta Electronics: nothing but ordinary words
"""

from __future__ import annotations

# ruff: noqa: SIM905 (long word lists read better as text)
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dagster_project.matching.words import FORMS, GENERIC, PLACES, SAME, STOP
from dagster_project.news.folding import fold_name
from dagster_project.news.records import Party
from dagster_project.news.words import CHINESE_PLACES, ORDINARY, TRADE_WORDS

RULES = (
    "printed_name",
    "without_legal_form",
    "brand",
    "initialism",
    "spacing",
    "french",
    "ampersand",
)
AMBIGUITIES = ("plain", "short", "initialism", "person", "generic")


@dataclass(frozen=True)
class Form:
    """One written form of one party: what to look for and how to take it."""

    words: bytes
    party: Party
    rule: str
    ambiguity: str


# Tokens of the legal form, wherever they stand at a name's start or end.
_LEGAL = frozenset(FORMS) - {"se", "as", "ab", "co", "doo"} | {"co"}
_LEGAL_STARTS = (("limited", "liability", "company"), ("joint", "stock", "company"))
_IN_BRACKETS = re.compile(r"\s*\(([^()]*)\)")
_AT_THE_END = re.compile(r"\(([^()]*)\)[\s.,;]*\Z")
# Two or three syllables of Chinese as romanised: as likely a person's given name as a brand.
_PINYIN = re.compile(
    r"(?:(?:[bpmfdtnlgkhjqxrzcsyw]|zh|ch|sh)?"
    r"(?:a|o|e|ai|ei|ao|ou|an|en|ang|eng|ong|er|i|ia|ie|iao|iu|ian|in|iang|ing|iong|u|ua|uo|uai|"
    r"ui|uan|un|uang|ue)){1,3}"
)
_CHINESE_SPEAKING = frozenset({"CN", "HK", "MO", "SG", "TW", None})
_INITIALISM = re.compile(r"[A-Z0-9][A-Z0-9&./-]{1,5}")
_PLACES = (
    frozenset(PLACES)
    | CHINESE_PLACES
    | frozenset(
        """hong kong sz prc guangdong inner new delhi saint st petersburg abu dhabi kuala lumpur
    nizhny novgorod emirates fujian shijiazhuang""".split()
    )
)
# What a group's head is called, before any line of business.
_HEAD_WORDS = frozenset(
    "technologies technology group corporation company holdings holding".split()
)


# Behind a brand, these make it a body of its own and not the group: Huazhong Institute of ...
_NOT_A_GROUP = frozenset(
    """university institute academy college school laboratory center research bureau ministry
    department agency committee council foundation society association hospital plant solution
    organization""".split()
)
_PLACED_BODIES = frozenset({"university", "institute", "academy"})
# Alone these open the name of some part of some body: Institute of High Energy Physics.
_PARTS = frozenset(
    "institute research center school department academy laboratory faculty college".split()
)


def written_forms(parties: Sequence[Party]) -> list[Form]:
    """Every written form of every party, each (words, party) once, under its first rule."""
    forms: dict[tuple[bytes, str, str], Form] = {}
    bodies = _organisations(parties)
    families = _families(parties)

    def add(
        words: Sequence[str],
        party: Party,
        rule: str,
        ambiguity: str | None = None,
        is_body: bool = True,
    ) -> None:
        ambiguity = ambiguity or _ambiguity(
            words,
            families,
            is_body=is_body,
            is_printed=rule == "printed_name",
            is_chinese=party.country_code in _CHINESE_SPEAKING,
        )
        form = Form(" ".join(words).encode(), party, rule, ambiguity)
        key = (form.words, party.party_kind, party.id)
        if key not in forms or _rank(form) < _rank(forms[key]):
            forms[key] = form
        if "and" in words[1:-1]:
            # Folding leaves no trace of an ampersand.
            add([word for word in words if word != "and"], party, "ampersand", ambiguity)

    for party in parties:
        printed = _tokens(party.name)
        if not printed or (len(printed) == 1 and len(printed[0]) < 2):
            continue
        if _is_initialism(party.name):
            if not all(token in GENERIC for token in printed):
                add(printed, party, "initialism", "initialism")
            continue
        is_body = (party.party_kind, party.id) in bodies
        add(printed, party, "printed_name", is_body=is_body)
        if len(printed) == 2 and printed[1] == "university":
            for french in (["universite", printed[0]], ["universite", "de", printed[0]]):
                add(french, party, "french", "plain")
            if party.party_kind == "listed" and not _is_ordinary(printed[0]):
                add(printed[:1], party, "brand")
        name, in_brackets = _brackets_apart(party.name)
        for initialism in in_brackets:
            add(_tokens(initialism), party, "initialism", "initialism")
        if party.party_kind == "institution":
            continue
        before_brackets = _tokens(name)
        bare = _without_legal_form(before_brackets)
        if before_brackets != printed:
            # A name long enough to be abbreviated in print is one, however plain its words.
            known = "plain" if in_brackets and len(before_brackets) > 3 else None
            add(before_brackets, party, "without_legal_form", known, is_body)
        if bare and bare != printed and _says_something(bare):
            add(bare, party, "without_legal_form", is_body=is_body)
        joined = "".join(bare)
        if len(bare) == 2 and len(joined) >= 8 and is_body and not any(map(_is_generic, bare)):
            add([joined], party, "spacing", "generic" if joined in ORDINARY else "short")
    taken = {form.words for form in forms.values() if form.party.party_kind == "listed"}
    for brand, heads in _brand_heads(parties).items():
        # The list prints Skyline Trading; "Skyline" in the press is anybody. And whoever the list
        # itself calls by the brand has it.
        if brand.encode() in taken or all(_is_ordinary(word) for word in brand.split()):
            continue
        for party in heads:
            add(brand.split(), party, "brand")
    return sorted(forms.values(), key=lambda f: (f.words, f.party.party_kind, f.party.id))


def _rank(form: Form) -> tuple[int, int, str]:
    return AMBIGUITIES.index(form.ambiguity), RULES.index(form.rule), form.party.name


def _tokens(name: str) -> list[str]:
    return fold_name(name).decode().split()


def _brackets_apart(name: str) -> tuple[str, list[str]]:
    """The name, and the initialism in brackets that ends it. "(Yangon)" is part of a name."""
    last = _AT_THE_END.search(name)
    inside = last[1].strip().strip(".,;\"'“”") if last else ""
    before = name[: last.start()] if last else name
    if _is_initialism(inside) and _abbreviates(inside.lower(), _tokens(before)):
        return before, [inside]
    if len(_tokens(before)) == 1 and len(_tokens(inside)) >= 3:
        # Rostec (Russian Technologies State Corporation)
        return before, []
    return name, []


def _abbreviates(letters: str, tokens: Sequence[str]) -> bool:
    """Whether the letters are initials of the words in their order, from the first or second."""
    initials = iter("".join(token[0] for token in tokens))
    starts = {token[0] for token in tokens[:2]}
    return letters[0] in starts and all(letter in initials for letter in letters)


def _is_initialism(text: str) -> bool:
    letters = sum(character.isalpha() for character in text)
    return (
        bool(_INITIALISM.fullmatch(text))
        and letters >= 2
        and text.lower() not in _LEGAL
        and len(_tokens(text)) == 1
    )


def _without_legal_form(tokens: list[str]) -> list[str]:
    for start in _LEGAL_STARTS:
        if tuple(tokens[: len(start)]) == start:
            tokens = tokens[len(start) :]
    while len(tokens) > 1 and tokens[-1] in _LEGAL:
        tokens = tokens[:-1]
    while len(tokens) > 1 and tokens[0] in _LEGAL and tokens[0] not in {"co", "company", "sa"}:
        tokens = tokens[1:]
    return tokens


def _is_generic(token: str) -> bool:
    return (
        token in TRADE_WORDS
        or token in STOP
        or token in FORMS
        or token.isdigit()
        or SAME.get(token, token) in GENERIC
        or len(token) == 1
    )


def _is_ordinary(token: str) -> bool:
    return _is_generic(token) or token in ORDINARY or token in _PLACES


def _says_something(tokens: Sequence[str]) -> bool:
    """Whether a form is worth looking for: not one generic word, not only generic ones."""
    return not all(_is_generic(token) for token in tokens) or len(tokens) > 3


# Names that begin with one word: from so many on it is a group's; no brand has more heads.
_A_GROUP, _MOST_HEADS = 10, 3


def _ambiguity(
    tokens: Sequence[str],
    families: Mapping[str, int],
    *,
    is_body: bool,
    is_printed: bool,
    is_chinese: bool,
) -> str:
    tells_apart = not all(_is_ordinary(token) for token in tokens)
    if len(tokens) == 1:
        if not tells_apart:
            return "generic"
        if len(tokens[0]) <= 4:
            return "initialism"
        # A group's name leads many names; a word that the list itself prints alone is one, too,
        # unless it sounds like a given name.
        sounds_like_a_person = is_chinese and _PINYIN.fullmatch(tokens[0])
        needed = _A_GROUP if sounds_like_a_person else 0 if is_printed else 3
        return "plain" if is_body and families.get(tokens[0], 0) >= needed else "short"
    telling = [token for token in tokens if token not in FORMS]
    is_short = len(telling) <= (3 if all(_is_generic(token) for token in telling) else 2)
    if not tells_apart and (is_short or SAME.get(tokens[0], tokens[0]) in _PARTS):
        # "Beijing University" has a place and a kind; "Delta Electronics" has nothing.
        return "plain" if _is_placed_body(tokens) else "generic"
    if not is_body and len(tokens) <= 4:
        return "person"
    return "plain"


def _is_placed_body(tokens: Sequence[str]) -> bool:
    return any(token in _PLACES for token in tokens) and any(
        SAME.get(token, token) in _PLACED_BODIES for token in tokens
    )


def _families(parties: Sequence[Party]) -> dict[str, int]:
    """How many different names begin with each word, legal form and leading places apart."""
    led_by: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for party in parties:
        tokens = _without_legal_form(_tokens(party.name))
        while len(tokens) > 1 and tokens[0] in _PLACES:
            tokens = tokens[1:]
        if tokens:
            led_by[tokens[0]].add(tuple(tokens))
    return {word: len(names) for word, names in led_by.items()}


def _organisations(parties: Sequence[Party]) -> set[tuple[str, str]]:
    """Parties of which at least one name says that they are a body and not a person."""
    found: set[tuple[str, str]] = set()
    for party in parties:
        if party.party_kind == "institution" or any(
            _is_generic(token) and len(token) > 1 and not token.isdigit() and token not in STOP
            for token in _tokens(party.name)
        ):
            found.add((party.party_kind, party.id))
    return found


def _brand_heads(parties: Sequence[Party]) -> dict[str, list[Party]]:
    """Brand → the parties with the best claim to it.

    A claim is a name with nothing but generic words behind the brand. The best has the fewest
    places and lines of business, in the country where most bearers of the brand are.
    """
    claims: dict[str, list[tuple[tuple[int, int], Party]]] = defaultdict(list)
    led_by: dict[str, list[Party]] = defaultdict(list)
    bodies: set[str] = set()
    for party in parties:
        if party.party_kind == "institution" or _is_initialism(party.name):
            continue
        in_brackets = [t for text in _IN_BRACKETS.findall(party.name) for t in _tokens(text)]
        tokens = _without_legal_form(_tokens(_IN_BRACKETS.sub(" ", party.name)))
        leading = 0
        while leading < len(tokens) - 1 and tokens[leading] in _PLACES:
            leading += 1
        tokens = tokens[leading:]
        run = 0
        while run < len(tokens) and not _is_generic(tokens[run]) and tokens[run] not in _PLACES:
            run += 1
        if run == 0:
            continue
        led_by[tokens[0]].append(party)
        tail = tokens[run:]
        if tail and SAME.get(tail[0], tail[0]) in _PLACED_BODIES:
            bodies.add(tokens[0])
        is_group = all(
            _is_generic(token)
            and not token.isdigit()
            and SAME.get(token, token) not in _NOT_A_GROUP
            for token in tail
        )
        if run <= 2 and len(tokens[0]) >= 3 and tail and is_group:
            business = sum(token not in _HEAD_WORDS and token not in FORMS for token in tail)
            places = leading + sum(token in _PLACES for token in in_brackets)
            claims[" ".join(tokens[:run])].append(((places + business, len(tail)), party))
    heads: dict[str, list[Party]] = {}
    for brand, claimed in claims.items():
        best = min(rank for rank, _ in claimed)
        first = {(p.party_kind, p.id): p for rank, p in reversed(claimed) if rank == best}
        bearers = Counter(bearer.country_code for bearer in led_by[brand.split()[0]])
        home = max((bearers[p.country_code] for p in first.values()), default=0)
        chosen = [
            p for p in first.values() if p.party_kind != "listed" or bearers[p.country_code] == home
        ]
        # Beihang is the university before it is its company; a name of many heads has none.
        if len(chosen) <= _MOST_HEADS and brand.split()[0] not in bodies:
            heads[brand] = chosen
    return heads
