"""A review decision: its words, its file, its two hashes and the raw tables it becomes.

Here: what may be decided, what a decision file holds and how its hashes are made. Not here:
reading a file (`parse.py`), writing one (`decisions.py`), or whether a decision still holds (the
warehouse compares its facts).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

DECISIONS = (
    "confirmed",
    "not_the_same_party",
    "no_action_needed",
    "modified",
    "terminated",
    "escalated",
)

FIELDS = (
    "decision_id",
    "review_id",
    "about",  # in words: whose relationship with whom, and the listed party
    "decision",
    "author",
    "decided_at",
    "reason",
    "generation",  # the published generation that the author looked at
    "facts_known_at",  # the moment of that generation
    "facts",
    "facts_hash",
)

FACT_FIELDS = ("fact", "item", "compared", "text")

TABLES: dict[str, pa.Schema] = {
    # One row per decision; a correction is a new decision, never an edit.
    "decisions": pa.schema(
        [
            ("decision_id", pa.string()),
            ("review_id", pa.string()),
            ("about", pa.string()),
            ("decision", pa.string()),
            ("author", pa.string()),
            ("decided_at", pa.timestamp("us")),  # UTC
            ("reason", pa.string()),
            ("generation", pa.string()),
            ("facts_known_at", pa.timestamp("us")),  # UTC
            ("facts_hash", pa.string()),
        ]
    ),
    # One row per decision and fact that it relies on.
    "decision_facts": pa.schema(
        [
            ("decision_id", pa.string()),
            ("fact", pa.string()),
            ("item", pa.string()),
            ("compared", pa.string()),
            ("fact_value", pa.string()),
        ]
    ),
}


def facts_hash(facts: Sequence[Mapping[str, Any]]) -> str:
    """sha256 of exactly these facts, whatever their order."""
    rows = sorted([fact[field] for field in FACT_FIELDS] for fact in facts)
    return _sha256(rows)


def decision_id(fields: Mapping[str, Any]) -> str:
    """The id says the content: an edited file no longer bears its own id."""
    content = {name: value for name, value in fields.items() if name != "decision_id"}
    return f"decision-{_sha256(content)[:16]}"


def _sha256(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
