"""Exports of a published file: Parquet and CSV of every table, XLSX of the review queue.

Here: what leaves the warehouse for spreadsheets and other tools. The store itself is never
changed for their sake.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import duckdb

from dagster_project.publishing.served import opened, sql_name, sql_text

REVIEW_QUEUE = "rpt_review_queue"
# A spreadsheet runs a cell that begins with one of these; OWASP, "CSV Injection".
FORMULA_STARTS = r"^[=+\-@|%\t\r\n]"
XLSX_CELL_LIMIT = 32_767
_CUT = " … (cut: the cell is full)"


def export_tables(warehouse: Path, directory: Path) -> None:
    """Write `parquet/<table>.parquet`, `csv/<table>.csv` and `review_queue.xlsx`.

    In CSV every value is quoted, null is an empty field without quotes, and a text that a
    spreadsheet would run as a formula has an apostrophe before it.
    """
    (directory / "parquet").mkdir()
    (directory / "csv").mkdir()
    with opened(warehouse, writes_to=directory) as connection:
        tables = connection.execute(
            "select table_name from duckdb_tables() where database_name = current_database() "
            "order by table_name"
        ).fetchall()
        for (table,) in tables:
            write_parquet(connection, sql_name(table), directory / "parquet" / f"{table}.parquet")
            write_csv(connection, sql_name(table), directory / "csv" / f"{table}.csv")
        if (REVIEW_QUEUE,) in tables:
            write_xlsx(connection, sql_name(REVIEW_QUEUE), directory / "review_queue.xlsx")


def write_parquet(connection: duckdb.DuckDBPyConnection, relation: str, path: Path) -> None:
    """`relation` is SQL: a quoted name, or a select in brackets."""
    connection.execute(
        f"copy (from {relation}) to {sql_text(str(path))} (format parquet, compression zstd)"
    )


def write_csv(connection: duckdb.DuckDBPyConnection, relation: str, path: Path) -> None:
    """Every value quoted, formulas neutralised. `relation` is SQL, as above."""
    columns = connection.execute(f"describe from {relation}").fetchall()
    values = ", ".join(
        f"{_neutralised(sql_name(name))} as {sql_name(name)}"
        if kind == "VARCHAR" or kind.startswith("ENUM")
        else sql_name(name)
        for name, kind, *_ in columns
    )
    connection.execute(
        f"copy (select {values} from {relation}) to {sql_text(str(path))} "
        "(format csv, header, delimiter ',', quote '\"', escape '\"', force_quote *, nullstr '')"
    )


def _neutralised(column: str) -> str:
    pattern = sql_text(FORMULA_STARTS)
    return (
        f"case when regexp_matches({column}::varchar, {pattern}) "
        f"then '''' || {column}::varchar else {column}::varchar end"
    )


def write_xlsx(connection: duckdb.DuckDBPyConnection, relation: str, path: Path) -> None:
    """Every cell is written as a string: nothing is guessed to be a formula, number or link."""
    import xlsxwriter  # a quarter of a second, which `screen` does not need

    published_at = connection.execute("select max(published_at) from rpt_run").fetchall()[0][0]
    selected = connection.execute(f"from {relation}")
    names = [column[0] for column in selected.description]
    rows = [names, *selected.fetchall()]
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as workbook:
        # Without a date of its own the library writes the clock's into the file.
        workbook.set_properties({"created": published_at or datetime(1970, 1, 1)})
        sheet = workbook.add_worksheet(path.stem.replace("_", " ")[:31])
        sheet.freeze_panes(1, 0)
        for row_number, row in enumerate(rows):
            for column_number, value in enumerate(row):
                text = "" if value is None else str(value)
                if len(text) > XLSX_CELL_LIMIT:
                    text = text[: XLSX_CELL_LIMIT - len(_CUT)] + _CUT
                if sheet.write_string(row_number, column_number, text):
                    raise ValueError(
                        f"{path.name}: row {row_number + 1} does not fit a worksheet; use the CSV"
                    )
