"""The jobs: the daily refresh, and the backfill of the list's versions.

Here: what each job runs, in one process, and who writes down how it ended. Not here: when
(`schedules.py`) and what an asset does (`assets/`).
"""

import dagster as dg

from dagster_project.assets.backfill import ECFR_VERSION

DAILY = "daily_refresh"
BACKFILL = "ecfr_backfill"
# Read by Dagster's daemon: the whole run is launched once more, and not a third time.
RUN_AGAIN_ONCE = {
    "dagster/max_retries": "1",
    "dagster/retry_on_asset_or_op_failure": "true",
    "dagster/retry_strategy": "ALL_STEPS",
}


@dg.failure_hook(name="write_status", required_resource_keys={"house"})
def write_failure_status(context: dg.HookContext) -> None:
    """The status page says why, also for a run that nobody watched.

    A damaged build database is thrown away, and the run is launched again to build it.
    """
    from dagster_project.release import record_failure
    from dagster_project.warehouse import threw_away

    house = context.resources.house
    if context.op_exception is not None:
        record_failure(
            house.settings, context.op_exception, run_id=context.run_id, now=house.moment
        )
        if threw_away(house.settings.build, context.op_exception):
            context.instance.add_run_tags(context.run_id, RUN_AGAIN_ONCE)


# One process: every step of the default executor would pay for every import again, and steps
# would collide on the one file. No retry but of a damaged build: a failed gate fails again,
# transport is retried by the HTTP client.
daily_refresh = dg.define_asset_job(
    DAILY,
    selection=dg.AssetSelection.all() - dg.AssetSelection.groups("backfill"),
    description="Ingest, gate, build, match, gate, publish. Safe to launch at any time.",
    executor_def=dg.in_process_executor,
    hooks={write_failure_status},
    tags={"dagster/max_retries": "0"},
)

ecfr_backfill = dg.define_asset_job(
    BACKFILL,
    selection=dg.AssetSelection.assets(ECFR_VERSION),
    description="Fetch and land one version of the Entity List a partition; builds nothing.",
    executor_def=dg.in_process_executor,
)
