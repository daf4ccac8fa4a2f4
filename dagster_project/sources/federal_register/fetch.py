"""Fetches what the Federal Register published about the Entity List.

Here: the question and its pages. Not here: what is in a page (`parse.py`).
API: https://www.federalregister.gov/developers/documentation/api/v1. It counts no further than
10,000 documents and cuts the answer off there, so a longer answer is asked for in stretches.
"""

from __future__ import annotations

import json
from datetime import date, datetime
from urllib.parse import urlencode

from dagster_project.sources.fetching import (
    Check,
    Fetched,
    Page,
    Paging,
    Progress,
    in_shorter_stretches,
    land_pages,
    silent,
)
from dagster_project.sources.http import Client
from dagster_project.sources.landing import Landing

SOURCE = "federal-register"
BASE_URL = "https://www.federalregister.gov"
AGENCY = "industry-and-security-bureau"
TERM = '"entity list"'
# The first day the API holds.
SINCE = date(1994, 1, 3)
COUNTS_NO_FURTHER_THAN = 10_000
PER_PAGE = 100
FIELDS = (
    "document_number",
    "citation",
    "volume",
    "start_page",
    "end_page",
    "type",
    "action",
    "title",
    "abstract",
    "publication_date",
    "effective_on",
    "dates",
    "agencies",
    "html_url",
    "correction_of",
)


def fetch(
    client: Client,
    landing: Landing,
    *,
    now: datetime,
    check: Check,
    progress: Progress = silent,
    since: date = SINCE,
    until: date | None = None,
    base_url: str = BASE_URL,
) -> Fetched:
    """Land every page of the documents published from `since` to `until` (today).

    Oldest first, so that a new document changes as few pages as may be; pages that are the same
    as before do not land again.
    """
    tally = Fetched(SOURCE)

    def ask(first: date, last: date) -> int:
        paging = Paging(
            source=SOURCE,
            first_url=_first_url(first, last, base_url),
            read=_read_page,
            name=lambda number: f"documents_{first}_{last}_page-{number:03}.json",
            most=COUNTS_NO_FURTHER_THAN,
        )
        return land_pages(
            client, landing, paging, now=now, check=check, progress=progress, tally=tally
        )

    count = in_shorter_stretches(since, until or now.date(), ask)
    tally.notes.append(f"{count} documents")
    return tally


def _first_url(first: date, last: date, base_url: str) -> str:
    query = [
        ("conditions[agencies][]", AGENCY),
        ("conditions[term]", TERM),
        ("conditions[publication_date][gte]", first.isoformat()),
        ("conditions[publication_date][lte]", last.isoformat()),
        *(("fields[]", field) for field in FIELDS),
        ("order", "oldest"),
        ("per_page", str(PER_PAGE)),
    ]
    return f"{base_url}/api/v1/documents.json?{urlencode(query)}"


def _read_page(content: bytes, seen: int) -> Page:
    """An answer without documents has a count of 0 and no `results` at all."""
    body = json.loads(content)
    total = int(body["count"])
    documents = body["results"] if total else []
    # Document numbers were given out anew in some early years; with the date they are unique.
    ids = tuple(f"{row['document_number']} {row['publication_date']}" for row in documents)
    return Page(ids, total, body.get("next_page_url"))
