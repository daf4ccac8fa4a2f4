"""Read CORDIS: a CSV of projects or a CSV of participating organisations; the header says which.

A participation is a relationship between the organisations of one project, whatever it was paid: a
contribution of 0 or none is normal for partners that fund themselves.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from dagster_project.sources.cordis.records import TABLES
from dagster_project.sources.names import clean_name, country_code
from dagster_project.sources.parsed import Parsed, Rejected, to_table
from dagster_project.sources.strict_csv import (
    check_header,
    decode_utf8,
    records,
    refuse_cut_end,
)

PARSER_VERSION = 2

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

_REMEDY = "land the project and organisation files as exported: comma-separated, UTF-8"
_AMOUNT = re.compile(r"\d{1,15}(?:\.\d+)?")
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_NUMBER = re.compile(r"\d{1,9}")
# The European Union writes these two of its own way.
_EU_CODES = {"UK": "GB", "EL": "GR"}


def parse(content: bytes, *, name: str, published_on: date | None) -> Parsed:
    """One file, of projects or of organisations. `published_on` is not needed to read it.

    Raises Unreadable for another encoding or another set of columns. A row that cannot be read is
    rejected with every column that is wrong.
    """
    text = decode_utf8(content, name=name, remedy=_REMEDY)
    rows = records(text, name=name, remedy=_REMEDY)
    _, header = next(rows)
    is_projects = len(set(header) & set(PROJECT_COLUMNS)) > len(
        set(header) & set(ORGANIZATION_COLUMNS)
    )
    columns = PROJECT_COLUMNS if is_projects else ORGANIZATION_COLUMNS
    check_header(header, required=columns, where=f"{name}, row 1", remedy=_REMEDY)
    make, key = (_project, "project_id") if is_projects else (_participation, "id")
    taken: list[dict[str, object]] = []
    rejected: list[Rejected] = []
    first_row_of: dict[str, int] = {}
    found = blank = 0
    for row_number, cells in rows:
        found += 1
        if not any(cell.strip() for cell in cells):
            blank += 1
            continue
        reader = _Reader(dict(zip(header, cells, strict=False)))
        if len(cells) != len(header):
            reader.problems.append(f"found {len(cells)} cells, expected {len(header)}")
        else:
            row = make(row_number, reader)
            earlier = first_row_of.setdefault(reader.cells[key], row_number)
            if earlier != row_number:
                reader.wrong(key, f"a number that does not stand in row {earlier} too")
        if reader.problems:
            reason = f"row {row_number}: " + "; ".join(reader.problems)
            rejected.append(Rejected(row_number, reason, ",".join(cells)))
        else:
            taken.append(row)
    if found:
        refuse_cut_end(text, cells, header, name=name, row=row_number, remedy=_REMEDY)
    table_name = "cordis_projects" if is_projects else "cordis_participations"
    table = to_table(taken, TABLES[table_name])
    empty = {other: schema.empty_table() for other, schema in TABLES.items()}
    return Parsed(
        tables={**empty, table_name: table},
        rows_found=found,
        rows_parsed=len(taken),
        rows_structural=blank,
        rejected=tuple(rejected),
        repairs=dict(
            sorted(Counter(table["repairs"].combine_chunks().flatten().to_pylist()).items())
        ),
    )


class _Reader:
    """The cells of one row, with what is wrong in them and what was mended."""

    def __init__(self, cells: Mapping[str, str]) -> None:
        self.cells = cells
        self.problems: list[str] = []
        self.repairs: list[str] = []

    def wrong(self, column: str, expected: str) -> None:
        self.problems.append(f"column '{column}' is {self.cells[column]!r}, expected {expected}")

    def text(self, column: str, *, required: bool = False) -> str | None:
        text, rules = clean_name(self.cells[column])
        self.repairs.extend(rule for rule in rules if rule not in self.repairs)
        if required and not text:
            self.wrong(column, "a value")
        return text or None

    def number(self, column: str) -> int | None:
        return self._read(column, _NUMBER, int, "a whole number")

    def money(self, column: str) -> Decimal | None:
        amount = self._read(column, _AMOUNT, Decimal, "euros like 4112446.25")
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
    for column in ("id", "project_id"):
        if not _NUMBER.fullmatch(read.cells[column]):
            read.wrong(column, "a whole number")
    if read.cells["is_chinese"] not in ("0", "1"):
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
        "source_row_id": read.cells["id"],
        "project_id": read.cells["project_id"],
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
        "is_chinese": read.cells["is_chinese"] == "1",
        "repairs": read.repairs,
    }
