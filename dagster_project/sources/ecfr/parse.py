"""The eCFR versioner's XML of the Entity List, read strictly.

Here: XML to printed rows, printed rows to entries, every row accounted for. Both shapes are
read: a root `DIV9` with Supplement No. 4 alone, and a root `DIV5` with all of part 744, which
also holds the Unverified List (Supplement No. 6) and the Military End-User List (No. 7).
Not here: the grammar of one cell (`cell.py`, `citations.py`, `terms.py`).

The as-of date is not in the file; it comes from the request and stands in the manifest.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from itertools import chain
from typing import Any

import pyarrow as pa
from lxml import etree

from dagster_project.sources.ecfr import cell as cells
from dagster_project.sources.ecfr import terms
from dagster_project.sources.ecfr.citations import Citation, parse_citations
from dagster_project.sources.ecfr.countries import country_code
from dagster_project.sources.ecfr.normalise import key, legal_key
from dagster_project.sources.ecfr.records import TABLES
from dagster_project.sources.parsed import Parsed, Rejected, Unreadable

PARSER_VERSION = 2

ENTITY_LIST = "entity_list"
_LISTS = {
    "Supplement No. 4 to Part 744": ENTITY_LIST,
    "Supplement No. 6 to Part 744": "unverified_list",
    "Supplement No. 7 to Part 744": "military_end_user_list",
}
_COLUMNS = {
    ENTITY_LIST: (
        "country", "entity", "license requirement", "license review policy",
        "federal register citation",
    ),
    "unverified_list": ("country", "listed person and address", "federal register citation"),
    "military_end_user_list": ("country", "entity", "federal register citation"),
}  # fmt: skip
_REMEDY = "fetch the file again from the eCFR; keep this one as evidence"
_BREAK = "\ue005"  # a printed line break, until the source's own line feeds are gone
_WORD = re.compile(r"\w")
# The columns of `ecfr_entries` from `country` on, then for each table of `_MEMBERS` its columns
# behind `entry_number`.
_EntryRecords = tuple[tuple[Any, ...], ...]
_MEMBERS = ("ecfr_names", "ecfr_addresses", "ecfr_citations", "ecfr_terms")
_SUPERSCRIPT = re.compile(rf"\s*{terms.NOTE}\s*(\w*)\s*{terms.NOTE_END}")


_ROWS_KEPT = 50_000


@dataclass(frozen=True)
class _Printed:
    """What a table row says by itself, whichever file prints it where.

    `cells` are marked text, laid on the columns of the list. `disposition` is what a row is that
    belongs to no entry, `reason` why it was rejected.
    """

    cells: tuple[str, ...]
    text: str
    disposition: str | None = None
    reason: str = ""
    repairs: tuple[str, ...] = ()
    country: str = ""
    has_terms: bool = False


@dataclass(slots=True)
class _Row:
    """A printed row and its place in the file."""

    number: int
    list_kind: str
    printed: _Printed

    @property
    def cells(self) -> tuple[str, ...]:
        return self.printed.cells


@dataclass
class _Entry:
    """The rows of one entry, and what they say together."""

    list_kind: str
    country: str
    rows: list[_Row]
    entity: str
    requirement: str = ""
    policy: str = ""
    citation: str = ""
    flags: list[str] = field(default_factory=list)


def parse(content: bytes, *, name: str, published_on: date | None) -> Parsed:
    """All lists of one eCFR file, as the tables of `records.TABLES`.

    Raises Unreadable for anything that is not the complete, well-formed list: a truncated or
    foreign file, a document type, changed columns, an empty list. A row that cannot be laid on
    the columns is rejected with its text.
    """
    root = _root(content, name)
    rows: list[list[Any]] = []
    notes: list[tuple[str, str | None, str]] = []
    entries: list[_Entry] = []
    rejected: list[Rejected] = []
    repairs: Counter[str] = Counter()
    for list_kind, division in _divisions(root, name):
        listed: list[_Row] = []
        for element in _table(division, name).iter("TR"):
            number = len(rows) + 1
            printed = _printed_row(element, list_kind)
            rows.append([number, list_kind, printed.disposition, None, printed.text])
            if printed.disposition is None:
                listed.append(_Row(number, list_kind, printed))
                repairs.update(printed.repairs)
            elif printed.disposition == "heading":
                _check_heading(printed, number, list_kind, name)
            elif printed.disposition == "footnote":
                notes.append(_note(list_kind, printed.cells[0]))
            elif printed.disposition == "rejected":
                rejected.append(Rejected(number, printed.reason, printed.text))
        notes.extend(_notes_below(division, list_kind))
        found = _entries(listed)
        if list_kind == ENTITY_LIST and not found:
            raise Unreadable(
                found="no entry", where=f"{name}, {division.get('N')}",
                expected="a list with entries", remedy=_REMEDY,
            )  # fmt: skip
        entries.extend(found)

    citations = _mended([parse_citations(_without_marks(entry.citation)) for entry in entries])
    records = []
    for entry_number, (entry, cited) in enumerate(zip(entries, citations, strict=True), 1):
        for row in entry.rows:
            rows[row.number - 1][2:4] = "continuation", entry_number
        rows[_main_row(entry).number - 1][2] = "entry"
        records.append(_records(entry, *cited))
        for citation in cited[0]:
            if citation.repaired_by:
                repairs.update(citation.repaired_by.split(", "))
    dispositions = Counter(row[2] for row in rows)
    parsed = dispositions["entry"] + dispositions["continuation"]
    return Parsed(
        tables=_tables(rows, notes, entries, records),
        rows_found=len(rows),
        rows_parsed=parsed,
        rows_structural=len(rows) - parsed - len(rejected),
        rejected=tuple(rejected),
        repairs=dict(repairs),
    )


def _root(content: bytes, name: str) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, recover=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable(
            found=f"no well-formed XML ({error})", where=name,
            expected="the whole of an eCFR XML file", remedy=_REMEDY,
        ) from error  # fmt: skip
    # Entities were neither resolved nor fetched; a file that declares any is not the eCFR's.
    if root.getroottree().docinfo.doctype:
        raise Unreadable(
            found="a document type declaration", where=name,
            expected="eCFR XML, which has none", remedy=_REMEDY,
        )  # fmt: skip
    return root


def _divisions(root: etree._Element, name: str) -> Iterator[tuple[str, etree._Element]]:
    """The lists of the file; Supplement No. 4 must be among them, exactly once."""
    divisions = [root] if root.tag == "DIV9" else list(root.iter("DIV9"))
    listed = [(_LISTS[d.get("N", "")], d) for d in divisions if d.get("N", "") in _LISTS]
    kinds = Counter(kind for kind, _ in listed)
    if (
        root.tag not in ("DIV9", "DIV5")
        or (root.tag == "DIV5" and root.get("N") != "744")
        or kinds[ENTITY_LIST] != 1
        or max(kinds.values()) > 1
    ):
        raise Unreadable(
            found=f"root {root.tag} N={root.get('N')!r} with lists {sorted(kinds.elements())}",
            where=name,
            expected="DIV9 of Supplement No. 4 to Part 744, or DIV5 of part 744 holding it once",
            remedy=_REMEDY,
        )
    yield from listed


def _table(division: etree._Element, name: str) -> etree._Element:
    tables = list(division.iter("TABLE"))
    if len(tables) != 1:
        raise Unreadable(
            found=f"{len(tables)} tables", where=f"{name}, {division.get('N')}",
            expected="one table", remedy=_REMEDY,
        )  # fmt: skip
    return tables[0]


# One edition of the list repeats nearly every row of the one before, byte for byte.
_SEEN: dict[tuple[str, bool, bytes], _Printed] = {}


def _printed_row(element: etree._Element, list_kind: str) -> _Printed:
    """One table row, read once however often it is printed."""
    in_footer = element.getparent().tag == "TFOOT"
    source = (list_kind, in_footer, etree.tostring(element, with_tail=False))
    printed = _SEEN.get(source)
    if printed is None:
        if len(_SEEN) >= _ROWS_KEPT:
            _SEEN.clear()
        printed = _SEEN[source] = _read_row(element, list_kind, in_footer=in_footer)
    return printed


def _read_row(element: etree._Element, list_kind: str, *, in_footer: bool) -> _Printed:
    marked = [_marked(cell) for cell in element]
    text = _printed(" | ".join(marked))
    repairs: list[str] = []
    if len(marked) > 1 and terms.NOTE in marked[1]:
        marked[1] = _without_superscripts(marked[1])
    if len(marked) > 1 and "\nmdash;" in marked[1]:
        marked[1] = marked[1].replace("\nmdash;", "\n—")
        repairs.append("character_name_printed_for_a_dash")
    if all(cell.tag == "TH" for cell in element):
        return _Printed(tuple(marked), text, "heading")
    if in_footer:
        return _Printed(tuple(marked), text, "footnote")
    if disposition := _structural(marked, text, list_kind):
        return _Printed(tuple(marked), text, disposition)
    if reason := _misaligned(marked, list_kind, repairs):
        return _Printed(tuple(marked), text, "rejected", reason)
    return _Printed(
        tuple(marked),
        text,
        repairs=tuple(repairs),
        country=_printed(marked[0]),
        has_terms=any(_WORD.search(cell) for cell in marked[2:]),
    )


def _without_superscripts(marked: str) -> str:
    """`9⟨th⟩ Floor` and `1⟨1⟩⁄2 Miles` as one reads them: `9th Floor`, `1 1⁄2 Miles`."""
    return _SUPERSCRIPT.sub(
        lambda match: f" {match[1]}" if match[1].isdigit() else match[1], marked
    )


def _marked(element: etree._Element) -> str:
    """A cell's text: line feeds for breaks, marks for what italics and superscripts say."""
    if len(element) == 0:
        return " ".join((element.text or "").split())
    parts = [element.text or ""]
    for child in element:
        parts.append(_marked_child(child))
        if child.tail:
            parts.append(child.tail)
    return _lines("".join(parts), _BREAK)


def _lines(text: str, separator: str) -> str:
    """The lines of a text, each with its whitespace collapsed."""
    return "\n".join([" ".join(line.split()) for line in text.split(separator)])


def _marked_child(child: etree._Element) -> str:
    if child.tag == "br":
        return _BREAK
    inner = (child.text or "") if len(child) == 0 else _marked(child)
    if child.tag == "sup":
        return f"{terms.NOTE}{inner}{terms.NOTE_END}"
    if child.tag in ("E", "I") and child.get("T", "03") == "03":
        word = inner.strip(" ,;")
        if word == "and":
            return inner.replace("and", cells.AND)
        if word:
            return f"{cells.ITALIC}{inner}{cells.PLAIN}"
    return inner


def _printed(marked: str) -> str:
    """Marked text as printed, whitespace collapsed."""
    return " ".join(_without_marks(marked).split())


def _without_marks(marked: str) -> str:
    if marked.isascii():
        return marked
    return cells.without_marks(marked).replace(terms.NOTE, "").replace(terms.NOTE_END, "")


def _printed_lines(marked: str) -> str:
    """Marked text as printed, its line breaks kept."""
    return _lines(_without_marks(marked), "\n").strip()


def _check_heading(printed: _Printed, number: int, list_kind: str, name: str) -> None:
    found = tuple(_printed(text).lower() for text in printed.cells)
    if found != _COLUMNS[list_kind]:
        raise Unreadable(
            found=f"columns {found}", where=f"{name}, row {number}",
            expected=f"columns {_COLUMNS[list_kind]}",
            remedy="read what changed in the printed table and teach the parser",
        )  # fmt: skip


def _structural(cells: list[str], text: str, list_kind: str) -> str | None:
    """What a row of the table's body is when it is no entry: blank, reserved, group heading."""
    if not _WORD.search(text):
        return "blank"
    if len(cells) == 3 and _printed(cells[1]).strip(" .").lower() == "[reserved]":
        return "reserved"
    if list_kind == "military_end_user_list" and _GROUP_HEADING.match(_printed(cells[1])):
        return "group_heading"
    return None


_GROUP_HEADING = re.compile(
    r"(?:Subordinate institut?i?on|The following \w+ subordinate institutions of [^:]+):?$",
    re.IGNORECASE,
)
_NOTE = re.compile(f"{terms.NOTE}\\s*(\\d+)\\s*{terms.NOTE_END}\\s*(.*)", re.DOTALL)


def _note(list_kind: str, marked: str) -> tuple[str, str | None, str]:
    match = _NOTE.match(marked.strip())
    return list_kind, match[1] if match else None, _printed(match[2] if match else marked)


def _notes_below(division: etree._Element, list_kind: str) -> list[tuple[str, str | None, str]]:
    """Footnotes that stand as paragraphs after the table, the shape of 2023."""
    return [
        _note(list_kind, _marked(paragraph))
        for paragraph in division.iter("P")
        if paragraph.get("class") == "gpotbl_note"
    ]


def _misaligned(cells: list[str], list_kind: str, repairs: list[str]) -> str:
    """Lay the cells on the columns; why they cannot be, or an empty text."""
    width = len(_COLUMNS[list_kind])
    if len(cells) == width + 1:
        blank = [i for i, text in enumerate(cells) if i and not _WORD.search(text)]
        if blank == [1]:
            del cells[1]
            repairs.append("surplus_blank_cell")
    if len(cells) != width:
        return f"{len(cells)} cells"
    if list_kind == ENTITY_LIST:
        _mend_columns(cells, repairs)
    return "" if _WORD.search(cells[1]) else "no entity"


_POLICY_LIKE = re.compile(r"\s*(?:Presumption|Policy|Case)", re.IGNORECASE)
_REQUIREMENT_LIKE = re.compile(r"\s*(?:For )?all items subject", re.IGNORECASE)
_CITATION_LIKE = re.compile(r"\d{2} FR \d+.*$", re.DOTALL)
_LEGAL_WORDS = re.compile(
    r"\bEAR\b|license|entity|Latitude|° ?\d|Upper|Lower|items|§|HS", re.IGNORECASE
)


def _mend_columns(cells: list[str], repairs: list[str]) -> None:
    """Put back what was printed one column too far, and say so."""
    if _POLICY_LIKE.match(cells[2]) and _REQUIREMENT_LIKE.match(cells[3]):
        cells[2], cells[3] = cells[3], cells[2]
        repairs.append("requirement_and_policy_swapped")
    requirement, gap, rest = cells[2].partition("\n\n")
    if gap and not _LEGAL_WORDS.search(rest):
        cells[1:3] = [f"{cells[1]}\n\n{rest.strip()}", requirement]
        repairs.append("address_in_requirement_column")
    misplaced = _CITATION_LIKE.search(cells[3]) if " FR " in cells[3] else None
    if misplaced:
        cells[4] = f"{misplaced.group()} {cells[4]}"
        cells[3] = cells[3][: misplaced.start()]
        repairs.append("citation_in_policy_column")


_CONTINUES = re.compile(
    rf"[{cells.ITALIC}\s]*"
    "(?:Subordinate institution|Affiliated entities|The following addresses apply|[—-])",
    re.IGNORECASE,
)
_PLACE = re.compile(r"^\s*(?:\d|No\.|Room|Unit|P\.?O\.? Box)", re.IGNORECASE)


def _entries(rows: list[_Row]) -> list[_Entry]:
    """Printed rows to entries. A row without licence and citation continues another.

    It goes to the next row when that one opens in the middle of a list of aliases (ICSOSO
    Electronics), else to the row before it when it says that it continues (subordinate
    institutions, affiliated entities, addresses). Any other stays an entry of its own and is
    flagged: a party must not vanish into its neighbour.
    """
    entries: list[_Entry] = []
    country = ""
    opened: list[_Row] = []
    for position, row in enumerate(rows):
        country = row.printed.country or country
        following = rows[position + 1] if position + 1 < len(rows) else None
        if row.list_kind == ENTITY_LIST and not row.printed.has_terms:
            if following and following.cells[1].lstrip().startswith("—"):
                opened.append(row)
                continue
            if entries and (_CONTINUES.match(row.cells[1]) or _PLACE.match(row.cells[1])):
                previous = entries[-1]
                previous.rows.append(row)
                gap = "\n\n" if _PLACE.match(row.cells[1]) else "\n"
                previous.entity += gap + row.cells[1]
                continue
        entity = row.cells[1]
        if opened:
            entity = "\n".join([*(part.cells[1] for part in opened), entity])
        entry = _Entry(row.list_kind, country, [*opened, row], entity, citation=row.cells[-1])
        if row.list_kind == ENTITY_LIST:
            entry.requirement, entry.policy = row.cells[2], row.cells[3]
            if not row.printed.has_terms:
                entry.flags.append("no licence terms and no citation in the row")
        entries.append(entry)
        opened = []
    return entries


def _main_row(entry: _Entry) -> _Row:
    return next((row for row in entry.rows if row.printed.has_terms), entry.rows[0])


def _mended(
    cited: list[tuple[tuple[Citation, ...], str]],
) -> list[tuple[tuple[Citation, ...], str]]:
    """A page has one date of publication: a lone date is mended by the others of its page."""
    dates: dict[tuple[int, int], Counter[date]] = defaultdict(Counter)
    for citations, _ in cited:
        for citation in citations:
            dates[citation.volume, citation.page][citation.published_on] += 1

    def mend(citation: Citation) -> Citation:
        usual, count = dates[citation.volume, citation.page].most_common(1)[0]
        own = dates[citation.volume, citation.page][citation.published_on]
        if citation.published_on != usual and count >= 3 * own:
            return citation.repaired("date_from_same_page", published_on=usual)
        return citation

    several = {page for page, counted in dates.items() if len(counted) > 1}
    return [
        (
            tuple(mend(c) if (c.volume, c.page) in several else c for c in citations),
            left,
        )
        for citations, left in cited
    ]


def _records(
    entry: _Entry, citations: tuple[Citation, ...], unread_citations: str
) -> _EntryRecords:
    return _entry_records(
        entry.country,
        entry.entity,
        entry.requirement,
        entry.policy,
        citations,
        unread_citations,
        tuple(entry.flags),
    )


@lru_cache(maxsize=16384)
def _entry_records(
    country: str,
    entity: str,
    requirement: str,
    policy: str,
    citations: tuple[Citation, ...],
    unread_citations: str,
    flags_of_rows: tuple[str, ...],
) -> _EntryRecords:
    """What an entry says wherever it stands, read once however often it is printed."""
    cell = cells.parse_cell(entity)
    flags = list(flags_of_rows)
    if cell.unassigned:
        flags.append(f"unassigned text: {cell.unassigned}")
    if cell.kind == "party" and not cell.names:
        flags.append("no name read")
    if any(cells.names_another(address) for address in cell.addresses):
        flags.append("an alias marker among the addresses")
    if cell.aliases_declared not in (None, cell.aliases_parsed):
        flags.append(f"aliases declared {cell.aliases_declared}, printed {cell.aliases_parsed}")
    if unread_citations:
        flags.append(f"unread citation: {unread_citations}")
    names = list(dict.fromkeys(cell.names))  # in printed order, a repeated spelling once
    entity_name = names[0][0] if names else _printed(entity)
    if cell.kind == "address":
        names = []
    name_keys = [key(name) for name, _ in names]
    address_keys = [key(address) for address in cell.addresses]
    requirement_key = legal_key(terms.without_footnotes(requirement))
    policy_key = legal_key(terms.without_footnotes(policy))
    notes = sorted({*terms.footnotes(requirement), *terms.footnotes(policy)})
    cited = [citation.citation for citation in citations]
    content = [country, key(entity_name), sorted(set(name_keys)), sorted(set(address_keys)),
               requirement_key, policy_key, notes, cited]  # fmt: skip
    own = (
        country,
        country_code(country),
        _printed_lines(entity),
        cell.kind,
        entity_name,
        key(entity_name),
        _printed(requirement) or None,
        requirement_key or None,
        _printed(policy) or None,
        policy_key or None,
        notes,
        cited,
        cell.successor_clause,
        cell.including,
        list(cell.see_also),
        cell.aliases_declared,
        cell.aliases_parsed,
        hashlib.sha256(json.dumps(content).encode()).hexdigest(),
        flags,
    )
    return (
        own,
        _columns(
            4,
            [
                (number, name, kind, name_key)
                for number, ((name, kind), name_key) in enumerate(
                    zip(names, name_keys, strict=True), 1
                )
            ],
        ),
        _columns(
            3,
            [
                (number, address, address_key)
                for number, (address, address_key) in enumerate(
                    zip(cell.addresses, address_keys, strict=True), 1
                )
            ],
        ),
        _columns(
            7,
            [
                (number, c.volume, c.page, c.citation, c.published_on, c.text, c.repaired_by)
                for number, c in enumerate(citations, 1)
            ],
        ),
        _columns(
            4,
            [
                (number, term.kind, term.value, term.text)
                for number, term in enumerate(
                    terms.decode(_plain_and(requirement), _plain_and(policy)), 1
                )
            ],
        ),
    )


def _columns(width: int, records: list[tuple[Any, ...]]) -> tuple[tuple[Any, ...], ...]:
    return tuple(zip(*records, strict=True)) if records else ((),) * width


def _tables(
    rows: list[list[Any]],
    notes: list[tuple[str, str | None, str]],
    entries: list[_Entry],
    records: list[_EntryRecords],
) -> dict[str, pa.Table]:
    """Column by column: hundreds of thousands of values are joined without a record for each."""
    columns: dict[str, Iterable[Iterable[Any]]] = {
        "ecfr_entries": (
            range(1, len(entries) + 1),
            [entry.list_kind for entry in entries],
            [entry.rows[0].number for entry in entries],
            [entry.rows[-1].number for entry in entries],
            *zip(*[own for own, *_ in records], strict=True),
        ),
        "ecfr_rows": zip(*rows, strict=True),
        "ecfr_notes": zip(*notes, strict=True) if notes else ((), (), ()),
    }
    for place, table in enumerate(_MEMBERS, 1):
        members = [record[place] for record in records]
        columns[table] = (
            [number for number, member in enumerate(members, 1) for _ in member[0]],
            *map(chain.from_iterable, zip(*members, strict=True)),
        )
    return {
        table: pa.Table.from_arrays(
            [
                pa.array(list(values), kind)
                for values, kind in zip(columns[table], schema.types, strict=True)
            ],
            schema=schema,
        )
        for table, schema in TABLES.items()
    }


def _plain_and(marked: str) -> str:
    return marked.replace(cells.AND, "and").replace(cells.ITALIC, "").replace(cells.PLAIN, "")
