"""Both engines publish the same tables from the sample, row for row.

Several minutes: `python -m pytest tests/spark --spark` where Java 17 and the extra `spark` are.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import duckdb
import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
NOW = "2025-03-01T12:00:00"
# Says which run made the file, and when.
OF_THE_RUN = "rpt_run"


@pytest.fixture(scope="module")
def published(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Mapping[str, Path]:
    """Engine → the file that the main job published from the sample."""
    if not request.config.getoption("--spark", False):
        pytest.skip("takes several minutes; asked for with --spark")
    if importlib.util.find_spec("pyspark") is None or importlib.util.find_spec("dbt") is None:
        pytest.skip("the extra `spark` is not installed")
    if shutil.which("java") is None:
        pytest.skip("there is no Java here")
    files = {}
    for engine in ("duckdb", "spark"):
        data = tmp_path_factory.mktemp(engine)
        done = subprocess.run(
            [
                *(sys.executable, "-m", "dagster_project.cli", "refresh"),
                *("--input", "sample", "--now", NOW),
            ],
            cwd=ROOT,
            env={**os.environ, "ENTITY_LIST_DATA": str(data), "ENTITY_LIST_ENGINE": engine},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr[-3000:]
        files[engine] = data / "published" / "current" / "warehouse.duckdb"
    return files


def test_both_engines_publish_the_same_rows(published: Mapping[str, Path]) -> None:
    with duckdb.connect() as connection:
        for engine, path in published.items():
            connection.execute(f"attach '{path}' as {engine}_built (read_only)")
        tables = [
            name
            for (name,) in connection.execute(
                "select table_name from duckdb_tables() where database_name = 'duckdb_built'"
            ).fetchall()
            if name != OF_THE_RUN
        ]
        differing = {
            f"{table}, only from {one}": rows
            for table in tables
            for one, other in (("duckdb", "spark"), ("spark", "duckdb"))
            if (
                rows := connection.execute(
                    f'from {one}_built."{table}" except all from {other}_built."{table}" limit 3'
                ).fetchall()
            )
        }
    assert len(tables) > 20
    assert differing == {}


def test_both_engines_publish_the_same_columns_with_the_same_words(
    published: Mapping[str, Path],
) -> None:
    said = {}
    for engine, path in published.items():
        with duckdb.connect(str(path), read_only=True) as connection:
            said[engine] = connection.execute(
                "select table_name, column_name, data_type, comment from duckdb_columns() "
                "where schema_name = 'main' order by all"
            ).fetchall()
    assert said["spark"] == said["duckdb"]
