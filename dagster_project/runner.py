"""One refresh from the command line: the lock, one run of the Dagster job, the exit code.

Here: running the job in this process and saying how it ended. Not here: what the job does
(`jobs.py`, `assets/`), and what the run's story is (`story.py`).
"""

from __future__ import annotations

import sys
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from dagster_project.lock import only_writer
from dagster_project.outcomes import Exit, Problem
from dagster_project.progress import listening
from dagster_project.settings import Settings

Say = Callable[[str], None]
REMEDY = (
    "look at the rows named above. `entity-list quarantine` takes a bad file out of the next run; "
    "`entity-list release` takes one that is held for being extraordinary and is true"
)


def refresh(settings: Settings, input_: str, *, now: datetime | None, say: Say, tell: Say) -> Exit:
    """Run the job `daily_refresh` once. `say` takes messages, `tell` the story's lines.

    Raises Problem: with exit code 5 where another refresh is running, 3 where a gate stopped the
    run, 4 where a source of the list could not be had; other errors as they are. The status page
    says the same.
    """
    with only_writer(settings), shown(say):
        _run_healing(settings, input_, now or datetime.now(UTC), say)
    from dagster_project.story import tell_story

    tell_story(settings, tell)
    held_back = _held_back(settings)
    for source, reason in held_back:
        say(f"held back: {source}: {reason}; its last accepted data is used")
    return Exit.HELD_BACK if held_back else Exit.DONE


def _run_healing(settings: Settings, input_: str, now: datetime, say: Say) -> None:
    """A build database that is of no use any more is no reason to stop: it is built again, once."""
    from dagster_project.warehouse import threw_away

    try:
        _run(settings, input_, now)
    except Exception as error:
        if not threw_away(settings.build, error):
            raise
        say("the build database was damaged; it is built again from what is landed")
        _run(settings, input_, now)


def _run(settings: Settings, input_: str, now: datetime) -> None:
    import dagster as dg

    from dagster_project.build import build_definitions
    from dagster_project.jobs import DAILY
    from dagster_project.publishing.facts import GateStopped
    from dagster_project.release import record_failure

    run_id = str(uuid.uuid4())
    house = {
        "data": str(settings.data),
        "input": input_,
        "now": now.isoformat(),
    }
    try:
        job = build_definitions(settings).resolve_job_def(DAILY)
        with dg.DagsterInstance.ephemeral() as instance:
            job.execute_in_process(
                instance=instance,
                run_id=run_id,
                run_config={
                    "resources": {"house": {"config": house}},
                    "loggers": {"console": {"config": {"log_level": "CRITICAL"}}},
                },
            )
    except Exception as error:
        record_failure(settings, error, run_id=run_id, now=now)
        if isinstance(error, GateStopped):
            raise Problem(str(error), REMEDY, Exit.GATE_STOPPED) from error
        raise


def _held_back(settings: Settings) -> list[tuple[str, str]]:
    """Sources of the served generation of which a newer batch was held back, and why."""
    from dagster_project.serving import ask

    found = ask(
        settings,
        """
        select split_part("check", '.', 2), string_agg(detail, '; ')
        from run_checks where not passed and starts_with(detail, 'held back: ')
        group by all order by all
        """,
    )
    return [(source, detail.removeprefix("held back: ")) for source, detail in found.rows]


@contextmanager
def shown(say: Say) -> Iterator[None]:
    """Progress on standard error: one moving line on a terminal, plain lines elsewhere."""
    if not sys.stderr.isatty():
        with listening(say):
            yield
        return
    from rich.console import Console

    with (
        Console(stderr=True).status("starting") as status,
        listening(status.update),
    ):
        yield
