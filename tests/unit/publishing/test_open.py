"""Somebody else's SQL reads the published file and reaches nothing else."""

from __future__ import annotations

import duckdb
import pyarrow as pa
import pytest

from dagster_project.publishing.open import (
    QueryRefused,
    QueryTooLarge,
    open_read_only,
    run_query,
)

ENDLESS = (
    "select count(*) from range(1000000) as a, range(1000000) as b where a.range * b.range % 7 = 1"
)


@pytest.fixture
def locked(sound_candidate):
    with open_read_only(sound_candidate.path, memory_mb=200) as connection:
        yield connection


def test_tables_views_and_macros_answer(locked):
    assert locked.execute("select count(*) from entity_list_on('2020-01-01')").fetchall() == [(2,)]
    assert locked.execute("select count(*) from exposures_open").fetchall() == [(3,)]


@pytest.mark.parametrize(
    "sql",
    [
        "select * from read_text('{other}')",
        "select * from read_csv('{other}')",
        "select * from '{other}'",
        "from glob('{folder}/*')",
        "copy dim_entities to '{folder}/out.csv'",
        "export database '{folder}/out'",
        "attach '{folder}/new.duckdb'",
        "install httpfs",
        "load '{other}'",
        "select * from read_csv('https://example.org/x.csv')",
        "create persistent secret s (type http)",
        "set enable_external_access = true",
        "set memory_limit = '100GB'",
        "reset lock_configuration",
        "pragma temp_directory = '{folder}'",
        "delete from dim_entities",
        "create table x as select 1",
        "from secret_of_the_caller",
    ],
)
def test_nothing_but_the_file_is_reached(locked, tmp_path, sql):
    other = tmp_path / "other.csv"
    other.write_text("a\n1\n")
    secret_of_the_caller = pa.table({"password": ["x"]})
    assert secret_of_the_caller.num_rows == 1
    with pytest.raises(duckdb.Error):
        locked.execute(sql.format(other=other, folder=tmp_path)).fetchall()
    assert [path.name for path in tmp_path.iterdir()] == ["other.csv"]


def test_memory_and_time_are_bounded_in_the_connection(sound_candidate):
    with open_read_only(sound_candidate.path, memory_mb=50, timeout_s=0.5) as connection:
        with pytest.raises(duckdb.OutOfMemoryException):
            connection.execute(
                "select list(r) from (select repeat('x', 100) || range as r from range(5000000))"
            ).fetchall()
        with pytest.raises(duckdb.InterruptException):
            connection.execute(ENDLESS).fetchall()


def test_a_query_in_a_child_gives_the_whole_answer(sound_candidate):
    answer = run_query(
        "select entity_id, count(*) as n from dim_entities group by all order by 1",
        sound_candidate.path,
    )
    assert answer.to_pydict() == {
        "entity_id": ["cn-huawei", "cn-sensetime", "cn-zte"],
        "n": [1, 4, 2],
    }


def test_a_wrong_query_is_refused_in_the_engines_words(sound_candidate):
    with pytest.raises(QueryRefused, match="dim_nothing"):
        run_query("from dim_nothing", sound_candidate.path)


def test_a_child_writes_no_file(sound_candidate, tmp_path):
    with pytest.raises(QueryRefused):
        run_query(f"copy dim_entities to '{tmp_path}/out.csv'", sound_candidate.path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "sql",
    [
        ENDLESS,
        "select list(r) from (select repeat('x', 1000) || range as r from range(5000000))",
    ],
)
def test_a_query_that_asks_for_too_much_is_ended(sound_candidate, sql):
    with pytest.raises((QueryTooLarge, QueryRefused)):
        run_query(sql, sound_candidate.path, timeout_s=1, memory_mb=100)


def test_a_function_that_heeds_no_limit_of_the_engine_is_ended_by_the_systems(sound_candidate):
    """Seen with DuckDB 2.0: `repeat` took 4 GB and 47 s where 100 MB and 5 s were allowed."""
    with pytest.raises((QueryTooLarge, QueryRefused)):
        run_query(
            "select length(repeat('x', 1000000000))",
            sound_candidate.path,
            timeout_s=120,
            memory_mb=100,
        )
