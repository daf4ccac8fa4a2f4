"""Fetches GDELT's Global Knowledge Graph, one zip file for each quarter of an hour and language.

Here: which files there are and which of them are still missing. Not here: what is in one
(`parse.py`). GDELT's lists give `size md5 address` for each file, with http addresses; only the
file's name is taken from them, so that a list can send us nowhere else.
Lists: http://data.gdeltproject.org/gdeltv2/masterfilelist.txt and masterfilelist-translation.txt.
"""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from dagster_project.sources.fetching import (
    Check,
    Fetched,
    Progress,
    is_good,
    land_reply,
    silent,
)
from dagster_project.sources.http import MEBIBYTE, Client, Refused
from dagster_project.sources.landing import Answer, LandedFile, Landing

SOURCE = "gdelt"
# Where a network spoils this host's certificate, the same files lie under
# https://storage.googleapis.com/data.gdeltproject.org
BASE_URL = "https://data.gdeltproject.org"
MASTER_LISTS = ("masterfilelist.txt", "masterfilelist-translation.txt")
LATEST_LISTS = ("lastupdate.txt", "lastupdate-translation.txt")
SLOT = timedelta(minutes=15)
# A slot that is not there after two weeks is not coming.
GIVE_UP_AFTER = timedelta(days=14)
MAX_LIST_BYTES = 512 * MEBIBYTE
MAX_ZIP_BYTES = 128 * MEBIBYTE
MAX_TEXT_BYTES = 256 * MEBIBYTE

_LINE = re.compile(
    r"\d+ (?P<md5>[0-9a-f]{32}) \S+/(?P<name>[0-9]{14}(?:\.translation)?\.gkg\.csv\.zip)"
)
_NOTE = re.compile(r"md5 (?P<md5>[0-9a-f]{32}): ")


@dataclass(frozen=True)
class ListedFile:
    """One line of a list: a file's name, the md5 of its bytes and its quarter of an hour (UTC)."""

    name: str
    md5: str
    slot: datetime


class _NotThere(Exception):
    """The file is not there, or not the one that the list promises."""


def fetch(
    client: Client,
    landing: Landing,
    *,
    now: datetime,
    check: Check,
    since: datetime,
    until: datetime | None = None,
    lists: Sequence[str] = MASTER_LISTS,
    progress: Progress = silent,
    base_url: str = BASE_URL,
) -> Fetched:
    """Land every listed file of the slots from `since` up to, not including, `until` (now).

    A file that is not there, or whose md5 is not the listed one, is remembered and asked for
    again by later fetches for two weeks, also when their stretch no longer holds it. Slots that
    no list names are counted in the notes. `LATEST_LISTS` are short and name the newest slot
    only; the master lists hold everything since 2015 and weigh over 100 MB.
    """
    tally = Fetched(SOURCE)
    until = until or now
    done = {file.name for file in landing.files(SOURCE) if is_good(file)}
    wanted: dict[str, ListedFile] = {
        file.name: file for file in _remembered(landing, now) if file.name not in done
    }
    for list_name in lists:
        listed = _read_list(client, landing, f"{base_url}/gdeltv2/{list_name}", now, tally)
        inside = {file.name: file for file in listed if since <= file.slot < until}
        wanted |= {name: file for name, file in inside.items() if name not in done}
        if list_name in MASTER_LISTS:
            _note_unlisted(list_name, inside.values(), since, until, tally)
    for number, file in enumerate(sorted(wanted.values(), key=_by_slot), start=1):
        url = f"{base_url}/gdeltv2/{file.name}"
        try:
            tally.add(*_fetch_file(client, landing, file, url, now=now, check=check))
        except _NotThere as reason:
            note = f"md5 {file.md5}: {reason}"
            landing.record_answer(SOURCE, Answer(url, now, "missing", note=note))
            tally.missing.append(url)
        except Refused as refused:
            tally.failed.append((url, str(refused)))
        progress(file.name, number, len(wanted))
    return tally


def _by_slot(file: ListedFile) -> tuple[datetime, str]:
    return file.slot, file.name


def _fetch_file(
    client: Client, landing: Landing, file: ListedFile, url: str, *, now: datetime, check: Check
) -> tuple[LandedFile, bool]:
    try:
        reply = client.get(url, max_wire_bytes=MAX_ZIP_BYTES)
    except Refused as refused:
        if refused.status == 404:
            raise _NotThere(refused.found) from refused
        raise
    found = hashlib.md5(reply.content, usedforsecurity=False).hexdigest()
    if found != file.md5:
        raise _NotThere(f"{len(reply.content)} bytes came, whose md5 is {found}")
    _check_zip(reply.content, url)
    return land_reply(
        landing,
        SOURCE,
        reply,
        url=url,
        name=file.name,
        now=now,
        published_on=file.slot.date(),
        check=check,
    )


def _check_zip(content: bytes, url: str) -> None:
    """Unpack under a cap. What the directory says of sizes is not believed."""
    remedy = "look at the file by hand; GDELT's own are 5 to 60 MB of text in one member"
    unpacked = 0
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for member in archive.infolist():
                with archive.open(member) as text:
                    while piece := text.read(MEBIBYTE):
                        unpacked += len(piece)
                        if unpacked > MAX_TEXT_BYTES:
                            raise Refused(url, f"more than {MAX_TEXT_BYTES} bytes inside", remedy)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        if isinstance(error, Refused):
            raise
        raise Refused(url, f"no sound zip file ({error})", remedy) from error


def _read_list(
    client: Client, landing: Landing, url: str, now: datetime, tally: Fetched
) -> list[ListedFile]:
    """The GKG files that a list names; its last word on a name counts."""
    content = client.get(url, max_wire_bytes=MAX_LIST_BYTES).content
    files, odd = [], []
    for line in content.decode("ascii", errors="replace").splitlines():
        if ".gkg.csv.zip" not in line:
            continue
        matched = _LINE.fullmatch(line.strip())
        try:
            if not matched:
                raise ValueError(line)
            files.append(_listed(matched["name"], matched["md5"]))
        except ValueError:  # not the three fields, or fourteen digits that are no moment
            odd.append(line)
    if not files:
        raise Refused(
            url,
            f"no list of GKG files; it begins with {content[:80]!r}",
            "open the address in a browser; if GDELT changed its lists, adapt this module",
        )
    if odd:
        tally.notes.append(f"{url}: {len(odd)} lines not understood, the first {odd[0][:200]!r}")
    digest = hashlib.sha256(content).hexdigest()
    landing.record_answer(SOURCE, Answer(url, now, "full", digest, note="list of files"))
    return files


def _listed(name: str, md5: str) -> ListedFile:
    slot = datetime.strptime(name[:14], "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    return ListedFile(name, md5, slot)


def _note_unlisted(
    list_name: str, listed: Iterable[ListedFile], since: datetime, until: datetime, tally: Fetched
) -> None:
    begin = datetime.fromtimestamp(-(-since.timestamp() // SLOT.seconds) * SLOT.seconds, UTC)
    count = max(0, -((begin - until) // SLOT))
    expected = {begin + number * SLOT for number in range(count)}
    unlisted = sorted(expected - {file.slot for file in listed})
    if unlisted:
        tally.notes.append(
            f"{list_name}: {len(unlisted)} of {len(expected)} slots are not listed, the first "
            f"{unlisted[0]:%Y-%m-%d %H:%M}"
        )


def _remembered(landing: Landing, now: datetime) -> list[ListedFile]:
    """Files that an earlier fetch missed and that are still worth asking for."""
    files = {}
    for answer in landing.answers(SOURCE):
        noted = _NOTE.match(answer.note or "")
        if answer.outcome == "missing" and noted:
            file = _listed(answer.url.rsplit("/", 1)[-1], noted["md5"])
            if now - file.slot < GIVE_UP_AFTER:
                files[file.name] = file
    return list(files.values())
