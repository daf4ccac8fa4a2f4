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
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
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
_SUPERSCRIPT = re.compile(rf"\s*{terms.NOTE}\s*(\w*)\s*{terms.NOTE_END}")


@dataclass
class _Row:
    """One printed table row, its cells as marked text."""

    number: int
    list_kind: str
    cells: list[str]
    text: str
    repairs: list[str] = field(default_factory=list)


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
    rows: list[dict[str, Any]] = []
    notes: list[dict[str, Any]] = []
    entries: list[_Entry] = []
    rejected: list[Rejected] = []
    repairs: Counter[str] = Counter()
    number = 0
    for list_kind, division in _divisions(root, name):
        printed: list[_Row] = []
        for element in _table(division, name).iter("TR"):
            number += 1
            row = _row(element, number, list_kind)
            disposition = _structural(element, row, name, notes)
            if disposition is None and not _aligned(row):
                disposition = "rejected"
                width = len(_COLUMNS[list_kind])
                reason = "no entity" if len(row.cells) == width else f"{len(row.cells)} cells"
                rejected.append(Rejected(number, reason, row.text))
            rows.append(_row_record(row, disposition))
            if disposition is None:
                printed.append(row)
                repairs.update(row.repairs)
        notes.extend(_notes_below(division, list_kind))
        listed = _entries(printed)
        if list_kind == ENTITY_LIST and not listed:
            raise Unreadable(
                found="no entry", where=f"{name}, {division.get('N')}",
                expected="a list with entries", remedy=_REMEDY,
            )  # fmt: skip
        entries.extend(listed)

    tables: dict[str, list[dict[str, Any]]] = defaultdict(list)
    tables["ecfr_notes"] = notes
    by_number = {row["row_number"]: row for row in rows}
    citations = _mended([parse_citations(_without_marks(entry.citation)) for entry in entries])
    for entry_number, (entry, cited) in enumerate(zip(entries, citations, strict=True), 1):
        for row in entry.rows:
            by_number[row.number]["entry_number"] = entry_number
            by_number[row.number]["disposition"] = "continuation"
        by_number[_main_row(entry).number]["disposition"] = "entry"
        _add_entry(tables, entry_number, entry, *cited)
    tables["ecfr_rows"] = rows
    for citation in tables["ecfr_citations"]:
        repairs.update(
            (citation["repaired_by"] or "").split(", ") if citation["repaired_by"] else ()
        )
    dispositions = Counter(row["disposition"] for row in rows)
    parsed = dispositions["entry"] + dispositions["continuation"]
    return Parsed(
        tables={
            table: pa.Table.from_pylist(tables[table], schema=TABLES[table]) for table in TABLES
        },
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


def _row(element: etree._Element, number: int, list_kind: str) -> _Row:
    marked = [_marked(cell) for cell in element]
    row = _Row(number, list_kind, marked, _printed(" | ".join(marked)))
    if len(marked) > 1 and terms.NOTE in marked[1]:
        marked[1] = _without_superscripts(marked[1])
    if len(marked) > 1 and "\nmdash;" in marked[1]:
        marked[1] = marked[1].replace("\nmdash;", "\n—")
        row.repairs.append("character_name_printed_for_a_dash")
    return row


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


def _structural(
    element: etree._Element, row: _Row, name: str, notes: list[dict[str, Any]]
) -> str | None:
    """What a row is when it is no entry: heading, footnote, blank, reserved, group heading."""
    if all(cell.tag == "TH" for cell in element):
        found = tuple(_printed(text).lower() for text in row.cells)
        if found != _COLUMNS[row.list_kind]:
            raise Unreadable(
                found=f"columns {found}", where=f"{name}, row {row.number}",
                expected=f"columns {_COLUMNS[row.list_kind]}",
                remedy="read what changed in the printed table and teach the parser",
            )  # fmt: skip
        return "heading"
    if element.getparent().tag == "TFOOT":
        notes.append(_note(row.list_kind, row.cells[0]))
        return "footnote"
    if not _WORD.search(row.text):
        return "blank"
    if len(row.cells) == 3 and _printed(row.cells[1]).strip(" .").lower() == "[reserved]":
        return "reserved"
    if row.list_kind == "military_end_user_list" and _GROUP_HEADING.match(_printed(row.cells[1])):
        return "group_heading"
    return None


_GROUP_HEADING = re.compile(
    r"(?:Subordinate institut?i?on|The following \w+ subordinate institutions of [^:]+):?$",
    re.IGNORECASE,
)
_NOTE = re.compile(f"{terms.NOTE}\\s*(\\d+)\\s*{terms.NOTE_END}\\s*(.*)", re.DOTALL)


def _note(list_kind: str, marked: str) -> dict[str, Any]:
    match = _NOTE.match(marked.strip())
    return {
        "list_kind": list_kind,
        "footnote": match[1] if match else None,
        "note_text": _printed(match[2] if match else marked),
    }


def _notes_below(division: etree._Element, list_kind: str) -> list[dict[str, Any]]:
    """Footnotes that stand as paragraphs after the table, the shape of 2023."""
    return [
        _note(list_kind, _marked(paragraph))
        for paragraph in division.iter("P")
        if paragraph.get("class") == "gpotbl_note"
    ]


def _aligned(row: _Row) -> bool:
    """Lay the cells on the columns; False when they cannot be."""
    width = len(_COLUMNS[row.list_kind])
    if len(row.cells) == width + 1:
        blank = [i for i, text in enumerate(row.cells) if i and not _WORD.search(text)]
        if blank[:1] == [1] and len(blank) == 1:
            del row.cells[1]
            row.repairs.append("surplus_blank_cell")
    if len(row.cells) != width:
        return False
    if row.list_kind == ENTITY_LIST:
        _mend_columns(row)
    return bool(_WORD.search(row.cells[1]))


_POLICY_LIKE = re.compile(r"\s*(?:Presumption|Policy|Case)", re.IGNORECASE)
_REQUIREMENT_LIKE = re.compile(r"\s*(?:For )?all items subject", re.IGNORECASE)
_CITATION_LIKE = re.compile(r"\d{2} FR \d+.*$", re.DOTALL)
_LEGAL_WORDS = re.compile(
    r"\bEAR\b|license|entity|Latitude|° ?\d|Upper|Lower|items|§|HS", re.IGNORECASE
)


def _mend_columns(row: _Row) -> None:
    """Put back what was printed one column too far, and say so."""
    if _POLICY_LIKE.match(row.cells[2]) and _REQUIREMENT_LIKE.match(row.cells[3]):
        row.cells[2], row.cells[3] = row.cells[3], row.cells[2]
        row.repairs.append("requirement_and_policy_swapped")
    requirement, gap, rest = row.cells[2].partition("\n\n")
    if gap and not _LEGAL_WORDS.search(rest):
        row.cells[1:3] = [f"{row.cells[1]}\n\n{rest.strip()}", requirement]
        row.repairs.append("address_in_requirement_column")
    misplaced = _CITATION_LIKE.search(row.cells[3]) if " FR " in row.cells[3] else None
    if misplaced:
        row.cells[4] = f"{misplaced.group()} {row.cells[4]}"
        row.cells[3] = row.cells[3][: misplaced.start()]
        row.repairs.append("citation_in_policy_column")


def _row_record(row: _Row, disposition: str | None) -> dict[str, Any]:
    return {
        "row_number": row.number,
        "list_kind": row.list_kind,
        "disposition": disposition,
        "entry_number": None,
        "row_text": row.text,
    }


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
        country = _printed(row.cells[0]) or country
        legal = row.cells[2:]
        following = rows[position + 1] if position + 1 < len(rows) else None
        if row.list_kind == ENTITY_LIST and not any(_WORD.search(text) for text in legal):
            if following and following.cells[1].lstrip().startswith("—"):
                opened.append(row)
                continue
            if entries and (_CONTINUES.match(row.cells[1]) or _PLACE.match(row.cells[1])):
                previous = entries[-1]
                previous.rows.append(row)
                gap = "\n\n" if _PLACE.match(row.cells[1]) else "\n"
                previous.entity += gap + row.cells[1]
                continue
        entity = "\n".join([*(part.cells[1] for part in opened), row.cells[1]])
        entry = _Entry(row.list_kind, country, [*opened, row], entity, citation=row.cells[-1])
        if row.list_kind == ENTITY_LIST:
            entry.requirement, entry.policy = row.cells[2], row.cells[3]
            if not any(_WORD.search(text) for text in legal):
                entry.flags.append("no licence terms and no citation in the row")
        entries.append(entry)
        opened = []
    return entries


def _main_row(entry: _Entry) -> _Row:
    return next(
        (row for row in entry.rows if any(_WORD.search(text) for text in row.cells[2:])),
        entry.rows[0],
    )


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


def _add_entry(
    tables: dict[str, list[dict[str, Any]]],
    entry_number: int,
    entry: _Entry,
    citations: tuple[Citation, ...],
    unread_citations: str,
) -> None:
    cell = cells.parse_cell(entry.entity)
    flags = list(entry.flags)
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
    names = _distinct(cell.names)
    entity_name = names[0][0] if names else _printed(entry.entity)
    if cell.kind == "address":
        names = []
    name_keys = [key(name) for name, _ in names]
    address_keys = [key(address) for address in cell.addresses]
    requirement_key = legal_key(terms.without_footnotes(entry.requirement))
    policy_key = legal_key(terms.without_footnotes(entry.policy))
    notes = sorted({*terms.footnotes(entry.requirement), *terms.footnotes(entry.policy)})
    cited = [citation.citation for citation in citations]
    content = [entry.country, key(entity_name), sorted(set(name_keys)), sorted(set(address_keys)),
               requirement_key, policy_key, notes, cited]  # fmt: skip
    tables["ecfr_entries"].append(
        {
            "entry_number": entry_number,
            "list_kind": entry.list_kind,
            "first_row": entry.rows[0].number,
            "last_row": entry.rows[-1].number,
            "country": entry.country,
            "country_code": country_code(entry.country),
            "entity_text": _printed_lines(entry.entity),
            "entity_kind": cell.kind,
            "entity_name": entity_name,
            "name_key": key(entity_name),
            "license_requirement": _printed(entry.requirement) or None,
            "requirement_key": requirement_key or None,
            "license_review_policy": _printed(entry.policy) or None,
            "policy_key": policy_key or None,
            "footnotes": notes,
            "citations": cited,
            "successor_clause": cell.successor_clause,
            "including_clause": cell.including,
            "see_also": list(cell.see_also),
            "aliases_declared": cell.aliases_declared,
            "aliases_parsed": cell.aliases_parsed,
            "content_key": hashlib.sha256(json.dumps(content).encode()).hexdigest(),
            "flagged": flags,
        }
    )
    tables["ecfr_names"].extend(
        {"entry_number": entry_number, "name_number": number, "name": name, "name_kind": kind,
         "name_key": key(name)}
        for number, (name, kind) in enumerate(names, 1)
    )  # fmt: skip
    tables["ecfr_addresses"].extend(
        {"entry_number": entry_number, "address_number": number, "address": address,
         "address_key": address_key}
        for number, (address, address_key) in enumerate(
            zip(cell.addresses, address_keys, strict=True), 1
        )
    )  # fmt: skip
    tables["ecfr_citations"].extend(
        {"entry_number": entry_number, "citation_number": number, "volume": c.volume,
         "page": c.page, "citation": c.citation, "published_on": c.published_on,
         "citation_text": c.text, "repaired_by": c.repaired_by}
        for number, c in enumerate(citations, 1)
    )  # fmt: skip
    decoded = terms.decode(_plain_and(entry.requirement), _plain_and(entry.policy))
    tables["ecfr_terms"].extend(
        {"entry_number": entry_number, "term_number": number, "term_kind": term.kind,
         "value": term.value, "term_text": term.text}
        for number, term in enumerate(decoded, 1)
    )  # fmt: skip


def _plain_and(marked: str) -> str:
    return marked.replace(cells.AND, "and").replace(cells.ITALIC, "").replace(cells.PLAIN, "")


def _distinct(names: tuple[tuple[str, str], ...]) -> list[tuple[str, str]]:
    """Names in printed order, a repeated spelling once."""
    return list(dict.fromkeys(names))
