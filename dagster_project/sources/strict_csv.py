"""Comma-separated text, read so that nothing is guessed and nothing vanishes.

Here: decoding, quoting and the header, for every source that lands CSV. Not here: what the
columns mean.
"""

from __future__ import annotations

import csv
import difflib
import io
from collections.abc import Iterable, Iterator, Sequence

from dagster_project.sources.parsed import Unreadable

_SIGNATURES = {
    b"PK\x03\x04": "a zip container (an .xlsx workbook?)",
    b"\xd0\xcf\x11\xe0": "an OLE container (an .xls workbook?)",
    b"\x1f\x8b": "gzip-compressed bytes",
    b"\xff\xfe": "UTF-16 text",
    b"\xfe\xff": "UTF-16 text",
    b"%PDF": "a PDF",
}


def decode_utf8(content: bytes, *, name: str, remedy: str) -> str:
    """The text of UTF-8 bytes, with or without a byte order mark. Raises Unreadable."""
    refuse_other_formats(content, name=name, remedy=remedy)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = content[: error.start].count(b"\n") + 1
        raise Unreadable(
            found=f"byte 0x{content[error.start]:02X} at offset {error.start}, which is not UTF-8",
            where=f"{name}, line {row}",
            expected="UTF-8",
            remedy=remedy,
        ) from error
    if "\ufffd" in text:
        raise Unreadable(
            found="the replacement character U+FFFD: some program has already lost letters",
            where=f"{name}, line {text[: text.index(chr(0xFFFD))].count(chr(10)) + 1}",
            expected="the letters as first written",
            remedy=remedy,
        )
    return text


def refuse_other_formats(content: bytes, *, name: str, remedy: str) -> None:
    """Raise Unreadable for empty bytes, a known other format, or bytes that are not text."""
    found = next((kind for magic, kind in _SIGNATURES.items() if content.startswith(magic)), None)
    if not content.strip():
        found = "an empty file"
    elif found is None and b"\x00" in content:
        found = f"a zero byte at offset {content.index(0)}: not text, or UTF-16"
    if found:
        raise Unreadable(found=found, where=name, expected="comma-separated text", remedy=remedy)


def records(
    text: str, *, name: str, remedy: str, delimiter: str = ","
) -> Iterator[tuple[int, list[str]]]:
    """Each record with its row number as a spreadsheet shows it; the first is row 1.

    Quoting is strict: a quotation mark out of place would swallow rows, so it is Unreadable.
    """
    reader = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=delimiter)
    row_number = 0
    try:
        for cells in reader:
            row_number += 1
            yield row_number, cells
    except csv.Error as error:
        raise Unreadable(
            found=f"{error} (near line {reader.line_num})",
            where=f"{name}, row {row_number + 1}",
            expected='every quotation mark closed, and doubled inside a quoted cell: "a ""b"" c"',
            remedy=remedy,
        ) from error


def refuse_cut_end(
    text: str, cells: Sequence[str], header: Sequence[str], *, name: str, row: int, remedy: str
) -> None:
    """Raise Unreadable where the last row stops before its end: how many followed is unknown."""
    if 0 < len(cells) < len(header) and not text.endswith(("\n", "\r")):
        raise Unreadable(
            found=f"{len(cells)} cells and no line end in the last row",
            where=f"{name}, row {row}",
            expected=f"{len(header)} cells: the file seems to be cut short",
            remedy=remedy,
        )


def check_header(
    header: Sequence[str],
    *,
    required: Iterable[str],
    optional: Iterable[str] = (),
    where: str,
    remedy: str,
) -> None:
    """Raise Unreadable naming every missing, extra and repeated column at once."""
    required = list(required)
    known = [*required, *optional]
    missing = [column for column in required if column not in header]
    extra = [column for column in dict.fromkeys(header) if column not in known]
    repeated = sorted({column for column in header if header.count(column) > 1})
    complaints = []
    if missing:
        complaints.append(f"missing column{'s' * (len(missing) > 1)} {_listed(missing)}")
    if extra:
        hints = [(column, _near(column, known)) for column in extra]
        complaints.append(
            f"unknown column{'s' * (len(extra) > 1)} "
            + ", ".join(f"'{column}'" + (f" ({hint}?)" if hint else "") for column, hint in hints)
        )
    if repeated:
        complaints.append(f"column{'s' * (len(repeated) > 1)} twice: {_listed(repeated)}")
    if complaints:
        raise Unreadable(
            found="; ".join(complaints),
            where=where,
            expected="the columns " + ",".join(known),
            remedy=remedy,
        )


def _listed(columns: Sequence[str]) -> str:
    return ", ".join(f"'{column}'" for column in columns)


def _near(column: str, known: Sequence[str]) -> str | None:
    close = difflib.get_close_matches(column.strip().lower(), known, n=1, cutoff=0.75)
    return close[0] if close else None
