"""The Bureau of Industry and Security's CSV of the Entity List, read strictly.

Here: bytes to one record per printed row, its damage flagged. Not here: joining the rows of one
entity.

The sheet is kept by hand: several dates in one cell parted by `;`, `,` or `:`, letters lost to
`?`, text that slipped into a column nobody fills. Nothing is guessed back; every row stays, with
what is wrong with it in `flagged`.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from typing import Any

from dagster_project.sources.bis_csv.records import TABLES
from dagster_project.sources.ecfr.countries import country_code
from dagster_project.sources.ecfr.normalise import key
from dagster_project.sources.ecfr.terms import decode_unmarked
from dagster_project.sources.parsed import Parsed, Rejected, Unreadable, to_table
from dagster_project.sources.strict_csv import check_header, decode_utf8, records

PARSER_VERSION = 2

_REMEDY = "download the sheet again from bis.gov; keep this file as evidence"
_USED = (
    "Source List", "Name", "Address", "City", "State/Province", "Postal Code", "Country",
    "Federal Register Notice", "Effective Date", "License Requirement", "License Policy",
    "Remarks/Notes", "Alternate Name", "Web Link",
)  # fmt: skip
# Columns of the format shared with other lists; the Entity List leaves them blank.
_UNUSED = (
    "Entity Number", "SDN Type", "Programs", "Title", "Date Lifted/Waived/Expired",
    "Standard Order", "Call Sign", "Vessel Type", "Gross Tonnage", "Gross Register Tonnage",
    "Vessel Flag", "Vessel Owner", "Address Number", "Address Remarks", "Alternate Number",
    "Alternate Type", "Alternate Remarks",
)  # fmt: skip
_COUNTRY_SPELLINGS = {"moracco": "MA"}

_BREAK = re.compile(r"\s*;\s*(?:and\s+)?")
_CITATION = re.compile(r"(\d{2})\s+FR\s+(\d{3,6})\b")
_CITATION_WITHOUT_PAGE = re.compile(r"\d{2}\s+FR\b(?!\s+\d)")
_DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})(?!\d)")
_WORD = re.compile(r"\w")
# What UTF-8 and Windows-1252 confused leave behind.
_MISREAD = re.compile("[€ÿ‚¢]|Ã.")


def parse(content: bytes, *, name: str, published_on: date | None) -> Parsed:
    """Every printed row of one file.

    Raises Unreadable for bytes that are not UTF-8, other columns, a row with too few or too many
    cells, or a file without rows. A row of another list, or without a name, is rejected.
    """
    text = decode_utf8(content, name=name, remedy=_REMEDY)
    read = records(text, name=name, remedy=_REMEDY)
    _, header = next(read)
    columns = [column.strip() for column in header]
    while columns and not columns[-1]:
        columns.pop()  # the sheet was saved with blank columns at its right
    check_header(columns, required=_USED, optional=_UNUSED, where=name, remedy=_REMEDY)
    found = 0
    blank = 0
    rows: list[dict[str, Any]] = []
    rejected: list[Rejected] = []
    for row_number, cells in read:
        found += 1
        if len(cells) != len(header):
            raise Unreadable(
                found=f"a row of {len(cells)} cells",
                where=f"{name}, row {row_number}",
                expected=f"{len(header)} cells in every row",
                remedy=_REMEDY,
            )
        if not any(cell.strip() for cell in cells):
            blank += 1
            continue
        record = dict(zip(columns, cells, strict=False))
        beyond = [cell for cell in cells[len(columns) :] if _WORD.search(cell)]
        reason = _reason_to_reject(record)
        if reason:
            rejected.append(Rejected(row_number, reason, ",".join(cells)))
        else:
            rows.append(_row(record, beyond, row_number))
    if not text.endswith("\n") or not rows:
        raise Unreadable(
            found="no row" if not rows else "no line end after the last row",
            where=f"{name}, row {found + 1}",
            expected="the whole sheet, with rows of the Entity List",
            remedy=_REMEDY,
        )
    return Parsed(
        tables={"bis_csv_rows": to_table(rows, TABLES["bis_csv_rows"])},
        rows_found=found,
        rows_parsed=len(rows),
        rows_structural=blank,
        rejected=tuple(rejected),
        repairs=dict(Counter(flag.partition(":")[0] for row in rows for flag in row["flagged"])),
    )


def _reason_to_reject(record: dict[str, str]) -> str | None:
    if record["Source List"].strip() not in ("EL", ""):
        return f"source list {record['Source List'].strip()!r}, not EL or blank"
    if not _WORD.search(record["Name"]):
        return "no name"
    return None


def _row(record: dict[str, str], beyond: list[str], row_number: int) -> dict[str, Any]:
    texts = {column: " ".join(text.split()) for column, text in record.items()}
    flags = [f"text_in_unused_column: {c}" for c in _UNUSED if _WORD.search(texts.get(c, ""))]
    if beyond:
        flags.append("text_in_unused_column: beyond the last")
    if not texts["Source List"]:
        flags.append("source_list_blank")
    if any("?" in texts[column] for column in _USED if column != "Web Link"):
        flags.append("character_lost_to_question_mark")
    if any(_MISREAD.search(texts[column]) for column in _USED):
        flags.append("character_misread")
    dates = _dates(texts["Effective Date"], flags)
    citation_text = texts["Federal Register Notice"]
    citations = [f"{volume} FR {page}" for volume, page in _CITATION.findall(citation_text)]
    if not citations:
        flags.append("no_citation")
    elif _CITATION_WITHOUT_PAGE.search(citation_text):
        flags.append("citation_without_page")
    country = texts["Country"]
    code = country_code(country) if country else None
    if code is None and (code := _COUNTRY_SPELLINGS.get(country.lower())):
        flags.append("country_spelling")
    if code is None:
        flags.append("country_unknown" if country else "country_blank")
    alternate_names = [a for a in _BREAK.split(texts["Alternate Name"]) if a]
    return {
        "row_number": row_number,
        "source_list": record["Source List"],
        "name": texts["Name"],
        "name_key": key(texts["Name"]),
        "alternate_names": alternate_names,
        "alternate_name_keys": [key(name) for name in alternate_names],
        "alternate_names_text": record["Alternate Name"] or None,
        "address": texts["Address"] or None,
        "city": texts["City"] or None,
        "state_province": texts["State/Province"] or None,
        "postal_code": texts["Postal Code"] or None,
        "country": country or None,
        "country_code": code,
        "citations": citations,
        "citation_text": record["Federal Register Notice"] or None,
        "effective_dates": dates,
        "effective_date_text": record["Effective Date"] or None,
        "license_requirement": texts["License Requirement"] or None,
        "license_policy": texts["License Policy"] or None,
        "terms": [
            f"{term.kind}: {term.value}"
            for term in decode_unmarked(texts["License Requirement"], texts["License Policy"])
        ],
        "remarks": texts["Remarks/Notes"] or None,
        "web_link": texts["Web Link"] or None,
        "flagged": flags,
    }


def _dates(text: str, flags: list[str]) -> list[date]:
    """The dates of a cell in printed order, whatever parts them."""
    if not text:
        flags.append("effective_date_blank")
        return []
    found = []
    for month, day, year in _DATE.findall(text):
        full = int(year) if len(year) == 4 else int(year) + (1900 if int(year) >= 90 else 2000)
        try:
            found.append(date(full, int(month), int(day)))
        except ValueError:
            flags.append(f"effective_date_is_no_date: {month}/{day}/{year}")
    if _WORD.search(_DATE.sub("", text)):
        flags.append("effective_date_with_other_text")
    if len(found) > 1:
        flags.append("several_effective_dates")
    return found
