"""Recording a decision: one JSON file in `data/decisions/`, written once.

Here: what a decision relies on, taken from the published generation, and the atomic file. Not
here: the file's format (`sources/decisions`), and whether a decision still holds (the warehouse).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from dagster_project.outcomes import Exit, Problem
from dagster_project.settings import Settings
from dagster_project.sources.decisions.records import DECISIONS, decision_id, facts_hash
from dagster_project.write_once import write_once


def record(
    settings: Settings, review_id: str, *, decision: str, author: str, reason: str, now: datetime
) -> Path:
    """Write one decision, with the facts it relies on as now published; returns its file.

    The next refresh lands it. Raises Problem (usage) for an unknown decision or review, a blank
    author or reason, and for a decision that is recorded already.
    """
    if decision not in DECISIONS:
        raise Problem(
            f"the decision is {decision!r}", f"say one of {', '.join(DECISIONS)}", Exit.USAGE
        )
    if not author.strip() or not reason.strip():
        raise Problem("author or reason is blank", "say who decides and why", Exit.USAGE)
    finding = _finding(settings, review_id)
    if now < finding.known_at:
        raise Problem(
            f"the decision of {now:%Y-%m-%d %H:%M} UTC lies before the facts it would rely on, "
            f"published {finding.known_at:%Y-%m-%d %H:%M} UTC",
            "decide now, or from a generation published before",
            Exit.USAGE,
        )
    fields = {
        "review_id": review_id,
        "about": finding.about,
        "decision": decision,
        "author": author.strip(),
        "decided_at": now.astimezone(UTC).isoformat(),
        "reason": reason.strip(),
        "generation": finding.generation,
        "facts_known_at": finding.known_at.isoformat(),
        "facts": finding.facts,
        "facts_hash": facts_hash(finding.facts),
    }
    fields = {"decision_id": decision_id(fields), **fields}
    name = f"{now.astimezone(UTC):%Y-%m-%dT%H%M%SZ}_{fields['decision_id']}.json"
    path = settings.decisions / name
    content = json.dumps(fields, indent=1, ensure_ascii=False) + "\n"
    if not write_once(path, content.encode("utf-8")):
        raise Problem(
            f"{name} is there already: this very decision was recorded",
            "a correction is a new decision, with its own reason",
            Exit.USAGE,
        )
    return path


@dataclass(frozen=True)
class _Finding:
    """A review as published: in words, its facts, and of when they are."""

    about: str
    facts: list[dict[str, str]]
    known_at: datetime
    generation: str


def _finding(settings: Settings, review_id: str) -> _Finding:
    from dagster_project.publishing.served import opened
    from dagster_project.serving import served_file

    # one generation for all of it, whatever is published meanwhile
    file = served_file(settings)
    with opened(file) as connection:
        found = connection.execute(
            """
            select institution_name, counterparty_name, entity_name, entity_id, facts
            from rpt_review_queue where review_id = ?
            """,
            [review_id],
        ).fetchall()
        ((published_at,),) = connection.execute("select published_at from rpt_run").fetchall()
    if not found:
        raise Problem(
            f"no review is called {review_id!r}", "see `entity-list review --all`", Exit.USAGE
        )
    institution, counterparty, entity, entity_id, facts = found[0]
    return _Finding(
        about=f"{institution} with {counterparty}: {entity} ({entity_id})",
        facts=json.loads(facts),
        known_at=published_at.replace(tzinfo=UTC),
        generation=file.parent.name,
    )
