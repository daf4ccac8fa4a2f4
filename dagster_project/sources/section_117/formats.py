"""The formats in which editions of Section 117 were published: bytes in, rows of text out.

Here: telling the editions apart by their headers, and proving that no row is lost. Not here: what
a cell means (`parse.py`) or how it was damaged (`repairs.py`).
"""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import xlrd

from dagster_project.sources.parsed import Unreadable
from dagster_project.sources.strict_csv import (
    check_header,
    decode_utf8,
    records,
    refuse_other_formats,
)

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


@dataclass(frozen=True)
class Edition:
    """One edition's format: its columns as printed, and the field that each of them fills."""

    name: str
    columns: Sequence[str]
    fields: Sequence[str]
    is_damaged: bool  # letters transcoded twice, "Public" replaced by 0


CSV_2017 = Edition("2017 CSV", COLUMNS_2017, _FIELDS_2017, is_damaged=True)
XLS_2019 = Edition("2019 XLS", COLUMNS_2019, _FIELDS_2019, is_damaged=False)
CSV_2020 = Edition("2020 CSV", COLUMNS_2019, _FIELDS_2019, is_damaged=False)


def rows_of(content: bytes, *, name: str) -> tuple[Edition, Iterator[tuple[int, Sequence[str]]]]:
    """The edition and its data rows, each with its number as a spreadsheet shows it.

    Raises Unreadable, for a row that shows the file to be damaged while the rows are read.
    """
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        return XLS_2019, _rows_of_xls(content, name)
    return _rows_of_csv(content, name)


def _rows_of_csv(content: bytes, name: str) -> tuple[Edition, Iterator[tuple[int, Sequence[str]]]]:
    refuse_other_formats(content, name=name, remedy=_REMEDY)
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
    if edition is CSV_2017:
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


def _edition_of(header: Sequence[str]) -> Edition:
    shared = {edition: len(set(header) & set(edition.columns)) for edition in (CSV_2017, CSV_2020)}
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
