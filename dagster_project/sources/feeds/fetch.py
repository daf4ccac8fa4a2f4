"""Fetches RSS and Atom feeds by address. What is in one: `parse.py`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime

from dagster_project.sources.fetching import Check, Fetched, Progress, fetch_addresses, silent
from dagster_project.sources.http import Client
from dagster_project.sources.landing import Landing

SOURCE = "feed"

_END = re.compile(rb"</(?:[A-Za-z0-9]+:)?(?:rss|feed|rdf)\s*>(?:\s|<!--.*?-->)*\Z", re.I | re.S)


def fetch(
    client: Client,
    landing: Landing,
    urls: Iterable[str],
    *,
    now: datetime,
    check: Check,
    progress: Progress = silent,
) -> Fetched:
    """Land each feed that changed; a feed that fails holds up no other (`failed` names it).

    The client's hosts are those of the addresses. Raises Unreachable where none answers.
    """
    return fetch_addresses(
        client,
        landing,
        SOURCE,
        urls,
        ending="xml",
        now=now,
        check=check,
        progress=progress,
        end_marker=_END,
    )
