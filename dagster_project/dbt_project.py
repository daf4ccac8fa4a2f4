"""dbt, run inside this process: the manifest the graph is planned from, and one run of it.

Here: making the manifest when it is missing or older than the project's files, and invoking
`dbtRunner` so that the DuckDB file is closed afterwards. Not here: which models belong to which
step of the graph (`assets/transform.py`), nor any SQL.

The dbt command line would import everything a second time in a process of its own.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from dagster_project.settings import DBT_PROJECT, Settings

_NOT_PROJECT = {"target", "logs", "dbt_packages"}


class DbtFailed(RuntimeError):
    """dbt could not read its project or could not start; nothing was built."""


@dataclass(frozen=True)
class NodeResult:
    """What dbt says of one model, seed or test. `failures` counts a test's failing rows."""

    unique_id: str
    status: str
    failures: int
    message: str
    elapsed_s: float
    compiled_sql: str | None

    @property
    def passed(self) -> bool:
        return self.status in ("success", "pass", "warn")


def project_digest() -> str:
    """sha256 over the names and bytes of every file of the dbt project."""
    digest = hashlib.sha256()
    for path in sorted(DBT_PROJECT.rglob("*")):
        parts = path.relative_to(DBT_PROJECT).parts
        if path.is_file() and not _NOT_PROJECT.intersection(parts):
            digest.update("/".join(parts).encode() + b"\0")
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def manifest(settings: Settings) -> Mapping[str, Any]:
    """The parsed project, made anew unless it is the very one that was made of the project's
    files as they are: a stale or damaged one would drop checks."""
    stamp = settings.dbt_target / "stamp.json"
    if _found(settings) != _stamped(stamp):
        settings.dbt_target.mkdir(parents=True, exist_ok=True)
        for path in (stamp, settings.dbt_target / _PARSED):
            path.unlink(missing_ok=True)  # dbt would take over what it finds
        _invoke(settings, ["parse"])
        stamp.write_text(json.dumps(_found(settings)), encoding="utf-8")
    parsed: Mapping[str, Any] = json.loads((settings.dbt_target / _MANIFEST).read_bytes())
    return parsed


# What parsing makes: the manifest for us, and the same in dbt's own form.
_MANIFEST, _PARSED = "manifest.json", "partial_parse.msgpack"


def _found(settings: Settings) -> dict[str, str | None]:
    """Hashes of what a parsed project is made of, and of what was made of it."""
    made = {name: settings.dbt_target / name for name in (_MANIFEST, _PARSED)}
    adapter = f"dbt-{settings.engine}"
    return {
        "project": project_digest(),
        "dbt": f"{version('dbt-core')}, {adapter} {version(adapter)}",
        **{
            name: hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else None
            for name, path in made.items()
        },
    }


def _stamped(stamp: Path) -> Any:
    try:
        return json.loads(stamp.read_bytes())
    except (OSError, ValueError):
        return None


def build(settings: Settings, selection: Sequence[str]) -> list[NodeResult]:
    """`dbt build` of a selection (dbt's own arguments; tests only where all they read is selected).

    A node that fails is in the results, not an error. Raises DbtFailed where dbt stops before its
    first node.
    """
    manifest(settings)
    done = _invoke(
        settings,
        [
            "build",
            *selection,
            "--indirect-selection",
            "cautious",
            # Unit tests hold logic: they run with the tests, not with each refresh.
            "--exclude-resource-type",
            "unit_test",
            "--no-write-json",
        ],
        is_parsed=True,
    )
    return [
        NodeResult(
            unique_id=found.node.unique_id,
            status=str(found.status.value),
            failures=int(found.failures or 0),
            message=str(found.message or ""),
            elapsed_s=float(found.execution_time),
            compiled_sql=getattr(found.node, "compiled_code", None),
        )
        for found in done
    ]


def _invoke(settings: Settings, arguments: Sequence[str], *, is_parsed: bool = False) -> Any:
    """`is_parsed`: `manifest` has just been made sure of, so dbt need not look at the files."""
    from dbt.adapters.factory import reset_adapters
    from dbt.cli.main import dbtRunner
    from dbt.contracts.graph.manifest import Manifest

    if settings.engine == "spark":
        from dagster_project import spark

        spark.session(settings)  # dbt takes over the session it finds
    os.environ["ENTITY_LIST_BUILD"] = str(settings.warehouse)
    os.environ["ENTITY_LIST_DUCKDB_MEMORY"] = settings.duckdb_memory
    settings.warehouse.parent.mkdir(parents=True, exist_ok=True)
    parsed = settings.dbt_target / _PARSED
    known = Manifest.from_msgpack(parsed.read_bytes()) if is_parsed else None
    try:
        done = dbtRunner(manifest=known).invoke(
            [
                "--quiet",
                "--log-level",
                "none",  # what failed is in the results; standard output is for data
                "--no-use-colors",
                "--no-send-anonymous-usage-stats",
                "--log-level-file",
                "none",
                *arguments,
                "--project-dir",
                str(DBT_PROJECT),
                "--profiles-dir",
                str(DBT_PROJECT),
                "--target",
                settings.engine,
                "--target-path",
                str(settings.dbt_target),
            ]
        )
    finally:
        _close_connections()
        reset_adapters()
    if done.exception is not None:
        raise DbtFailed(f"dbt {arguments[0]}: {done.exception}") from done.exception
    return done.result


def _close_connections() -> None:
    """dbt-duckdb keeps the file open in this process until told otherwise."""
    from dbt.adapters.factory import cleanup_connections

    cleanup_connections()
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager

    DuckDBConnectionManager.close_all_connections()
