"""Small editions, true to each format, byte by byte."""

from __future__ import annotations

import struct
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from dagster_project.sources.parsed import Parsed
from dagster_project.sources.section_117.parse import parse

HEADER_2017 = "OPEID,Name,City,State,Date,Amount,Type,Country,Donor,Comments,CONTROL,CONTROL_2"
HEADER_2020 = (
    "ID,OPEID,Institution Name,City,State,Foreign Gift Received Date,Foreign Gift Amount,"
    "Gift Type,Country of Giftor,Giftor Name"
)
REAL_EDITIONS = (
    "2017-12-07_foreign_gifts.csv",
    "2019-03-07_foreign_gifts.xls",
    "2020-10-19_foreign_gifts.csv",
)
XlsWriter = Callable[[Sequence[Sequence[str | float]]], bytes]


@pytest.fixture(scope="session")
def real_editions(real_data: Path) -> dict[str, Parsed]:
    """The three real editions, parsed once, by file name."""
    folder = real_data / "funding" / "section_117"
    return {
        name: parse((folder / name).read_bytes(), name=name, published_on=None)
        for name in REAL_EDITIONS
    }


@pytest.fixture
def edition_2017() -> Callable[..., bytes]:
    """Rows as bytes or text → the edition: CR between the lines, none after the last."""

    def write(*rows: bytes | str) -> bytes:
        lines = [row if isinstance(row, bytes) else row.encode("ascii") for row in rows]
        return b"\r".join([HEADER_2017.encode(), *lines])

    return write


@pytest.fixture
def edition_2020() -> Callable[..., bytes]:
    """Rows → the edition: UTF-8, LF after every line."""

    def write(*rows: str) -> bytes:
        return "".join(f"{line}\n" for line in (HEADER_2020, *rows)).encode()

    return write


@pytest.fixture
def write_xls() -> XlsWriter:
    """Rows of one sheet → an OLE container with a BIFF8 workbook, as [MS-CFB] and [MS-XLS] say."""
    return _xls


def _xls(rows: Sequence[Sequence[str | float]]) -> bytes:
    book = _workbook(rows)
    book += b"\0" * (max(4096, -(-len(book) // 512) * 512) - len(book))
    sectors = len(book) // 512
    end, fat_sector, free = 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
    chain = [*range(3, 2 + sectors), end]
    fat = [fat_sector, end, *chain]
    fat += [free] * (128 - len(fat))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16
    header += struct.pack(
        "<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, end, 0, end, 0
    )
    header += struct.pack("<109I", 0, *[free] * 108)
    directory = _entry("Root Entry", 5, child=1, start=end, size=0)
    directory += _entry("Workbook", 2, child=free, start=2, size=len(book))
    directory += b"\0" * 256
    return header + struct.pack("<128I", *fat) + directory + book


def _entry(name: str, kind: int, *, child: int, start: int, size: int) -> bytes:
    text = (name + "\0").encode("utf-16-le")
    none = 0xFFFFFFFF
    head = text.ljust(64, b"\0") + struct.pack("<HBBIII", len(text), kind, 1, none, none, child)
    return head + b"\0" * 36 + struct.pack("<III", start, size, 0)


def _workbook(rows: Sequence[Sequence[str | float]]) -> bytes:
    def record(kind: int, body: bytes) -> bytes:
        return struct.pack("<HH", kind, len(body)) + body

    def beginning(kind: int) -> bytes:
        return record(0x0809, struct.pack("<HHHHII", 0x0600, kind, 0, 1996, 0, 0))

    cells = b""
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            place = struct.pack("<HHH", r, c, 0)
            if isinstance(value, str):
                text = struct.pack("<HB", len(value), 1) + value.encode("utf-16-le")
                cells += record(0x0204, place + text)
            else:
                cells += record(0x0203, place + struct.pack("<d", value))
    sheet = beginning(0x0010) + cells + record(0x000A, b"")
    name = b"Foreign Gifts_2019"
    end = record(0x000A, b"")
    offset = len(beginning(0x0005)) + 4 + 8 + len(name) + len(end)
    bound = record(0x0085, struct.pack("<IBBBB", offset, 0, 0, len(name), 0) + name)
    return beginning(0x0005) + bound + end + sheet
