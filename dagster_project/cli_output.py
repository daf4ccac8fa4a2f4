"""What the commands share: options with dates, and how an answer is shown.

Here: the shapes of arguments and of output. Not here: any command, any answer.
"""

from __future__ import annotations

import csv
import json
import re
import sys
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from dagster_project.serving import Answer


class Format(StrEnum):
    TABLE = "table"
    JSON = "json"
    CSV = "csv"


def read_date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(f"{text!r} is no date; write YYYY-MM-DD") from error


def read_moment(text: str) -> datetime:
    """A timestamp; without a zone it is UTC; a date alone is its first moment."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(
            f"{text!r} is no timestamp; write YYYY-MM-DDTHH:MM:SS (UTC)"
        ) from error
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


FormatOption = Annotated[Format, typer.Option("--format", help="How the answer is written.")]
KnownAt = Annotated[
    datetime | None,
    typer.Option(parser=read_moment, metavar="TIMESTAMP", help="As known at this moment (UTC)."),
]
Now = Annotated[
    datetime | None,
    typer.Option(parser=read_moment, metavar="TIMESTAMP", help="Take this moment for now (UTC)."),
]


def date_option(words: str) -> Any:
    return typer.Option(parser=read_date, metavar="DATE", help=words)


def say(text: str) -> None:
    """A message for people: standard error."""
    print(text, file=sys.stderr, flush=True)


def show(answer: Answer, format_: Format) -> None:
    """Data on standard output, notes on standard error."""
    if format_ is Format.JSON:
        rows = [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]
        print(json.dumps(rows, indent=1, ensure_ascii=False, default=plain))
    elif format_ is Format.CSV:
        writer = csv.writer(sys.stdout, quoting=csv.QUOTE_ALL, lineterminator="\n")
        writer.writerow(answer.columns)
        writer.writerows([cell(value) for value in row] for row in answer.rows)
    else:
        _show_table(answer)
    for note in answer.notes:
        say(note)


def _show_table(answer: Answer) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console()
    if not console.is_terminal:
        console = Console(width=400, no_color=True)
    table = Table(box=None, header_style="bold", pad_edge=False)
    for column in answer.columns:
        table.add_column(column, overflow="fold")
    for row in answer.rows:
        table.add_row(*(Text("" if value is None else str(plain(value))) for value in row))
    console.print(table)
    say(f"{len(answer.rows)} rows")


# A spreadsheet runs a cell that begins with one of these (OWASP, "CSV Injection").
_FORMULA = re.compile(r"^[=+\-@|%\t\r\n]")


def cell(value: Any) -> Any:
    if isinstance(value, str):
        return f"'{value}" if _FORMULA.match(value) else value
    return "" if value is None else plain(value)


def plain(value: Any) -> Any:
    if isinstance(value, datetime):
        moment = value if value.tzinfo else value.replace(tzinfo=UTC)
        return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value if isinstance(value, str | int | float | bool | dict | None) else str(value)
