"""The middle of the graph: what Python computes from rows of the build.

Here: titles, edges, one call, its numbers. Not here: how anything is computed (`computed.py`).
"""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

import dagster as dg

from dagster_project.assets import metadata
from dagster_project.assets.ingest import GROUP as INGEST
from dagster_project.assets.ingest import raw_key
from dagster_project.computed import EachBatch
from dagster_project.progress import report
from dagster_project.resources import House

GROUP = "matching"
NEWS = ("news_mentions", "news_relations", "news_stories")


def computed_assets(descriptions: Mapping[str, str]) -> list[dg.AssetsDefinition]:
    """`descriptions`: raw table → what a row is, from dbt's sources."""

    def spec(table: str, *deps: dg.AssetKey, group: str = GROUP) -> dg.AssetSpec:
        return dg.AssetSpec(
            raw_key(table),
            deps=deps,
            group_name=group,
            description=descriptions.get(table),
            owners=metadata.OWNERS,
            kinds={"python", "duckdb"},
        )

    def intermediate(model: str) -> dg.AssetKey:
        return dg.AssetKey(["intermediate", model])

    def shown(house: House, table: str, **facts: Any) -> dg.MaterializeResult[None]:
        with house.warehouse.connect() as connection:
            return dg.MaterializeResult(
                asset_key=raw_key(table),
                metadata={**facts, **metadata.of_table(connection, "raw", table)},
            )

    @dg.multi_asset(
        specs=[
            spec(
                "entity_identities",
                *map(raw_key, ("ecfr_entries", "ecfr_names", "ecfr_addresses", "landed_verdicts")),
                group=INGEST,
            )
        ]
    )
    def entity_identities(house: House) -> dg.MaterializeResult[None]:
        from dagster_project.identity import resolve_in

        report("identify entities across versions")
        resolve_in(house.warehouse)
        return shown(house, "entity_identities")

    @dg.multi_asset(
        specs=[
            spec(
                "section_117_gift_links",
                raw_key("section_117_gifts"),
                raw_key("landed_verdicts"),
                group=INGEST,
            )
        ]
    )
    def section_117_gift_links(house: House) -> dg.MaterializeResult[None]:
        from dagster_project.computed import link_gifts

        report("follow gifts through the editions")
        link_gifts(house.warehouse)
        return shown(house, "section_117_gift_links")

    @dg.multi_asset(
        specs=[
            spec(
                "matches",
                intermediate("int_counterparties__names_to_screen"),
                intermediate("int_entities__listed_names"),
            )
        ]
    )
    def matches(house: House) -> dg.MaterializeResult[None]:
        from dagster_project.computed import match_names
        from dagster_project.matching import CONFIGURATION_HASH, MATCHER_VERSION

        report("match reported names against the list")
        matched = match_names(house.warehouse, _each_batch(house))
        report(f"{matched.afresh} names matched afresh, {matched.kept} kept")
        return shown(
            house,
            "matches",
            names_matched_afresh=matched.afresh,
            names_kept=matched.kept,
            matcher_version=MATCHER_VERSION,
            configuration=CONFIGURATION_HASH,
        )

    @dg.multi_asset(
        specs=[
            spec(table, intermediate("int_news__articles"), intermediate("int_news__parties"))
            for table in NEWS
        ]
    )
    def news(house: House) -> Iterator[dg.MaterializeResult[None]]:
        from dagster_project.computed import read_news

        report("read the news")
        read_news(house.warehouse, _each_batch(house))
        for table in NEWS:
            yield shown(house, table)

    return [entity_identities, section_117_gift_links, matches, news]


def _each_batch(house: House) -> EachBatch | None:
    """Where Spark builds, its workers do the work; else this process does."""
    if house.settings.engine != "spark":
        return None
    from dagster_project import spark

    return partial(spark.over_batches, house.settings)
