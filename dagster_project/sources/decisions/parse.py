"""Read one decision file: a JSON object, strictly."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

from dagster_project.sources.decisions.records import DECISIONS, FIELDS, TABLES
from dagster_project.sources.parsed import Parsed, Unreadable, to_table

PARSER_VERSION = 1


def parse(content: bytes, *, name: str, published_on: date | None) -> Parsed:
    """One decision. Raises `Unreadable` for anything a reviewer could not have meant."""
    try:
        fields = json.loads(content.decode("utf-8"), object_pairs_hook=_without_repeats)
    except ValueError as error:
        raise _unreadable(name, f"no JSON object ({error})", "one decision as JSON") from error
    if not isinstance(fields, dict) or set(fields) != set(FIELDS):
        found = sorted(fields) if isinstance(fields, dict) else type(fields).__name__
        raise _unreadable(name, f"the fields {found}", f"the fields {sorted(FIELDS)}")
    if fields["decision"] not in DECISIONS:
        raise _unreadable(name, f"the decision {fields['decision']!r}", f"one of {DECISIONS}")
    for field in ("decision_id", "review_id", "author", "reason"):
        if not isinstance(fields[field], str) or not fields[field].strip():
            raise _unreadable(name, f"an empty {field}", f"a {field}")
    try:
        decided_at = datetime.fromisoformat(fields["decided_at"])
    except (TypeError, ValueError) as error:
        raise _unreadable(
            name, f"decided_at {fields['decided_at']!r}", "a moment with its zone, ISO 8601"
        ) from error
    if decided_at.tzinfo is None:
        raise _unreadable(name, "decided_at without a zone", "a moment with its zone, ISO 8601")
    row = {
        **fields,
        "decided_at": decided_at.astimezone(UTC).replace(tzinfo=None),
        "facts": json.dumps(fields["facts"], ensure_ascii=False, sort_keys=True),
    }
    return Parsed(
        tables={"decisions": to_table([row], TABLES["decisions"])}, rows_found=1, rows_parsed=1
    )


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise ValueError("a field stands twice")
    return fields


def _unreadable(name: str, found: str, expected: str) -> Unreadable:
    return Unreadable(
        found=found,
        where=name,
        expected=expected,
        remedy="decision files are written by `entity-list decide` and never edited; "
        "restore this one from version control",
    )
