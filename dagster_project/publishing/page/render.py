"""The review page and the status page."""

from __future__ import annotations

from pathlib import Path

from dagster_project.publishing.candidate import opened
from dagster_project.publishing.facts import RunStatus, to_utc
from dagster_project.publishing.page.html import render


def render_review(warehouse: Path, path: Path) -> None:
    """Write the officer's page for one published file."""
    with opened(warehouse) as connection:
        run = connection.execute("select run_id, published_at from rpt_run").fetchall()[0]
        headlines = [
            (view, connection.execute(f"select count(*) from {view}").fetchall()[0][0])  # noqa: S608
            for (view,) in connection.execute(
                "select view_name from duckdb_views() where database_name = current_database() "
                "and view_name like 'headline%' order by 1"
            ).fetchall()
        ]
    path.write_text(
        render("review.jinja", run_id=run[0], published_at=run[1], headlines=headlines),
        encoding="utf-8",
    )


def render_status(status: RunStatus, serving: str | None) -> str:
    """The page that says how the last run ended, and what is served."""
    return render(
        "status.jinja",
        status=status,
        serving=serving,
        started_at=to_utc(status.started_at),
        ended_at=to_utc(status.ended_at),
    )
