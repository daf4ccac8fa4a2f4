"""When the daily refresh runs. Here: one schedule. Not here: what it runs (`jobs.py`)."""

from __future__ import annotations

import dagster as dg

from dagster_project.jobs import daily_refresh

# The Federal Register publishes an issue at about 06:00 Eastern, the eCFR follows within hours.
CRON = "30 9 * * *"
TIME_ZONE = "America/New_York"


def daily_schedule(input_: str) -> dg.ScheduleDefinition:
    """`input_`: `live` or `landed`. Runs by default; no gate is passed by switching it off."""
    return dg.ScheduleDefinition(
        name="daily_after_the_federal_register",
        job=daily_refresh,
        cron_schedule=CRON,
        execution_timezone=TIME_ZONE,
        default_status=dg.DefaultScheduleStatus.RUNNING,
        run_config={"resources": {"house": {"config": {"input": input_}}}},
        description="Every morning after the Federal Register's issue.",
    )
