"""Publish: the last asset. Here: its edges, one call, its numbers. Not here: the gate inside it."""

from collections.abc import Mapping, Sequence
from typing import Any

import dagster as dg

from dagster_project.assets import metadata
from dagster_project.progress import report
from dagster_project.resources import House

GROUP = "publish"


def published_asset(
    manifest: Mapping[str, Any], marts: Sequence[dg.AssetKey]
) -> dg.AssetsDefinition:
    """`marts`: everything that is published; all of it must be built first."""

    @dg.asset(
        key="published",
        deps=list(marts),
        group_name=GROUP,
        owners=metadata.OWNERS,
        kinds={"duckdb", "parquet", "html"},
        description="The served generation: DuckDB file, Parquet, CSV, review page, dictionary, "
        "manifest. Swapped in one step; certified here, whatever ran before.",
    )
    def published(context: dg.AssetExecutionContext, house: House) -> dg.MaterializeResult[None]:
        from dagster_project.release import release

        report("certify and publish")
        done = release(house.settings, manifest, run_id=context.run.run_id, now=house.moment)
        return dg.MaterializeResult(
            metadata={
                "generation": done.generation.name,
                "sha256": done.sha256,
                "dagster/row_count": sum(done.rows.values()),
                "rows": dg.MetadataValue.md(
                    metadata.markdown(["table", "rows"], sorted(done.rows.items()))
                ),
                "checks": done.checks,
                "held_back": ", ".join(done.held_back) or "nothing",
                "review_page": dg.MetadataValue.path(str(done.generation / "review.html")),
            }
        )

    return published
