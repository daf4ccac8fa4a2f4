"""Whole runs for tests: a data directory in which the sample was run, and commands over it.

Here: starting commands in children of the warm process, and comparing what is served. Not here:
faults and expectations.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb

from dagster_project.publishing.generation import verify
from dagster_project.publishing.served import current_generation, opened
from dagster_project.settings import ROOT, Settings
from dagster_project.sources.landing import LandedFile, Landing

NOW = "2025-03-02T12:00:00"
# Differ in each run, or tell of the files that were refused.
OF_THE_RUN = ("rpt_run", "rpt_landing")


class Warm:
    """The warm process; `start` and `wait` for commands in children of it."""

    def __init__(self, folder: Path) -> None:
        path = os.pathsep.join([str(ROOT), str(ROOT / "tests")])
        self._process = subprocess.Popen(
            [sys.executable, "-m", "faults.warm"],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": path},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=(folder / "warm.log").open("wb"),
        )
        assert self._read()["ready"]

    def start(self, **command: Any) -> int:
        self._write({"do": "start", **command})
        return int(self._read()["pid"])

    def wait(self, pid: int) -> int:
        self._write({"do": "wait", "pid": pid})
        return int(self._read()["code"])

    def close(self) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait()

    def _write(self, command: dict[str, Any]) -> None:
        assert self._process.stdin
        self._process.stdin.write(json.dumps(command).encode() + b"\n")
        self._process.stdin.flush()

    def _read(self) -> dict[str, Any]:
        assert self._process.stdout
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        return answer


@dataclass
class House:
    """One data directory and the commands run over it. `said` is all that the last one wrote."""

    data: Path
    warm: Warm
    said: str = ""
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def settings(self) -> Settings:
        return Settings(self.data)

    def start(self, *arguments: str, log: str = "said.log", **more: Any) -> int:
        environment = {"ENTITY_LIST_DATA": str(self.data), **self.environment}
        out = self.data.parent / log
        out.unlink(missing_ok=True)
        return self.warm.start(arguments=arguments, environment=environment, out=str(out), **more)

    def wait(self, pid: int, log: str = "said.log") -> int:
        code = self.warm.wait(pid)
        self.said = (self.data.parent / log).read_text(encoding="utf-8")
        return code

    def __call__(self, *arguments: str, log: str = "said.log", **more: Any) -> int:
        return self.wait(self.start(*arguments, log=log, **more), log)

    def refresh(self, *, now: str = NOW, input_: str = "landed", **more: Any) -> int:
        return self("refresh", "--input", input_, "--now", now, **more)

    def served(self) -> str:
        """The generation that is served, once it is proven whole."""
        generation = current_generation(self.settings.published)
        assert generation is not None
        verify(generation)
        return generation.name

    def outcome(self) -> dict[str, Any]:
        status = self.settings.published / "status.json"
        found: dict[str, Any] = json.loads(status.read_text(encoding="utf-8"))
        return found

    def land(self, source: str, content: bytes, name: str, published_on: date | None) -> LandedFile:
        file, _ = Landing(self.settings.landing).land(
            source,
            content,
            name=name,
            published_on=published_on,
            fetched_at=datetime(2025, 3, 2, 6, tzinfo=UTC),
        )
        return file

    def tables(self) -> dict[str, str]:
        """Each served table with a checksum over all its rows."""
        generation = current_generation(self.settings.published)
        assert generation is not None
        with opened(generation / "warehouse.duckdb") as connection:
            return tables_of(connection)

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        generation = current_generation(self.settings.published)
        assert generation is not None
        with opened(generation / "warehouse.duckdb") as connection:
            return connection.execute(sql).fetchall()


def tables_of(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    names = connection.execute(
        "select table_name from duckdb_tables() where not internal order by 1"
    ).fetchall()
    return {
        name: str(
            connection.execute(
                f'select count(*), sum(hash(t)::hugeint) from "{name}" as t'
            ).fetchone()
        )
        for (name,) in names
        if name not in OF_THE_RUN
    }


def differing(one: dict[str, str], other: dict[str, str]) -> list[str]:
    return sorted(name for name in {*one, *other} if one.get(name) != other.get(name))
