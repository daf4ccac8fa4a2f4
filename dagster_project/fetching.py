"""Live sources: which are asked, with which client, from when on.

Here: settings turned into one call of a source's `fetch.py`. Not here: HTTP, addresses and paging
(`sources/`), and the sample (`intake.py`).
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from dagster_project.outcomes import Exit, Problem
from dagster_project.settings import Settings
from dagster_project.sources.landing import LandedFile, Landing
from dagster_project.sources.parsed import Unreadable
from dagster_project.sources.registry import SOURCES, Source

if TYPE_CHECKING:
    from dagster_project.sources.fetching import Fetched
    from dagster_project.sources.http import Client

Say = Callable[[str], None]
# A first fetch of the news goes back one day, of awards ten years; later ones go on from the last.
FIRST_NEWS = timedelta(days=1)
FIRST_AWARDS = timedelta(days=3653)


def is_live(settings: Settings, source: Source) -> bool:
    """Whether `--input live` asks this source."""
    live = settings.live
    named = {
        "feed": bool(live.feeds),
        "document": bool(live.documents),
        "nsf": bool(live.nsf_awardees),
    }
    return named.get(source.name, source.name in live.sources)


def fetch_source(settings: Settings, source: Source, now: datetime, say: Say) -> Fetched:
    """Land what a source has that is not landed. Raises FetchError."""
    live = settings.live
    landing = Landing(settings.landing)
    common: dict[str, Any] = {
        "now": now,
        "check": _check(source),
        "progress": lambda what, done, total: say(f"fetch {source.name}: {what} ({done})"),
    }
    if source.name in ("feed", "document"):
        urls = live.feeds if source.name == "feed" else live.documents
        client = _client(settings, *(urlsplit(url).hostname or "" for url in urls))
        fetched: Fetched = _fetcher(source).fetch(client, landing, urls, **common)
        return fetched
    fetcher = _fetcher(source)
    base_url = live.base_urls.get(source.name) or fetcher.BASE_URL
    client = _client(settings, urlsplit(base_url).hostname or "")
    if source.name == "gdelt":
        newest = _newest(landing, source)
        begin = datetime.combine(newest, time(), UTC) if newest else now - FIRST_NEWS
        common["since"] = begin
    elif source.name == "nsf":
        newest = _newest(landing, source)
        common["since"] = newest or (now - FIRST_AWARDS).date()
        common["query"] = _awardees(live.nsf_awardees)
    fetched = fetcher.fetch(client, landing, base_url=base_url, **common)
    return fetched


def backfill_ecfr(
    settings: Settings, since: date, until: date | None, *, now: datetime, say: Say
) -> int:
    """Land every version of the list from `since` to `until`; returns how many were new."""
    dates = missing_versions(settings, since, now)
    wanted = [on for on in dates if until is None or on <= until]
    landed = 0
    for number, on in enumerate(wanted, start=1):
        say(f"version of {on} ({number} of {len(wanted)})")
        landed += fetch_version(settings, on, now)[1]
    return landed


def missing_versions(settings: Settings, since: date, now: datetime) -> list[date]:
    """Dates on which the list changed and of which no good file is landed."""
    from dagster_project.sources.ecfr import fetch

    base_url = settings.live.base_urls.get("ecfr") or fetch.BASE_URL
    return fetch.missing_versions(
        _client(settings, urlsplit(base_url).hostname or ""),
        Landing(settings.landing),
        now=now,
        since=since,
        base_url=base_url,
    )


def fetch_version(settings: Settings, on: date, now: datetime) -> tuple[LandedFile, bool]:
    """Land the list as of one date; returns the file and whether it is new."""
    from dagster_project.sources.ecfr import fetch

    base_url = settings.live.base_urls.get("ecfr") or fetch.BASE_URL
    return fetch.fetch_version(
        _client(settings, urlsplit(base_url).hostname or ""),
        Landing(settings.landing),
        on,
        now=now,
        check=_check(SOURCES["ecfr"]),
        base_url=base_url,
    )


def _fetcher(source: Source) -> Any:
    try:
        return importlib.import_module(f"dagster_project.sources.{source.package}.fetch")
    except ModuleNotFoundError as error:
        if error.name != f"dagster_project.sources.{source.package}.fetch":
            raise
        raise Problem(
            f"{source.name} has no address to be fetched from",
            f"download its files and land them: entity-list import {source.name} FILE",
            Exit.USAGE,
        ) from error


def _client(settings: Settings, *hosts: str) -> Client:
    from dagster_project.sources.http import Client, ClientSettings

    live = settings.live
    return Client(
        ClientSettings(
            hosts=frozenset(host for host in hosts if host),
            contact=live.contact,
            loopback_http=live.loopback_http,
            pause_s=0.0 if live.loopback_http else 1.0,
            proxies={"https": live.proxy} if live.proxy else {},
            ca_bundle=live.ca_bundle or None,
        )
    )


def _check(source: Source) -> Callable[[bytes], Mapping[str, Any]]:
    def check(content: bytes) -> Mapping[str, Any]:
        try:
            parsed = source.parse(content, name=f"{source.name} reply", published_on=None)
        except Unreadable as error:
            return {"error": str(error)}
        return {
            "rows_found": parsed.rows_found,
            "rows_parsed": parsed.rows_parsed,
            "rows_structural": parsed.rows_structural,
            "rows_rejected": len(parsed.rejected),
        }

    return check


def _awardees(names: tuple[str, ...]) -> dict[str, str]:
    return {"awardeeName": " OR ".join(f'"{name}"' for name in names)}


def _newest(landing: Landing, source: Source) -> date | None:
    dates = [file.published_on for file in landing.files(source.name) if file.published_on]
    return max(dates, default=None)
