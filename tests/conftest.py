"""Fixtures every test may use."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "data" / "sample"
# The run's own moment: the answers of the sample do not depend on the day of the test.
SAMPLE_NOW = "2025-03-01T12:00:00"


@dataclass(frozen=True)
class Ran:
    """One run of the command line."""

    code: int
    out: str
    err: str


@dataclass(frozen=True)
class CommandLine:
    """`entity-list` over one data directory, each command in a process of its own."""

    data: Path
    environment: Mapping[str, str]

    def __call__(self, *arguments: str | Path, **more: str) -> Ran:
        done = subprocess.run(
            [sys.executable, "-m", "dagster_project.cli", *map(str, arguments)],
            cwd=ROOT,
            env={**self.environment, **more},
            capture_output=True,
            text=True,
            check=False,
        )
        return Ran(done.returncode, done.stdout, done.stderr)


@pytest.fixture(scope="session")
def sample() -> Path:
    """The bundled sample inputs."""
    return SAMPLE


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The real files, where they exist; `ENTITY_LIST_REAL_DATA` names another place."""
    path = Path(os.environ.get("ENTITY_LIST_REAL_DATA", ROOT.parent / "shared" / "data"))
    if not path.is_dir():
        pytest.skip(f"the real files are not here: {path.name} does not exist")
    return path


def command_line(data: Path) -> CommandLine:
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("ENTITY_LIST_", "DAGSTER_"))
    }
    return CommandLine(data, {**kept, "ENTITY_LIST_DATA": str(data)})


@pytest.fixture(scope="session")
def sample_run(tmp_path_factory: pytest.TempPathFactory) -> tuple[CommandLine, Ran]:
    """The main job on the sample, once a session: the command line over it, and how it ran."""
    entity_list = command_line(tmp_path_factory.mktemp("sample") / "data")
    ran = entity_list("refresh", "--input", "sample", "--now", SAMPLE_NOW)
    assert ran.code == 0, ran.err
    return entity_list, ran


@pytest.fixture(scope="session")
def published(sample_run: tuple[CommandLine, Ran]) -> Path:
    """The generation that the main job made of the sample. Read it; do not write to it."""
    return sample_run[0].data / "published" / "current"


@pytest.fixture
def sample_copy(
    sample_run: tuple[CommandLine, Ran], published: Path, tmp_path: Path
) -> CommandLine:
    """A data directory of its own in which the sample was already run: for tests that change it."""
    shutil.copytree(sample_run[0].data, tmp_path / "data", symlinks=True)
    return command_line(tmp_path / "data")


@pytest.fixture(scope="session")
def parsed_project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory in which dbt has parsed the project, and nothing else."""
    from dagster_project import dbt_project
    from dagster_project.settings import Settings

    data = tmp_path_factory.mktemp("parsed") / "data"
    dbt_project.manifest(Settings(data))
    return data


@pytest.fixture(scope="session")
def manifest(parsed_project: Path) -> Mapping[str, Any]:
    """dbt's manifest of the project, as Dagster plans from it."""
    from dagster_project import dbt_project
    from dagster_project.settings import Settings

    return dbt_project.manifest(Settings(parsed_project))


@pytest.fixture
def entity_list(parsed_project: Path, tmp_path: Path) -> CommandLine:
    """The command line over a data directory in which nothing is landed."""
    shutil.copytree(parsed_project, tmp_path / "data")
    return command_line(tmp_path / "data")


Query = Callable[..., list[tuple[Any, ...]]]


@pytest.fixture(scope="session")
def query(published: Path) -> Query:
    """SQL over the published sample: rows as tuples."""
    from dagster_project.publishing.candidate import opened

    def ask(sql: str, parameters: Any = None) -> list[tuple[Any, ...]]:
        with opened(published / "warehouse.duckdb") as connection:
            return connection.execute(sql, parameters).fetchall()

    return ask
