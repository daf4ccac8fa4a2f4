"""The candidate holds the marts and nothing else, described, in a format old clients open."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import datetime

import duckdb
import pytest
from publishing_world import FACTS

from dagster_project.publishing.candidate import build_candidate
from dagster_project.publishing.facts import GateStopped, sha256_of


def test_candidate_holds_every_mart_in_schema_main(candidate_of, contract):
    candidate = candidate_of()
    with duckdb.connect(candidate.path, read_only=True) as connection:
        columns = connection.execute(
            "select table_name, list(column_name) from information_schema.columns "
            "where table_schema = 'main' group by table_name"
        ).fetchall()
    found = dict(columns)
    for table, names in contract.items():
        assert set(names) <= set(found[table]), table
    assert sha256_of(candidate.path) == candidate.sha256
    assert [path.name for path in candidate.path.parent.iterdir()] == ["warehouse.duckdb"]


def test_candidate_is_written_in_the_storage_format_of_1_0(candidate_of):
    path = candidate_of().path
    with duckdb.connect() as connection:
        connection.execute(f"attach '{path}' as p (read_only)")
        tags = connection.execute(
            "select tags from duckdb_databases() where database_name = 'p'"
        ).fetchall()[0][0]
    assert "v1.0.0" in tags["storage_version"]


def test_comments_of_tables_and_columns_are_carried_over(candidate_of):
    with duckdb.connect(candidate_of().path, read_only=True) as connection:
        assert connection.execute(
            "select comment from duckdb_tables() where table_name = 'dim_entities'"
        ).fetchall() == [("Rows of dim_entities, it's so.",)]
        assert connection.execute(
            "select table_name, comment from duckdb_columns() where column_name = 'party_id' "
            "order by table_name"
        ).fetchall() == [
            ("dim_entities", "The party_id."),
            ("entities_current", "The party_id."),
        ]


def test_run_tells_its_moments_in_utc_its_checks_and_its_sources(candidate_of):
    moment = datetime.fromisoformat("2026-11-24T10:05:00+02:00")
    with duckdb.connect(candidate_of(now=moment).path, read_only=True) as connection:
        assert connection.execute(
            "select run_id, published_at, counts->>'dim_entities' from rpt_run"
        ).fetchall() == [("run-1", datetime(2026, 11, 24, 8, 5), "7")]
        assert connection.execute(
            'select "check", passed, rows_failed, severity from run_checks order by 1'
        ).fetchall() == [
            ("amounts_have_a_currency", False, 1, "warn"),
            ("entity_ids_are_unique", True, 0, "block"),
            ("every_row_is_accounted_for", True, 0, "block"),
        ]
        assert connection.execute(
            "select source, rows_rejected, held_back, verified_at from run_sources order by 1"
        ).fetchall() == [
            ("ecfr", 0, False, datetime(2026, 11, 23, 6, 0)),
            ("gdelt", 1, True, None),
        ]


def test_the_build_is_only_read(build, tmp_path):
    before = sha256_of(build)
    build_candidate(build, tmp_path / "candidate", FACTS)
    assert sha256_of(build) == before


def test_a_candidate_does_not_take_up_a_write_ahead_file_that_lies_there(build, tmp_path):
    """Some clients replay a stale .wal into a fresh file; 2.0 refuses to open the two together."""
    with duckdb.connect(tmp_path / "other.duckdb") as other:
        other.execute("checkpoint; create table left_behind as select 1")
        (tmp_path / "candidate").mkdir()
        shutil.copy(tmp_path / "other.duckdb.wal", tmp_path / "candidate" / "warehouse.duckdb.wal")
    candidate = build_candidate(build, tmp_path / "candidate", FACTS)
    assert [path.name for path in candidate.path.parent.iterdir()] == ["warehouse.duckdb"]


def test_rows_in_another_order_make_the_same_candidate(candidate_of):
    one, other = (
        candidate_of(
            "create temp table rows_ as from marts.fct_listing_events; "
            "delete from marts.fct_listing_events; "
            f"insert into marts.fct_listing_events from rows_ order by citation {order}"
        )
        for order in ("asc", "desc")
    )
    rows = []
    for candidate in (one, other):
        with duckdb.connect(candidate.path, read_only=True) as connection:
            rows.append(connection.execute("from fct_listing_events").fetchall())
    assert rows[0] == rows[1]
    assert one.tables == other.tables


def test_a_build_without_marts_is_refused(tmp_path):
    duckdb.connect(tmp_path / "empty.duckdb").close()
    with pytest.raises(GateStopped, match="holds no table"):
        build_candidate(tmp_path / "empty.duckdb", tmp_path / "candidate", FACTS)


def test_no_build_is_refused_with_the_remedy(tmp_path):
    with pytest.raises(FileNotFoundError, match="run a refresh"):
        build_candidate(tmp_path / "none.duckdb", tmp_path / "candidate", FACTS)


def test_a_moment_without_a_zone_is_refused(build, tmp_path):
    facts = replace(FACTS, now=datetime(2026, 11, 24))
    with pytest.raises(ValueError, match="no time zone"):
        build_candidate(build, tmp_path / "candidate", facts)
