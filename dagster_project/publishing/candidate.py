"""From the build database to a candidate: one closed file with marts, macros and the run's row.

Here: copying and describing. Not here: whether the candidate may be published
(`certificate.py`), nor where it is then served (`generation.py`).
"""

from __future__ import annotations

import json
from dataclasses import asdict
from importlib.resources import files
from pathlib import Path

import duckdb

from dagster_project.publishing.facts import (
    Candidate,
    GateStopped,
    RunFacts,
    TableFacts,
    sha256_of,
    to_utc,
)
from dagster_project.publishing.served import WAREHOUSE, sql_name, sql_text

MARTS = "marts"
# Clients of DuckDB 1.1 and later open a file in this format.
STORAGE_VERSION = "v1.0.0"
RUN_TABLE = "rpt_run"
RUN_TABLE_COMMENT = "One row per published run: this file's run, its checks and its inputs."
RUN_COLUMNS = {
    "run_id": ("varchar", "The run that made this file."),
    "started_at": ("timestamp", "When the run started (UTC)."),
    "published_at": ("timestamp", "When the run handed this file over for publishing (UTC)."),
    "code_version": ("varchar", "Version of the code that made this file."),
    "counts": ("varchar", "JSON object: rows of each table of this file."),
    "gate_results": (
        "varchar",
        "JSON array: each check with rows looked at and rows failed; view run_checks unfolds it.",
    ),
    "input_hashes": ("varchar", "JSON object: sha256 of each landed input, by name."),
    "sources": (
        "varchar",
        "JSON array: each source with its newest file and its row counts; view run_sources "
        "unfolds it.",
    ),
}


def build_candidate(build: Path, candidate_dir: Path, facts: RunFacts) -> Candidate:
    """Copy the marts of the build database into a new file in `candidate_dir`.

    The new file holds every table of schema `marts` in schema `main` with its comments, this
    run's row in `rpt_run`, and the macros and views of `macros.sql` and `views.sql`. The build
    database is only read. Raises FileNotFoundError where there is no build, GateStopped where
    the build has no marts or the new file cannot be closed cleanly.
    """
    if not build.is_file():
        raise FileNotFoundError(f"{build}: there is no build database; run a refresh first")
    candidate_dir.mkdir(parents=True, exist_ok=True)
    path = candidate_dir / WAREHOUSE
    path.unlink(missing_ok=True)

    with duckdb.connect() as connection:
        connection.execute(f"attach {sql_text(str(build))} as build (read_only)")
        connection.execute(
            f"attach {sql_text(str(path))} as candidate (storage_version '{STORAGE_VERSION}')"
        )
        # A database name inside a macro or a view would break it for every reader.
        connection.execute("use candidate")
        tables = {
            table: _copy_table(connection, table)
            for table in _mart_names(connection)
            if table != RUN_TABLE
        }
        if not tables:
            raise GateStopped([f"schema {MARTS} of the build database holds no table"])
        _add_run(connection, tables, facts)
        for script in ("macros.sql", "views.sql"):
            try:
                connection.execute(read_sql(script))
            except duckdb.Error as error:
                raise GateStopped([f"{script} does not fit the marts: {error}"]) from error
        _describe_view_columns(connection)
        connection.execute("use memory")
        connection.execute("checkpoint candidate")
        connection.execute("detach candidate")
    wal = path.with_name(f"{path.name}.wal")
    if wal.exists():
        raise GateStopped([f"{wal.name} is left beside the candidate: it is not complete"])
    return Candidate(path=path, sha256=sha256_of(path), tables=tables, facts=facts)


def read_sql(name: str) -> str:
    """A script of this package."""
    return files("dagster_project.publishing").joinpath(name).read_text(encoding="utf-8")


def table_facts(connection: duckdb.DuckDBPyConnection, relation: str) -> TableFacts:
    """Columns, rows and checksum of a relation, given as quoted SQL."""
    columns = connection.execute(f"describe {relation}").fetchall()
    rows, checksum = connection.execute(
        f"select count(*), coalesce(sum(hash(rows_)::hugeint), 0) from {relation} as rows_"
    ).fetchall()[0]
    return TableFacts(
        columns=tuple((column[0], column[1]) for column in columns),
        rows=rows,
        checksum=int(checksum),
    )


def _mart_names(connection: duckdb.DuckDBPyConnection) -> list[str]:
    return [
        name
        for (name,) in connection.execute(
            """
            select table_name from information_schema.tables
            where table_catalog = 'build' and table_schema = ?
            order by table_name
            """,
            [MARTS],
        ).fetchall()
    ]


def _copy_table(connection: duckdb.DuckDBPyConnection, table: str) -> TableFacts:
    source = f"build.{MARTS}.{sql_name(table)}"
    # In a fixed order, so that the same marts give the same exports byte for byte.
    connection.execute(f"create table {sql_name(table)} as from {source} order by all")
    table_comments = connection.execute(
        """
        select comment from duckdb_tables()
        where database_name = 'build' and schema_name = $schema and table_name = $table
        union all
        select comment from duckdb_views()
        where database_name = 'build' and schema_name = $schema and view_name = $table
        """,
        {"schema": MARTS, "table": table},
    ).fetchall()
    for (comment,) in table_comments:
        _comment(connection, f"table {sql_name(table)}", comment)
    for column, comment in connection.execute(
        """
        select column_name, comment from duckdb_columns()
        where database_name = 'build' and schema_name = ? and table_name = ?
        """,
        [MARTS, table],
    ).fetchall():
        _comment(connection, f"column {sql_name(table)}.{sql_name(column)}", comment)
    return table_facts(connection, source)


def _add_run(
    connection: duckdb.DuckDBPyConnection, tables: dict[str, TableFacts], facts: RunFacts
) -> None:
    declared = ", ".join(f"{name} {kind}" for name, (kind, _) in RUN_COLUMNS.items())
    connection.execute(f"create table {RUN_TABLE} ({declared})")
    connection.execute(
        f"insert into {RUN_TABLE} values (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            facts.run_id,
            to_utc(facts.started_at).replace(tzinfo=None),
            to_utc(facts.now).replace(tzinfo=None),
            facts.code_version,
            json.dumps({table: held.rows for table, held in tables.items()}),
            json.dumps([asdict(result) for result in facts.gate_results]),
            json.dumps(dict(sorted(facts.input_hashes.items()))),
            json.dumps([asdict(source) for source in facts.sources], default=_as_text),
        ],
    )
    _comment(connection, f"table {RUN_TABLE}", RUN_TABLE_COMMENT)
    for name, (_, comment) in RUN_COLUMNS.items():
        _comment(connection, f"column {RUN_TABLE}.{name}", comment)


def _describe_view_columns(connection: duckdb.DuckDBPyConnection) -> None:
    """A view's column without words of its own takes those of the table column of that name."""
    undescribed = connection.execute(
        """
        with described as (
            select column_name, min_by(comment, table_name) as comment
            from duckdb_columns()
            where database_name = current_database() and comment is not null
              and table_name in (
                  select table_name from duckdb_tables()
                  where database_name = current_database()
              )
            group by column_name
        )
        select columns.table_name, columns.column_name, described.comment
        from duckdb_columns() as columns
        inner join duckdb_views() as views
            on columns.table_name = views.view_name
            and columns.database_name = views.database_name
        inner join described on columns.column_name = described.column_name
        where columns.database_name = current_database() and columns.comment is null
        """
    ).fetchall()
    for view, column, comment in undescribed:
        _comment(connection, f"column {sql_name(view)}.{sql_name(column)}", comment)


def _comment(connection: duckdb.DuckDBPyConnection, target: str, comment: str | None) -> None:
    if comment:
        connection.execute(f"comment on {target} is {sql_text(comment)}")


def _as_text(value: object) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
