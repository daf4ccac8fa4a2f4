"""Fetches the Consolidated Screening List as one CSV file. What is in it: `parse.py`.

Download page: https://www.trade.gov/consolidated-screening-list. The file is made anew daily.
"""

from __future__ import annotations

from datetime import date, datetime
from email.utils import parsedate_to_datetime

from dagster_project.sources.fetching import Check, Fetched, Progress, fetch_address, silent
from dagster_project.sources.http import Client, Reply
from dagster_project.sources.landing import Landing

SOURCE = "csl"
BASE_URL = "https://data.trade.gov"
PATH = "/downloadable_consolidated_screening_list/v1/consolidated.csv"


def fetch(
    client: Client,
    landing: Landing,
    *,
    now: datetime,
    check: Check,
    progress: Progress = silent,
    base_url: str = BASE_URL,
) -> Fetched:
    """Land the list as it is now, dated by the server's `Last-Modified`, else by today.

    Raises Unreachable, Refused, Incomplete.
    """
    tally = Fetched(SOURCE)

    def made_on(reply: Reply) -> date:
        try:
            return parsedate_to_datetime(reply.last_modified or "").date()
        except (TypeError, ValueError):
            return now.date()

    fetch_address(
        client,
        landing,
        SOURCE,
        base_url + PATH,
        name="consolidated.csv",
        now=now,
        check=check,
        tally=tally,
        published_on=made_on,
    )
    progress("Consolidated Screening List", 1, 1)
    return tally
