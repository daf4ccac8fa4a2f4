"""From the build to a served generation, and the word about how a run ended.

Here: gathering what a run knows about itself, demanding every check, and publishing. Not here:
the gate and the swap themselves (`publishing/`), and any check.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from dagster_project.gates import GateBook, marts_of, seal_of_landed, seal_of_marts
from dagster_project.progress import report
from dagster_project.publishing.facts import (
    GateResult,
    GateStopped,
    RunFacts,
    RunStatus,
    SourceFacts,
)
from dagster_project.publishing.generation import (
    build_candidate,
    certify,
    prune,
    publish,
    write_status,
)
from dagster_project.publishing.served import current_generation
from dagster_project.settings import DBT_PROJECT, ROOT, Settings
from dagster_project.sources.landing import Landing
from dagster_project.sources.registry import SOURCES
from dagster_project.warehouse import Warehouse

PUBLISHED, HELD_BACK = "published", "published_with_batch_held_back"
STOPPED, UNREADABLE, FAILED = "stopped_by_gate", "source_unreadable", "failed"


@dataclass(frozen=True)
class Released:
    """One publish: what is served, and what was held back."""

    generation: Path
    sha256: str
    rows: Mapping[str, int]
    checks: int
    held_back: tuple[str, ...]


def release(
    settings: Settings, manifest: Mapping[str, Any], *, run_id: str, now: datetime
) -> Released:
    """Certify the build and serve it. Raises GateStopped; what was served then stays.

    Every expected check must have been run on exactly the rows that are published: results are
    read under seals over the loaded files and over the marts.
    """
    from dagster_project.assets import transform
    from dagster_project.checks import marts

    warehouse = Warehouse(settings.warehouse, settings.duckdb_memory)
    book = GateBook(settings.build / "gates")
    landed, held_back = _landed_results(warehouse, book)
    seal = seal_of_marts(marts_of(warehouse))
    results = [
        *landed,
        *book.read(transform.GATE, seal),
        *book.read(marts.GATE, marts.seal_of_gate(warehouse, seal)),
    ]
    facts = RunFacts(
        run_id=run_id,
        started_at=now,
        now=now,
        input_hashes=input_hashes(warehouse),
        sources=source_facts(warehouse, Landing(settings.landing), held_back),
        gate_results=results,
        code_version=code_version(),
        stale_after_days=settings.stale_after_days,
    )
    candidate = build_candidate(settings.warehouse, settings.build / "candidate", facts)
    if seal_of_marts(candidate.tables) != seal:
        raise GateStopped(["the marts changed between the gate and the copy"])
    certificate = certify(
        candidate,
        _expected(manifest, facts.sources),
        may_be_empty=_may_be_empty(manifest),
    )
    before = current_generation(settings.published)
    generation = publish(certificate, settings.published, now)
    write_status(
        settings.published,
        RunStatus(
            outcome=HELD_BACK if held_back else PUBLISHED,
            run_id=run_id,
            started_at=now,
            ended_at=now,
            summary=f"held back: {', '.join(held_back)}" if held_back else "all gates passed",
            gate_results=certificate.gate_results,
            sources=facts.sources,
        ),
    )
    _tidy(settings, before)
    return Released(
        generation=generation,
        sha256=certificate.sha256,
        rows={name: table.rows for name, table in candidate.tables.items()},
        checks=len(certificate.gate_results),
        held_back=held_back,
    )


def _tidy(settings: Settings, before: Path | None) -> None:
    """Prune generations by the house's rule, never the one served before; the candidate is a copy
    of what is now served. What cannot be deleted is no reason to call the publish failed."""
    try:
        prune(
            settings.published,
            settings.keep_generations,
            besides=[before.name] if before else [],
        )
        shutil.rmtree(settings.build / "candidate")
    except OSError as error:
        report(f"published, but old files could not be deleted: {error}")


def record_failure(settings: Settings, error: BaseException, *, run_id: str, now: datetime) -> str:
    """Say on the status page why a run ended; returns the outcome."""
    outcome, failures = outcome_of(error)
    results = [
        GateResult("run", f"reason_{number}", False, 0, 0, "block", failure)
        for number, failure in enumerate(failures, start=1)
    ]
    write_status(
        settings.published,
        RunStatus(
            outcome=outcome,
            run_id=run_id,
            started_at=now,
            ended_at=now,
            summary=failures[0] if len(failures) == 1 else f"{len(failures)} reasons",
            gate_results=results,
        ),
    )
    return outcome


def outcome_of(error: BaseException) -> tuple[str, tuple[str, ...]]:
    """The outcome that an error stands for, and its reasons, one line each."""
    from dagster_project.outcomes import Exit, Problem
    from dagster_project.sources.http import FetchError
    from dagster_project.sources.landing import LandingDamaged

    if isinstance(error, GateStopped):
        return STOPPED, error.failures
    if isinstance(error, FetchError | LandingDamaged):
        return UNREADABLE, (str(error),)
    if isinstance(error, Problem) and error.code is Exit.SOURCE_UNREADABLE:
        return UNREADABLE, (str(error),)
    if error.__cause__ is not None:
        return outcome_of(error.__cause__)
    return FAILED, (f"{type(error).__name__}: {error}",)


def input_hashes(warehouse: Warehouse) -> dict[str, str]:
    """Landed file → sha256, for every file the build read."""
    with warehouse.connect() as connection:
        return dict(
            connection.execute(
                "select landed_id, sha256 from raw.landed_files order by landed_id"
            ).fetchall()
        )


def tag_of(inputs: Mapping[str, str]) -> str:
    """One short hash over all inputs: equal inputs, equal tag."""
    return _sha256(f"{name} {sha256}\n" for name, sha256 in sorted(inputs.items()))[:16]


def source_facts(
    warehouse: Warehouse, landing: Landing, held_back: Sequence[str]
) -> list[SourceFacts]:
    """What the build read of each source, and when that was last seen at the source."""
    with warehouse.connect() as connection:
        rows = connection.execute(
            """
            select
                source, count(*), max(published_on) filter (where outcome = 'read'),
                max(fetched_at) filter (where outcome = 'read'),
                coalesce(sum(rows_found), 0), coalesce(sum(rows_parsed), 0),
                coalesce(sum(rows_structural), 0), coalesce(sum(rows_rejected), 0),
                coalesce(list(sha256) filter (where outcome = 'read'), [])
            from raw.landed_files group by source order by source
            """
        ).fetchall()
    return [
        SourceFacts(
            source=source,
            files=files,
            newest_published_on=newest,
            fetched_at=fetched,
            verified_at=_verified_at(landing, source, accepted, fetched),
            rows_found=int(found),
            rows_parsed=int(parsed),
            rows_structural=int(structural),
            rows_rejected=int(rejected),
            held_back=source in held_back,
        )
        for source, files, newest, fetched, found, parsed, structural, rejected, accepted in rows
    ]


def _verified_at(
    landing: Landing, source: str, accepted: Collection[str], fetched_at: datetime | None
) -> datetime | None:
    """When a file with one of these hashes was last downloaded whole, in UTC without a zone."""
    moments = [
        answer.asked_at.astimezone(UTC).replace(tzinfo=None)
        for answer in landing.answers(source)
        if answer.outcome == "full" and answer.sha256 in accepted
    ]
    return max([*moments, *([fetched_at] if fetched_at else [])], default=None)


def code_version() -> str:
    """Over every file that can change a result: the package and the dbt project."""
    paths = [
        *(ROOT / "dagster_project").rglob("*.py"),
        *(ROOT / "dagster_project").rglob("*.sql"),
        *DBT_PROJECT.rglob("*.sql"),
        *DBT_PROJECT.rglob("*.csv"),
    ]
    names = ((str(path.relative_to(ROOT)), path) for path in paths if "target" not in path.parts)
    return _sha256(f"{name} {_sha256([path.read_text()])}\n" for name, path in sorted(names))[:16]


def _landed_results(
    warehouse: Warehouse, book: GateBook
) -> tuple[list[GateResult], tuple[str, ...]]:
    """Gate 1's results of every source, and the sources of which a batch was held back."""
    from dagster_project.checks.landed import gate_of, held_back

    results = []
    held = []
    for source in SOURCES.values():
        found = book.read(gate_of(source), seal_of_landed(warehouse, source.name))
        results += found
        if any(held_back(result) for result in found):
            held.append(source.name)
    return results, tuple(held)


def _expected(manifest: Mapping[str, Any], sources: Iterable[SourceFacts]) -> set[str]:
    """Gate 1 of every source that is landed and of the list in any case, dbt's tests, gate 2."""
    from dagster_project.assets.transform import expected_tests
    from dagster_project.quality.landed import rules_of
    from dagster_project.quality.marts import expected_checks

    landed = {facts.source for facts in sources}
    return {
        *(
            f"gate_1.{source.name}.{rule.name}"
            for source in SOURCES.values()
            if source.blocks or source.name in landed
            for rule in rules_of(source)
        ),
        *expected_tests(manifest),
        *expected_checks(),
    }


def _may_be_empty(manifest: Mapping[str, Any]) -> set[str]:
    from dagster_project.assets.transform import may_be_empty
    from dagster_project.quality.landed import rules_of
    from dagster_project.quality.marts import _RULES as RULES

    return {
        *may_be_empty(manifest),
        *(
            f"gate_1.{source.name}.{rule.name}"
            for source in SOURCES.values()
            for rule in rules_of(source)
            if rule.at_least == 0
        ),
        *(f"gate_2.{rule.name}" for rule in RULES if rule.at_least == 0),
    }


def _sha256(texts: Iterable[str]) -> str:
    digest = hashlib.sha256()
    for text in texts:
        digest.update(text.encode())
    return digest.hexdigest()
