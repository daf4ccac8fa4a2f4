"""The Federal Register documents API, read strictly: one page of JSON, or one document a line.

Here: `{"count": …, "total_pages": …, "results": […]}` and JSON Lines into rows. Not here: paging
(`fetch.py`), and the texts of the rules.

The search term "entity list" also finds the Department of Homeland Security's notices on the
Uyghur Forced Labor Prevention Act Entity List, briefings and paperwork notices.
`is_entity_list_rule` tells the rules of the Bureau of Industry and Security from them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from dagster_project.sources.federal_register.records import TABLES
from dagster_project.sources.parsed import Parsed, Rejected, Unreadable, to_table

PARSER_VERSION = 1

_FIRST_VOLUME_YEAR = 1935  # volume + 1935 = year (44 U.S.C. chapter 15)
_BUREAU = "industry and security bureau"
_REMEDY = "fetch the page again from the Federal Register API; keep this file as evidence"

_READ = {
    "document_number", "citation", "volume", "start_page", "end_page", "publication_date",
    "effective_on", "title", "abstract", "type", "agencies", "agency_names", "html_url",
}  # fmt: skip
# Fields the API offers and nobody here needs, and `post`, which a mirror adds.
_IGNORED = {
    "abstract_html_url", "action", "body_html_url", "cfr_references", "comment_url",
    "comments_close_on", "correction_of", "corrections", "dates", "disposition_notes", "docket_id",
    "docket_ids", "dockets", "excerpts", "explanation", "full_text_xml_url", "images",
    "images_metadata", "json_url", "mods_url", "not_received_for_publication", "page_length",
    "page_views", "pdf_url", "post", "proclamation_number", "public_inspection_pdf_url",
    "raw_text_url", "regulation_id_number_info", "regulation_id_numbers",
    "regulations_dot_gov_info", "regulations_dot_gov_url", "significant", "signing_date",
    "subtype", "toc_doc", "toc_subject", "topics", "president", "presidential_document_number",
    "executive_order_notes", "executive_order_number",
}  # fmt: skip

_CITATION = re.compile(r"(\d{1,3}) FR (\d{1,6})")
_OUR_LIST = re.compile(r"\bEntity List\b", re.IGNORECASE)
_OTHER_LIST = re.compile(r"Uyghur Forced Labor|\bUFLPA\b", re.IGNORECASE)
_NO_RULE = re.compile(
    r"Agency Information Collection|Public Briefing|Request for Comments|Meeting", re.IGNORECASE
)


def parse(content: bytes, *, name: str, published_on: date | None) -> Parsed:
    """Every document of one landed file.

    Raises Unreadable for bytes that are not the whole of a page or of a list of documents:
    broken JSON, a repeated name, NaN, an error answer, a page shorter than it says, a field
    nobody has read about. One document that contradicts itself is rejected.
    """
    documents = list(_documents(content, name))
    rows: list[dict[str, Any]] = []
    rejected: list[Rejected] = []
    seen: set[tuple[str, date]] = set()
    for row_number, document in enumerate(documents, 1):
        _check_fields(document, row_number, name)
        try:
            row = _row(document, row_number)
            # A number alone is no key: the Federal Register reused some before 2016.
            identity = (row["document_number"], row["published_on"])
            if identity in seen:
                raise ValueError(f"document {identity[0]} stands twice in the file")
            seen.add(identity)
        except ValueError as error:
            text = json.dumps(document, ensure_ascii=False)
            rejected.append(Rejected(row_number, str(error), text))
        else:
            rows.append(row)
    table = "federal_register_documents"
    return Parsed(
        tables={table: to_table(rows, TABLES[table])},
        rows_found=len(documents),
        rows_parsed=len(rows),
        rejected=tuple(rejected),
    )


def _documents(content: bytes, name: str) -> Iterator[dict[str, Any]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _unreadable(f"bytes that are not UTF-8 ({error})", name) from error
    first = text.lstrip().partition("\n")[0]
    if "document_number" in first and '"results"' not in first and _is_object(first):
        for number, line in enumerate(text.splitlines(), 1):
            if line.strip():
                yield _object(_load(line, f"{name}, line {number}"), f"{name}, line {number}")
        return
    page = _object(_load(text, name), name)
    if "errors" in page or "results" not in page:
        raise _unreadable(f"an answer with {sorted(page)}", name)
    results, count = page["results"], page.get("count")
    if not isinstance(results, list) or not results:
        raise _unreadable("a page without documents", name)
    pages = page.get("total_pages")
    if isinstance(count, int) and (len(results) > count or (pages == 1 and len(results) != count)):
        raise _unreadable(f"{len(results)} documents where the page says {count}", name)
    for number, document in enumerate(results, 1):
        yield _object(document, f"{name}, document {number}")


def _is_object(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except ValueError:
        return False


def _load(text: str, where: str) -> Any:
    try:
        return json.loads(text, object_pairs_hook=_no_repeats, parse_constant=_no_constants)
    except (ValueError, RecursionError) as error:
        raise _unreadable(f"JSON that cannot be read ({error})", where) from error


def _no_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    read = dict(pairs)
    if len(read) != len(pairs):
        raise ValueError(f"a name stands twice: {sorted(name for name, _ in pairs)}")
    return read


def _no_constants(constant: str) -> None:
    raise ValueError(f"{constant} is no JSON number")


def _object(value: Any, where: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise _unreadable(f"a {type(value).__name__}", where)
    return value


def _unreadable(found: str, where: str) -> Unreadable:
    return Unreadable(
        found=found,
        where=where,
        expected="one page of the documents API, or one document a line",
        remedy=_REMEDY,
    )


def _check_fields(document: dict[str, Any], row_number: int, name: str) -> None:
    unknown = sorted(document.keys() - _READ - _IGNORED)
    if unknown:
        raise Unreadable(
            found=f"unknown fields {unknown}",
            where=f"{name}, document {row_number}",
            expected="fields that the documents API had when this parser was written",
            remedy="read what the new field says, then name it in the parser",
        )


def _row(document: dict[str, Any], row_number: int) -> dict[str, Any]:
    """One document. Raises ValueError where it contradicts itself or lacks its identity."""
    published_on = _date(document, "publication_date")
    if published_on is None:
        raise ValueError("no publication_date")
    citation = _text(document, "citation")
    volume, start_page = _number(document, "volume"), _number(document, "start_page")
    end_page = _number(document, "end_page")
    if citation:
        match = _CITATION.fullmatch(citation)
        if not match:
            raise ValueError(f"citation {citation!r} is not like 84 FR 54002")
        cited_volume, cited_page = int(match[1]), int(match[2])
        if volume not in (None, cited_volume) or start_page not in (None, cited_page):
            raise ValueError(f"citation {citation} but volume {volume}, start page {start_page}")
        volume, start_page = cited_volume, cited_page
    elif volume and start_page:
        citation = f"{volume} FR {start_page}"
    if volume is not None and volume + _FIRST_VOLUME_YEAR != published_on.year:
        raise ValueError(f"volume {volume} cannot be of {published_on.year}")
    if start_page and end_page and end_page < start_page:
        raise ValueError(f"ends on page {end_page} before it starts on {start_page}")
    title = _text(document, "title")
    number = _text(document, "document_number")
    if not title or not number:
        raise ValueError("no title or no document_number")
    abstract, kind, agencies = (
        _text(document, "abstract"),
        _text(document, "type"),
        _agencies(document),
    )
    return {
        "row_number": row_number,
        "document_number": number,
        "citation": citation,
        "volume": volume,
        "start_page": start_page,
        "end_page": end_page,
        "published_on": published_on,
        "effective_on": _date(document, "effective_on"),
        "title": title,
        "abstract": abstract,
        "document_type": kind,
        "agencies": agencies,
        "html_url": _text(document, "html_url"),
        "is_entity_list_rule": is_entity_list_rule(title, abstract, kind, agencies),
    }


def is_entity_list_rule(
    title: str, abstract: str | None, document_type: str | None, agencies: list[str] | None
) -> bool:
    """Whether the document is a rule of the Bureau of Industry and Security on our list.

    Where the file names no agency or type, title and abstract decide.
    """
    text = f"{title}\n{abstract or ''}"
    if agencies is not None and _BUREAU not in (agency.lower() for agency in agencies):
        return False
    if document_type is not None and document_type not in ("Rule", "RULE", "Correction"):
        return False
    if _OTHER_LIST.search(title) or _NO_RULE.search(title):
        return False
    return bool(_OUR_LIST.search(text))


def _agencies(document: dict[str, Any]) -> list[str] | None:
    """Agency names, None where the file does not say."""
    listed = document.get("agencies", document.get("agency_names"))
    if listed is None:
        return None
    if not isinstance(listed, list):
        raise ValueError(f"agencies are {listed!r}")
    names = []
    for agency in listed:
        # The API names some agencies only in `raw_name`, as printed.
        name = agency.get("name") or agency.get("raw_name") if isinstance(agency, dict) else agency
        if not isinstance(name, str):
            raise ValueError(f"agency {agency!r} has no name")
        names.append(" ".join(name.split()))
    return names


def _text(document: dict[str, Any], field: str) -> str | None:
    value = document.get(field)
    if value is None:
        return None
    if not isinstance(value, str):
        raise ValueError(f"{field} is {value!r}, not text")
    return " ".join(value.split()) or None


def _number(document: dict[str, Any], field: str) -> int | None:
    value = document.get(field)
    if value is None or (isinstance(value, int) and not isinstance(value, bool) and value > 0):
        return value
    raise ValueError(f"{field} is {value!r}, not a number of 1 or more")


def _date(document: dict[str, Any], field: str) -> date | None:
    value = document.get(field)
    if value is None:
        return None
    if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        raise ValueError(f"{field} is {value!r}, not a date like 2019-10-09")
    return date.fromisoformat(value)
