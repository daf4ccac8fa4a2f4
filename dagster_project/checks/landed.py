"""Gate 1 as asset checks: is what was landed complete and true?

Here: one check a source, and what its failure does. A source of the list stops the run; of
another source only the bad files are held back, and its last accepted ones are used. Not here:
what is checked (`quality/landed.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import dagster as dg

from dagster_project.assets import metadata
from dagster_project.gates import seal_of_landed
from dagster_project.publishing.facts import GateResult, GateStopped
from dagster_project.resources import House
from dagster_project.sources.landing import Damaged
from dagster_project.sources.registry import Source

CHECK = "landed_files_are_complete_and_true"


def check_spec(source: Source, asset: dg.AssetKey) -> dg.AssetCheckSpec:
    effect = "stops the run" if source.blocks else "is held back; the last accepted one is used"
    return dg.AssetCheckSpec(
        CHECK,
        asset=asset,
        blocking=source.blocks,
        description=f"Gate 1 on {source.name}: a file that fails {effect}.",
    )


def gate_of(source: Source) -> str:
    return f"landed-{source.name}"


def judge(
    house: House,
    source: Source,
    asset: dg.AssetKey,
    trouble: str,
    damaged: Sequence[Damaged],
) -> Iterator[dg.AssetCheckResult]:
    """Judge what is loaded of a source, keep the results for publishing, and stop if they say so.

    `trouble` says why a live source could not be had; its last landed files are used. `damaged`
    are landed files that can no longer be read; what was loaded of them before is used.
    """
    from dagster_project.intake import approved
    from dagster_project.quality.landed import judge_landed

    results = judge_landed(
        house.warehouse, source, now=house.moment, approved=approved(house.settings)
    )
    gate = f"gate_1.{source.name}"
    if source.blocks and not results:
        nothing = f"no version is landed: entity-list import {source.name} FILE, or --input live"
        results.append(GateResult(gate, f"{gate}.is_landed", False, 0, 0, "block", nothing))
    if trouble:
        check = f"{gate}.source_was_reached"
        results.append(GateResult(gate, check, False, 1, 1, "warn", f"held back: {trouble}"))
    if damaged:
        check, number = f"{gate}.landed_files_are_whole", len(damaged)
        reasons = "; ".join(one.reason for one in damaged)
        results.append(
            GateResult(gate, check, False, number, number, "warn", f"held back: {reasons}")
        )
    house.gates.write(gate_of(source), results, seal_of_landed(house.warehouse, source.name))
    yield check_result(
        CHECK,
        asset,
        results,
        dg.AssetCheckSeverity.ERROR if source.blocks else dg.AssetCheckSeverity.WARN,
    )
    stop_if_failed(results)


def stop_if_failed(results: Iterable[GateResult]) -> None:
    """Raises GateStopped with the checks that failed and the rows they failed on."""
    failures = [f"{result.check}: {result.detail}" for result in results if result.stops]
    if failures:
        raise GateStopped(failures)


def held_back(result: GateResult) -> bool:
    """Whether a result says that a batch was held back and an earlier one used."""
    return not result.passed and result.detail.startswith("held back")


def check_result(
    name: str,
    asset: dg.AssetKey,
    results: list[GateResult],
    severity: dg.AssetCheckSeverity = dg.AssetCheckSeverity.ERROR,
) -> dg.AssetCheckResult:
    """Many results as one check with its counts, the failed ones in full."""
    failed = [result for result in results if not result.passed]
    return dg.AssetCheckResult(
        asset_key=asset,
        check_name=name,
        passed=not any(result.stops or held_back(result) for result in results),
        severity=severity,
        metadata={
            "checks": len(results),
            "checks_failed": len(failed),
            "rows_checked": sum(result.rows_checked for result in results),
            "rows_failed": sum(result.rows_failed for result in results),
            "failed": dg.MetadataValue.md(
                metadata.markdown(
                    ["check", "severity", "rows checked", "rows failed", "detail"],
                    [
                        (r.check, r.severity, r.rows_checked, r.rows_failed, r.detail)
                        for r in failed
                    ],
                )
            ),
        },
    )
