"""Read one edition of the Department of Education's foreign gifts and contracts.

Three editions name donors, and each has its own format; the header says which one it is:

- December 2017: CSV, CR line ends, Mac Roman bytes that were twice mistaken for Windows-1252, no
  row ID, ISO dates, amounts in scientific notation, "Public" replaced by 0 throughout the sheet;
- March 2019: a BIFF .xls workbook with a banner above the header;
- October 2020: CSV in UTF-8 with spreadsheet serial dates.

Every repair has a name, which stands in the row's `repairs`; the text as printed stays beside it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from dagster_project.sources.names import clean_name, country_code, disclosure_of
from dagster_project.sources.parsed import Parsed, Rejected, to_table
from dagster_project.sources.section_117.formats import CSV_2017, Edition, rows_of
from dagster_project.sources.section_117.records import TABLES
from dagster_project.sources.section_117.repairs import (
    UnknownEncoding,
    repair_donor,
    restore_public,
)

PARSER_VERSION = 1

_FUNDING_KINDS = {
    "Monetary Gift": "gift",
    "Gift": "gift",
    "Contract": "contract",
    "Real Estate": "real_estate",
    "Restricted Gift": "restricted_gift",
    "Restricted Contract": "restricted_contract",
    "Conditional Gift": "restricted_gift",
}
# The reporting form's field for a donor's name holds 35 characters.
_DONOR_WIDTH = 35
# Section 117 was enacted in 1986; a date outside these years is a misread cell.
_FIRST_YEAR, _LAST_YEAR = 1986, 2099
_SERIAL_EPOCH = date(1899, 12, 30)

_SCIENTIFIC = re.compile(r"-?\d(?:\.\d+)?E[+-]?\d{1,2}")
_PLAIN_AMOUNT = re.compile(r"-?\d+(?:\.\d{1,2})?")
_ISO_MIDNIGHT = re.compile(r"(\d{4}-\d{2}-\d{2})T00:00:00Z")


def parse(content: bytes, *, name: str, published_on: date | None) -> Parsed:
    """One edition. `published_on` is not used: the header says which edition the bytes are.

    Raises Unreadable for a header that is no edition's (naming what is missing and extra), another
    encoding, a row swallowed by a quotation mark, or a file cut short. A bad row is rejected with
    every column that is wrong.
    """
    edition, rows = rows_of(content, name=name)
    gifts: list[dict[str, object]] = []
    rejected: list[Rejected] = []
    found = blank = 0
    for row_number, cells in rows:
        found += 1
        if not any(cell.strip() for cell in cells):
            blank += 1
            continue
        problems: list[str] = []
        if len(cells) != len(edition.columns):
            problems = [f"found {len(cells)} cells, expected {len(edition.columns)}"]
        else:
            gift = _gift(edition, row_number, cells, problems)
        if problems:
            reason = f"row {row_number}: " + "; ".join(problems)
            rejected.append(Rejected(row_number, reason, ",".join(cells)))
            continue
        gifts.append(gift)
    table = to_table(gifts, TABLES["section_117_gifts"])
    repairs = Counter(table["repairs"].combine_chunks().flatten().to_pylist())
    return Parsed(
        tables={"section_117_gifts": table},
        rows_found=found,
        rows_parsed=len(gifts),
        rows_structural=blank,
        rejected=tuple(rejected),
        repairs=dict(sorted(repairs.items())),
    )


def _gift(
    edition: Edition, row_number: int, cells: Sequence[str], problems: list[str]
) -> dict[str, object]:
    """One row; each column that cannot be read adds a sentence to `problems`."""
    cell = {field: text for field, text in zip(edition.fields, cells, strict=True) if field}
    column = dict(zip(edition.fields, edition.columns, strict=True))
    repairs: list[str] = []

    def wrong(field: str, expected: str) -> None:
        problems.append(f"column '{column[field]}' is {cell[field]!r}, expected {expected}")

    def plain(field: str, *, required: bool = False) -> str | None:
        text, rules = clean_name(cell[field])
        repairs.extend(rules)
        if required and not text:
            wrong(field, "a value")
        return text or None

    row_id = cell.get("id")
    if row_id is not None and not row_id.isdecimal():
        wrong("id", "a whole number")

    opeid_text = cell["opeid"]
    if not re.fullmatch(r"[0-9]{4,8}", opeid_text):
        wrong("opeid", "4 to 8 digits")
    elif len(opeid_text) < 8:
        repairs.append("lost_leading_zeros")

    received_on = _date(edition, cell["date"])
    if received_on is None:
        form = "2017-12-20T00:00:00Z" if edition is CSV_2017 else "a serial day number like 43089"
        wrong("date", f"{form}, from {_FIRST_YEAR} on")

    amount = _amount(cell["amount"])
    if amount is None:
        wrong("amount", "whole dollars like 250000, or 2.50E+05")
    elif "E" in cell["amount"]:
        repairs.append("scientific_notation")

    kind = _FUNDING_KINDS.get(cell["type"])
    if kind is None:
        wrong("type", "one of " + ", ".join(_FUNDING_KINDS))

    country = plain("country", required=True) or ""
    if edition.is_damaged:
        country, rules = restore_public(country)
        repairs.extend(rules)
    code, rule = country_code(country)
    if rule:
        repairs.append(rule)

    donor_name = ""
    try:
        donor_name, rules = repair_donor(cell["donor"], is_damaged=edition.is_damaged)
        repairs.extend(rules)
    except UnknownEncoding:
        wrong("donor", "ASCII, or Mac Roman bytes that come from UTF-8 twice mistaken")
    disclosure, is_placeholder = disclosure_of(donor_name)
    if is_placeholder:
        repairs.append("placeholder_name")

    return {
        "row_number": row_number,
        "source_row_id": row_id,
        "opeid": opeid_text.zfill(8),
        "opeid_text": opeid_text,
        "institution_name": plain("institution", required=True),
        "city": plain("city"),
        "state": plain("state"),
        "received_on": received_on,
        "received_text": cell["date"],
        "amount_usd": amount,
        "amount_text": cell["amount"],
        "gift_type": cell["type"],
        "funding_kind": kind,
        "country": country,
        "country_code": code,
        "donor_name": donor_name if disclosure == "named" else None,
        "donor_text": cell["donor"],
        "disclosure": disclosure,
        "is_truncated": _is_truncated(cell["donor"]),
        "repairs": list(dict.fromkeys(repairs)),
    }


def _date(edition: Edition, text: str) -> date | None:
    try:
        if edition is CSV_2017:
            match = _ISO_MIDNIGHT.fullmatch(text)
            day = date.fromisoformat(match[1]) if match else None
        else:
            # Serial days count from 1900-01-01 with 1900 taken for a leap year.
            day = _SERIAL_EPOCH + timedelta(days=int(text)) if text.isdecimal() else None
    except (ValueError, OverflowError):
        return None
    return day if day and _FIRST_YEAR <= day.year <= _LAST_YEAR else None


def _amount(text: str) -> Decimal | None:
    """Dollars; a text of the form 1.22E+06 holds three digits, so it is true to half a percent."""
    if not (_PLAIN_AMOUNT.fullmatch(text) or _SCIENTIFIC.fullmatch(text)):
        return None
    amount = Decimal(text)
    if abs(amount) >= Decimal(10) ** 16 or amount != round(amount, 2):
        return None
    return amount.quantize(Decimal("0.01"))


def _is_truncated(donor_text: str) -> bool:
    # A name padded with blanks to the field's width was not cut; one cut at a blank was.
    return len(donor_text) == _DONOR_WIDTH and len(donor_text.rstrip()) >= _DONOR_WIDTH - 1
