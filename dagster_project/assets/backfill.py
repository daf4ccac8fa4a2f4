"""Backfill: the versions of the Entity List since 2017, one partition a date.

Here: the partitions and one fetch each; `landed_ecfr_versions` in the UI, or
`entity-list backfill`. Not here: loading them, which is the daily refresh's first step.
"""

from datetime import date

import dagster as dg

from dagster_project.assets import metadata
from dagster_project.resources import House

GROUP = "backfill"
ECFR_VERSION = dg.AssetKey(["landing", "ecfr_versions"])
VERSION_DATES = dg.DynamicPartitionsDefinition(name="ecfr_version_dates")


@dg.asset(
    key=["landing", "ecfr_version_dates"],
    group_name=GROUP,
    owners=metadata.OWNERS,
    kinds={"python"},
    description="Asks the eCFR on which dates the list changed; each becomes a partition.",
)
def ecfr_version_dates(
    context: dg.AssetExecutionContext, house: House
) -> dg.MaterializeResult[None]:
    from dagster_project.fetching import missing_versions

    dates = [str(on) for on in missing_versions(house.settings, date(2017, 1, 1), house.moment)]
    context.instance.add_dynamic_partitions(str(VERSION_DATES.name), dates)
    return dg.MaterializeResult(metadata={"missing_versions": len(dates)})


@dg.asset(
    key=ECFR_VERSION,
    deps=[ecfr_version_dates],
    group_name=GROUP,
    partitions_def=VERSION_DATES,
    owners=metadata.OWNERS,
    kinds={"python", "xml"},
    description="The list as of one date, as the eCFR gives it, landed.",
)
def ecfr_versions(context: dg.AssetExecutionContext, house: House) -> dg.MaterializeResult[None]:
    from dagster_project.fetching import fetch_version

    file, is_new = fetch_version(
        house.settings, date.fromisoformat(context.partition_key), house.moment
    )
    return dg.MaterializeResult(
        metadata={
            "sha256": file.sha256,
            "size_bytes": file.size,
            "is_new": is_new,
            "rows": int(file.parser_outcome.get("rows_parsed") or 0),
        }
    )
