"""Reads one GKG 2.1 file, plain or zipped as GDELT serves it.

Format: tab-separated, no header, 27 columns, one record per line ("The GDELT Global Knowledge
Graph (GKG) Data Format Codebook V2.1", 2015-02-19). Not always clean UTF-8. Columns that name
natural persons (V1/V2 persons, all names, quotations, page authors) are dropped here, from
rejected rows too.
"""

from __future__ import annotations

import html
import io
import re
import unicodedata
import zipfile
import zlib
from datetime import UTC, date, datetime

from dagster_project.sources.gdelt.records import TABLES
from dagster_project.sources.parsed import Parsed, Rejected, Unreadable, to_table

PARSER_VERSION = 2

COLUMNS = 27
# A quarter of an hour is 5 to 60 MB of text; a member beyond this is a zip bomb or not a GKG file.
MAX_TEXT_BYTES = 256 * 1024 * 1024
_REMEDY = "download the file again from the address in GDELT's masterfilelist.txt"

_TITLE = re.compile(r"<PAGE_TITLE>(.*?)</PAGE_TITLE>", re.DOTALL)
_SOURCE_LANGUAGE = re.compile(r"\bsrclc:([a-z]{3})\b")
_WEB_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)


class _BadRow(ValueError):
    """Why one row is not a GKG record."""


def parse(content: bytes, *, name: str, published_on: date | None = None) -> Parsed:
    """Every record of one GKG file.

    Raises Unreadable for an empty file, an error page, a zip with other than one member, a
    member that is too large or damaged, and a file that stops in mid-record.
    """
    text = _unpack(content, name)
    lines = _lines(text, name)
    rows: list[dict[str, object]] = []
    rejected: list[Rejected] = []
    repaired = 0
    seen: set[str] = set()
    for row_number, line in enumerate(lines, start=1):
        row_text, is_repaired = _decode(line.removesuffix(b"\r"))
        fields = row_text.split("\t")
        try:
            row = _record(fields)
            if row["record_id"] in seen:
                raise _BadRow(f"record {row['record_id']} stands in the file already")
        except _BadRow as reason:
            rejected.append(Rejected(row_number, str(reason), "\t".join(fields[:5])))
            continue
        seen.add(str(row["record_id"]))
        repaired += is_repaired
        rows.append(row)
    if not rows:
        raise Unreadable(
            found=f"{len(lines)} lines of which none is a GKG record ({rejected[0].reason})",
            where=name,
            expected=f"records of {COLUMNS} tab-separated columns",
            remedy=_REMEDY,
        )
    return Parsed(
        tables={"gdelt_articles": to_table(rows, TABLES["gdelt_articles"])},
        rows_found=len(lines),
        rows_parsed=len(rows),
        rejected=tuple(rejected),
        repairs={"row_not_utf8": repaired} if repaired else {},
    )


def _unpack(content: bytes, name: str) -> bytes:
    if not content.startswith(b"PK"):
        if len(content) > MAX_TEXT_BYTES:
            raise _too_large(name)
        return content
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            if len(members) != 1:
                raise Unreadable(
                    found=f"a zip file of {len(members)} members",
                    where=name,
                    expected="one member, *.gkg.csv",
                    remedy=_REMEDY,
                )
            with archive.open(members[0]) as member:
                # The size in the zip's directory is only a claim: stop by what really comes out.
                text = member.read(MAX_TEXT_BYTES + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise Unreadable(
            found=f"a damaged zip file ({error})",
            where=name,
            expected="a whole zip file whose checksum holds",
            remedy=_REMEDY,
        ) from error
    if len(text) > MAX_TEXT_BYTES:
        raise _too_large(name)
    return text


def _too_large(name: str) -> Unreadable:
    return Unreadable(
        found=f"more than {MAX_TEXT_BYTES // 2**20} MiB of text",
        where=name,
        expected="a quarter of an hour of GKG records, 5 to 60 MB",
        remedy=f"do not unpack it; {_REMEDY}",
    )


def _lines(text: bytes, name: str) -> list[bytes]:
    """The file's lines. A record holds other control characters, so only \\n ends one."""
    start = text[:512].lstrip().lower()
    if not text.strip():
        found = "an empty file"
    elif start.startswith((b"<!doctype", b"<html", b"<?xml")):
        found = "an HTML or XML page"
    elif not text.endswith(b"\n") and not _is_whole(text.rpartition(b"\n")[2]):
        found = "a last line that stops in mid-record"
    else:
        return text.removesuffix(b"\n").split(b"\n")
    raise Unreadable(
        found=found,
        where=name,
        expected=f"GKG records of {COLUMNS} tab-separated columns, the last one whole",
        remedy=_REMEDY,
    )


def _is_whole(last_line: bytes) -> bool:
    """Whether a last line without its line end is complete: the extras are empty or closed."""
    fields = last_line.split(b"\t")
    return len(fields) == COLUMNS and (not fields[-1] or fields[-1].endswith(b">"))


def _decode(line: bytes) -> tuple[str, bool]:
    """The line as text, and whether it had to be read as Windows-1252 for want of UTF-8."""
    try:
        return line.decode("utf-8"), False
    except UnicodeDecodeError:
        return line.decode("cp1252", errors="replace"), True


def _record(fields: list[str]) -> dict[str, object]:
    if len(fields) != COLUMNS:
        raise _BadRow(f"{len(fields)} columns, expected {COLUMNS}")
    record_id, seen, collection, source_name, identifier = fields[:5]
    if not record_id:
        raise _BadRow("no record id")
    if not (len(seen) == 14 and seen.isascii() and seen.isdigit()):
        raise _BadRow(f"seen at {seen!r}, expected YYYYMMDDHHMMSS")
    try:
        seen_at = datetime.strptime(seen, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError as error:
        raise _BadRow(f"seen at {seen!r}, which is no moment") from error
    if collection not in {"1", "2", "3", "4", "5", "6"}:
        raise _BadRow(f"source collection {collection!r}, expected 1 to 6")
    language = _SOURCE_LANGUAGE.search(fields[25])
    title = _TITLE.search(fields[26])
    printed_title = _composed(html.unescape(title[1])).strip() if title else ""
    return {
        "record_id": record_id,
        "seen_at": seen_at,
        "source_name": source_name or None,
        "source_collection": int(collection),
        "url": identifier if _WEB_ADDRESS.fullmatch(identifier) else None,
        "document_identifier": identifier,
        "title": printed_title or None,
        "is_translated": bool(fields[25]),
        "language": language[1] if language else (None if fields[25] else "eng"),
        "organizations": _organizations(fields[13], fields[14]),
        "themes": [theme for theme in fields[7].split(";") if theme],
    }


def _composed(text: str) -> str:
    """Letters and their accents as one character each (NFC): names are looked for in such text."""
    return unicodedata.normalize("NFC", text)


def _organizations(plain: str, with_offsets: str) -> list[dict[str, object]]:
    """V2ENHANCEDORGANIZATIONS (`Name,offset;…`), then what only V1ORGANIZATIONS names."""
    found: list[tuple[str, int]] = []
    for item in filter(None, with_offsets.split(";")):
        organization, comma, offset = item.rpartition(",")
        if not (comma and organization and offset.isascii() and offset.isdigit()):
            raise _BadRow(f"organisation {item!r}, expected name,offset")
        found.append((_composed(organization), int(offset)))
    found.sort(key=lambda pair: (pair[1], pair[0]))
    known = {organization.casefold() for organization, _ in found}
    without_offset = sorted({_composed(item) for item in plain.split(";") if item} - known)
    return [{"name": name, "char_offset": offset} for name, offset in found] + [
        {"name": name, "char_offset": None} for name in without_offset
    ]
