"""How files come in: from the user's disk, from the bundled sample, from the source itself.

Here: landing them with the right date, saying at once what the parser makes of them, and which
landed files a run leaves out. Not here: the landing room itself, any format, any table.
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dagster_project.outcomes import Exit, Problem
from dagster_project.parsing import each, over_cores
from dagster_project.settings import SAMPLE, Settings
from dagster_project.sources.landing import LandedFile, Landing, LandingDamaged
from dagster_project.sources.parsed import Unreadable
from dagster_project.sources.registry import SOURCES, Source

if TYPE_CHECKING:
    from dagster_project.serving import Answer

# The list as a whole has had more than 1,000 entries since 2018; the bundled sample has dozens.
COMPLETE_LIST_ROWS = 1_000
FIRST_LIST_ON = date(1997, 2, 3)  # the Entity List's first entries, 62 FR 4910
SAMPLE_URL = "sample:"
UNDATED_SAMPLE_ON = date(2020, 12, 31)  # a feed has no date of its own, only the day it was read
QUARANTINE = Path("files", "quarantined.csv")
_QUARANTINE_COLUMNS = ("landed_id", "action", "decided_by", "decided_at", "reason")
# GDELT's names go on with the time of day.
_DATE_IN_NAME = re.compile(r"(?<!\d)(\d{4})-?(\d{2})-?(\d{2})(?:\d{6})?(?!\d)")


@dataclass(frozen=True)
class Imported:
    """One file that was landed, and what its parser said."""

    file: LandedFile
    is_new: bool
    error: str | None
    rejected: tuple[str, ...] = ()  # each row that it did not take: which, and all that is wrong


@dataclass(frozen=True)
class Said:
    """What a parser said of a file: `outcome` goes into the manifest."""

    outcome: Mapping[str, Any]
    error: str | None = None
    rejected: tuple[str, ...] = ()


def source_named(name: str) -> Source:
    if name not in SOURCES:
        raise Problem(
            f"there is no source {name!r}", f"say one of {', '.join(SOURCES)}", Exit.USAGE
        )
    return SOURCES[name]


def import_files(
    settings: Settings,
    source: Source,
    paths: Sequence[Path],
    *,
    published_on: date | None,
    landed_at: datetime | None,
    now: datetime,
) -> list[Imported]:
    """Land local files as though they had been fetched; the bytes are kept whatever they hold."""
    dated = [(path, _date_of(source, path, published_on, now)) for path in paths]
    with closing(each(partial(_read, source), dated, over_cores)) as reading:
        return [
            land(
                settings,
                source,
                content,
                name=path.name,
                published_on=published,
                fetched_at=landed_at or now,
                said=said,
            )
            for (path, published), (content, said) in zip(dated, reading, strict=True)
        ]


def _read(source: Source, dated: tuple[Path, date | None]) -> tuple[bytes, Said]:
    path, published_on = dated
    content = path.read_bytes()
    return content, _ask_parser(source, content, name=path.name, published_on=published_on)


def _ask_parser(source: Source, content: bytes, *, name: str, published_on: date | None) -> Said:
    try:
        parsed = source.parse(content, name=name, published_on=published_on)
    except Unreadable as unreadable:
        return Said({"error": str(unreadable)}, str(unreadable))
    return Said(
        {
            "rows_found": parsed.rows_found,
            "rows_parsed": parsed.rows_parsed,
            "rows_structural": parsed.rows_structural,
            "rows_rejected": len(parsed.rejected),
        },
        rejected=tuple(
            f"row {row.row_number}: {row.reason.removeprefix(f'row {row.row_number}: ')}"
            for row in parsed.rejected
        ),
    )


def land(
    settings: Settings,
    source: Source,
    content: bytes,
    *,
    name: str,
    published_on: date | None,
    fetched_at: datetime,
    url: str | None = None,
    said: Said | None = None,
) -> Imported:
    """Land the bytes with the parser's word in the manifest; it is asked here where it was not."""
    said = said or _ask_parser(source, content, name=name, published_on=published_on)
    landed, is_new = Landing(settings.landing).land(
        source.name,
        content,
        name=name,
        fetched_at=fetched_at,
        published_on=published_on,
        url=url,
        parser_outcome=said.outcome,
    )
    return Imported(landed, is_new, said.error, said.rejected)


def land_sample(settings: Settings, source: Source) -> list[Imported]:
    """Land the bundled files of one source, each as though it had come at noon UTC on its date."""
    known = _known(settings, source.name)
    landed = []
    for path in sorted((SAMPLE / source.package).glob("[!.]*")):
        content = path.read_bytes()
        if path.suffix == ".md" or hashlib.sha256(content).hexdigest()[:16] in known:
            continue
        published_on = _date_in_name(path)
        landed.append(
            land(
                settings,
                source,
                content,
                name=path.name,
                published_on=published_on,
                fetched_at=datetime.combine(published_on or UNDATED_SAMPLE_ON, time(12), UTC),
                url=f"{SAMPLE_URL}{source.package}/{path.name}",
            )
        )
    return landed


def _known(settings: Settings, source: str) -> set[str]:
    """Of every landed file of a source, damaged ones too, the first 16 digits of its sha256."""
    files, damaged = Landing(settings.landing).look(source)
    return {file.sha256[:16] for file in files} | {one.landed_id[-16:] for one in damaged}


def receive(
    settings: Settings, source: Source, input_: str, *, now: datetime, say: Callable[[str], None]
) -> str:
    """Land what the run's input asks for. Returns what was wrong with a source that may be late.

    A source of the list must answer: its FetchError or LandingDamaged is passed on.
    """
    from dagster_project.fetching import fetch_source, is_live
    from dagster_project.sources.http import FetchError

    if input_ == "sample":
        land_sample(settings, source)
    if source.name == "decision":
        _land_decisions(settings, now)
    if input_ != "live" or not is_live(settings, source):
        return ""
    try:
        return "; ".join(
            f"{url}: {reason}" for url, reason in fetch_source(settings, source, now, say).failed
        )
    except (FetchError, LandingDamaged) as error:
        if source.blocks:
            raise
        return str(error)


def _land_decisions(settings: Settings, now: datetime) -> None:
    """Decisions are files in a folder under version control; the landed copy is what is read.

    They are landed undated: each stands by itself, and none fills the date of another.
    """
    known = _known(settings, "decision")
    for path, sha256 in _decision_files(settings):
        if sha256[:16] not in known:
            land(
                settings,
                SOURCES["decision"],
                path.read_bytes(),
                name=path.name,
                published_on=None,
                fetched_at=now,
            )


def _decision_files(settings: Settings) -> list[tuple[Path, str]]:
    """Each file of the folder with the sha256 of its bytes."""
    return [
        (path, hashlib.sha256(path.read_bytes()).hexdigest())
        for path in sorted(settings.decisions.glob("[!.]*.json"))
        if path.is_file()
    ]


def landed_files(settings: Settings) -> Answer:
    """Every landed file, and whether the next run leaves it out."""
    from dagster_project.serving import Answer
    from dagster_project.warehouse import landed_id

    left = left_out(settings)
    files, damaged = Landing(settings.landing).look()
    rows: list[tuple[Any, ...]] = [
        (
            landed_id(file),
            file.name,
            file.fetched_at,
            file.parser_outcome.get("error") or "read",
            landed_id(file) in left,
        )
        for file in files
    ]
    rows += [
        (one.landed_id, None, None, f"damaged: {one.reason}", one.landed_id in left)
        for one in damaged
    ]
    return Answer(("landed_id", "name", "fetched_at", "parser", "is_left_out"), rows)


def left_out(settings: Settings) -> frozenset[str]:
    """`landed_id`s that a run does not read: quarantined ones; the sample once a complete Entity
    List of one's own is landed, for which the sample only stood in; and unreadable decisions that
    are no longer in the folder, since they were restored or taken away there."""
    from dagster_project.warehouse import landed_id

    files, _ = Landing(settings.landing).look()
    is_sample = {landed_id(file): (file.url or "").startswith(SAMPLE_URL) for file in files}
    complete = any(
        file.source == "ecfr"
        and not is_sample[landed_id(file)]
        and int(file.parser_outcome.get("rows_parsed") or 0) >= COMPLETE_LIST_ROWS
        for file in files
    )
    sample = {key for key, sampled in is_sample.items() if sampled and complete}
    in_folder = {sha256 for _, sha256 in _decision_files(settings)}
    taken_away = {
        landed_id(file)
        for file in files
        if file.source == "decision"
        and file.parser_outcome.get("error")
        and file.sha256 not in in_folder
    }
    return frozenset(quarantined(settings) | sample | taken_away)


def published_inputs(settings: Settings) -> frozenset[str]:
    """`landed_id`s of every file that a generation still here was made of: none of them may be
    gone unless a person says so."""
    from dagster_project.publishing.generation import generations, inputs_of

    return frozenset(
        key for generation in generations(settings.published) for key in inputs_of(generation)
    )


def quarantined(settings: Settings) -> set[str]:
    """`landed_id`s whose last word is `quarantine`."""
    return {key for key, action in _last_words(settings).items() if action == "quarantine"}


def approved(settings: Settings) -> set[str]:
    """`landed_id`s whose last word is `release`: a person takes them though gate 1 holds them."""
    return {key for key, action in _last_words(settings).items() if action == "release"}


def _last_words(settings: Settings) -> dict[str, str]:
    path = settings.decisions / QUARANTINE
    if not path.exists():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        return {row["landed_id"]: row["action"] for row in csv.DictReader(file, strict=True)}


def set_quarantine(
    settings: Settings, key: str, *, action: str, decided_by: str, reason: str, now: datetime
) -> None:
    """Take a landed file out of the next runs (`quarantine`), or back in though it is held
    (`release`).

    The bytes stay where they are; only the word is recorded, with author and reason.
    """
    from dagster_project.warehouse import landed_id

    files, damaged = Landing(settings.landing).look()
    known = {landed_id(file) for file in files} | {one.landed_id for one in damaged}
    if key not in known | published_inputs(settings):
        raise Problem(
            f"no landed file is called {key!r}",
            "`entity-list quarantine` without a name lists the landed files",
            Exit.USAGE,
        )
    if not decided_by.strip() or not reason.strip():
        raise Problem("author or reason is blank", "say who decides and why", Exit.USAGE)
    path = settings.decisions / QUARANTINE
    path.parent.mkdir(parents=True, exist_ok=True)
    is_new = not path.exists()
    with path.open("a", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL)
        if is_new:
            writer.writerow(_QUARANTINE_COLUMNS)
        writer.writerow([key, action, decided_by, now.astimezone(UTC).isoformat(), reason])


def _date_of(source: Source, path: Path, given: date | None, now: datetime) -> date | None:
    published_on = given or _date_in_name(path)
    if published_on is None and source.room != "news":
        raise Problem(
            f"{path.name} does not say its date, and it is not in the file",
            f"give the date it speaks of: entity-list import {source.name} {path.name} "
            "--published-on YYYY-MM-DD",
            Exit.USAGE,
        )
    if published_on and published_on > now.astimezone(UTC).date():
        raise Problem(
            f"{path.name}: {published_on} lies in the future",
            "give the date the file speaks of",
            Exit.USAGE,
        )
    if published_on and source.room == "list" and published_on < FIRST_LIST_ON:
        raise Problem(
            f"{path.name}: {published_on} is before the Entity List began on {FIRST_LIST_ON}",
            "give the as-of date that the version was asked for",
            Exit.USAGE,
        )
    return published_on


def _date_in_name(path: Path) -> date | None:
    found = _DATE_IN_NAME.search(path.name)
    if not found:
        return None
    try:
        return date(*map(int, found.groups()))
    except ValueError as error:
        raise Problem(
            f"{path.name}: {found.group()} in the name is no date ({error})",
            "give the date with --published-on YYYY-MM-DD",
            Exit.USAGE,
        ) from error
