"""One entity cell, taken apart: names, addresses, cross references, the successor clause.

Here: the grammar of the lists' entity cell. Not here: table rows (`parse.py`), licence terms
(`terms.py`), citations (`citations.py`).

    Primary Name, a.k.a., the following two aliases:
    —First Alias; and
    —Second Alias.

    First address, China; and Second address, China. (See alternate address under Russia).

The cell comes as lines (one for each `br`). Italics are marked: a conjunction in italics parts
two addresses or aliases, other italics open the name of an affiliate. Some entries stand on one
line, where only words tell a name from an address: `split_name_address`.

Every letter and digit of the cell ends in exactly one piece. `Cell.unassigned` holds what did
not; the caller reports it.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from dagster_project.sources.ecfr.places import (
    ABBREVIATED,
    COUNTRY_AND,
    ENDS_IN_COUNTRY,
    INSTITUTION,
    KEEPS_FULL_STOP,
    LEGAL_ABBREVIATION,
    ONLY_LEGAL_FORM,
    OPENS_ADDRESS,
    PLACE_WORD,
    UNIT,
)

AND = "\ue000"  # an italic conjunction: ` and `
ITALIC, PLAIN = "\ue001", "\ue002"  # other italics begin and end

PRIMARY, AKA, FKA = "primary", "also_known_as", "formerly_known_as"
SUBORDINATE, AFFILIATE = "subordinate", "affiliate"

# Printed without any sign between name and address, or with a line break inside a name. Each is
# mended as shown before the cell is read; the letters stay the same.
_MENDED = {
    "Valery Kosmachov Akadeemia": "Valery Kosmachov, Akadeemia",
    "Basha Asmath Shaikh Office": "Basha Asmath Shaikh, Office",
    "IKCO Finance 6 Lothbury": "IKCO Finance, 6 Lothbury",
    "Nuclear Research Center at Negev Dimona": "Nuclear Research Center at Negev, Dimona",
    "BiotaGroup Company Al Thuraya": "BiotaGroup Company, Al Thuraya",
    "Vast Solution 2706, Amcorp": "Vast Solution, 2706 Amcorp",
    "MEO GMBH P.O Box": "MEO GMBH, P.O Box",
    "OOO Neft\n—Aktiv": "OOO Neft-Aktiv",
    "Yuliya Leonidovna; Molkova": "Yuliya Leonidovna Molkova",
    f"Xinjiang Leon Telecom; {AND} Technology": f"Xinjiang Leon Telecom {AND} Technology;",
}
# Parents whose units are listed under `Parent, Unit` although the unit's words do not say so.
_PARENTS = ("Tactical Missile Corporation", "Joint Stock Company Angstrem")

_COUNT_WORDS = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_COUNTS = {word: number for number, word in enumerate(_COUNT_WORDS, 1)}
_TENS = {"twenty": 20, "thirty": 30, "forty": 40}
_COUNT = (
    rf"(?:\d+|(?:{'|'.join(_TENS)})(?:[- ](?:{'|'.join(_COUNT_WORDS[:9])}))?|{'|'.join(_COUNTS)})"
)
_KNOWN_AS = (
    r"(?<![A-Za-z])(?:[afn]\.?\s?k\.?\s?a|also\s+known\s+as|formerly\s+known\s+as)(?![A-Za-z])\.?,?"
)
# `, a.k.a., the following two aliases:` in all its spellings: a marker or the word "following",
# then any of the words below, then nothing but punctuation.
_LEAD_IN = re.compile(
    rf"""
    [\s,;]*\(?
    (?: (?P<marker>{_KNOWN_AS}) | (?:and\s+)?the\s+(?=follow) )
    (?P<words>(?:[\s,]*\b(?:as|and|the|an?|follow(?:ing|s)?|includ(?:ing|es)|named|{_COUNT}
      |alias(?:es)?|aliaes|aliase|alises|entit(?:y|ies)|names?)\b)*)
    (?P<more>[,;]?[\s{ITALIC}]*(?:and|includ\w*|to\s+include)\s[^:\n]*?(?:subordinate|affiliate)[^:\n]*)?
    \s*(?P<end>[:,;.]+[\s{PLAIN}]*|$)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_ALIAS_WORD = re.compile(r"alias|aliaes|entit|follow|names?", re.IGNORECASE)
_COUNT_WORD = re.compile(rf"\b{_COUNT}\b", re.IGNORECASE)
_INLINE_MARKER = re.compile(rf"[\s,;]*(?P<marker>{_KNOWN_AS})\s*", re.IGNORECASE)
_BRACKET = re.compile(
    rf"[\s,]*\(\s*(?P<marker>{_KNOWN_AS})(?P<body>[^()]*(?:\([^()]*\)[^()]*)*)\)", re.IGNORECASE
)
_MORE_MARKERS = re.compile(rf"[;,]?\s*(?P<marker>{_KNOWN_AS})\s*", re.IGNORECASE)
# `…, and to include the following addresses and the following 22 affiliated entities:`
_UNITS_FOLLOW = re.compile(
    rf"[;,]?\s*(?:{AND}|and\s)?\s*(?:to\s+include\s+)?the\s+following\s[^:\n]*?"
    r"(?:subordinate|affiliated)(?:\s+(?:entities|institutions))?\s*[:.]?\s*$"
    r"|,?\s*to\s+include\s+the\s+following\s+subordinate\b\.?",
    re.IGNORECASE,
)
_PRECEDING_NOTE = re.compile(r"[;\s]*\(all of (?:the )?preceding[^()]*\)\s*$", re.IGNORECASE)
# Possessive, so that brackets without end cost no more than one look at each.
_SEE_ALSO = re.compile(
    r"\(\s*(?:see\b|for\s+(?:alternat|addition))[^()]*+"
    r"(?:(?:\([^()]*+\)[^()]*+)*+\)|\([^()]*+\))\.?",
    re.IGNORECASE,
)
_SUCCESSOR = re.compile(
    r",?\s*(?:and|or|including|together\s+with)\s+(?:its\s+|any\s+|all\s+|of\s+)*successors?\b"
    r"(?:[^.;\n]*?\bthereof\b|[^.;\n]*?\b(?:subsidiar(?:y|ies)|sub-units?)\b)",
    re.IGNORECASE,
)
# The two ministries of defence: what belongs to the listed party, in the list's own words.
_INCLUDING = re.compile(
    r",\s*including\s+the\s+Armed\s+Forces\b.*?organizations\s+of\s+the\s[^.]*\."
)
_ADDRESS_ENTRY = re.compile(r"Address\s+\d+\s*,\s*", re.IGNORECASE)
_ADDRESS_LABEL = re.compile(
    r"\s*(?:Alt(?:ernate)?\.?\s+)?Address(?:es)?(?:\s+for\s+[^:]{3,90})?\s*:\s*"
    r"|\s*The\s+following\s+addresses\s+apply\s+to\s+[^:]*:\s*",
    re.IGNORECASE,
)
_UNIT_HEADING = re.compile(
    rf"(?:[^\n—,;]*\s)?{ITALIC}?\s*Subordinate\s+institut?i?on\b\s*:?\s*{PLAIN}?\s*:?\s*",
    re.IGNORECASE,
)
_AFFILIATE_HEADING = re.compile(
    rf"{ITALIC}?\s*Affiliated\s+entities\s*:?\s*{PLAIN}?\s*", re.IGNORECASE
)
_GLUED_BULLET = re.compile(rf"([:;{AND}])\s*—\s?(?=\S)")
_ITEM_OPEN = re.compile(rf"\s*(?:[;,]?\s*(?:{AND}|\band\b)[;,\s]*|;[\s.]*)$")
_ITEM_BREAK = re.compile(rf";\s*(?:{AND}|and\b)?\s*")
_BOUNDARY = re.compile(r"[,;]\s*|\.\s+|\.(?=\d)")
_SEGMENT = re.compile(r"[^,;]*")
_ADDRESS_BREAK = re.compile(rf"\s*[;,.]?\s*{AND}[;,\s]*|;\s*(?:and\b[;,]?)?\s*")
_BRACKET_BREAK = re.compile(rf";'?\s*(?:{AND}|and\b)?\s*")
_AND_WORD = re.compile(rf"\s*(?:{AND}|\band\b)\s*")
_WORD = re.compile(r"\w")
_LAST_WORD = 24  # characters in which the last word of a name is looked for
_LETTERS = re.compile(r"[^\W_]+")


def plain(text: str) -> str:
    """Marked text as printed: conjunctions spelled, italics gone, whitespace collapsed."""
    return " ".join(without_marks(text).split())


def without_marks(text: str) -> str:
    """Marked text as printed, its lines and spaces kept."""
    if text.isascii():
        return text
    return text.replace(AND, " and ").replace(ITALIC, "").replace(PLAIN, "")


@dataclass(frozen=True)
class Cell:
    """One entity cell, taken apart. Texts are as printed, whitespace collapsed.

    `kind` is `party` or `address`; `names` are (name, kind of name), the primary one first.
    `aliases_declared` is the count in the cell's own words, None where it gives none.
    """

    kind: str
    names: tuple[tuple[str, str], ...]
    addresses: tuple[str, ...]
    see_also: tuple[str, ...]
    including: str | None
    successor_clause: bool
    aliases_declared: int | None
    aliases_parsed: int
    unassigned: str


def parse_cell(text: str) -> Cell:
    """One entity cell. `text` has a line feed for each line break and the marks of this module."""
    body = text
    for printed, mended in _MENDED.items():
        if printed in body:
            body = body.replace(printed, mended)
    reading = _Reading()
    see_also: list[str] = []
    references: list[str] = []
    if "(" in body and ("ee " in body or "or " in body):
        see_also = [plain(found).strip("().; ") for found in _SEE_ALSO.findall(body)]
        body = _taken(references, _SEE_ALSO, body)
    clauses = ""
    if "including the Armed" in body and (match := _INCLUDING.search(body)):
        clauses = plain(match.group()).strip(" ,")
        body = _taken(references, _INCLUDING, body)
    successor = "uccessor" in body and _SUCCESSOR.search(body) is not None
    if successor:
        body = _taken(references, _SUCCESSOR, body)
    label = _ADDRESS_ENTRY.match(body)
    if label:
        reading.assign(label.group())
        reading.address(body[label.end() :])
    else:
        reading.read(_GLUED_BULLET.sub("\\1\n—", body))
    return Cell(
        kind="address" if label else "party",
        names=tuple(dict.fromkeys(reading.names)),
        addresses=tuple(split_addresses("\n".join(reading.address_lines))),
        see_also=tuple(see_also),
        including=clauses or None,
        successor_clause=successor,
        aliases_declared=reading.declared,
        aliases_parsed=reading.aliases,
        unassigned=_unassigned(text, reading.pieces + references),
    )


def _taken(pieces: list[str], pattern: re.Pattern[str], body: str) -> str:
    pieces.extend(match.group() for match in pattern.finditer(body))
    return pattern.sub("\n\n" if pattern is _INCLUDING else "", body)


def _unassigned(text: str, pieces: list[str]) -> str:
    """Letters and digits of the cell that stand in no piece; after a `+`, those in two."""
    printed, read = "".join(_LETTERS.findall(text)), "".join(_LETTERS.findall("\n".join(pieces)))
    if printed == read:
        return ""
    whole, taken = Counter(printed), Counter(read)
    missing, doubled = whole - taken, taken - whole
    return "".join(missing.elements()) + ("+" + "".join(doubled.elements()) if doubled else "")


@dataclass
class _Reading:
    """The cell as far as it is read.

    `state` says what the next line is: `head` (it opens with a name), `aliases` (the list goes
    on, bullet or not), `between` (a name has ended: a bullet is one more alias, all else an
    address), `address`.
    """

    names: list[tuple[str, str]] = field(default_factory=list)
    address_lines: list[str] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    declared: int | None = None
    aliases: int = 0
    owner: str = PRIMARY
    state: str = "head"
    units_follow: bool = False

    def assign(self, text: str) -> None:
        self.pieces.append(text)

    def name(self, text: str, kind: str) -> None:
        """A name; with a semicolon or a marker inside, several.

        `IRGC Air Force; IRGCAF` are two names, and so are `MM Cargo WH a.k.a. MM Cargo`.
        """
        self.assign(text)
        start, part_kind = 0, kind
        markers = _MORE_MARKERS.finditer(text) if _may_hold_marker(text) else ()
        for marker in (*markers, None):
            for part in (
                text[start : marker.start() if marker else None].replace(";'", "';").split(";")
            ):
                if cleaned := clean_name(part):
                    self.names.append((cleaned, part_kind))
            if marker:
                start, part_kind = marker.end(), _kind(marker["marker"])
        if kind in (SUBORDINATE, AFFILIATE) and self.address_lines:
            self.address_lines.append("")  # what follows is the address of another party

    def address(self, text: str) -> None:
        self.assign(text)
        if _WORD.search(text):
            self.address_lines.append(text)
            self.state = "address"

    def read(self, body: str) -> None:
        lines = [" ".join(line.split()) for line in body.split("\n")]
        last = max((i for i, line in enumerate(lines) if _WORD.search(line)), default=-1)
        for number, line in enumerate(lines):
            if not _WORD.search(line):
                self.assign(line)
                self._blank(lines[number + 1 :])
            else:
                following = lines[number + 1] if number < last else ""
                self._line(line, is_last=number == last, bullet_follows=following[:1] == "—")

    def _blank(self, following: list[str]) -> None:
        """A gap ends a list of aliases, unless the list is still open and goes on below."""
        upcoming = next((line for line in following if _WORD.search(line)), "")
        complete = self.declared is not None and self.aliases >= self.declared
        if self.state == "between" or (
            self.state == "aliases" and complete and not upcoming.startswith("—")
        ):
            self.state = "address"

    def _line(self, line: str, *, is_last: bool, bullet_follows: bool) -> None:
        if "ffiliated" in line and (heading := _AFFILIATE_HEADING.match(line)):
            self._open_unit(heading, AFFILIATE)
            line = line[heading.end() :]
        elif "ubordinate" in line and (heading := _UNIT_HEADING.match(line)):
            self._open_unit(heading, PRIMARY if not self.names else SUBORDINATE)
            line = line[heading.end() :]
        if not _WORD.search(line):
            return
        bullet = line[0] in "—-"
        if self.owner == AFFILIATE and line.startswith(ITALIC):
            self.state = "head"
        if bullet and self.units_follow and self.state == "address":
            self.owner, self.state = SUBORDINATE, "head"
            if still_open := _ITEM_OPEN.search(line):
                self.assign(still_open.group())
                line = line[: still_open.start()]
        if self.state == "head":
            self._head(line.lstrip("—- ") if bullet else line)
        elif self.state == "aliases" or (self.state == "between" and bullet):
            # With a bullet below, nothing on this line can be an address.
            has_address = is_last or (AND in line and not bullet_follows)
            self._alias_line(line.lstrip("—- "), may_hold_address=has_address)
        else:
            if bracket := _bracket(line, at_start=True):
                self._bracketed(bracket)
                line = line[bracket.end() :]
            self.address(line)

    def _open_unit(self, heading: re.Match[str], owner: str) -> None:
        self.assign(heading.group())
        self.owner, self.state = owner, "head"

    def _head(self, line: str) -> None:
        """A line that opens with a name."""
        kind = self.owner
        bracket = _bracket(line)
        if bracket and not _lead_in(line[: bracket.start()]):
            self.name(line[: bracket.start()], kind)
            self._bracketed(bracket)
            line, kind = line[bracket.end() :], ""
            if not _WORD.search(line):
                self.state = "between"
                return
        lead = _lead_in(line)
        if lead:
            if _WORD.search(line[: lead.start()]):
                self.name(line[: lead.start()], kind or AKA)
            self._lead(lead)
            if _WORD.search(line[lead.end() :]):
                self._inline_list(line[lead.end() :], lead)
            return
        if not kind:
            self.address(line)
            return
        marker = _INLINE_MARKER.search(line) if _may_hold_marker(line) else None
        if marker:
            self.name(line[: marker.start()], kind)
            self.assign(marker.group())
            self._inline(line[marker.end() :], _kind(marker["marker"]))
            return
        name, address = split_name_address(line)
        if name.rstrip().endswith("entities:"):
            # `The following … entities:` names its units only, one a bullet.
            self.units_follow, self.owner = True, SUBORDINATE
            self.name(name, kind)
            self.state = "address"
            return
        self.name(name, kind)
        self.state = "between"
        self.address(address)

    def _lead(self, lead: re.Match[str]) -> None:
        self.assign(lead.group())
        count = _count(lead["words"])
        if count is not None or "alias" in lead["words"]:
            self.declared = (self.declared or 0) + (count or 1)
        self.state = "aliases"

    def _alias_line(self, item: str, *, may_hold_address: bool) -> None:
        units = _UNITS_FOLLOW.search(item) if "following" in item else None
        if units:
            self.assign(units.group())
            self.units_follow = "subordinate entities" in units.group()
            head, rest = item[: units.start()], item[units.end() :]
            name, address = split_name_address(head, alias=True)
            self._alias(name, AKA)
            self.state = "between"
            self.address(address)
            self.address(rest)
            return
        ending = item[-12:]
        may_be_open = ";" in ending or AND in ending or "and" in ending
        still_open = _ITEM_OPEN.search(item) if may_be_open else None
        if still_open:
            self.assign(still_open.group())
            self._alias(item[: still_open.start()], AKA)
            self.state = "aliases"
        elif may_hold_address:
            name, address = split_name_address(item, alias=True)
            self._alias(name, AKA)
            self.state = "between"
            self.address(address)
        else:
            self._alias(item, AKA)
            self.state = "between"

    def _alias(self, text: str, kind: str) -> None:
        """One alias, with the aliases in brackets behind it."""
        self.aliases += 1
        if "(" in text:
            if "preceding" in text and (note := _PRECEDING_NOTE.search(text)):
                self.assign(note.group())
                text = text[: note.start()]
            if bracket := _bracket(text):
                self.name(text[: bracket.start()] + text[bracket.end() :], kind)
                self._bracketed(bracket)
                return
        self.name(text, kind)

    def _bracketed(self, bracket: re.Match[str]) -> None:
        """The aliases between brackets: `X; a.k.a. Y; f.k.a. Z` or `X, Y and Z`."""
        body, kind = bracket["body"], _kind(bracket["marker"])
        self.assign(bracket["marker"])
        start = 0
        markers = list(_MORE_MARKERS.finditer(body))
        ends = [(marker.start(), marker.end(), _kind(marker["marker"])) for marker in markers]
        for marker in markers:
            self.assign(marker["marker"])
        for stop, resume, next_kind in [*ends, (len(body), len(body), kind)]:
            items, conjunctions = _enumerated(body[start:stop], alone=not markers)
            self.pieces.extend(conjunctions)
            for item in items:
                if _WORD.search(item):
                    self.name(item, kind)
            start, kind = resume, next_kind

    def _inline_list(self, text: str, lead: re.Match[str]) -> None:
        """`the following two aliases: X; and Y. Address` on one line."""
        for _ in range((_count(lead["words"]) or 1) - 1):
            parting = _ITEM_BREAK.search(text)
            if not parting:
                break
            self._alias(text[: parting.start()].lstrip("—- "), AKA)
            self.assign(parting.group())
            text = text[parting.end() :]
        name, address = split_name_address(text.lstrip("—- "), alias=True)
        self._alias(name, AKA)
        self.state = "between"
        self.address(address)

    def _inline(self, text: str, kind: str) -> None:
        """`a.k.a., X, Y, address`: names while nothing speaks of a place."""
        self.state = "between"
        while True:
            name, rest = split_name_address(text, alias=True)
            names, conjunctions = _two_persons(name)
            self.pieces.extend(conjunctions)
            for one in names:
                self._alias(one, kind)
            if not _WORD.search(rest):
                return
            segment, further = split_name_address(rest, alias=True)
            if PLACE_WORD.search(segment) or ENDS_IN_COUNTRY.search(further.partition(",")[0]):
                self.address(rest)
                return
            if not _WORD.search(further):
                self.address(rest)
                return
            text = rest


def _lead_in(line: str) -> re.Match[str] | None:
    """The lead-in of a list of aliases on this line, None where the marker opens a name."""
    if "ollow" not in line and not _may_hold_marker(line):
        return None
    for match in _LEAD_IN.finditer(line):
        words = match["words"]
        if _ALIAS_WORD.search(words) or (match["marker"] and match.end() == len(line)):
            return match
    return None


def _bracket(text: str, *, at_start: bool = False) -> re.Match[str] | None:
    """Aliases in brackets, `(a.k.a. …)`."""
    if "(" not in text or not _may_hold_marker(text):
        return None
    return _BRACKET.match(text) if at_start else _BRACKET.search(text)


def names_another(text: str) -> bool:
    """Whether a text still holds `a.k.a.` or its like: an alias that was not taken out."""
    return _may_hold_marker(text) and _MORE_MARKERS.search(text) is not None


def _may_hold_marker(text: str) -> bool:
    """Whether it is worth looking for `a.k.a.`: most texts are told in a fraction of the time."""
    lowered = text.lower()
    return any(sign in lowered for sign in ("k.a", "ka", "k. a", "k a", "known as"))


def _kind(marker: str) -> str:
    return FKA if marker.lstrip().lower().startswith("f") else AKA


def _count(words: str) -> int | None:
    match = _COUNT_WORD.search(words)
    if not match:
        return None
    word = match.group().lower()
    if word.isdigit():
        return int(word)
    tens, _, ones = word.replace("-", " ").partition(" ")
    return _TENS.get(tens, 0) + _COUNTS.get(ones or tens, 0)


def clean_name(text: str) -> str:
    """A name without the punctuation that parts it from its neighbours."""
    text = plain(text).strip(" ;,:")
    if text.endswith(".") and not KEEPS_FULL_STOP.search(text[-_LAST_WORD:]):
        text = text[:-1]
    return text.strip(" ;,")


def _enumerated(text: str, *, alone: bool) -> tuple[list[str], list[str]]:
    """The names of a bracket, and the conjunctions between them."""
    if ";" in text:
        return _BRACKET_BREAK.split(text), _BRACKET_BREAK.findall(text)
    if not alone:
        return [text], []
    items: list[str] = []
    for segment in text.split(", "):
        if items and (ONLY_LEGAL_FORM.match(segment) or not _WORD.search(segment)):
            items[-1] += f", {segment}"
        else:
            items.append(segment)
    before, conjunction, after = items[-1].rpartition(" and ")
    alike = set(before.split()) & set(after.split())
    if conjunction and (len(items) > 1 or alike):
        return [*items[:-1], before, after], [conjunction]
    return items, []


def _two_persons(text: str) -> tuple[list[str], list[str]]:
    """`Mark Ong and Matti Chong` as two names."""
    parts = _AND_WORD.split(text)
    if len(parts) == 2 and all(len(part.split()) == 2 for part in parts):
        return parts, _AND_WORD.findall(text)
    return [text], []


def split_name_address(text: str, *, alias: bool = False) -> tuple[str, str]:
    """A name and the address behind it on the same line; the address may be empty.

    The name is what stands before the first comma, with segments behind it that are only a
    legal form (`Co., Ltd.`) or that name a unit of an institution. A full stop ends a name where
    an address follows, or where the name is the last of a list of aliases.
    """
    for boundary in _BOUNDARY.finditer(text):
        left, right = text[: boundary.start()], text[boundary.end() :]
        if left.count("(") > left.count(")") or not _WORD.search(right):
            continue
        segment = _SEGMENT.match(right).group()  # type: ignore[union-attr]
        if boundary.group()[0] == ".":
            if ABBREVIATED.search(left[-_LAST_WORD:]) and not _ends_legal_form(
                left, right, alias=alias
            ):
                continue
            if not (alias or PLACE_WORD.search(segment)):
                continue
        elif _continues(left, segment, right):
            continue
        return text[: boundary.end()], right
    return text, ""


def _ends_legal_form(left: str, right: str, *, alias: bool) -> bool:
    """Whether the full stop of `Ltd.` also ends the name: an address follows."""
    if not LEGAL_ABBREVIATION.search(left[-_LAST_WORD:]):
        return False
    if OPENS_ADDRESS.match(right):
        return True
    word = right.split(maxsplit=1)[0].rstrip(",.")
    return (
        alias
        and not ONLY_LEGAL_FORM.match(word)
        and bool(ENDS_IN_COUNTRY.search(right.rstrip(";")))
    )


def _continues(left: str, segment: str, right: str) -> bool:
    """Whether a segment after a comma still belongs to the name before it."""
    first = segment.partition(". ")[0]
    if ONLY_LEGAL_FORM.match(segment) or ONLY_LEGAL_FORM.match(first):
        return True
    if left in _PARENTS:
        return True
    if not UNIT.search(segment) or len(segment) == len(right):
        return False
    return bool(INSTITUTION.search(left)) and not PLACE_WORD.search(segment)


def split_addresses(text: str) -> list[str]:
    """An address block as its addresses, in printed order; an empty line parts two."""
    blocks: list[str] = []
    for line in text.split("\n"):
        label = _ADDRESS_LABEL.match(line)
        if label or not line or not blocks:
            blocks.append(line[label.end() :] if label else line)
        else:
            blocks[-1] += " " + line
    addresses = []
    for block in blocks:
        for address in _ADDRESS_BREAK.split(COUNTRY_AND.sub(f"\\1;{AND}", block)):
            cleaned = plain(address).strip(" ;,—")
            if cleaned.endswith(".") and not KEEPS_FULL_STOP.search(cleaned[-_LAST_WORD:]):
                cleaned = cleaned[:-1]
            if _WORD.search(cleaned):
                addresses.append(cleaned)
    return addresses
