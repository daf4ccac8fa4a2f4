"""What every fetcher does alike: land a reply, name the copy we hold, walk through pages.

Here: the tally a fetcher returns, conditional requests, and paging that notices when the answer
moves under it. Not here: HTTP (`http.py`), where files lie (`landing.py`), and the addresses and
shapes of any one source (its `fetch.py`).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from dagster_project.sources.http import (
    Client,
    FetchError,
    Incomplete,
    Refused,
    Reply,
    Unreachable,
    Validators,
)
from dagster_project.sources.landing import Answer, LandedFile, Landing, LandingDamaged

Check = Callable[[bytes], Mapping[str, Any]]
"""What the parser says of these bytes: counts, or `{"error": …}`. It never raises."""

Progress = Callable[[str, int, int | None], None]
"""Told after each file: what it is, how many are done, of how many (if known)."""

# A schedule of once a day drifts by minutes; 20 hours still make one full download a day.
FULL_DOWNLOAD_EVERY = timedelta(hours=20)
# A page asked for within this time is not asked for again: it is what an interrupted walk left.
PAGE_STAYS_FRESH = timedelta(hours=6)
_RESTARTS = 2
# What a reader of pages raises on bytes of another shape.
_NO_PAGE = (ValueError, KeyError, TypeError, AttributeError, RecursionError)


class ChangedWhilePaging(FetchError):
    """The pages of one answer do not fit together, also after starting over. Ask later."""


class TooMany(FetchError):
    """The question matches more records than the source hands out. Ask a narrower one."""

    def __init__(self, url: str, total: int, most: int) -> None:
        super().__init__(
            url,
            f"{total} records match, the source hands out fewer than {most}",
            "ask for a shorter stretch of time",
        )


@dataclass
class Fetched:
    """What one fetch did. Every address asked is in exactly one of the counts or lists.

    `landed`: new files. `unchanged`: whole bodies that had landed before. `not_modified`: the
    source's word that our copy is the newest. `missing`: not there yet, asked again next time.
    `failed`: address and reason; the other addresses were still asked.
    """

    source: str
    landed: list[LandedFile] = field(default_factory=list)
    unchanged: int = 0
    not_modified: int = 0
    missing: list[str] = field(default_factory=list)
    failed: list[tuple[str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def done(self) -> int:
        return len(self.landed) + self.unchanged + self.not_modified

    def add(self, file: LandedFile, is_new: bool) -> None:
        if is_new:
            self.landed.append(file)
        else:
            self.unchanged += 1


def no_check(content: bytes) -> Mapping[str, Any]:
    """Leaves the judgement to the load."""
    return {}


def silent(what: str, done: int, total: int | None) -> None:
    """Tells nobody."""


def is_good(file: LandedFile) -> bool:
    """Whether the parser took the file when it landed; an error page landed as evidence is not."""
    return "error" not in file.parser_outcome


def land_reply(
    landing: Landing,
    source: str,
    reply: Reply,
    *,
    url: str,
    name: str,
    now: datetime,
    published_on: date | None,
    check: Check,
) -> tuple[LandedFile, bool]:
    """Land a whole body as it came, whatever the parser thinks of it, and log the answer."""
    file, is_new = landing.land(
        source,
        reply.content,
        name=name,
        fetched_at=now,
        published_on=published_on,
        url=reply.url,
        etag=reply.etag,
        last_modified=reply.last_modified,
        parser_outcome=check(reply.content),
    )
    landing.record_answer(
        source, Answer(url, now, "full", file.sha256, reply.etag, reply.last_modified)
    )
    return file, is_new


def held_copy(
    landing: Landing, source: str, url: str, now: datetime
) -> tuple[Answer, Validators] | None:
    """The last full answer at `url`, where a conditional request may name it.

    Only while that download is less than a day old, its file is still there with its bytes
    proven, and the parser took it.
    """
    full = [answer for answer in landing.answers(source, url) if answer.outcome == "full"]
    if not full or now - full[-1].asked_at >= FULL_DOWNLOAD_EVERY:
        return None
    last = full[-1]
    validators = Validators(last.etag, last.last_modified)
    if not validators.headers():
        return None
    for file in landing.files(source):
        if file.sha256 == last.sha256 and is_good(file):
            try:
                file.read()
            except LandingDamaged:
                return None
            return last, validators
    return None


def fetch_address(
    client: Client,
    landing: Landing,
    source: str,
    url: str,
    *,
    name: str,
    now: datetime,
    check: Check,
    tally: Fetched,
    published_on: Callable[[Reply], date | None] = lambda reply: None,
    end_marker: re.Pattern[bytes] | None = None,
) -> None:
    """Ask one address, conditionally where we may, and land what came. Raises FetchError."""
    held = held_copy(landing, source, url, now)
    reply = client.get(url, validators=held[1] if held else None, end_marker=end_marker)
    if reply.not_modified and held:
        landing.record_answer(
            source,
            Answer(url, now, "not_modified", held[0].sha256, reply.etag, reply.last_modified),
        )
        tally.not_modified += 1
        return
    tally.add(
        *land_reply(
            landing,
            source,
            reply,
            url=url,
            name=name,
            now=now,
            published_on=published_on(reply),
            check=check,
        )
    )


def fetch_addresses(
    client: Client,
    landing: Landing,
    urls: Iterable[str],
    *,
    source: str,
    ending: str,
    end_marker: re.Pattern[bytes],
    now: datetime,
    check: Check,
    progress: Progress = silent,
) -> Fetched:
    """Ask every address and land what changed; one that fails holds up no other (`failed`).

    `ending` is that of the files' names; the bytes must end with `end_marker`. The client's hosts
    are those of the addresses. Raises Unreachable where there were addresses and none answered.
    """
    tally = Fetched(source)
    addresses = list(dict.fromkeys(urls))
    for number, url in enumerate(addresses, start=1):
        try:
            fetch_address(
                client,
                landing,
                source,
                url,
                name=name_of(url, ending),
                now=now,
                check=check,
                tally=tally,
                end_marker=end_marker,
            )
        except (Unreachable, Refused, Incomplete) as error:
            tally.failed.append((url, str(error)))
        progress(url, number, len(addresses))
    if addresses and not tally.done:
        raise Unreachable(
            addresses[0],
            f"none of {len(addresses)} addresses answered; the first: {tally.failed[0][1]}",
            "check the connection, then the addresses",
        )
    return tally


def name_of(url: str, ending: str) -> str:
    """A file name that tells the address: `host_path.ending`, with a mark of the whole address."""
    parts = urlsplit(url)
    words = re.sub(r"[^A-Za-z0-9]+", "-", f"{parts.hostname}-{parts.path}").strip("-")[:80]
    return f"{words}-{hashlib.sha256(url.encode()).hexdigest()[:8]}.{ending}"


@dataclass(frozen=True)
class Page:
    """What paging needs to know of one page: the records' ids, how many there are in all as the
    page says (None: it does not say), and the next address (None: this was the last)."""

    ids: tuple[str, ...]
    total: int | None
    next_url: str | None


class _Moved(Exception):
    """The answer changed between two of its pages."""


@dataclass(frozen=True)
class Paging:
    """One paged question.

    `read` takes a page's bytes and the number of records seen before it; it may stumble over
    bytes that are no page. `most`: a total of this many or more means that the
    source has cut the answer off. `published_on` dates the pages where the source restates its
    records in place.
    """

    source: str
    first_url: str
    read: Callable[[bytes, int], Page]
    name: Callable[[int], str]
    most: int
    published_on: date | None = None


def land_pages(
    client: Client,
    landing: Landing,
    paging: Paging,
    *,
    now: datetime,
    check: Check,
    progress: Progress,
    tally: Fetched,
) -> int:
    """Land every page of one answer and return the number of records.

    Each page lands as it comes, so an interrupted walk is taken up where it stopped. Where the
    total changes, a record comes twice, or records are missing at the end, the walk starts over
    from the first page; what had landed stays, and the note says so. One record that goes while
    another comes can slip by between two pages: only the next walk brings what stood there, so
    absence from these pages proves nothing.
    Raises ChangedWhilePaging, TooMany, Unreachable, Refused, Incomplete.
    """
    moved: list[str] = []
    for walk in range(_RESTARTS + 1):
        try:
            count = _walk(
                client,
                landing,
                paging,
                now=now,
                check=check,
                progress=progress,
                tally=tally,
                take_up=walk == 0,
            )
        except _Moved as reason:
            moved.append(str(reason))
            continue
        tally.notes += [f"{paging.name(1)}: started over, {reason}" for reason in moved]
        return count
    raise ChangedWhilePaging(
        paging.first_url,
        f"the pages do not fit together in {len(moved)} walks: {'; '.join(moved)}",
        "run again later; every page that came is kept",
    )


def _walk(
    client: Client,
    landing: Landing,
    paging: Paging,
    *,
    now: datetime,
    check: Check,
    progress: Progress,
    tally: Fetched,
    take_up: bool,
) -> int:
    left_over = _left_over(landing, paging, now) if take_up else {}
    seen: set[str] = set()
    walked: set[str] = set()
    total: int | None = None
    number = 0
    url: str | None = paging.first_url
    while url:
        number += 1
        if url in walked:
            raise _Moved(f"page {number} leads back to an earlier page")
        walked.add(url)
        if url in left_over:
            page = _read_page(paging, url, left_over[url], len(seen))
        else:
            page = _ask_page(
                client, landing, paging, url, number, len(seen), now=now, check=check, tally=tally
            )
        if number == 1:
            total = page.total
            if total is not None and total >= paging.most:
                raise TooMany(url, total, paging.most)
        elif page.total != total:
            raise _Moved(f"{total} records on the first page, {page.total} on page {number}")
        fresh = set(page.ids) - seen
        if len(fresh) < len(page.ids):
            raise _Moved(f"page {number} repeats {len(page.ids) - len(fresh)} records")
        seen |= fresh
        if len(seen) >= paging.most:
            raise TooMany(url, len(seen), paging.most)
        progress(paging.name(number), len(seen), total)
        url = page.next_url
    if total is not None and len(seen) != total:
        raise _Moved(f"{len(seen)} records on {number} pages, {total} announced")
    return len(seen)


def _ask_page(
    client: Client,
    landing: Landing,
    paging: Paging,
    url: str,
    number: int,
    seen: int,
    *,
    now: datetime,
    check: Check,
    tally: Fetched,
) -> Page:
    """One page, landed also where it is none; only "no records at all" is just logged."""
    reply = client.get(url)
    try:
        page = _read_page(paging, url, reply.content, seen)
    except Refused:
        page = None
    if page and number == 1 and not page.ids and not page.total and not page.next_url:
        landing.record_answer(paging.source, Answer(url, now, "full", note="no records"))
        return page
    file, is_new = land_reply(
        landing,
        paging.source,
        reply,
        url=url,
        name=paging.name(number),
        now=now,
        published_on=paging.published_on,
        check=check,
    )
    tally.add(file, is_new)
    return page or _read_page(paging, url, reply.content, seen)


def _read_page(paging: Paging, url: str, content: bytes, seen: int) -> Page:
    try:
        return paging.read(content, seen)
    except _NO_PAGE as error:
        raise Refused(
            url,
            f"no page of records ({type(error).__name__}: {error}); it begins with "
            f"{content[:80]!r}",
            "the bytes have landed as evidence: look at them, and at the source's own notices",
        ) from error


def _left_over(landing: Landing, paging: Paging, now: datetime) -> dict[str, bytes]:
    """Pages that an interrupted walk has landed, by address."""
    fresh = {
        answer.url: answer.sha256
        for answer in landing.answers(paging.source)
        if answer.outcome == "full" and now - answer.asked_at < PAGE_STAYS_FRESH
    }
    if paging.first_url not in fresh:
        return {}
    files = {
        file.sha256: file
        for file in landing.files(paging.source)
        if file.published_on == paging.published_on and is_good(file)
    }
    pages = {}
    for url, sha256 in fresh.items():
        if sha256 in files:
            content = files[sha256].read()
            try:
                paging.read(content, 0)
            except _NO_PAGE:
                continue
            pages[url] = content
    return pages


def in_shorter_stretches(first: date, last: date, ask: Callable[[date, date], int]) -> int:
    """`ask` for the days from `first` to `last`, in halves where they hold too many records.

    Returns the number of records. Raises TooMany where a single day holds too many.
    """
    try:
        return ask(first, last)
    except TooMany:
        if first == last:
            raise
        middle = first + (last - first) // 2
        return in_shorter_stretches(first, middle, ask) + in_shorter_stretches(
            middle + timedelta(days=1), last, ask
        )
