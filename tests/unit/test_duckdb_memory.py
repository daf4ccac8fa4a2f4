"""How much memory DuckDB may take, and what is said where that is too little."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from dagster_project.outcomes import explained
from dagster_project.settings import BadSetting, Settings
from dagster_project.warehouse import Warehouse


def test_the_build_database_keeps_to_the_memory_that_it_is_given(tmp_path: Path):
    with Warehouse(tmp_path / "build.duckdb", "64MiB").connect() as connection:
        found = connection.execute("select current_setting('memory_limit')").fetchall()
    assert found == [("64.0 MiB",)]


@pytest.mark.parametrize("words", ["lots", "0GiB", "4", "-1GB", "4GiB'; drop"])
def test_a_size_that_is_none_is_refused_with_an_example(words: str):
    with pytest.raises(BadSetting, match=r"ENTITY_LIST_DUCKDB_MEMORY is .*expected.*4GiB"):
        Settings.from_environment({"ENTITY_LIST_DUCKDB_MEMORY": words})


@pytest.mark.parametrize("words", ["512MB", "1.5GiB", "80%"])
def test_a_size_in_duckdbs_words_is_handed_on(words: str):
    assert Settings.from_environment({"ENTITY_LIST_DUCKDB_MEMORY": words}).duckdb_memory == words


def test_too_little_memory_names_the_setting_that_gives_more(tmp_path: Path):
    with (
        Warehouse(tmp_path / "build.duckdb", "16MiB").connect() as connection,
        pytest.raises(duckdb.OutOfMemoryException) as raised,
    ):
        connection.execute("select list(number) from range(10_000_000) as made(number)")
    problem = explained(raised.value)
    assert problem is not None
    assert "16.0 MiB" in problem.found
    assert "ENTITY_LIST_DUCKDB_MEMORY" in problem.remedy
    assert "\n" not in problem.found
