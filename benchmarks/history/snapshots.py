"""The same versions replayed through a dbt snapshot, in process: one invocation a version.

The project parsed once is handed to every invocation, which is the kindest way to call dbt. The
snapshot compares one column, the state; a history with names, addresses and terms needs four.
"""

from __future__ import annotations

import io
import time
from contextlib import redirect_stdout
from pathlib import Path

import duckdb

_FILES = {
    "dbt_project.yml": "name: replay\nversion: '1.0'\nprofile: replay\n"
    "flags: {send_anonymous_usage_stats: false}\n",
    "profiles.yml": "replay: {target: it, outputs: {it: {type: duckdb, path: '%s', threads: 1}}}\n",
    "models/sources.yml": "sources: [{name: landed, schema: main, tables: [{name: members}]}]\n",
    "snapshots/entities.yml": "snapshots:\n  - name: entities\n"
    "    relation: source('landed', 'members')\n"
    "    config: {schema: main, unique_key: entity_id, strategy: check, check_cols: [state_key],"
    " hard_deletes: invalidate}\n",
}


def replay(folder: Path, members: Path, versions: int) -> list[float]:
    """Seconds each version took, the first (which creates the table) among them."""
    from dbt.adapters.factory import cleanup_connections, reset_adapters
    from dbt.cli.main import dbtRunner

    database = folder / "replay.duckdb"
    for name, text in _FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text % database if "%s" in text else text, encoding="utf-8")
    common = [
        "--quiet", "--log-level-file", "none", "--project-dir", str(folder),
        "--profiles-dir", str(folder), "--target-path", str(folder / "target"),
    ]  # fmt: skip
    _show(database, members, 1)
    with redirect_stdout(io.StringIO()):
        manifest = dbtRunner().invoke(["parse", *common]).result
    elapsed = []
    for number in range(1, versions + 1):
        _show(database, members, number)
        started = time.perf_counter()
        with redirect_stdout(io.StringIO()):
            done = dbtRunner(manifest=manifest).invoke(["snapshot", *common])
        elapsed.append(time.perf_counter() - started)
        if not done.success:
            raise RuntimeError(f"dbt snapshot failed: {done.exception or done.result}")
        cleanup_connections()
        from dbt.adapters.duckdb.connections import DuckDBConnectionManager

        DuckDBConnectionManager.close_all_connections()
        reset_adapters()
    return elapsed


def _show(database: Path, members: Path, number: int) -> None:
    """Put one version in place of the one before; this is not counted."""
    with duckdb.connect(str(database)) as connection:
        connection.execute(
            "create or replace table members as select entity_id, state_key "
            "from read_parquet(?) where version_number = ?",
            [str(members), number],
        )
