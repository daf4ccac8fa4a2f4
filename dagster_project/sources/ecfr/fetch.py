"""Fetches the Entity List as it stood on each date from the eCFR's versioner API.

Here: which dates there are, and one file for each. Not here: what is in a file (`parse.py`).
The date is not in the file: it comes from the request and is kept as `published_on`.
API: https://www.ecfr.gov/developers/documentation/api/v1 (Versioner Service).
"""

from __future__ import annotations

import hashlib
import json
import re
from datetime import date, datetime
from typing import Any
from urllib.parse import quote, urlencode

from dagster_project.sources.fetching import (
    FULL_DOWNLOAD_EVERY,
    Check,
    Fetched,
    Progress,
    is_good,
    land_reply,
    silent,
)
from dagster_project.sources.http import Client, Incomplete, Refused
from dagster_project.sources.landing import Answer, LandedFile, Landing

SOURCE = "ecfr"
BASE_URL = "https://www.ecfr.gov"
APPENDIX = "Supplement No. 4 to Part 744"
# The eCFR's point-in-time history begins in January 2017.
SINCE = date(2017, 1, 1)

# Supplement No. 4 alone is a DIV9, part 744 whole a DIV5.
END_MARKER = re.compile(rb"</(?:DIV[0-9]|ECFR)>\s*\Z", re.IGNORECASE)


def missing_versions(
    client: Client,
    landing: Landing,
    *,
    now: datetime,
    since: date = SINCE,
    base_url: str = BASE_URL,
) -> list[date]:
    """The dates on which the Supplement changed and for which no good file has landed, oldest
    first. The version in force on `since` counts too, though it began before.

    Raises Unreachable, Refused, Incomplete.
    """
    landed = {file.published_on for file in landing.files(SOURCE) if is_good(file)}
    dates = _amendment_dates(client, landing, now=now, base_url=base_url)
    before = [on for on in dates if on <= since]
    wanted = before[-1:] + [on for on in dates if on > since]
    return [on for on in wanted if on not in landed]


def fetch_version(
    client: Client,
    landing: Landing,
    on: date,
    *,
    now: datetime,
    check: Check,
    base_url: str = BASE_URL,
) -> tuple[LandedFile, bool]:
    """Land the Supplement as of one date. Returns the file and whether it is new.

    Raises Unreachable, Refused (status 404: the eCFR has no text for that date), Incomplete.
    """
    url = _version_url(on, base_url)
    return land_reply(
        landing,
        SOURCE,
        client.get(url, end_marker=END_MARKER),
        url=url,
        name=f"title-15_part-744_supplement-4_{on.isoformat()}.xml",
        now=now,
        published_on=on,
        check=check,
    )


def fetch(
    client: Client,
    landing: Landing,
    *,
    now: datetime,
    check: Check,
    progress: Progress = silent,
    since: date = SINCE,
    base_url: str = BASE_URL,
) -> Fetched:
    """Land every version that is missing, and verify the newest one once a day.

    The newest is downloaded again because the eCFR may correct a version after the fact; other
    bytes for the same date land beside the first. A date without text (404) is in `missing`.
    """
    tally = Fetched(SOURCE)
    wanted = missing_versions(client, landing, now=now, since=since, base_url=base_url)
    newest = _newest_to_verify(landing, now=now, base_url=base_url)
    if newest and not any(on >= newest for on in wanted):
        wanted = [*wanted, newest]
    for number, on in enumerate(wanted, start=1):
        try:
            file, is_new = fetch_version(
                client, landing, on, now=now, check=check, base_url=base_url
            )
            tally.add(file, is_new)
        except Refused as refused:
            if refused.status != 404:
                raise
            url = _version_url(on, base_url)
            landing.record_answer(SOURCE, Answer(url, now, "missing", note=refused.found))
            tally.missing.append(url)
        progress(f"Entity List as of {on}", number, len(wanted))
    return tally


def _newest_to_verify(landing: Landing, *, now: datetime, base_url: str) -> date | None:
    dates = [file.published_on for file in landing.files(SOURCE) if file.published_on]
    if not dates:
        return None
    newest = max(dates)
    full = [
        answer.asked_at
        for answer in landing.answers(SOURCE, _version_url(newest, base_url))
        if answer.outcome == "full"
    ]
    return newest if not full or now - full[-1] >= FULL_DOWNLOAD_EVERY else None


def _amendment_dates(
    client: Client, landing: Landing, *, now: datetime, base_url: str
) -> list[date]:
    """Every date on which the Supplement changed, oldest first. The log keeps that we asked."""
    rows: list[dict[str, Any]] = []
    page, pages, announced = 0, 1, 0
    while page < pages:
        page += 1
        query = {"part": "744"} | ({"page": str(page)} if page > 1 else {})
        url = f"{base_url}/api/versioner/v1/versions/title-15.json?{urlencode(query)}"
        content = client.get(url).content
        try:
            listing = json.loads(content)
            rows += listing["content_versions"]
            pages = int(listing["meta"].get("total_pages") or 1)
            announced = int(listing["meta"].get("result_count") or 0)
            dates = {
                date.fromisoformat(row["date"])
                for row in rows
                if row["identifier"] == APPENDIX and not row["removed"]
            }
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise Refused(
                url,
                f"no listing of versions ({type(error).__name__}: {error}); it begins with "
                f"{content[:80]!r}",
                "open the address in a browser; if the eCFR changed its API, adapt this module",
            ) from error
        digest = hashlib.sha256(content).hexdigest()
        landing.record_answer(SOURCE, Answer(url, now, "full", digest, note="list of versions"))
    if announced and len(rows) < announced:
        raise Incomplete(url, f"{len(rows)} of {announced} announced versions", "run again later")
    if not dates:
        raise Refused(
            url,
            f"{len(rows)} versions, none of {APPENDIX!r}",
            "open the address in a browser; if the Supplement was renamed, adapt this module",
        )
    return sorted(dates)


def _version_url(on: date, base_url: str) -> str:
    query = urlencode({"part": "744", "appendix": APPENDIX}, quote_via=quote)
    return f"{base_url}/api/versioner/v1/full/{on.isoformat()}/title-15.xml?{query}"
