"""A review decision: its words, its file and the raw table it becomes.

Here: what may be decided and what a decision file holds. Not here: reading a file (`parse.py`),
writing one, or whether a decision still holds (the warehouse compares its facts).
"""

from __future__ import annotations

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
    "decision",
    "author",
    "decided_at",
    "reason",
    "facts",
)

TABLES: dict[str, pa.Schema] = {
    # One row per decision; a correction is a new decision, never an edit.
    "decisions": pa.schema(
        [
            ("decision_id", pa.string()),
            ("review_id", pa.string()),
            ("decision", pa.string()),
            ("author", pa.string()),
            ("decided_at", pa.timestamp("us")),  # UTC
            ("reason", pa.string()),
            ("facts", pa.string()),  # JSON: name of the fact → what it was
        ]
    )
}
