"""A small build database, the facts of a run over it, and a candidate made from both."""

from __future__ import annotations

import itertools
import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pytest
from publishing_world import EXPECTED_CHECKS, FACTS, HERE

from dagster_project.publishing.generation import (
    Candidate,
    build_candidate,
    certify,
    publish,
)


@pytest.fixture(scope="session")
def contract() -> dict[str, list[str]]:
    """Table → columns that the outside relies on."""
    return json.loads((HERE / "contract.json").read_text())


@pytest.fixture(scope="session")
def sound_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small build database, every table and column described. To be read only."""
    path = tmp_path_factory.mktemp("build") / "build.duckdb"
    with duckdb.connect(path) as connection:
        connection.execute((HERE / "world.sql").read_text())
        for (table,) in connection.execute(
            "select table_name from duckdb_tables() where schema_name = 'marts'"
        ).fetchall():
            connection.execute(f"comment on table marts.{table} is 'Rows of {table}, it''s so.'")
            for column, *_ in connection.execute(f"describe marts.{table}").fetchall():
                connection.execute(f"comment on column marts.{table}.{column} is 'The {column}.'")
    return path


@pytest.fixture(scope="session")
def sound_candidate(sound_build: Path, tmp_path_factory: pytest.TempPathFactory) -> Candidate:
    """A candidate that nothing is wrong with. To be read only."""
    return build_candidate(sound_build, tmp_path_factory.mktemp("candidate"), FACTS)


@pytest.fixture
def build(sound_build: Path, tmp_path: Path) -> Path:
    """A build database of the test's own."""
    return Path(shutil.copy(sound_build, tmp_path))


@pytest.fixture
def candidate_of(
    build: Path, sound_candidate: Candidate, tmp_path: Path
) -> Callable[..., Candidate]:
    """A candidate of the test's own, after SQL against the build and with changed facts."""
    numbers = itertools.count(1)

    def make(sql: str = "", **facts: Any) -> Candidate:
        folder = tmp_path / f"candidate-{next(numbers)}"
        if not sql and not facts:
            folder.mkdir()
            return replace(sound_candidate, path=Path(shutil.copy(sound_candidate.path, folder)))
        if sql:
            with duckdb.connect(build) as connection:
                connection.execute(sql)
        return build_candidate(build, folder, replace(FACTS, **facts))

    return make


@pytest.fixture
def publish_with(candidate_of: Callable[..., Candidate], tmp_path: Path) -> Callable[..., Path]:
    """Publish a candidate into `tmp_path / "published"`."""

    def make(sql: str = "", **facts: Any) -> Path:
        candidate = candidate_of(sql, **facts)
        certificate = certify(candidate, EXPECTED_CHECKS)
        return publish(certificate, tmp_path / "published", candidate.facts.now)

    return make
