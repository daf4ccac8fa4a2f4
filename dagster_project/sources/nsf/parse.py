"""Read NSF awards: one page of the award search's answer, or the yearly sheet of awards.

The page is the JSON of `GET https://api.nsf.gov/services/v1/awards.json`: numbers as strings,
dates mm/dd/yyyy, at most 25 awards. Awards are restated in place, so each landed page is what NSF
said on that day. Fields that have no column, those of persons among them, are not read.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NoReturn

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from dagster_project.sources.names import clean_name, country_code
from dagster_project.sources.nsf.records import TABLES
from dagster_project.sources.parsed import Parsed, Rejected, Unreadable, to_table
from dagster_project.sources.strict_csv import check_header

PARSER_VERSION = 2

SHEET_COLUMNS = (
    "award_id", "award_url", "program_prefix", "title_clean", "pi_first", "pi_last", "pi_email",
    "co_pi_names", "institution", "state", "directorate", "directorate_full", "division",
    "division_full", "program_name", "po_name", "po_email", "amount_usd", "transaction_type",
    "start_date", "end_date", "abstract",
)  # fmt: skip

# Our column → the API's field, and the sheet's.
_PAGE_FIELDS = {
    "award_id_nsf": "id",
    "title": "title",
    "institution_name": "awardeeName",
    "uei": "ueiNumber",
    "city": "awardeeCity",
    "state": "awardeeStateCode",
    "country": "awardeeCountryCode",
    "program_name": "fundProgramName",
    "award_kind": "transType",
    "funds_obligated_usd": "fundsObligatedAmt",
    "estimated_total_usd": "estimatedTotalAmt",
    "awarded_on": "date",
    "starts_on": "startDate",
    "ends_on": "expDate",
}
_SHEET_FIELDS = {
    "award_id_nsf": "award_id",
    "title": "title_clean",
    "institution_name": "institution",
    "state": "state",
    "program_name": "program_name",
    "award_kind": "transaction_type",
    "listed_amount_usd": "amount_usd",
    "starts_on": "start_date",
    "ends_on": "end_date",
}
_REQUIRED = ("award_id_nsf", "title", "institution_name")
_AMOUNTS = ("funds_obligated_usd", "estimated_total_usd", "listed_amount_usd")
_DATES = ("awarded_on", "starts_on", "ends_on")
_AMOUNT = re.compile(r"-?\d{1,15}(?:\.\d{1,2})?")
_US_DATE = re.compile(r"\d{2}/\d{2}/\d{4}")
_REMEDY = "fetch the page again; it must be the answer of services/v1/awards.json as received"


def parse(content: bytes, *, name: str, published_on: date | None) -> Parsed:
    """One page (JSON) or one yearly sheet (.xlsx). `published_on` is not needed to read it.

    Raises Unreadable for bytes that are neither, for an error that NSF reports in place of
    awards, and for a sheet with other columns. An award that cannot be read is rejected.
    """
    if content.startswith(b"PK\x03\x04"):
        rows, fields = _sheet_rows(content, name), _SHEET_FIELDS
    else:
        rows, fields = _page_rows(content, name), _PAGE_FIELDS
    awards: list[dict[str, object]] = []
    rejected: list[Rejected] = []
    for row_number, source in rows:
        problems: list[str] = []
        award = _award(row_number, source, fields, problems)
        if problems:
            # The award's own number, not its text: that holds persons' names.
            known = str(source.get(fields["award_id_nsf"]))
            reason = f"row {row_number}: " + "; ".join(problems)
            rejected.append(Rejected(row_number, reason, f"award {known}"))
        else:
            awards.append(award)
    table = to_table(awards, TABLES["nsf_awards"])
    return Parsed(
        tables={"nsf_awards": table},
        rows_found=len(rows),
        rows_parsed=len(awards),
        rejected=tuple(rejected),
        repairs=dict(
            sorted(Counter(table["repairs"].combine_chunks().flatten().to_pylist()).items())
        ),
    )


def _award(
    row_number: int, source: Mapping[str, Any], fields: Mapping[str, str], problems: list[str]
) -> dict[str, object]:
    repairs: list[str] = []

    def text(column: str) -> str:
        value = source.get(fields.get(column, ""))
        if value is None:
            value = ""
        if not isinstance(value, str | int):
            problems.append(f"field '{fields[column]}' is {value!r}, expected text")
            value = ""
        return str(value)

    def tidy(column: str) -> str | None:
        cleaned, rules = clean_name(text(column))
        repairs.extend(rules)
        if not cleaned and column in _REQUIRED:
            problems.append(f"field '{fields[column]}' is missing or blank, expected a value")
        return cleaned or None

    def read(column: str, pattern: re.Pattern[str], make: Callable[[str], Any], form: str) -> Any:
        value = text(column).strip()
        try:
            if not value or pattern.fullmatch(value):
                return make(value) if value else None
        except ValueError:
            pass
        problems.append(f"field '{fields[column]}' is {value!r}, expected {form}")
        return None

    award_id = text("award_id_nsf").strip()
    if award_id and not re.fullmatch(r"[0-9]{1,7}", award_id):
        problems.append(f"field '{fields['award_id_nsf']}' is {award_id!r}, expected seven digits")
    elif award_id and len(award_id) < 7:
        repairs.append("lost_leading_zeros")
    country = tidy("country")
    code, rule = country_code(country or "")
    if rule:
        repairs.append(rule)
    award: dict[str, object] = {column: tidy(column) for column in _PAGE_FIELDS}
    award |= {
        "row_number": row_number,
        "award_id_nsf": award_id.zfill(7),
        "institution_text": text("institution_name"),
        "country": country,
        "country_code": code,
    }
    for column in _AMOUNTS:
        amount = read(column, _AMOUNT, Decimal, "dollars in digits, like 250000")
        award[column] = None if amount is None else amount.quantize(Decimal("0.01"))
    for column in _DATES:
        award[column] = read(column, _US_DATE, _us_date, "a date mm/dd/yyyy")
    begins = [column for column in ("awarded_on", "starts_on") if column in fields]
    if not any(text(column).strip() for column in begins):
        names = " and ".join(f"'{fields[column]}'" for column in begins)
        problems.append(
            f"{names}: nothing there, expected at least one date: without it the award cannot be "
            "compared with the list"
        )
    award["repairs"] = list(dict.fromkeys(repairs))
    return award


def _us_date(text: str) -> date:
    return datetime.strptime(text, "%m/%d/%Y").date()


def _page_rows(content: bytes, name: str) -> list[tuple[int, Mapping[str, Any]]]:
    try:
        page = json.loads(content, object_pairs_hook=_no_duplicates, parse_constant=_no_constant)
    except ValueError as error:  # also of UTF-8
        raise Unreadable(
            found=f"{error}",
            where=name,
            expected='JSON of the form {"response": {"award": […]}}, each key once',
            remedy=_REMEDY,
        ) from error
    response = page.get("response") if isinstance(page, dict) else None
    if isinstance(response, dict) and "serviceNotification" in response:
        raise Unreadable(
            found=f"NSF's own error: {json.dumps(response['serviceNotification'])[:300]}",
            where=name,
            expected="a page of awards",
            remedy="correct the query, or try again later",
        )
    awards = response.get("award") if isinstance(response, dict) else None
    if not isinstance(awards, list) or not all(isinstance(award, dict) for award in awards):
        raise Unreadable(
            found="no list of awards",
            where=name,
            expected='{"response": {"award": […]}}',
            remedy=_REMEDY,
        )
    return list(enumerate(awards, start=1))


def _no_duplicates(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) != len(pairs):
        twice = [key for key, count in Counter(key for key, _ in pairs).items() if count > 1]
        raise ValueError(f"the key '{twice[0]}' twice in one object")
    return fields


def _no_constant(constant: str) -> NoReturn:
    raise ValueError(f"{constant}, which is no JSON number")


def _sheet_rows(content: bytes, name: str) -> list[tuple[int, Mapping[str, Any]]]:
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        rows = list(book.worksheets[0].iter_rows(values_only=True))
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, EOFError) as error:
        raise Unreadable(
            found=f"a workbook that cannot be read ({type(error).__name__}: {error})",
            where=name,
            expected="an .xlsx workbook",
            remedy="fetch the file again; this copy may be cut short",
        ) from error
    header = ["" if cell is None else str(cell) for cell in rows[0]] if rows else []
    check_header(
        header,
        required=SHEET_COLUMNS,
        where=f"{name}, row 1",
        remedy="land the yearly sheet with its 22 columns, or pages of the award search",
    )
    return [
        (number, dict(zip(header, cells, strict=True)))
        for number, cells in enumerate(rows[1:], start=2)
        if any(cell is not None for cell in cells)
    ]
