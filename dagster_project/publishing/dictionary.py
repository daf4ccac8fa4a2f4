"""The data dictionary: made from the comments in the published file, so it cannot drift.

Here: reading the comments and rendering one page. Not here: the words, which stand beside the
models and in `views.sql`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb

from dagster_project.publishing.page.html import render
from dagster_project.publishing.served import opened, sql_name


def write_dictionary(warehouse: Path, path: Path) -> None:
    """Write one self-contained HTML page with every table, view, macro and column of the file."""
    with opened(warehouse) as connection:
        relations = [
            *_relations(connection, "table", "duckdb_tables()", "table_name"),
            *_relations(connection, "view", "duckdb_views()", "view_name"),
        ]
        macros = connection.execute(
            """
            select function_name, parameters, comment, function_type = 'table_macro'
            from duckdb_functions()
            where database_name = current_database() and not internal
            order by function_name
            """
        ).fetchall()
        run = connection.execute("select run_id, published_at from rpt_run").fetchall()[0]
    path.write_text(
        render(
            "dictionary.jinja",
            relations=relations,
            macros=macros,
            run_id=run[0],
            published_at=run[1],
        ),
        encoding="utf-8",
    )


def _relations(
    connection: duckdb.DuckDBPyConnection, kind: str, catalog: str, name_column: str
) -> list[dict[str, Any]]:
    names = connection.execute(
        f"select {name_column}, comment from {catalog} "
        "where database_name = current_database() and not internal order by 1"
    ).fetchall()
    columns: dict[str, list[tuple[str, str, str]]] = {name: [] for name, _ in names}
    for table, *column in connection.execute(
        "select table_name, column_name, data_type, comment from duckdb_columns() "
        "where database_name = current_database() and not internal "
        "order by table_name, column_index"
    ).fetchall():
        if table in columns:
            columns[table].append(tuple(column))
    return [
        {
            "kind": kind,
            "name": name,
            "comment": comment,
            "rows": connection.execute(f"select count(*) from {sql_name(name)}").fetchall()[0][0],
            "columns": columns[name],
        }
        for name, comment in names
    ]
