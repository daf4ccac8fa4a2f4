"""The Consolidated Screening List's CSV, plain or gzip-compressed, read strictly.

Here: bytes to the records of the Entity List, with every other list counted. Not here: what the
records are compared with.

A record cut short, the mark of a download that broke off, makes the whole file unreadable: what
is missing behind it would look like removals from the list.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter
from datetime import date
from typing import Any

from dagster_project.sources.consolidated_screening_list.records import TABLES
from dagster_project.sources.ecfr.countries import country_code
from dagster_project.sources.ecfr.normalise import key
from dagster_project.sources.ecfr.terms import decode_unmarked
from dagster_project.sources.parsed import Parsed, Unreadable, to_table
from dagster_project.sources.strict_csv import check_header, decode_utf8, records

PARSER_VERSION = 2

ENTITY_LIST = "Entity List (EL)"
_REMEDY = "download the list again from trade.gov; keep this file as evidence"
_LARGEST = 512 * 1024 * 1024  # bytes decompressed; the list of 2022 has 6 million

_REQUIRED = (
    "source", "name", "addresses", "federal_register_notice", "start_date",
    "license_requirement", "license_policy", "remarks", "alt_names",
)  # fmt: skip
_OPTIONAL = (
    "_id", "entity_number", "type", "programs", "title", "end_date", "standard_order", "call_sign",
    "vessel_type", "gross_tonnage", "gross_registered_tonnage", "vessel_flag", "vessel_owner",
    "source_list_url", "citizenships", "dates_of_birth", "nationalities", "places_of_birth",
    "source_information_url", "ids",
)  # fmt: skip

_BREAK = re.compile(r"\s*;\s*(?:and\s+)?")
# `…Co., Ltd., and Sense Time`: a comma parts aliases only behind an abbreviation.
_ALIAS_BREAK = re.compile(r"\s*;\s*(?:and\s+)?|(?<=\.),\s+and\s+")
_CITATION = re.compile(r"(\d{2})\s+FR\s+(\d{3,6})\b")
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def parse(content: bytes, *, name: str, published_on: date | None) -> Parsed:
    """The Entity List records of one file, and the count of every list in it.

    Raises Unreadable for a broken gzip stream, bytes that are not UTF-8, columns other than the
    known ones, a record with too few or too many cells, a file that does not end with a line
    end, or a file without the Entity List.
    """
    text = decode_utf8(_decompressed(content, name), name=name, remedy=_REMEDY)
    read = records(text, name=name, remedy=_REMEDY)
    _, header = next(read)
    check_header(header, required=_REQUIRED, optional=_OPTIONAL, where=name, remedy=_REMEDY)
    lists: Counter[str] = Counter()
    rows: list[dict[str, Any]] = []
    for row_number, cells in read:
        if len(cells) != len(header):
            raise Unreadable(
                found=f"a record of {len(cells)} cells",
                where=f"{name}, row {row_number}",
                expected=f"{len(header)} cells in every record",
                remedy=_REMEDY,
            )
        record = dict(zip(header, cells, strict=True))
        source_list = " ".join(record["source"].split())
        lists[source_list] += 1
        if source_list.startswith(ENTITY_LIST):
            rows.append(_row(record, row_number, source_list))
    if not text.endswith("\n"):
        raise Unreadable(
            found="no line end after the last record",
            where=f"{name}, row {sum(lists.values()) + 1}",
            expected="a file written to its end",
            remedy=_REMEDY,
        )
    if not rows:
        raise Unreadable(
            found=f"no record of the Entity List among {sum(lists.values())}",
            where=name,
            expected="the Entity List among the lists",
            remedy=_REMEDY,
        )
    counted = [{"source_list": name, "rows": count} for name, count in sorted(lists.items())]
    return Parsed(
        tables={
            "csl_entries": to_table(rows, TABLES["csl_entries"]),
            "csl_lists": to_table(counted, TABLES["csl_lists"]),
        },
        rows_found=sum(lists.values()),
        rows_parsed=len(rows),
        rows_structural=sum(lists.values()) - len(rows),
        repairs=dict(Counter(flag for row in rows for flag in row["flagged"])),
    )


def _decompressed(content: bytes, name: str) -> bytes:
    """The bytes inside a gzip stream, proven complete; other bytes as they are."""
    if not content.startswith(b"\x1f\x8b"):
        return content
    stream = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    try:
        plain = stream.decompress(content, _LARGEST)
    except zlib.error as error:
        raise _broken(f"a gzip stream that cannot be read ({error})", name) from error
    if stream.unconsumed_tail:
        raise _broken(f"more than {_LARGEST} bytes in a gzip stream", name)
    if not stream.eof or stream.unused_data.strip(b"\x00"):
        raise _broken("a gzip stream that does not end where the file ends", name)
    return plain


def _broken(found: str, name: str) -> Unreadable:
    return Unreadable(
        found=found, where=name, expected="one whole gzip stream, or plain CSV", remedy=_REMEDY
    )


def _row(record: dict[str, str], row_number: int, source_list: str) -> dict[str, Any]:
    flags = []
    start_text = record["start_date"].strip()
    start_date = None
    if _ISO_DATE.fullmatch(start_text):
        try:
            start_date = date.fromisoformat(start_text)
        except ValueError:
            flags.append("start_date_is_no_date")
    elif start_text:
        flags.append("start_date_is_no_date")
    else:
        flags.append("start_date_blank")
    printed = " ".join(record["name"].split())
    if "?" in printed + record["alt_names"] + record["addresses"]:
        flags.append("character_lost_to_question_mark")
    addresses = [address for address in _BREAK.split(record["addresses"].strip()) if address]
    citations = [
        f"{volume} FR {page}"
        for volume, page in _CITATION.findall(record["federal_register_notice"])
    ]
    if not citations:
        flags.append("no_citation")
    alt_names = [
        " ".join(alias.split())
        for alias in _ALIAS_BREAK.split(record["alt_names"])
        if alias.strip()
    ]
    return {
        "row_number": row_number,
        "source_list": source_list,
        "source_id": record.get("_id") or None,
        "name": printed,
        "name_key": key(printed),
        "alt_names": alt_names,
        "alt_name_keys": [key(alias) for alias in alt_names],
        "alt_names_text": record["alt_names"],
        "addresses": addresses,
        "addresses_text": record["addresses"],
        "country_codes": sorted({code for address in addresses if (code := _country(address))}),
        "citations": citations,
        "citation_text": record["federal_register_notice"],
        "start_date": start_date,
        "start_date_text": record["start_date"],
        "license_requirement": " ".join(record["license_requirement"].split()) or None,
        "license_policy": " ".join(record["license_policy"].split()) or None,
        "terms": [
            f"{term.kind}: {term.value}"
            for term in decode_unmarked(record["license_requirement"], record["license_policy"])
        ],
        "remarks": " ".join(record["remarks"].split()) or None,
        "flagged": flags,
    }


def _country(address: str) -> str | None:
    """The country at the end of an address: mostly a code, sometimes a name."""
    last = address.rpartition(",")[2].strip()
    if re.fullmatch(r"[A-Z]{2}", last):
        return last
    return country_code(last)
