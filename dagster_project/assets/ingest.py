"""Ingest: one asset a raw table; each source is received, loaded, and judged by gate 1 at once.

Here: titles, edges, one call, its numbers. Not here: fetching, landing, parsing, judging.
"""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

import dagster as dg

from dagster_project.assets import metadata
from dagster_project.assets.backfill import ECFR_VERSION
from dagster_project.checks.landed import check_spec, judge
from dagster_project.parsing import Spread, over_cores
from dagster_project.progress import report
from dagster_project.resources import House
from dagster_project.sources.registry import SOURCES, Source

GROUP = "ingest"
ACCOUNT = ("landed_files", "rejected_rows", "landed_verdicts")


def raw_key(table: str) -> dg.AssetKey:
    return dg.AssetKey(["raw", table])


def ingest_assets(descriptions: Mapping[str, str]) -> list[dg.AssetsDefinition]:
    """`descriptions`: raw table → what a row is, from dbt's sources."""
    return [
        *(_source_assets(source, descriptions) for source in SOURCES.values()),
        _account_assets(descriptions),
    ]


def _source_assets(source: Source, descriptions: Mapping[str, str]) -> dg.AssetsDefinition:
    tables = source.tables()
    specs = [
        dg.AssetSpec(
            raw_key(table),
            deps=[ECFR_VERSION] if source.name == "ecfr" else [],
            group_name=GROUP,
            description=descriptions.get(table),
            owners=metadata.OWNERS,
            kinds={"python", "duckdb"},
            code_version=str(source.parser_version()),
        )
        for table in tables
    ]

    @dg.multi_asset(
        name=f"load_{source.package}",
        specs=specs,
        check_specs=[check_spec(source, raw_key(next(iter(tables))))],
        description=f"Receive, load and judge the files of {source.name}.",
    )
    def load(context: dg.AssetExecutionContext, house: House) -> Iterator[Any]:
        from dagster_project.intake import left_out, receive

        report(f"ingest {source.name}")
        trouble = receive(house.settings, source, house.input, now=house.moment, say=report)
        loaded = house.warehouse.load(
            source,
            house.landing,
            quarantined=left_out(house.settings),
            expected=house.published_inputs,
            progress=_progress,
            spread=_spread(house),
        )
        facts: dict[str, Any] = {
            "files": loaded.files_total,
            "files_new": loaded.files_new,
            "rows_new": loaded.rows,
            "parser_version": source.parser_version(),
            "inputs": dg.MetadataValue.md(_inputs(house, source)),
        }
        with house.warehouse.connect() as connection:
            for table in tables:
                yield dg.MaterializeResult(
                    asset_key=raw_key(table),
                    metadata={**facts, **metadata.of_table(connection, "raw", table)},
                )
        yield from judge(house, source, raw_key(next(iter(tables))), trouble, loaded.damaged)

    return load


def _account_assets(descriptions: Mapping[str, str]) -> dg.AssetsDefinition:
    loaded = [raw_key(table) for source in SOURCES.values() for table in source.tables()]

    @dg.multi_asset(
        name="account_for_landed_files",
        specs=[
            dg.AssetSpec(
                raw_key(table),
                deps=loaded,
                group_name=GROUP,
                description=descriptions.get(table),
                owners=metadata.OWNERS,
                kinds={"python", "duckdb"},
            )
            for table in ACCOUNT
        ],
        description="What was landed, what its parser said, and what gate 1 said.",
    )
    def account(context: dg.AssetExecutionContext, house: House) -> Iterator[Any]:
        from dagster_project.release import input_hashes, tag_of

        inputs = input_hashes(house.warehouse)
        context.instance.add_run_tags(context.run.run_id, {"entity_list/inputs": tag_of(inputs)})
        with house.warehouse.connect() as connection:
            for table in ACCOUNT:
                yield dg.MaterializeResult(
                    asset_key=raw_key(table),
                    metadata=metadata.of_table(connection, "raw", table),
                )

    return account


def _spread(house: House) -> Spread:
    """Many files are parsed by Spark's workers where Spark builds, else over the cores."""
    if house.settings.engine != "spark":
        return over_cores
    from dagster_project import spark

    return partial(spark.over_workers, house.settings)


def _progress(what: str, number: int, total: int) -> None:
    report(f"ingest {what} ({number} of {total})")


def _inputs(house: House, source: Source) -> str:
    with house.warehouse.connect() as connection:
        rows = connection.execute(
            """
            select published_on, name, sha256, outcome, rows_found, rows_parsed, rows_structural,
                rows_rejected
            from raw.landed_files where source = ?
            order by published_on desc, fetched_at desc limit 20
            """,
            [source.name],
        )
        columns = [column[0] for column in rows.description or ()]
        return metadata.markdown(columns, rows.fetchall())
