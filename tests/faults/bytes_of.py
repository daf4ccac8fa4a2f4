"""True bytes of each source to start from, and the ways in which bytes go wrong.

Here: functions from bytes to bytes. Not here: what must come of them (`files.py`).
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from dagster_project.sources.decisions.records import decision_id, facts_hash

Mutate = Callable[[bytes], bytes]

SAMPLE = Path(__file__).resolve().parent.parent.parent / "data" / "sample"
LIST_FILE = "2023-11-16_part-744.xml"
HTML = (
    b"<!doctype html>\n<html><head><title>503 Service Unavailable</title></head>"
    b"<body><h1>Down for maintenance</h1></body></html>\n"
)
MAIN_ROW = re.compile(rb"<TR>\n<TD.*?</TR>\n", re.DOTALL)
COUNTRY = re.compile(rb'<TD class="[^"]*">([^<]*)</TD>')

CSL_COLUMNS = (
    "_id", "source", "entity_number", "type", "programs", "name", "title", "addresses",
    "federal_register_notice", "start_date", "end_date", "standard_order", "license_requirement",
    "license_policy", "call_sign", "vessel_type", "gross_tonnage", "gross_registered_tonnage",
    "vessel_flag", "vessel_owner", "remarks", "source_list_url", "alt_names", "citizenships",
    "dates_of_birth", "nationalities", "places_of_birth", "source_information_url", "ids",
)  # fmt: skip
BIS_COLUMNS = (
    "Source List", "Entity Number", "SDN Type", "Programs", "Name", "Title", "Address", "City",
    "State/Province", "Postal Code", "Country", "Federal Register Notice", "Effective Date",
    "Date Lifted/Waived/Expired", "Standard Order", "License Requirement", "License Policy",
    "Call Sign", "Vessel Type", "Gross Tonnage", "Gross Register Tonnage", "Vessel Flag",
    "Vessel Owner", "Remarks/Notes", "Address Number", "Address Remarks", "Alternate Number",
    "Alternate Type", "Alternate Name", "Alternate Remarks", "Web Link", "", "", "", "",
)  # fmt: skip


def sample(path: str) -> bytes:
    return (SAMPLE / path).read_bytes()


def the_list() -> bytes:
    return sample(f"ecfr/{LIST_FILE}")


def screening_list() -> bytes:
    """Ten records in the Consolidated Screening List's shape."""
    rows = [
        {
            "_id": f"4398d{number}",
            "source": "Entity List (EL) - Bureau of Industry and Security",
            "name": f"Example Optics {number} Co., Ltd. (fictional)",
            "addresses": f"{number} Science Park, Beijing, CN",
            "federal_register_notice": "85 FR 34505",
            "start_date": "2020-06-05",
            "license_requirement": "For all items subject to the EAR. ",
            "license_policy": "Presumption of denial. ",
        }
        for number in range(10)
    ]
    return _csv(CSL_COLUMNS, rows)


def bis_sheet() -> bytes:
    """Ten rows in the Bureau's sheet."""
    rows = [
        {
            "Source List": "EL ",
            "Name": f"Example Optics {number} Co., Ltd. (fictional)",
            "Address": f"{number} Hill Road ",
            "City": "Beijing",
            "Country": "China",
            "Federal Register Notice": "84 FR 54002",
            "Effective Date": "10/9/2019",
            "License Requirement": "For all items subject to the EAR.",
            "License Policy": "Presumption of denial.",
        }
        for number in range(10)
    ]
    return b"\xef\xbb\xbf" + _csv(BIS_COLUMNS, rows)


def decision() -> bytes:
    """A decision file as `entity-list decide` writes one."""
    facts = [{"fact": "listing", "item": "entity-1", "compared": "x", "text": "listed"}]
    fields: dict[str, Any] = {
        "review_id": "review-1",
        "about": "Example Institute and Example Optics (fictional)",
        "decision": "no_action_needed",
        "author": "Example officer (fictional)",
        "decided_at": "2024-01-02T03:04:05+00:00",
        "reason": "checked by hand",
        "generation": "20240101T000000Z-0123456789abcdef",
        "facts_known_at": "2024-01-01T00:00:00+00:00",
        "facts": facts,
        "facts_hash": facts_hash(facts),
    }
    return json.dumps({"decision_id": decision_id(fields), **fields}).encode()


def as_zip(content: bytes, *names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names or ("20191009120000.gkg.csv",):
            archive.writestr(zipfile.ZipInfo(name, (2019, 10, 9, 12, 0, 0)), content)
    return out.getvalue()


@cache
def bomb(megabytes: int = 300) -> bytes:
    """So many megabytes of zeros, packed as a zip file of one member."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("20191009120000.gkg.csv", "w") as member,
    ):
        for _ in range(megabytes):
            member.write(b"0" * 2**20)
    return out.getvalue()


# --- any bytes ------------------------------------------------------------------------------


def instead(content: bytes) -> Mutate:
    return lambda _: content


def cut_at(share: float) -> Mutate:
    return lambda content: content[: int(len(content) * share)]


def cut_end(count: int) -> Mutate:
    return lambda content: content[:-count]


def gzipped(content: bytes) -> bytes:
    return gzip.compress(content, mtime=0)


def utf_16(content: bytes) -> bytes:
    return content.decode("utf-8-sig").encode("utf-16")


def replaced(old: bytes, new: bytes, count: int = -1) -> Mutate:
    """A replacement that must find what it replaces: a fault not injected proves nothing."""

    def mutate(content: bytes) -> bytes:
        assert old in content, f"{old!r} is not in the file"
        return content.replace(old, new, count)

    return mutate


def inserted(at: float, what: bytes) -> Mutate:
    def mutate(content: bytes) -> bytes:
        place = int(len(content) * at)
        return content[:place] + what + content[place:]

    return mutate


# --- the list -------------------------------------------------------------------------------


def entry_rows(content: bytes) -> list[bytes]:
    """The rows of the first table that print an entry."""
    return MAIN_ROW.findall(content.split(b"</TABLE>")[0])


def without_rows(share: float) -> Mutate:
    """Every n-th entry is gone; each destination stays."""

    def mutate(content: bytes) -> bytes:
        rows = [row for row in entry_rows(content) if not _prints_country(row)]
        count = max(1, round(len(entry_rows(content)) * share))
        step = len(rows) / count
        for number in range(min(count, len(rows))):
            content = content.replace(rows[int(number * step)], b"", 1)
        return content

    return mutate


def with_rows_twice(share: float) -> Mutate:
    def mutate(content: bytes) -> bytes:
        rows = [row for row in entry_rows(content) if not _prints_country(row)]
        for row in rows[: max(1, round(len(rows) * share))]:
            content = content.replace(row, row + row, 1)
        return content

    return mutate


def without_destination(country: bytes) -> Mutate:
    def mutate(content: bytes) -> bytes:
        found, inside = 0, False
        for row in entry_rows(content):
            if _prints_country(row):
                inside = country in COUNTRY.search(row)[1]  # type: ignore[index]
            if inside:
                content = content.replace(row, b"", 1)
                found += 1
        assert found, f"no entry of {country!r}"
        return content

    return mutate


def only_rows(count: int) -> Mutate:
    def mutate(content: bytes) -> bytes:
        for row in entry_rows(content)[count:]:
            content = content.replace(row, b"", 1)
        return content

    return mutate


def cell(number: int, new: bytes, rows: int = 1) -> Mutate:
    """Other content in one cell (0 is the destination) of the first `rows` rows that print an entry
    and no destination."""

    def mutate(content: bytes) -> bytes:
        found = 0
        for row in entry_rows(content):
            cells = re.findall(rb"<TD[^>]*>.*?</TD>", row, re.DOTALL)
            if found == rows or len(cells) < 5 or _prints_country(row):  # fewer: a heading
                continue
            found += 1
            content = content.replace(
                row, row.replace(cells[number], b"<TD>" + new + b"</TD>", 1), 1
            )
        assert found == rows, f"{found} such rows, {rows} wanted"
        return content

    return mutate


def fewer_cells(rows: int) -> Mutate:
    """The last two cells of the first `rows` rows are gone."""

    def mutate(content: bytes) -> bytes:
        for row in [row for row in entry_rows(content) if not _prints_country(row)][:rows]:
            cells = re.findall(rb"<TD[^>]*>.*?</TD>\n?", row, re.DOTALL)
            content = content.replace(row, row.replace(cells[3], b"").replace(cells[4], b""), 1)
        return content

    return mutate


def heading_lost(content: bytes) -> bytes:
    return re.sub(rb"<TH[^>]*>Country</TH>\n", b"", content)


def headings_swapped(content: bytes) -> bytes:
    return (
        content.replace(b">Country<", b">#<")
        .replace(b">Entity<", b">Country<")
        .replace(b">#<", b">Entity<")
    )


@cache
def long_list(entries: int) -> bytes:
    """A list of so many entries, from one row of the sample: names differ in words of their own."""
    content = the_list()
    rows = entry_rows(content)
    plain = next(row for row in rows if b"Altay Municipality" in row)
    more = b"".join(
        plain.replace(b"Altay Municipality", b"Prefecture " + _word(number))
        for number in range(entries - len(rows))
    )
    return content.replace(plain, plain + more, 1)


def _word(number: int) -> bytes:
    letters = ""
    number = number * 7919 + 17576
    while number:
        number, rest = divmod(number, 26)
        letters += chr(97 + rest)
    return letters.capitalize().encode() * 2


def _prints_country(row: bytes) -> bool:
    found = COUNTRY.search(row)
    return bool(found and re.search(rb"[A-Z]{3}", found[1]))


# --- comma-separated text -------------------------------------------------------------------


def table_change(change: Callable[[list[list[str]]], Any]) -> Mutate:
    """`change` edits the rows of a CSV file, header first, in place."""

    def mutate(content: bytes) -> bytes:
        text = content.decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(text, newline="")))
        change(rows)
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerows(rows)
        mark = b"\xef\xbb\xbf" if content.startswith(b"\xef\xbb\xbf") else b""
        return mark + out.getvalue().encode()

    return mutate


def column_renamed(number: int) -> Mutate:
    return table_change(lambda rows: rows[0].__setitem__(number, "renamed by the publisher"))


def column_lost(number: int) -> Mutate:
    return table_change(lambda rows: [row.pop(number) for row in rows])


def column_added(rows: list[list[str]]) -> None:
    rows[0].append("new by the publisher")
    for row in rows[1:]:
        row.append("x")


def column_twice(number: int) -> Mutate:
    return table_change(lambda rows: [row.append(row[number]) for row in rows])


def row_longer(rows: list[list[str]]) -> None:
    rows[1].insert(2, "one too many")


def row_shorter(rows: list[list[str]]) -> None:
    del rows[1][2:4]


def header_only(rows: list[list[str]]) -> None:
    del rows[1:]


def header_lost(rows: list[list[str]]) -> None:
    del rows[0]


def value(column: str, new: str, rows_changed: int = 1) -> Mutate:
    def change(rows: list[list[str]]) -> None:
        place = rows[0].index(column)
        for row in rows[1 : 1 + rows_changed]:
            row[place] = new

    return table_change(change)


def rows_twice(rows: list[list[str]]) -> None:
    rows += [list(row) for row in rows[1:]]


def _csv(columns: tuple[str, ...], rows: list[dict[str, str]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([row.get(column, "") if column else "" for column in columns] for row in rows)
    return out.getvalue().encode()


# --- JSON -----------------------------------------------------------------------------------


def json_change(change: Callable[[Any], Any]) -> Mutate:
    """`change` edits the decoded value in place."""

    def mutate(content: bytes) -> bytes:
        decoded = json.loads(content)
        change(decoded)
        return json.dumps(decoded).encode()

    return mutate


# --- XML ------------------------------------------------------------------------------------


def entity_bomb(root: bytes) -> Mutate:
    """Ten entities, each ten times the one before: 10^10 letters, were they unfolded."""
    entities = b'<!ENTITY a0 "lol">' + b"".join(
        b'<!ENTITY a%d "%s">' % (number, b"&a%d;" % (number - 1) * 10) for number in range(1, 11)
    )
    return _with_doctype(root, entities, b"&a10;")


def quadratic_bomb(root: bytes) -> Mutate:
    return _with_doctype(root, b'<!ENTITY a "%s">' % (b"x" * 50_000), b"&a;" * 2_000)


def external_entity(root: bytes, where: bytes) -> Mutate:
    return _with_doctype(root, b'<!ENTITY a SYSTEM "%s">' % where, b"&a;")


def external_dtd(root: bytes) -> Mutate:
    def mutate(content: bytes) -> bytes:
        head, body = _split(content)
        return head + b'<!DOCTYPE %s SYSTEM "http://127.0.0.1:9/list.dtd">' % root + body

    return mutate


def _with_doctype(root: bytes, entities: bytes, used: bytes) -> Mutate:
    def mutate(content: bytes) -> bytes:
        head, body = _split(content)
        place = body.index(b">", body.index(b"<" + root)) + 1
        text = body[:place] + b"<HEAD>" + used + b"</HEAD>" + body[place:]
        return head + b"<!DOCTYPE %s [%s]>" % (root, entities) + text

    return mutate


def _split(content: bytes) -> tuple[bytes, bytes]:
    place = content.index(b"?>") + 2
    return content[:place], content[place:]
