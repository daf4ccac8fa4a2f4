"""Exports of a published file: Parquet and CSV of every table, XLSX of the review queue.

Here: what leaves the warehouse for spreadsheets and other tools. The store itself is never
changed for their sake.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import duckdb
import xlsxwriter

from dagster_project.publishing.candidate import opened, sql_name, sql_text

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
    with opened(warehouse) as connection:
        tables = connection.execute(
            "select table_name from duckdb_tables() where database_name = current_database() "
            "order by table_name"
        ).fetchall()
        for (table,) in tables:
            parquet = sql_text(str(directory / "parquet" / f"{table}.parquet"))
            connection.execute(
                f"copy {sql_name(table)} to {parquet} (format parquet, compression zstd)"
            )
            _export_csv(connection, table, directory / "csv" / f"{table}.csv")
        if (REVIEW_QUEUE,) in tables:
            _export_xlsx(connection, REVIEW_QUEUE, directory / "review_queue.xlsx")


def _export_csv(connection: duckdb.DuckDBPyConnection, table: str, path: Path) -> None:
    columns = connection.execute(f"describe {sql_name(table)}").fetchall()
    values = ", ".join(
        f"{_neutralised(sql_name(name))} as {sql_name(name)}"
        if kind == "VARCHAR" or kind.startswith("ENUM")
        else sql_name(name)
        for name, kind, *_ in columns
    )
    connection.execute(
        f"copy (select {values} from {sql_name(table)}) to {sql_text(str(path))} "
        "(format csv, header, delimiter ',', quote '\"', escape '\"', force_quote *, nullstr '')"
    )


def _neutralised(column: str) -> str:
    pattern = sql_text(FORMULA_STARTS)
    return (
        f"case when regexp_matches({column}::varchar, {pattern}) "
        f"then '''' || {column}::varchar else {column}::varchar end"
    )


def _export_xlsx(connection: duckdb.DuckDBPyConnection, table: str, path: Path) -> None:
    """Every cell is written as a string: nothing is guessed to be a formula, number or link."""
    published_at = connection.execute("select max(published_at) from rpt_run").fetchall()[0][0]
    selected = connection.execute(f"from {sql_name(table)}")
    names = [column[0] for column in selected.description]
    rows = [names, *selected.fetchall()]
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as workbook:
        # Without a date of its own the library writes the clock's into the file.
        workbook.set_properties({"created": published_at or datetime(1970, 1, 1)})
        sheet = workbook.add_worksheet("review queue")
        sheet.freeze_panes(1, 0)
        for row_number, row in enumerate(rows):
            for column_number, value in enumerate(row):
                text = "" if value is None else str(value)
                if len(text) > XLSX_CELL_LIMIT:
                    text = text[: XLSX_CELL_LIMIT - len(_CUT)] + _CUT
                if sheet.write_string(row_number, column_number, text):
                    raise ValueError(
                        f"{path.name}: row {row_number + 1} of {table} does not fit a worksheet; "
                        "decide some reviews or use the CSV"
                    )
