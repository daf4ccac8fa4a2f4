"""Read one decision file: a JSON object, strictly, and unedited since it was written."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

from dagster_project.sources.decisions.records import (
    DECISIONS,
    FACT_FIELDS,
    FIELDS,
    TABLES,
    decision_id,
    facts_hash,
)
from dagster_project.sources.parsed import Parsed, Unreadable, to_table

PARSER_VERSION = 2


def parse(content: bytes, *, name: str, published_on: date | None) -> Parsed:
    """One decision and the facts it relies on. Raises `Unreadable` for anything that
    `entity-list decide` would not have written, or that was edited since."""
    try:
        fields = json.loads(
            content.decode("utf-8"), object_pairs_hook=_without_repeats, parse_constant=_refuse
        )
    except ValueError as error:
        raise _unreadable(name, f"no JSON object ({error})", "one decision as JSON") from error
    if not isinstance(fields, dict) or set(fields) != set(FIELDS):
        found = sorted(fields) if isinstance(fields, dict) else type(fields).__name__
        raise _unreadable(name, f"the fields {found}", f"the fields {sorted(FIELDS)}")
    for field in FIELDS:
        if field == "facts":
            continue
        if not isinstance(fields[field], str) or not fields[field].strip():
            raise _unreadable(name, f"{field} {fields[field]!r}", f"a {field} that is not blank")
    if fields["decision"] not in DECISIONS:
        raise _unreadable(name, f"the decision {fields['decision']!r}", f"one of {DECISIONS}")
    moments = {field: _moment(name, field, fields[field]) for field in _MOMENTS}
    if moments["decided_at"] < moments["facts_known_at"]:
        raise _unreadable(
            name, "decided_at before facts_known_at", "a decision on facts known when it was made"
        )
    facts = _facts(name, fields["facts"])
    for field, wanted in (("facts_hash", facts_hash(facts)), ("decision_id", decision_id(fields))):
        if fields[field] != wanted:
            raise _unreadable(
                name,
                f"{field} {fields[field]}, while the content gives {wanted}",
                "a file that was not edited after it was written",
            )
    decided = {field: fields[field] for field in TABLES["decisions"].names}
    relied_on = [
        {
            "decision_id": fields["decision_id"],
            **{field: fact[field] for field in ("fact", "item", "compared")},
            "fact_value": fact["text"],
        }
        for fact in facts
    ]
    return Parsed(
        tables={
            "decisions": to_table([{**decided, **moments}], TABLES["decisions"]),
            "decision_facts": to_table(relied_on, TABLES["decision_facts"]),
        },
        rows_found=1,
        rows_parsed=1,
    )


_MOMENTS = ("decided_at", "facts_known_at")


def _moment(name: str, field: str, text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise _unreadable(name, f"{field} {text!r}", "a moment with its zone, ISO 8601") from error
    if moment.tzinfo is None:
        raise _unreadable(name, f"{field} without a zone", "a moment with its zone, ISO 8601")
    return moment.astimezone(UTC).replace(tzinfo=None)


def _facts(name: str, facts: Any) -> list[dict[str, str]]:
    if not isinstance(facts, list) or not facts:
        raise _unreadable(name, "no list of facts", "the facts that the decision relies on")
    for fact in facts:
        if (
            not isinstance(fact, dict)
            or set(fact) != set(FACT_FIELDS)
            or not all(isinstance(value, str) for value in fact.values())
        ):
            raise _unreadable(name, f"the fact {fact!r}", f"texts called {FACT_FIELDS}")
    if len({(fact["fact"], fact["item"]) for fact in facts}) != len(facts):
        raise _unreadable(name, "a fact that stands twice", "each fact once")
    return facts


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise ValueError("a field stands twice")
    return fields


def _refuse(constant: str) -> Any:
    raise ValueError(f"{constant} is no JSON")


def _unreadable(name: str, found: str, expected: str) -> Unreadable:
    return Unreadable(
        found=found,
        where=name,
        expected=expected,
        remedy="decision files are written by `entity-list decide` and never edited; "
        "restore this one from version control, or record the decision anew",
    )
