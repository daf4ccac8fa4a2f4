"""Fetches single documents by address: articles, press releases. What is in one: `parse.py`.

An article that is changed under the same address lands again; both versions stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime

from dagster_project.sources.fetching import Check, Fetched, Progress, fetch_addresses, silent
from dagster_project.sources.http import Client
from dagster_project.sources.landing import Landing

SOURCE = "document"

_END = re.compile(rb"</html\s*>(?:\s|<!--.*?-->)*\Z", re.I | re.S)


def fetch(
    client: Client,
    landing: Landing,
    urls: Iterable[str],
    *,
    now: datetime,
    check: Check,
    progress: Progress = silent,
) -> Fetched:
    """Land each document that changed; one that fails holds up no other (`failed` names it).

    The client's hosts are those of the addresses. Raises Unreachable where none answers.
    """
    return fetch_addresses(
        client,
        landing,
        SOURCE,
        urls,
        ending="html",
        now=now,
        check=check,
        progress=progress,
        end_marker=_END,
    )
