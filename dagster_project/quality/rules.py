"""A rule: what must be true, as a count of rows looked at and rows that fail.

Here: the record, and measuring rules in DuckDB. Not here: any one rule (`landed.py`, `marts.py`)
and the verdict (`judge.py`, with Great Expectations).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb
import pandas as pd


@dataclass(frozen=True)
class Rule:
    """`sql` returns one row: rows checked, rows failed, and a text that shows the first failures.

    `severity` is what a failure means: `block`, `hold`, `flag` or `warn`. `at_least` is the least
    number of rows the rule must have looked at: a rule that saw nothing has shown nothing.
    """

    name: str
    severity: str
    sql: str
    at_least: int = 1


def version_of(rules: Iterable[Rule]) -> str:
    """Changes when a rule does: verdicts of other rules are not reused."""
    text = "\n".join(repr(rule) for rule in rules)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def measure(
    connection: duckdb.DuckDBPyConnection,
    rules: Sequence[Rule],
    parameters: Mapping[str, Any],
) -> dict[str, Any]:
    """One batch measured: `<rule>__checked`, `<rule>__failed` and `<rule>__sample` per rule."""
    measured: dict[str, Any] = {}
    for rule in rules:
        used = {key: value for key, value in parameters.items() if f"${key}" in rule.sql}
        checked, failed, sample = connection.execute(rule.sql, used).fetchall()[0]
        measured[f"{rule.name}__checked"] = int(checked or 0)
        measured[f"{rule.name}__failed"] = int(failed or 0)
        measured[f"{rule.name}__sample"] = str(sample or "")
    return measured


def to_frame(batches: Mapping[str, Mapping[str, Any]]) -> pd.DataFrame:
    """Batch name → its measures, as one row each with the column `batch`."""
    return pd.DataFrame([{"batch": batch, **measures} for batch, measures in batches.items()])
