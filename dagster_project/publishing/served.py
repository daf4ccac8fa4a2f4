"""The served file, and a published or candidate file opened for our own questions.

Here: no more than an answer needs, since a reader waits for what is imported. Not here: how such
files are made (`candidate.py`, `generation.py`), nor somebody else's SQL (`open.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import duckdb

from dagster_project.publishing.open import LOCKED_DOWN

WAREHOUSE = "warehouse.duckdb"
CURRENT = "current"


def current_generation(published: Path) -> Path | None:
    """The directory that readers are served from, or None before the first publish."""
    link = published / CURRENT
    return link.resolve() if link.is_symlink() and link.exists() else None


@contextmanager
def opened(
    path: Path, *, writes_to: Path | None = None, threads: int | None = None
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A published or candidate file, read-only, in a locked in-memory session of its own.

    Attached under a name of its own: a macro or view that names a database fails here. Only the
    directory `writes_to` takes copies.
    """
    with opened_together({"served": path}, writes_to=writes_to, threads=threads) as connection:
        connection.execute("use served")
        yield connection


@contextmanager
def opened_together(
    paths: Mapping[str, Path], *, writes_to: Path | None = None, threads: int | None = None
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Several such files, each attached under its name; no other file, no network, no extension,
    and the settings are locked (the order of `open.open_read_only`)."""
    with duckdb.connect(config=LOCKED_DOWN) as connection:
        connection.execute("set timezone = 'UTC'")
        for name, path in paths.items():
            connection.execute(f"attach {sql_text(str(path))} as {sql_name(name)} (read_only)")
        if threads is not None:
            connection.execute(f"set threads = {int(threads)}")
        if writes_to is not None:
            connection.execute(f"set allowed_directories = [{sql_text(f'{writes_to}/')}]")
        connection.execute("set enable_external_access = false")
        connection.execute("set lock_configuration = true")
        yield connection


def sql_text(value: str) -> str:
    """A text as an SQL literal."""
    return "'" + value.replace("'", "''") + "'"


def sql_name(value: str) -> str:
    """A name as a quoted SQL identifier."""
    return '"' + value.replace('"', '""') + '"'
