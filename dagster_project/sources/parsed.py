"""What every parser returns, and how it says no. Bytes in, records out.

Here: the shape of a parsed file and the errors of reading one. Not here: any one source's
format, and where the records go.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa


class Unreadable(ValueError):
    """A landed file cannot be shown to be complete and true.

    Says what was found, where, what was expected, and the remedy.
    """

    def __init__(self, *, found: str, where: str, expected: str, remedy: str) -> None:
        super().__init__(f"{where}: found {found}; expected {expected}. Remedy: {remedy}")
        self.found, self.where, self.expected, self.remedy = found, where, expected, remedy


@dataclass(frozen=True)
class Rejected:
    """One row that was not taken, kept whole so that it can be looked at."""

    row_number: int
    reason: str
    row_text: str


@dataclass(frozen=True)
class Parsed:
    """One file, taken apart.

    `tables` holds one arrow table for each raw table of the source, in the schemas the source
    declares. The count of rows reconciles: found = parsed + structural + rejected, where a row
    that continues the row before it counts as parsed.
    """

    tables: Mapping[str, pa.Table]
    rows_found: int
    rows_parsed: int
    rows_structural: int = 0
    rejected: Sequence[Rejected] = field(default_factory=tuple)
    repairs: Mapping[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        accounted = self.rows_parsed + self.rows_structural + len(self.rejected)
        if accounted != self.rows_found:
            raise AssertionError(
                f"{self.rows_found} rows found, {accounted} accounted for: "
                f"{self.rows_parsed} parsed, {self.rows_structural} structural, "
                f"{len(self.rejected)} rejected"
            )


def to_table(rows: Sequence[Mapping[str, Any]], schema: pa.Schema) -> pa.Table:
    """Rows as an arrow table of exactly this schema; a missing or extra field is an error."""
    names = set(schema.names)
    for row in rows:
        if row.keys() != names:
            raise KeyError(f"fields differ from the schema: {sorted(names ^ set(row))}")
    return pa.Table.from_pylist(list(rows), schema=schema)
