"""What a receipt of a screening or of a published run holds, and running either again.

Here: gathering the facts from a generation, and comparing a receipt with what is found now. Not
here: the seal and the chain (`receipts/`), screening itself, publishing.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from dagster_project.outcomes import Exit, Problem
from dagster_project.publishing.generation import GenerationDamaged, generation_named, read_manifest
from dagster_project.publishing.generation import verify as verify_generation
from dagster_project.publishing.served import WAREHOUSE, current_generation
from dagster_project.receipts import Difference, broken_links, differences, read
from dagster_project.settings import Settings

SCREENING, RUN = "screening", "run"
FORMAT = 1
NOT_SEARCHED = (
    "the Unverified List, the Military End-User List, the SDN List",
    "other countries' lists",
    "owners and subsidiaries that the list does not name",
)
_OWN_ROW = "rpt_run"


@dataclass(frozen=True)
class Verified:
    """`differences` is empty where the receipt is identical; `notes` say what was done."""

    differences: list[str]
    notes: list[str]


def screening(
    settings: Settings,
    names: Sequence[tuple[str, str | None]],
    *,
    on: date,
    known_at: datetime | None,
    now: datetime,
) -> dict[str, Any]:
    """The content of a receipt of one screening by the served generation."""
    generation = _served(settings)
    asked = {
        "names": [{"name": name, "country": country} for name, country in names],
        "on": on.isoformat(),
        "known_at": _plain(known_at),
    }
    return {
        **_frame(SCREENING, generation, now),
        "query": asked,
        "candidates": _screened(settings, generation, asked, known_at),
        "not_searched": list(NOT_SEARCHED),
    }


def run(settings: Settings, name: str | None, *, now: datetime) -> dict[str, Any]:
    """The content of a receipt of a published run; by default the one served."""
    generation = generation_named(settings.published, name) if name else _served(settings)
    return {
        **_frame(RUN, generation, now),
        "query": "every relationship against the Entity List",
        **_outcome(generation),
        "not_searched": list(NOT_SEARCHED),
    }


def verify(settings: Settings, path: Path, *, rebuild: bool = False) -> Verified:
    """Run what a receipt tells again, offline, and compare.

    The seal and the chain first; then the landed inputs; then the screening in the very
    generation, or where that is gone in the one served, as known then; a run by its generation's
    files, and with `rebuild` (or where the generation is gone) by building it again from the
    landed bytes alone. Raises ReceiptDamaged, OSError.
    """
    receipt = read(path)
    wrong = broken_links(settings.receipts)
    wrong += _not_in_chain(settings, receipt)
    wrong += _changed_inputs(settings, receipt)
    notes: list[str] = []
    found = _again(settings, receipt, notes, rebuild=rebuild)
    wrong += [str(difference) for difference in _compared(receipt, found)]
    return Verified(wrong, notes)


def _frame(kind: str, generation: Path, now: datetime) -> dict[str, Any]:
    from dagster_project.matching import CONFIGURATION_HASH, MATCHER_VERSION

    manifest = read_manifest(generation)
    return {
        "format": FORMAT,
        "kind": kind,
        "made_at": _plain(now),
        "generation": {
            "name": generation.name,
            "run_id": manifest["run_id"],
            "published_at": manifest["published_at"],
            "code_version": manifest["code_version"],
            "content_sha256": manifest["content_sha256"],
            "warehouse_sha256": manifest["files"][WAREHOUSE]["sha256"],
        },
        "matcher": {"version": MATCHER_VERSION, "configuration_sha256": CONFIGURATION_HASH},
        "inputs": manifest["inputs"],
        "sources": [_source_age(source, now) for source in manifest["sources"]],
    }


def _source_age(source: dict[str, Any], now: datetime) -> dict[str, Any]:
    verified_at = source["verified_at"]
    age = None
    if verified_at:
        moment = datetime.fromisoformat(verified_at)
        age = (now - (moment if moment.tzinfo else moment.replace(tzinfo=UTC))).days
    kept = ("source", "files", "newest_published_on", "fetched_at", "verified_at", "held_back")
    return {**{name: source[name] for name in kept}, "age_days": age}


def _screened(
    settings: Settings, generation: Path, asked: dict[str, Any], known_at: datetime | None
) -> list[dict[str, Any]]:
    from dagster_project import serving

    answer = serving.screen(
        settings,
        [(one["name"], one["country"]) for one in asked["names"]],
        valid_on=date.fromisoformat(asked["on"]),
        known_at=known_at,
        file=generation / WAREHOUSE,
    )
    return [
        dict(zip(answer.columns, (_plain(value) for value in row), strict=True))
        for row in answer.rows
    ]


def _outcome(generation: Path) -> dict[str, Any]:
    from dagster_project.publishing.served import opened

    manifest = read_manifest(generation)
    with opened(generation / WAREHOUSE) as connection:
        verdicts = connection.execute(
            "select exposure_class, count(*) from fct_exposures group by all order by all"
        ).fetchall()
        reviews = connection.execute(
            "select status, count(*) from rpt_review_queue group by all order by all"
        ).fetchall()
    return {
        "gates": {
            "checks": len(manifest["gate_results"]),
            "not_passed": [
                f"{result['check']}: {result['detail']}"
                for result in manifest["gate_results"]
                if not result["passed"]
            ],
        },
        "verdicts": dict(verdicts),
        "reviews": dict(reviews),
        "tables": {
            table: {
                "rows": held["rows"],
                "parquet_sha256": manifest["files"][f"parquet/{table}.parquet"]["sha256"],
            }
            for table, held in manifest["tables"].items()
            if table != _OWN_ROW
        },
    }


def _again(
    settings: Settings, receipt: dict[str, Any], notes: list[str], *, rebuild: bool
) -> dict[str, Any]:
    """The receipt's facts as found now."""
    from dagster_project.matching import CONFIGURATION_HASH, MATCHER_VERSION

    found: dict[str, Any] = {}
    recorded = receipt["generation"]
    generation = generation_named(settings.published, recorded["name"])
    is_here = generation.is_dir()
    if is_here:
        try:
            manifest = verify_generation(generation)
        except GenerationDamaged as damaged:
            return {"generation": {**recorded, "state": str(damaged)}}
        found["generation"] = {
            **recorded,
            "content_sha256": manifest["content_sha256"],
            "warehouse_sha256": manifest["files"][WAREHOUSE]["sha256"],
        }
        found["inputs"] = manifest["inputs"]
    if receipt["kind"] == SCREENING:
        found["matcher"] = {"version": MATCHER_VERSION, "configuration_sha256": CONFIGURATION_HASH}
        asked = receipt["query"]
        known_at = asked["known_at"] and datetime.fromisoformat(asked["known_at"])
        if not is_here:
            generation = _served(settings)
            published_at = datetime.fromisoformat(recorded["published_at"])
            known_at = min(known_at or published_at, published_at)
            notes.append(
                f"generation {recorded['name']} is no longer here; screened in {generation.name}, "
                f"as known on {known_at:%Y-%m-%d %H:%M} UTC"
            )
        found["candidates"] = _screened(settings, generation, asked, known_at)
        return found
    if is_here:
        found |= _outcome(generation)
        notes.append("the generation's files are as they were published")
    if rebuild or not is_here:
        with tempfile.TemporaryDirectory(prefix="entity-list-receipt-") as scratch:
            rebuilt = _rebuilt(settings, receipt, Path(scratch))
            found |= _outcome(rebuilt)
            found["matcher"] = {
                "version": MATCHER_VERSION,
                "configuration_sha256": CONFIGURATION_HASH,
            }
        notes.append("built again from the landed bytes alone")
    return found


def _rebuilt(settings: Settings, receipt: dict[str, Any], scratch: Path) -> Path:
    """The generation that the receipt's landed inputs give now."""
    from dagster_project.runner import refresh
    from dagster_project.sources.landing import Landing
    from dagster_project.warehouse import landed_id

    own = replace(settings, data=scratch)
    for file in Landing(settings.landing).look()[0]:
        if landed_id(file) in receipt["inputs"]:
            folder = file.path.parent
            shutil.copytree(folder, own.landing / folder.relative_to(settings.landing))
    moment = datetime.fromisoformat(receipt["generation"]["published_at"])
    refresh(own, "landed", now=moment, say=_silent, tell=_silent)
    return _served(own)


def _silent(_: str) -> None:
    pass


def _compared(receipt: dict[str, Any], found: dict[str, Any]) -> Iterator[Difference]:
    for name in sorted(found):
        yield from differences(receipt.get(name), found[name], name)


def _not_in_chain(settings: Settings, receipt: dict[str, Any]) -> list[str]:
    link = settings.receipts / f"{receipt['number']:06}.json"
    if not link.exists():
        return [f"chain: receipt {receipt['number']} is not in {settings.receipts.name}/"]
    try:
        chained = read(link)
    except ValueError:
        return []  # the chain's own check says so
    if chained["sha256"] != receipt["sha256"]:
        return [f"chain: receipt {receipt['number']} in {settings.receipts.name}/ is another one"]
    return []


def _changed_inputs(settings: Settings, receipt: dict[str, Any]) -> list[str]:
    from dagster_project.sources.landing import Landing, LandingDamaged
    from dagster_project.warehouse import landed_id

    files, damaged = Landing(settings.landing).look()
    landed = {landed_id(file): file for file in files}
    reasons = {one.landed_id: one.reason for one in damaged}
    wrong = []
    for name, sha256 in receipt["inputs"].items():
        file = landed.get(name)
        if file is None:
            missing = f"recorded sha256 {sha256}, found no such landed file"
            wrong.append(f"inputs.{name}: {reasons.get(name, missing)}")
            continue
        try:
            file.read()
        except LandingDamaged as changed:
            wrong.append(f"inputs.{name}: {changed}")
        if file.sha256 != sha256:
            wrong.append(f"inputs.{name}: recorded sha256 {sha256}, found {file.sha256}")
    return wrong


def _served(settings: Settings) -> Path:
    generation = current_generation(settings.published)
    if generation is None:
        raise Problem("nothing is published yet", "run `entity-list refresh` first", Exit.USAGE)
    return generation


def _plain(value: Any) -> Any:
    """A value as JSON holds it; scores to nine places."""
    if isinstance(value, datetime):
        moment = value if value.tzinfo else value.replace(tzinfo=UTC)
        return moment.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, float):
        return round(value, 9)
    return value
