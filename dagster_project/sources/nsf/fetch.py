"""Fetches awards of the US National Science Foundation.

Here: the question and its pages. Not here: what is in a page (`parse.py`).
API: https://resources.research.gov/common/webapi/awardapisearch-v1.htm. 25 awards a page at most,
the offset counts from 1, and no more than 3,000 awards come for one question. Awards are restated
in place, so pages are dated by the day of asking. Fields that name natural persons are not asked
for.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from urllib.parse import parse_qs, urlencode, urlsplit

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

SOURCE = "nsf"
BASE_URL = "https://api.nsf.gov"
PER_PAGE = 25
GIVES_NO_MORE_THAN = 3_000
FIELDS = (
    "id",
    "title",
    "agency",
    "awardAgencyCode",
    "fundAgencyCode",
    "awardeeName",
    "awardeeCity",
    "awardeeStateCode",
    "awardeeCountryCode",
    "ueiNumber",
    "parentUeiNumber",
    "perfLocation",
    "perfCountryCode",
    "transType",
    "fundProgramName",
    "cfdaNumber",
    "date",
    "startDate",
    "expDate",
    "estimatedTotalAmt",
    "fundsObligatedAmt",
)


def fetch(
    client: Client,
    landing: Landing,
    *,
    now: datetime,
    check: Check,
    since: date,
    until: date | None = None,
    query: Mapping[str, str] | None = None,
    progress: Progress = silent,
    base_url: str = BASE_URL,
) -> Fetched:
    """Land every page of the awards made from `since` to `until` (today).

    `query` narrows the question with the API's own parameters, such as
    `{"awardeeName": '"Massachusetts Institute of Technology"'}`.
    """
    tally = Fetched(SOURCE)

    def ask(first: date, last: date) -> int:
        first_url = _page_url(first, last, query or {}, 1, base_url)
        paging = Paging(
            source=SOURCE,
            first_url=first_url,
            read=lambda content, seen: _read_page(content, seen, first_url),
            name=lambda number: f"awards_{first}_{last}_page-{number:03}.json",
            most=GIVES_NO_MORE_THAN,
            published_on=now.date(),
        )
        return land_pages(
            client, landing, paging, now=now, check=check, progress=progress, tally=tally
        )

    count = in_shorter_stretches(since, until or now.date(), ask)
    tally.notes.append(f"{count} awards")
    return tally


def _page_url(first: date, last: date, query: Mapping[str, str], offset: int, base_url: str) -> str:
    asked = {
        **query,
        "dateStart": first.strftime("%m/%d/%Y"),
        "dateEnd": last.strftime("%m/%d/%Y"),
        "printFields": ",".join(FIELDS),
        "rpp": str(PER_PAGE),
        "offset": str(offset),
    }
    return f"{base_url}/services/v1/awards.json?{urlencode(asked)}"


def _read_page(content: bytes, seen: int, first_url: str) -> Page:
    """A page tells the total in `response.metadata.totalCount`, or not at all; then the first
    page that is not full is the last. An error comes as `serviceNotification`."""
    response = json.loads(content)["response"]
    if "serviceNotification" in response:
        raise ValueError(f"the service says {json.dumps(response['serviceNotification'])[:300]}")
    ids = tuple(str(award["id"]) for award in response["award"])
    stated = response.get("metadata", {}).get("totalCount")
    total = None if stated is None else int(stated)
    so_far = seen + len(ids)
    goes_on = bool(ids) and (so_far < total if total is not None else len(ids) == PER_PAGE)
    return Page(ids, total, _at_offset(first_url, so_far + 1) if goes_on else None)


def _at_offset(first_url: str, offset: int) -> str:
    parts = urlsplit(first_url)
    query = parse_qs(parts.query) | {"offset": [str(offset)]}
    return parts._replace(query=urlencode(query, doseq=True)).geturl()
