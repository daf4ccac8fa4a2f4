"""The only place where things are assembled: settings in, definitions out."""

from __future__ import annotations

import dagster as dg

from dagster_project import dbt_project
from dagster_project.assets.backfill import ecfr_version_dates, ecfr_versions
from dagster_project.assets.computed import computed_assets
from dagster_project.assets.ingest import ingest_assets
from dagster_project.assets.publish import published_asset
from dagster_project.assets.transform import Translator, layer_of, transform_assets
from dagster_project.checks.marts import marts_check
from dagster_project.jobs import daily_refresh, ecfr_backfill
from dagster_project.resources import House
from dagster_project.schedules import daily_schedule
from dagster_project.settings import Settings


def build_definitions(settings: Settings) -> dg.Definitions:
    """Everything Dagster shows and runs, over one data directory."""
    manifest = dbt_project.manifest(settings)
    translator = Translator()
    descriptions = {
        source["name"]: source["description"] for source in manifest["sources"].values()
    }
    marts = sorted(
        (
            translator.get_asset_key(node)
            for node in manifest["nodes"].values()
            if node["resource_type"] == "model" and layer_of(node) == "marts"
        ),
        key=lambda key: key.to_user_string(),
    )
    list_mart = next(key for key in marts if key.path[-1] == "dim_entities")
    return dg.Definitions(
        assets=[
            *ingest_assets(descriptions),
            *computed_assets(descriptions),
            *transform_assets(manifest),
            published_asset(manifest, marts),
            ecfr_version_dates,
            ecfr_versions,
        ],
        asset_checks=[marts_check(list_mart, [key for key in marts if key != list_mart])],
        jobs=[daily_refresh, ecfr_backfill],
        schedules=[daily_schedule(settings.schedule_input)],
        resources={
            "house": House(data=str(settings.data)),
        },
        executor=dg.in_process_executor,
    )
