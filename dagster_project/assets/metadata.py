"""What an asset shows of its table: rows, columns, a preview, and where it came from.

Here: metadata for the Dagster UI. Not here: any table.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

import dagster as dg
import duckdb

OWNERS = ["team:research-security"]
PREVIEW_ROWS = 5
_CELL = 60


def of_table(
    connection: duckdb.DuckDBPyConnection,
    schema: str,
    table: str,
    descriptions: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Row count, columns with their descriptions, and the first rows as Markdown."""
    relation = f'{schema}."{table}"'
    columns = connection.execute(f"describe {relation}").fetchall()
    rows = connection.execute(f"select count(*) from {relation}").fetchall()[0][0]
    preview = connection.execute(f"select * from {relation} limit {PREVIEW_ROWS}")
    known = descriptions or {}
    return {
        "dagster/row_count": rows,
        "dagster/column_schema": dg.TableSchema(
            columns=[
                dg.TableColumn(name, kind, description=known.get(name) or None)
                for name, kind, *_ in columns
            ]
        ),
        "preview": dg.MetadataValue.md(
            markdown([column[0] for column in columns], preview.fetchall())
        ),
    }


def markdown(columns: list[str], rows: list[tuple[Any, ...]]) -> str:
    """A Markdown table in which nothing that stands in a cell is markup."""
    if not rows:
        return "no rows"
    lines = [columns, ["---"] * len(columns), *([_cell(value) for value in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = value.replace(tzinfo=value.tzinfo or UTC).isoformat(timespec="minutes")
    elif isinstance(value, date):
        value = value.isoformat()
    text = " ".join(str(value).split())
    text = text if len(text) <= _CELL else text[: _CELL - 1] + "…"
    for mark in "\\`*_{}[]()#+-.!|~":
        text = text.replace(mark, "\\" + mark)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
