"""Read CORDIS: an extract of projects or of participating organisations, or a whole programme.

The extract is a CSV; its header says which of the two it is. A whole programme is the zip that
CORDIS offers for download (cordis-HORIZONprojects-csv.zip and its like): `project.csv` and
`organization.csv`, separated by semicolons, with the participants' PIC; its other members are not
read.

A participation is a relationship between the organisations of one project, whatever it was paid: a
contribution of 0 or none is normal for partners that fund themselves.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from dagster_project.sources.cordis.records import TABLES
from dagster_project.sources.names import clean_name, country_code
from dagster_project.sources.parsed import Parsed, Rejected, Unreadable, to_table
from dagster_project.sources.strict_csv import (
    check_header,
    decode_utf8,
    records,
    refuse_cut_end,
)

PARSER_VERSION = 3

PROJECT_COLUMNS = (
    "project_id", "acronym", "title", "objective", "programme", "funding_scheme", "status",
    "start_date", "end_date", "start_year", "end_year", "duration_months", "total_cost",
    "ec_contribution", "coordinator_country", "num_countries", "num_organizations",
    "num_chinese_orgs", "countries_list", "eu_partners", "non_eu_partners",
    "chinese_organizations", "topics", "keywords", "call", "all_org_names",
)  # fmt: skip
ORGANIZATION_COLUMNS = (
    "id", "project_id", "org_name", "country", "city", "org_type", "ec_contribution",
    "net_contribution", "total_cost", "is_chinese",
)  # fmt: skip

_FIELDS = (*PROJECT_COLUMNS, *ORGANIZATION_COLUMNS, "pic")
# The archive's column → ours. What is not named here stays in the landed file.
_ARCHIVE_PROJECT = {
    "id": "project_id", "acronym": "acronym", "title": "title", "status": "status",
    "frameworkProgramme": "programme", "fundingScheme": "funding_scheme", "masterCall": "call",
    "topics": "topics", "startDate": "start_date", "endDate": "end_date",
    "totalCost": "total_cost", "ecMaxContribution": "ec_contribution",
}  # fmt: skip
_ARCHIVE_ORGANIZATION = {
    "projectID": "project_id", "organisationID": "pic", "name": "org_name", "country": "country",
    "city": "city", "activityType": "org_type", "ecContribution": "ec_contribution",
    "netEcContribution": "net_contribution", "totalCost": "total_cost",
}  # fmt: skip
# Horizon 2020 unpacks to some 200 MB; a member beyond this is no programme.
MAX_MEMBER_BYTES = 1024 * 1024 * 1024

_REMEDY = (
    "land the project and organisation files as exported (comma-separated, UTF-8), or a "
    "programme's whole archive as downloaded (cordis-…projects-csv.zip)"
)
_AMOUNT = re.compile(r"\d{1,15}(?:\.\d+)?")
# The archives have been seen with a decimal comma; three digits behind it could be thousands.
_ARCHIVE_AMOUNT = re.compile(r"\d{1,15}(?:\.\d+|,\d{1,2})?")
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_NUMBER = re.compile(r"\d{1,9}")
# The European Union writes these two of its own way.
_EU_CODES = {"UK": "GB", "EL": "GR"}


@dataclass(frozen=True)
class _Sheet:
    """One table as printed. `columns`: the printed column → the extract's name for it."""

    name: str
    table: str
    rows: Iterator[tuple[int, list[str]]]
    header: Sequence[str]
    columns: Mapping[str, str]
    text: str


def parse(content: bytes, *, name: str, published_on: date | None) -> Parsed:
    """One extract, or a programme's archive. `published_on` is not needed to read it.

    Raises Unreadable for another encoding or another set of columns, and for an archive that is
    damaged or lacks a member. A row that cannot be read is rejected with every column that is
    wrong; rows of an archive are counted through both members.
    """
    is_archive = content.startswith(b"PK\x03\x04")
    sheets = _archive(content, name) if is_archive else [_extract(content, name)]
    taken: dict[str, list[dict[str, object]]] = {table: [] for table in TABLES}
    rejected: list[Rejected] = []
    found = blank = 0
    for sheet in sheets:
        key = {"cordis_projects": "project_id"}.get(sheet.table, None if is_archive else "id")
        first_row_of: dict[str, int] = {}
        row_number, cells = 1, list(sheet.header)
        for row_number, cells in sheet.rows:
            found += 1
            if not any(cell.strip() for cell in cells):
                blank += 1
                continue
            reader = _Reader(sheet, cells, is_archive=is_archive)
            row: dict[str, object] = {}
            if len(cells) != len(sheet.header):
                reader.problems.append(f"found {len(cells)} cells, expected {len(sheet.header)}")
            else:
                make = _project if sheet.table == "cordis_projects" else _participation
                row = make(row_number, reader)
                if key:
                    earlier = first_row_of.setdefault(reader.cells[key], row_number)
                    if earlier != row_number:
                        reader.wrong(key, f"a number that does not stand in row {earlier} too")
            if reader.problems:
                where = f"{sheet.name}, row {row_number}" if is_archive else f"row {row_number}"
                reason = f"{where}: " + "; ".join(reader.problems)
                rejected.append(Rejected(row_number, reason, ",".join(cells)))
            else:
                taken[sheet.table].append(row)
        refuse_cut_end(
            sheet.text, cells, sheet.header, name=sheet.name, row=row_number, remedy=_REMEDY
        )
    tables = {table: to_table(rows, TABLES[table]) for table, rows in taken.items()}
    return Parsed(
        tables=tables,
        rows_found=found,
        rows_parsed=sum(len(rows) for rows in taken.values()),
        rows_structural=blank,
        rejected=tuple(rejected),
        repairs=dict(
            sorted(
                Counter(
                    repair
                    for table in tables.values()
                    for repair in table["repairs"].combine_chunks().flatten().to_pylist()
                ).items()
            )
        ),
    )


def _extract(content: bytes, name: str) -> _Sheet:
    text = decode_utf8(content, name=name, remedy=_REMEDY)
    rows = records(text, name=name, remedy=_REMEDY)
    _, header = next(rows)
    is_projects = len(set(header) & set(PROJECT_COLUMNS)) > len(
        set(header) & set(ORGANIZATION_COLUMNS)
    )
    columns = PROJECT_COLUMNS if is_projects else ORGANIZATION_COLUMNS
    check_header(header, required=columns, where=f"{name}, row 1", remedy=_REMEDY)
    table = "cordis_projects" if is_projects else "cordis_participations"
    return _Sheet(name, table, rows, header, {column: column for column in columns}, text)


def _archive(content: bytes, name: str) -> Iterator[_Sheet]:
    """The two members, one after the other: a programme's text is large."""
    for member, table, columns in (
        ("project.csv", "cordis_projects", _ARCHIVE_PROJECT),
        ("organization.csv", "cordis_participations", _ARCHIVE_ORGANIZATION),
    ):
        where = f"{name}, {member}"
        text = decode_utf8(_member(content, member, name), name=where, remedy=_REMEDY)
        rows = records(text, name=where, remedy=_REMEDY, delimiter=";")
        _, header = next(rows)
        others = [column for column in header if column not in columns]
        check_header(header, required=columns, optional=others, where=where, remedy=_REMEDY)
        yield _Sheet(member, table, rows, header, columns, text)


def _member(content: bytes, member: str, name: str) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive, archive.open(member) as file:
            text = file.read(MAX_MEMBER_BYTES + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, NotImplementedError) as error:
        raise Unreadable(
            found=f"an archive whose {member} cannot be read ({error})",
            where=name,
            expected="a whole zip file with project.csv and organization.csv",
            remedy=_REMEDY,
        ) from error
    if len(text) > MAX_MEMBER_BYTES:
        raise Unreadable(
            found=f"more than {MAX_MEMBER_BYTES // 2**20} MiB in {member}",
            where=name,
            expected="a programme's projects",
            remedy=f"do not unpack it; {_REMEDY}",
        )
    return text


class _Reader:
    """The cells of one row, with what is wrong in them and what was mended."""

    def __init__(self, sheet: _Sheet, cells: Sequence[str], *, is_archive: bool) -> None:
        ours = map(sheet.columns.get, sheet.header)
        known = dict(zip(ours, cells, strict=False))
        self.cells = {column: known.get(column, "") for column in _FIELDS}
        self.is_archive = is_archive
        self._printed = {ours: printed for printed, ours in sheet.columns.items()}
        self.problems: list[str] = []
        self.repairs: list[str] = []

    def wrong(self, column: str, expected: str) -> None:
        printed = self._printed.get(column, column)
        self.problems.append(f"column '{printed}' is {self.cells[column]!r}, expected {expected}")

    def text(self, column: str, *, required: bool = False) -> str | None:
        text, rules = clean_name(self.cells[column])
        self.repairs.extend(rule for rule in rules if rule not in self.repairs)
        if required and not text:
            self.wrong(column, "a value")
        return text or None

    def number(self, column: str) -> int | None:
        return self._read(column, _NUMBER, int, "a whole number")

    def money(self, column: str) -> Decimal | None:
        pattern = _ARCHIVE_AMOUNT if self.is_archive else _AMOUNT
        amount = self._read(
            column, pattern, lambda text: Decimal(text.replace(",", ".")), "euros like 4112446.25"
        )
        if amount is None:
            return None
        if amount != round(amount, 2) and "rounded_to_cents" not in self.repairs:
            self.repairs.append("rounded_to_cents")  # a sum shared out, like 24533.333333
        return amount.quantize(Decimal("0.01"))

    def day(self, column: str, *, required: bool = False) -> date | None:
        if required and not self.cells[column]:
            self.wrong(column, "a date YYYY-MM-DD")
        return self._read(column, _ISO_DATE, date.fromisoformat, "a date YYYY-MM-DD")

    def _read(
        self, column: str, pattern: re.Pattern[str], make: Callable[[str], Any], form: str
    ) -> Any:
        text = self.cells[column]
        try:
            if not text or pattern.fullmatch(text):
                return make(text) if text else None
        except ValueError:
            pass
        self.wrong(column, form)
        return None


def _project(row_number: int, read: _Reader) -> dict[str, object]:
    if not _NUMBER.fullmatch(read.cells["project_id"]):
        read.wrong("project_id", "a whole number")
    return {
        "row_number": row_number,
        "project_id": read.cells["project_id"],
        "acronym": read.text("acronym"),
        "title": read.text("title", required=True),
        "programme": read.text("programme"),
        "funding_scheme": read.text("funding_scheme"),
        "call": read.text("call"),
        "topics": read.text("topics"),
        "keywords": read.text("keywords"),
        "status": read.text("status", required=True),
        "starts_on": read.day("start_date", required=True),
        "ends_on": read.day("end_date"),
        "total_cost_eur": read.money("total_cost"),
        "ec_contribution_eur": read.money("ec_contribution"),
        "organizations_stated": read.number("num_organizations"),
        "repairs": read.repairs,
    }


def _participation(row_number: int, read: _Reader) -> dict[str, object]:
    # The archive numbers participants, not participations.
    number = "pic" if read.is_archive else "id"
    for column in (number, "project_id"):
        if not _NUMBER.fullmatch(read.cells[column]):
            read.wrong(column, "a whole number")
    if not read.is_archive and read.cells["is_chinese"] not in ("0", "1"):
        read.wrong("is_chinese", "0 or 1")
    organization = read.text("org_name", required=True)
    country = read.text("country")
    if country in _EU_CODES:
        code: str | None = _EU_CODES[country]
        read.repairs.append("country_code_of_the_eu")
    else:
        code, rule = country_code(country or "")
        if rule:
            read.repairs.append(rule)
    return {
        "row_number": row_number,
        "source_row_id": read.cells["id"] or None,
        "project_id": read.cells["project_id"],
        "pic": read.cells["pic"] or None,
        "organization_name": organization,
        "organization_text": read.cells["org_name"],
        "country": country,
        "country_code": code,
        "city": read.text("city"),
        "organization_type": read.text("org_type"),
        "ec_contribution_eur": read.money("ec_contribution"),
        "net_contribution_eur": read.money("net_contribution"),
        "net_contribution_text": read.cells["net_contribution"],
        "total_cost_eur": read.money("total_cost"),
        "is_chinese": read.cells["is_chinese"] == "1" if read.cells["is_chinese"] else None,
        "repairs": read.repairs,
    }
