"""Gate 2 as an asset check: are the marts what the landed files say?

Here: one blocking check over all marts. Not here: what is checked (`quality/marts.py`); dbt's own
tests are checks of their own, at their models (`assets/transform.py`).
"""

from collections.abc import Iterator, Sequence

import dagster as dg

from dagster_project.checks.landed import check_result, stop_if_failed
from dagster_project.gates import marts_of, seal_of, seal_of_inputs, seal_of_marts
from dagster_project.progress import report
from dagster_project.resources import House
from dagster_project.warehouse import Warehouse

CHECK = "marts_are_what_the_landed_files_say"
GATE = "marts"


def seal_of_gate(warehouse: Warehouse, marts: str) -> str:
    """Over the marts, their files and the rules: the same three need no second look."""
    from dagster_project.quality.marts import _RULES as RULES
    from dagster_project.quality.rules import version_of

    return seal_of(marts, seal_of_inputs(warehouse), version_of(RULES))


def marts_check(asset: dg.AssetKey, other_marts: Sequence[dg.AssetKey]) -> dg.AssetChecksDefinition:
    """Stands at `asset`; looks at the other marts too, so it waits for them."""

    @dg.multi_asset_check(
        name="gate_2",
        specs=[
            dg.AssetCheckSpec(
                CHECK,
                asset=asset,
                blocking=True,
                additional_deps=list(other_marts),
                description="Gate 2: Great Expectations on the marts. A failure stops the run.",
            )
        ],
    )
    def marts_are_what_the_landed_files_say(house: House) -> Iterator[dg.AssetCheckResult]:
        from dagster_project.quality.marts import judge_marts

        report("gate 2: judge the marts")
        seal = seal_of_gate(house.warehouse, seal_of_marts(marts_of(house.warehouse)))
        results = house.gates.find(GATE, seal)
        if results is None:
            results = judge_marts(house.warehouse)
            house.gates.write(GATE, results, seal)
        yield check_result(CHECK, asset, results)
        stop_if_failed(results)

    return marts_are_what_the_landed_files_say
