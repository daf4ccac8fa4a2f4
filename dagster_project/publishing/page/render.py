"""The review page and the status page."""

from __future__ import annotations

from pathlib import Path

from dagster_project.publishing.facts import RunStatus, to_utc
from dagster_project.publishing.page.html import render
from dagster_project.publishing.page.review import read_review
from dagster_project.publishing.served import opened


def render_review(warehouse: Path, path: Path, stale_after_days: int) -> None:
    """Write the officer's page for one published file."""
    with opened(warehouse) as connection:
        values = read_review(connection, stale_after_days)
    path.write_text(render("review.jinja", script_name="review.js", **values), encoding="utf-8")


def render_status(status: RunStatus, serving: str | None) -> str:
    """The page that says how the last run ended, and what is served."""
    return render(
        "status.jinja",
        status=status,
        serving=serving,
        started_at=to_utc(status.started_at),
        ended_at=to_utc(status.ended_at),
    )
