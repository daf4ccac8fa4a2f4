"""One entity cell, taken apart: names, addresses, cross references, the successor clause.

Here: the grammar of the lists' entity cell. Not here: table rows (`parse.py`), licence terms
(`terms.py`), citations (`citations.py`).

    Primary Name, a.k.a., the following two aliases:
    —First Alias; and
    —Second Alias.

    First address, China; and Second address, China. (See alternate address under Russia).

The cell comes as lines (`br`), with the conjunction that parts addresses and aliases marked
where it was printed in italics. About eighty entries are printed on one line, where only words
tell a name from an address; the rules for that stand in `_split_name_address`.

Every letter and digit of the cell ends in exactly one piece. `Cell.unassigned` holds what did
not; a caller reports it, and never drops it.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache

AND = "\ue000"  # an italic conjunction: ` and `
ITALIC, PLAIN = "\ue001", "\ue002"  # other italics begin and end
_MARKS = str.maketrans({AND: " and ", ITALIC: "", PLAIN: ""})

PRIMARY, AKA, FKA = "primary", "also_known_as", "formerly_known_as"
SUBORDINATE, AFFILIATE = "subordinate", "affiliate"

_NUMBERS = {
    word: number
    for number, word in enumerate(
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
        "sixteen seventeen eighteen nineteen twenty".split(),
        1,
    )
}
_TENS = {"twenty": 20, "thirty": 30, "forty": 40}
_COUNT = r"(?:\d+|(?:twenty|thirty|forty)(?:[- ](?:%s))?|%s)" % (
    "|".join(list(_NUMBERS)[:9]),
    "|".join(_NUMBERS),
)

_AKA = r"(?<![A-Za-z])(?:a\.?\s?k\.?\s?a|f\.?\s?k\.?\s?a|n\.?\s?k\.?\s?a|also\s+known\s+as|formerly\s+known\s+as)\b\.?,?"
_NOUN = r"(?:alias(?:es)?|aliaes|aliase|alises|entit(?:y|ies)|names?)"
# `, a.k.a., the following two aliases:` in all its spellings. The noun or the count may be missing.
_LEAD_IN = re.compile(
    rf"""
    [\s,;]*\(?(?:
      (?P<aka>{_AKA})\s*(?:,\s*)?(?:as\s+)?(?:and\s+)?
        (?:the\s+|an?\s+)?(?:follow(?:ing|s)?\s+)?(?P<count>{_COUNT}\b)?\s*{_NOUN}
      | ,?\s*(?:and\s+)?the\s+follow(?:ing|s)?\s+(?P<count_bare>{_COUNT}\b)?\s*{_NOUN}
      | (?P<aka_only>{_AKA})(?:\s*the(?:\s+following)?(?:\s+(?P<count_only>{_COUNT}\b))?)?(?=[\s:]*$)
    )
    (?P<more>,?\s*(?:(?:and|including|to\s+include)\s+(?:the\s+)?[^:\n]*?(?:subordinate|affiliate|address)[^:\n]*))?
    [\s:,;.]*
    """,
    re.VERBOSE | re.IGNORECASE,
)
_INLINE_AKA = re.compile(rf"[\s,;]*(?P<aka>{_AKA})\s*", re.IGNORECASE)
_PAREN_AKA = re.compile(
    rf"[\s,]*\(\s*(?P<aka>{_AKA})(?P<body>[^()]*(?:\([^()]*\)[^()]*)*)\)", re.IGNORECASE
)
_AKA_SPLIT = re.compile(rf"[;,]?\s*(?P<aka>{_AKA})\s*", re.IGNORECASE)

_SEE_ALSO = re.compile(
    r"\(\s*(?:also\s+)?(?:see\b|for\s+(?:alternat|addition))[^()]*(?:\([^()]*\)?[^()]*)*\)\.?",
    re.IGNORECASE,
)
_SUCCESSOR = re.compile(
    r",?\s*(?:and|or|including)\s+(?:its\s+|any\s+|all\s+)*successors?\b[^.;\n]*?(?:thereof|subsidiar(?:y|ies))\b,?",
    re.IGNORECASE,
)
_ADDRESS_ENTRY = re.compile(r"^Address\s+\d+\s*,\s*", re.IGNORECASE)
_ADDRESS_LABEL = re.compile(
    r"^\s*(?:Alt(?:ernate)?\.?\s+)?Address(?:es)?(?:\s+for\s+[^:]{3,90})?\s*:\s*"
    r"|^\s*The\s+following\s+addresses\s+apply\s+to\s+[^:]*:\s*",
    re.IGNORECASE,
)
_SUBORDINATE_HEADING = re.compile(
    rf"^{ITALIC}?\s*(?:[^\n—]*\s)?Subordinate\s+institut?i?on(?:s)?\s*:?\s*{PLAIN}?\s*:?\s*",
    re.IGNORECASE,
)
_AFFILIATE_HEADING = re.compile(
    rf"^{ITALIC}?\s*Affiliated\s+entities\s*:?\s*{PLAIN}?\s*", re.IGNORECASE
)

# Words that end a name: legal forms and titles that stand after a comma.
_LEGAL = (
    r"(?:co|company|corp|corporation|inc|incorporated|ltd|limited|llc|l\.l\.c|llp|lp|l\.p|plc|pjsc|"
    r"jsc|ojsc|cjsc|zao|oao|ooo|ao|pao|pte|pty|pvt|private|gmbh|ag|kg|bv|b\.v|nv|n\.v|s\.?a|s\.a\.s|"
    r"s\.?a\.?r\.?l|s\.?r\.?l|s\.?r\.?o|s\.p\.a|spa|d\.o\.o|fzc|fzco|fze|fz|fz-llc|sdn|bhd|berhad|a\.?s|"
    r"oy|ab|ltda|sti|san|tic|ve|dis|anonim|limited\s+company|k\.k|kk|est|group|holding|trading|"
    r"e\.v|eood|ood|ead|ad|c\.a|s\.l|sl|dmcc|bvi|jr|sr|phd|md|the|of\s+[a-z]+)"
)
_LEGAL_ONLY = re.compile(rf"^\s*(?:\(?{_LEGAL}\)?\.?[\s,&]*)+(?:\([^()]*\)\.?\s*)?$", re.IGNORECASE)
_ABBREVIATION = re.compile(
    r"(?:^|[\s.(])(?:co|corp|inc|ltd|pte|pvt|bhd|sdn|llc|tic|san|sti|st|str|no|jr|sr|dr|gen|mr|dis|ith|ihr|"
    r"int'l|intl|dept|univ|tech|bros|eng|[a-z])\.?$",
    re.IGNORECASE,
)
_ENDS_ABBREVIATED = re.compile(
    r"(?:^|[\s.,(])(?:co|corp|inc|ltd|pte|pvt|bhd|sdn|sti|tic|jr|sr|llc|[a-z](?:\.[a-z])+|l\.p|ltda)\.$",
    re.IGNORECASE,
)
_INSTITUTION = re.compile(
    r"\b(?:institut\w*|universit\w*|academ\w*|department|branch|bureau|college|laborator\w*|cent(?:er|re)|"
    r"factory|plant|ministry|division|school|bank|design|compan\w*|enterprise|corporation|group|"
    r"russian|republic of|federal|state|technolog\w*|engineering|industr\w*|faculty|office of)\b",
    re.IGNORECASE,
)
_ADDRESS_WORD = re.compile(
    r"\d|\b(?:no|nos|room|rm|unit|flat|floor|fl|building|bldg|block|suite|ste|street|st|str|road|rd|avenue|ave|"
    r"lane|ln|boulevard|blvd|highway|hwy|box|p\.?o\.?|district|dist|province|zone|city|village|town|plaza|"
    r"tower|square|mall|market|area|sector|plot|house|villa|warehouse|apt|apartment|office|shop|ul|ulitsa|"
    r"prospekt|prospect|pereulok|lane|shosse|bul|bulvar|proezd|mah|mahallesi|cad|caddesi|sok|sokak|jalan|jln|"
    r"lot|level|county|region|oblast|krai|raion|park|estate|near|opposite|behind|north|south|east|west|"
    r"airport|rue|via|calle|av|avenida|c/o|gate|phase|km|township|tsp|arcade|mansion|chowk|colony|complex|"
    r"bldg|crescent|quarter|governorate|municipality|free\s+zone|industrial)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"\w")
_SPACES = re.compile(r"[^\S\n]+")
_END_COMMA = re.compile(r"^(?P<name>.*?)[\s,]*$", re.DOTALL)


def plain(text: str) -> str:
    """Marked text as printed: conjunctions spelled, italics gone, whitespace collapsed."""
    return " ".join(text.translate(_MARKS).split())


@dataclass(frozen=True)
class Cell:
    """One entity cell, taken apart. Texts are as printed with whitespace collapsed."""

    kind: str
    names: tuple[tuple[str, str], ...]
    addresses: tuple[str, ...]
    see_also: tuple[str, ...]
    successor_clause: bool
    aliases_declared: int | None
    aliases_parsed: int
    unassigned: str


@dataclass
class _Reading:
    """The pieces found so far."""

    names: list[tuple[str, str]] = field(default_factory=list)
    address_lines: list[str] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    declared: int | None = None
    aliases: int = 0
    owner: str = PRIMARY

    def assign(self, text: str) -> None:
        self.pieces.append(text)

    def name(self, text: str, kind: str) -> None:
        self.pieces.append(text)
        cleaned = _clean_name(text)
        if cleaned:
            self.names.append((cleaned, kind))

    def alias(self, text: str, kind: str) -> None:
        """An alias, with any alias in brackets behind it taken as its own."""
        for part, part_kind in self._with_brackets(text, kind):
            self.name(part, part_kind)
        self.aliases += 1

    def _with_brackets(self, text: str, kind: str) -> list[tuple[str, str]]:
        match = _PAREN_AKA.search(text)
        if not match:
            return [(text, kind)]
        self.assign(match["aka"])
        rest = text[match.end() :]
        parts = [(text[: match.start()] + rest, kind)]
        return parts + self._bracketed(match["body"], match["aka"])

    def _bracketed(self, body: str, aka: str) -> list[tuple[str, str]]:
        """The aliases between brackets: `X; a.k.a. Y; f.k.a. Z` or `X, Y and Z`."""
        found = []
        kind = _kind(aka)
        start = 0
        parts = []
        for match in _AKA_SPLIT.finditer(body):
            parts.append((body[start : match.start()], kind))
            self.assign(match["aka"])
            kind, start = _kind(match["aka"]), match.end()
        parts.append((body[start:], kind))
        for part, part_kind in parts:
            items = [part] if len(parts) > 1 else _enumerated(part)
            for number, item in enumerate(items):
                if number and _LAST_AND.search(item):
                    self.assign("and")
                    item = _LAST_AND.sub("", item)
                if _WORD.search(item):
                    found.append((item, part_kind))
        return found


_LAST_AND = re.compile(r"^\s*and\s+", re.IGNORECASE)


def _enumerated(text: str) -> list[str]:
    """`X, Y and Z` as its items; a legal form stays with the name before it."""
    items: list[str] = []
    for segment in re.split(r"[,;]\s*", text):
        if items and (_LEGAL_ONLY.match(segment) or not _WORD.search(segment)):
            items[-1] += f", {segment}"
        else:
            items.append(segment)
    last = items.pop()
    before, conjunction, after = last.rpartition(" and ")
    if conjunction and before and " " in after.strip():
        return [*items, before, f"and {after}"]
    return [*items, last]


def _kind(aka: str) -> str:
    return FKA if aka.lstrip().lower().startswith("f") else AKA


def _clean_name(text: str) -> str:
    text = plain(text).strip(" ;,:")
    if text.endswith(".") and not _ENDS_ABBREVIATED.search(text):
        text = text[:-1]
    return text.strip(" ;,")


def _count(text: str | None) -> int | None:
    if text is None:
        return None
    if text.isdigit():
        return int(text)
    words = re.split(r"[- ]", text.lower())
    if len(words) == 2:
        return _TENS[words[0]] + _NUMBERS[words[1]]
    return _NUMBERS.get(words[0], _TENS.get(words[0]))


@lru_cache(maxsize=16384)
def parse_cell(text: str) -> Cell:
    """One entity cell. `text` has a line feed for each line break and the marks of this module."""
    reading = _Reading()
    see_also = tuple(_see_also(match.group()) for match in _SEE_ALSO.finditer(text))
    body = _SEE_ALSO.sub("", text)
    for reference in _SEE_ALSO.findall(text):
        reading.assign(reference)
    successor = _SUCCESSOR.search(body)
    if successor:
        reading.assign(successor.group())
        body = body[: successor.start()] + body[successor.end() :]
    label = _ADDRESS_ENTRY.match(body)
    if label:
        addresses = split_addresses(body[label.end() :])
        return Cell("address", (), tuple(addresses), see_also, successor is not None, None, 0, "")
    _read_lines(reading, body)
    addresses = split_addresses("\n".join(reading.address_lines))
    return Cell(
        kind="party",
        names=tuple(reading.names),
        addresses=tuple(addresses),
        see_also=see_also,
        successor_clause=successor is not None,
        aliases_declared=reading.declared,
        aliases_parsed=reading.aliases,
        unassigned=_unassigned(text, reading),
    )


def _see_also(text: str) -> str:
    return plain(text).strip("().; ")


def _unassigned(text: str, reading: _Reading) -> str:
    """Letters and digits of the cell that stand in no piece, or in two."""
    whole = Counter(c for c in text.translate(_MARKS) if c.isalnum())
    taken = Counter(c for piece in reading.pieces for c in piece.translate(_MARKS) if c.isalnum())
    missing, doubled = whole - taken, taken - whole
    return "".join(missing.elements()) + ("+" + "".join(doubled.elements()) if doubled else "")


def _read_lines(reading: _Reading, body: str) -> None:
    lines = [_SPACES.sub(" ", line).strip() for line in body.split("\n")]
    state = "head"
    for number, line in enumerate(lines):
        later = any(_WORD.search(following) for following in lines[number + 1 :])
        if not _WORD.search(line):
            if state in ("aliases", "closed"):
                state = "address"
            continue
        heading = _AFFILIATE_HEADING.match(line)
        if heading:
            reading.assign(heading.group())
            reading.owner, state, line = AFFILIATE, "head", line[heading.end() :]
            if not _WORD.search(line):
                continue
        heading = (
            _SUBORDINATE_HEADING.match(line)
            if "ubordinate" in line[:90] and "—" not in line[:1]
            else None
        )
        if heading and not _LEAD_IN.search(heading.group()):
            reading.assign(heading.group())
            reading.owner, state, line = SUBORDINATE, "head", line[heading.end() :]
            if not _WORD.search(line):
                continue
        if reading.owner == AFFILIATE and line.startswith(ITALIC):
            state = "head"
        bullet = line[:1] in "—-"
        if state in ("lead", "aliases") and bullet or state in ("lead", "open"):
            state = _read_alias(reading, line, later)
        elif state == "closed" and bullet:
            state = _read_alias(reading, line, later)
        elif state == "open" and bullet:
            state = _read_alias(reading, line, later)
        elif state == "head":
            state = _read_head(reading, line)
        else:
            reading.assign(line)
            reading.address_lines.append(line)
            state = "address"


def _read_head(reading: _Reading, line: str) -> str:
    """A line that opens with a name. Returns the state after it."""
    kind = reading.owner
    while bracket := _PAREN_AKA.search(line):
        if _LEAD_IN.search(line[: bracket.start()]):
            break
        reading.assign(bracket["aka"])
        extra = reading._bracketed(bracket["body"], bracket["aka"])
        head, line = line[: bracket.start()], line[bracket.end() :]
        reading.name(head, kind)
        for name, name_kind in extra:
            reading.name(name, name_kind)
            reading.aliases += 1
        kind = AKA
        if not _WORD.search(line):
            return "closed"
        lead = _LEAD_IN.match(line)
        if not lead:
            reading.assign(line)
            reading.address_lines.append(line)
            return "address"
    lead = _LEAD_IN.search(line)
    if lead:
        name = line[: lead.start()]
        if _WORD.search(name):
            reading.name(name, kind)
        reading.assign(lead.group())
        reading.declared = (reading.declared or 0) + (
            _count(lead["count"] or lead["count_bare"] or lead["count_only"]) or 1
        )
        rest = line[lead.end() :]
        if _WORD.search(rest):
            return _read_inline_aliases(reading, rest)
        return "lead"
    inline = _INLINE_AKA.search(line)
    if inline:
        reading.name(line[: inline.start()], kind)
        reading.assign(inline["aka"])
        return _read_inline(reading, line[inline.end() :], _kind(inline["aka"]))
    name, address = split_name_address(line)
    reading.name(name, kind)
    if _WORD.search(address):
        reading.assign(address)
        reading.address_lines.append(address)
        return "address"
    return "closed"


def _read_alias(reading: _Reading, line: str, later: bool) -> str:
    item = line.lstrip("—- ")
    stripped = item.rstrip(" .")
    if stripped.endswith((";", AND, ";and", "; and")) or re.search(r"[;,]\s*and[;,]?$", stripped):
        conjunction = re.search(rf"[;,]?\s*(?:{AND}|and)?[;,\s]*$", stripped)
        text = stripped[: conjunction.start()] if conjunction else stripped
        if conjunction:
            reading.assign(conjunction.group().translate(_MARKS))
        reading.alias(text, AKA)
        return "open"
    if not later or AND in item:
        name, address = split_name_address(item, alias=True)
        reading.alias(name, AKA)
        if _WORD.search(address):
            reading.assign(address)
            reading.address_lines.append(address)
            return "address"
        return "closed"
    reading.alias(item, AKA)
    return "closed"


def _read_inline_aliases(reading: _Reading, text: str) -> str:
    """`the following two aliases: X; and Y. Address` on one line."""
    while True:
        match = re.search(rf";\s*(?:{AND}|and\b)?\s*", text)
        piece = text[: match.start()] if match else text
        name, address = split_name_address(piece.lstrip("—- "), alias=True)
        if match and not _WORD.search(address):
            reading.alias(piece.lstrip("—- "), AKA)
            reading.assign(match.group().translate(_MARKS))
            text = text[match.end() :]
            continue
        name, address = split_name_address(text.lstrip("—- "), alias=True)
        reading.alias(name, AKA)
        if _WORD.search(address):
            reading.assign(address)
            reading.address_lines.append(address)
            return "address"
        return "closed"


def _read_inline(reading: _Reading, text: str, kind: str) -> str:
    """`a.k.a., X, Y, address`: names while nothing speaks of a place."""
    name, address = split_name_address(text, alias=True)
    reading.alias(name, kind)
    while _WORD.search(address):
        name, rest = split_name_address(address, alias=True)
        if _looks_like_address(name, rest):
            reading.assign(address)
            reading.address_lines.append(address)
            return "address"
        reading.alias(name, kind)
        address = rest
    return "closed"


def _looks_like_address(segment: str, rest: str) -> bool:
    return bool(_ADDRESS_WORD.search(segment)) or rest.count(",") == 0


def split_name_address(text: str, *, alias: bool = False) -> tuple[str, str]:
    """A name and what follows it on the same line.

    The name is the first segment before a comma, with the segments behind it that are only a
    legal form (`Co., Ltd.`) or that name an institution and no place.
    """
    position = 0
    while True:
        match = re.compile(r",\s*|\.\s+|\.(?=\d)").search(text, position)
        if not match:
            return text, ""
        left, right = text[: match.end()], text[match.end() :]
        segment = re.match(r"[^,]*", right).group()  # type: ignore[union-attr]
        if match.group().startswith("."):
            if _ABBREVIATION.search(text[: match.start()]) or not (
                _ADDRESS_WORD.search(right) or alias
            ):
                position = match.end()
                continue
            return left, right
        if (
            _open_bracket(left)
            or _LEGAL_ONLY.match(segment.split(". ")[0])
            and _WORD.search(segment)
        ):
            position = match.end()
            continue
        if _INSTITUTION.search(segment) and not _ADDRESS_WORD.search(segment) and "," in right:
            position = match.end()
            continue
        return left, right


def _open_bracket(text: str) -> bool:
    return text.count("(") > text.count(")")


_ADDRESS_BREAK = re.compile(rf"\s*[;,.]?\s*{AND}[;,\s]*|;\s*(?:and\b[;,]?)?\s*")


def split_addresses(text: str) -> list[str]:
    """An address block as its addresses, in printed order."""
    blocks: list[str] = []
    for line in text.split("\n"):
        label = _ADDRESS_LABEL.match(line)
        if label or not blocks:
            blocks.append(line[label.end() :] if label else line)
        else:
            blocks[-1] += " " + line
    addresses = []
    for block in blocks:
        for address in _ADDRESS_BREAK.split(block):
            cleaned = plain(address).strip(" ;,")
            if cleaned.endswith(".") and not cleaned.endswith(("U.A.E.", "U.K.", "Str.", "St.")):
                cleaned = cleaned[:-1]
            if _WORD.search(cleaned):
                addresses.append(cleaned)
    return addresses
