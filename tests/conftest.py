"""Fixtures every test may use."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

# Its table closes the session, in whichever process the faults were injected.
pytest_plugins = ("faults.report",)

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "data" / "sample"
# The run's own moment: the answers of the sample do not depend on the day of the test.
SAMPLE_NOW = "2025-03-01T12:00:00"
REAL_NOW = "2026-07-20T12:00:00"


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


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """A folder of this session that `make` fills, once for all processes that share the tests."""
    base = factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / name
    done = folder / "made"
    with FileLock(folder.with_suffix(".lock")):
        if not done.exists():
            folder.mkdir()  # where making it failed before, this fails too
            make(folder)
            done.touch()
    return folder


@pytest.fixture(scope="session")
def sample_run(tmp_path_factory: pytest.TempPathFactory) -> tuple[CommandLine, Ran]:
    """The main job on the sample, once a session: the command line over it, and how it ran."""

    def run(folder: Path) -> None:
        ran = command_line(folder / "data")("refresh", "--input", "sample", "--now", SAMPLE_NOW)
        assert ran.code == 0, ran.err
        (folder / "ran.json").write_text(json.dumps(asdict(ran)), encoding="utf-8")

    return _how_it_ran(made_once(tmp_path_factory, "sample", run))


@pytest.fixture(scope="session")
def real_run(
    real_data: Path, parsed_project: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[CommandLine, Ran]:
    """The main job, once a session, on three versions of the list, three editions of Section 117,
    each landed on its day, two GKG files and the articles: the command line over it, how it ran.
    """
    gdelt = sorted((real_data / "news/gdelt").glob("gkg*.csv"))
    imports: list[tuple[str, list[Path], list[str]]] = [
        ("ecfr", sorted((real_data / "entity_list/ecfr").glob("*.xml")), []),
        *(
            ("section-117", [path], ["--landed-at", f"{path.name[:10]}T12:00:00"])
            for path in sorted((real_data / "funding/section_117").iterdir())
        ),
        ("gdelt", gdelt, ["--published-on", "2019-10-09"]),
        ("document", sorted((real_data / "news/documents").glob("*.txt")), []),
    ]

    def run(folder: Path) -> None:
        shutil.copytree(parsed_project, folder / "data")
        entity_list = command_line(folder / "data")
        for source, files, options in imports:
            imported = entity_list("import", source, *files, *options)
            assert imported.code == 0, imported.err
        ran = entity_list("refresh", "--input", "landed", "--now", REAL_NOW)
        assert ran.code == 0, ran.err
        (folder / "ran.json").write_text(json.dumps(asdict(ran)), encoding="utf-8")

    return _how_it_ran(made_once(tmp_path_factory, "real", run))


def _how_it_ran(folder: Path) -> tuple[CommandLine, Ran]:
    ran = Ran(**json.loads((folder / "ran.json").read_text(encoding="utf-8")))
    return command_line(folder / "data"), ran


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

    def parse(folder: Path) -> None:
        dbt_project.manifest(Settings(folder / "data"))

    return made_once(tmp_path_factory, "parsed", parse) / "data"


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
    from dagster_project.publishing.served import opened

    def ask(sql: str, parameters: Any = None) -> list[tuple[Any, ...]]:
        with opened(published / "warehouse.duckdb") as connection:
            return connection.execute(sql, parameters).fetchall()

    return ask
