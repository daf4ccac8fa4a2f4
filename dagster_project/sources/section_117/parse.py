"""Read one edition of the Department of Education's foreign gifts and contracts.

Three editions name donors, and each has its own format; the header says which one it is:

- December 2017: CSV, CR line ends, Mac Roman bytes that were twice mistaken for Windows-1252, no
  row ID, ISO dates, amounts in scientific notation, "Public" replaced by 0 throughout the sheet;
- March 2019: a BIFF .xls workbook with a banner above the header;
- October 2020: CSV in UTF-8 with spreadsheet serial dates.

Every repair has a name, which stands in the row's `repairs`; the text as printed stays beside it.
"""

from __future__ import annotations

import io
import re
import struct
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import xlrd

from dagster_project.sources.names import clean_name, country_code, disclosure_of
from dagster_project.sources.parsed import Parsed, Rejected, Unreadable, to_table
from dagster_project.sources.section_117.records import TABLES
from dagster_project.sources.strict_csv import check_header, decode_utf8, records
from dagster_project.sources.strict_csv import refuse_other_formats as refuse_non_text

PARSER_VERSION = 1

COLUMNS_2017 = (
    "OPEID", "Name", "City", "State", "Date", "Amount", "Type", "Country", "Donor", "Comments",
    "CONTROL", "CONTROL_2",
)  # fmt: skip
COLUMNS_2019 = (
    "ID", "OPEID", "Institution Name", "City", "State", "Foreign Gift Received Date",
    "Foreign Gift Amount", "Gift Type", "Country of Giftor", "Giftor Name",
)  # fmt: skip
_FIELDS_2017 = ("opeid", "institution", "city", "state", "date", "amount", "type", "country",
                "donor", "", "", "")  # fmt: skip
_FIELDS_2019 = ("id", "opeid", "institution", "city", "state", "date", "amount", "type",
                "country", "donor")  # fmt: skip

_REMEDY = (
    "land the file as the Department published it; a copy that a spreadsheet program opened and "
    "saved has other bytes"
)
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
_SEARCH_DEBRIS = re.compile(r"^\s*Search Results\s+", re.I)
# "Public" became 0 wherever it stood: Re0 of Iraq, SAGE 0ATIONS LTD, Bangkok Bank 0 Co.
_PUBLIC_AS_ZERO = re.compile(r"(?P<re>(?<![a-z])Re)?(?<![0-9])(?(re)|(?<![a-z]))0(?![0-9])", re.I)


@dataclass(frozen=True)
class _Edition:
    name: str
    columns: Sequence[str]
    fields: Sequence[str]
    find_and_replace_damage: bool


_CSV_2017 = _Edition("2017 CSV", COLUMNS_2017, _FIELDS_2017, find_and_replace_damage=True)
_XLS_2019 = _Edition("2019 XLS", COLUMNS_2019, _FIELDS_2019, find_and_replace_damage=False)
_CSV_2020 = _Edition("2020 CSV", COLUMNS_2019, _FIELDS_2019, find_and_replace_damage=False)


def parse(content: bytes, *, name: str, published_on: date | None) -> Parsed:
    """One edition. `published_on` is not used: the header says which edition the bytes are.

    Raises Unreadable for a header that is no edition's (naming what is missing and extra), another
    encoding, a row swallowed by a quotation mark, or a file cut short. A bad row is rejected with
    every column that is wrong.
    """
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        return _collect(_XLS_2019, _rows_of_xls(content, name))
    edition, rows = _rows_of_csv(content, name)
    return _collect(edition, rows)


def _collect(edition: _Edition, rows: Iterable[tuple[int, Sequence[str]]]) -> Parsed:
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
    edition: _Edition, row_number: int, cells: Sequence[str], problems: list[str]
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
        form = "2017-12-20T00:00:00Z" if edition is _CSV_2017 else "a serial day number like 43089"
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
    if edition.find_and_replace_damage:
        country = _restore_public(country, repairs)
    code, rule = country_code(country)
    if rule:
        repairs.append(rule)

    donor_text = cell["donor"]
    donor_name = _donor(edition, donor_text, repairs, problems)
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
        "donor_text": donor_text,
        "disclosure": disclosure,
        "is_truncated": _is_truncated(donor_text),
        "repairs": list(dict.fromkeys(repairs)),
    }


def _date(edition: _Edition, text: str) -> date | None:
    try:
        if edition is _CSV_2017:
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


def _donor(edition: _Edition, text: str, repairs: list[str], problems: list[str]) -> str:
    if edition is _CSV_2017 and not text.isascii():
        restored = _undo_transcoding(text)
        if restored is None:
            problems.append(
                f"column 'Donor' is {text!r}, expected ASCII, or Mac Roman bytes that come from "
                f"UTF-8 twice mistaken for Windows-1252"
            )
        else:
            repairs.append("transcoded_twice")
            text = restored
            if "\ufffd" in text:
                repairs.append("lost_character")
    text, rules = clean_name(text)
    repairs.extend(rules)
    if _SEARCH_DEBRIS.match(text):
        repairs.append("search_results_debris")
        text = _SEARCH_DEBRIS.sub("", text)
    if edition.find_and_replace_damage:
        text = _restore_public(text, repairs)
    return text


def _restore_public(text: str, repairs: list[str]) -> str:
    def public(match: re.Match[str]) -> str:
        if match["re"]:
            return match["re"] + ("PUBLIC" if match["re"].isupper() else "public")
        return "PUBLIC" if text.isupper() else "Public"

    restored = _PUBLIC_AS_ZERO.sub(public, text)
    if restored != text:
        repairs.append("find_and_replace_damage")
    return restored


def _transcoded_once(byte: int) -> int | None:
    """One round of damage: a byte read as Windows-1252 and written as Mac Roman."""
    try:
        return bytes([byte]).decode("cp1252").encode("mac_roman")[0]
    except UnicodeDecodeError:
        return byte  # no such character in Windows-1252: the byte went through as it was
    except UnicodeEncodeError:
        return None  # no such character in Mac Roman: written as "_"


def _transcoding() -> Mapping[int, int]:
    """Damaged byte → byte of the original UTF-8.

    Five bytes have several origins; the lowest is a continuation byte, the others never occur in
    the two-byte sequences that the names hold.
    """
    origin: dict[int, int] = {}
    for byte in range(0x80, 0x100):
        once = _transcoded_once(byte)
        twice = None if once is None else _transcoded_once(once)
        if twice is not None:
            origin.setdefault(twice, byte)
    return origin


_ORIGIN = _transcoding()
_LEAD_C3 = next(damaged for damaged, original in _ORIGIN.items() if original == 0xC3)
_LOST = bytes([_LEAD_C3]) + b"_"


def _undo_transcoding(text: str) -> str | None:
    """`Ìäcole` → `École`; a letter written as "_" cannot be known again and becomes U+FFFD."""
    damaged = text.encode("mac_roman").replace(_LOST, b"\x1a")
    try:
        original = bytes(_ORIGIN[byte] if byte >= 0x80 else byte for byte in damaged)
        return original.decode("utf-8").replace("\x1a", "\ufffd")
    except (KeyError, UnicodeDecodeError):
        return None


def _rows_of_csv(content: bytes, name: str) -> tuple[_Edition, Iterator[tuple[int, Sequence[str]]]]:
    refuse_non_text(content, name=name, remedy=_REMEDY)
    first_line = re.split(rb"[\r\n]", content.removeprefix(b"\xef\xbb\xbf"), maxsplit=1)[0]
    header_text = first_line.decode("utf-8", errors="replace")
    _, header = next(records(header_text, name=name, remedy=_REMEDY), (1, []))
    edition = _edition_of(header)
    check_header(header, required=edition.columns, where=f"{name}, row 1", remedy=_REMEDY)
    if tuple(header) != tuple(edition.columns):
        raise Unreadable(
            found="the columns in another order: " + ",".join(header),
            where=f"{name}, row 1",
            expected=",".join(edition.columns),
            remedy=_REMEDY,
        )
    if edition is _CSV_2017:
        text = _decode_2017(content, name)
    else:
        text = decode_utf8(content, name=name, remedy=_REMEDY)
        if not text.endswith(("\n", "\r")):
            raise Unreadable(
                found="no line end after the last row",
                where=f"{name}, end of file",
                expected="a complete last row: the edition of 2020 ends with a line end",
                remedy="fetch the file again; this copy may be cut short",
            )
    return edition, _whole_rows(text, name)


def _edition_of(header: Sequence[str]) -> _Edition:
    shared = {
        edition: len(set(header) & set(edition.columns)) for edition in (_CSV_2017, _CSV_2020)
    }
    return max(shared, key=lambda edition: shared[edition])


def _decode_2017(content: bytes, name: str) -> str:
    """Mac Roman as published; valid UTF-8 with letters beyond ASCII is a copy saved again."""
    try:
        is_utf8 = not content.decode("utf-8").isascii()
    except UnicodeDecodeError:
        is_utf8 = False
    if is_utf8:
        raise Unreadable(
            found="UTF-8",
            where=name,
            expected="the Mac Roman bytes in which the edition of 2017 was published",
            remedy=_REMEDY,
        )
    return content.decode("mac_roman")


def _whole_rows(text: str, name: str) -> Iterator[tuple[int, Sequence[str]]]:
    """The data rows. No true cell holds a line end, so one that does has swallowed rows."""
    rows = records(text, name=name, remedy=_REMEDY)
    _, header = next(rows)
    last: tuple[int, Sequence[str]] | None = None
    for row_number, cells in rows:
        if any("\n" in cell or "\r" in cell for cell in cells):
            raise Unreadable(
                found="a line end inside a cell: a quotation mark has swallowed the next row",
                where=f"{name}, row {row_number}",
                expected="one row on each line",
                remedy=_REMEDY,
            )
        last = (row_number, cells)
        yield last
    if last and any(last[1]) and len(last[1]) < len(header):
        raise Unreadable(
            found=f"{len(last[1])} cells in the last row",
            where=f"{name}, row {last[0]}",
            expected=f"{len(header)} cells: the file may be cut short",
            remedy="fetch the file again",
        )


def _rows_of_xls(content: bytes, name: str) -> Iterator[tuple[int, Sequence[str]]]:
    try:
        book = xlrd.open_workbook(file_contents=content, logfile=io.StringIO())
        sheet = book.sheet_by_index(0)
    except (
        xlrd.XLRDError,
        xlrd.compdoc.CompDocError,
        struct.error,
        ValueError,
        LookupError,
        TypeError,
        AssertionError,
    ) as error:
        raise Unreadable(
            found=f"a workbook that cannot be read ({type(error).__name__}: {error})",
            where=name,
            expected="the BIFF .xls of the edition of 2019",
            remedy="fetch the file again; this copy may be cut short",
        ) from error
    header_row = next(
        (row for row in range(min(sheet.nrows, 10)) if "OPEID" in sheet.row_values(row)), None
    )
    if header_row is None:
        raise Unreadable(
            found=f"no header in the first {min(sheet.nrows, 10)} rows of sheet '{sheet.name}'",
            where=name,
            expected=",".join(COLUMNS_2019),
            remedy=_REMEDY,
        )
    where = f"{name}, sheet '{sheet.name}', row {header_row + 1}"
    header = [str(value) for value in sheet.row_values(header_row)]
    check_header(header, required=COLUMNS_2019, where=where, remedy=_REMEDY)
    if tuple(header) != COLUMNS_2019 or book.datemode != 0:
        raise Unreadable(
            found=f"columns {','.join(header)} in date system {1904 if book.datemode else 1900}",
            where=where,
            expected=",".join(COLUMNS_2019) + " in this order, in date system 1900",
            remedy=_REMEDY,
        )
    for row in range(header_row + 1, sheet.nrows):
        yield row + 1, [_cell_text(cell) for cell in sheet.row(row)]


def _cell_text(cell: xlrd.sheet.Cell) -> str:
    """A cell's value as text: numbers and dates without a spurious `.0`."""
    if cell.ctype in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
        return str(int(cell.value)) if cell.value.is_integer() else repr(cell.value)
    if cell.ctype in (xlrd.XL_CELL_ERROR, xlrd.XL_CELL_BOOLEAN):
        return f"<{xlrd.error_text_from_code.get(cell.value, cell.value)}>"
    return str(cell.value)
