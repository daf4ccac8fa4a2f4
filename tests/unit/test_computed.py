"""What of the matching is kept, so that it can be told what could be known when."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from dagster_project.computed import match_names
from dagster_project.warehouse import Warehouse

LISTED = [
    # entity, name, on record since
    ("huawei", "Huawei Technologies Co., Ltd.", datetime(2019, 5, 16, 12)),
    ("huawei", "Huawei Technology", datetime(2019, 10, 9, 12)),
    ("nudt", "National University of Defense Technology", datetime(2017, 1, 3, 12)),
    ("nudt", "Hunan Guofang Keji University", datetime(2019, 6, 24, 12)),
    ("harbin", "Harbin Engineering University", datetime(2020, 6, 5, 12)),
]


def found(folder: Path, *names: str) -> set[tuple[str, str, str, str]]:
    """(name, entity, matched name, verdict) of every match kept."""
    warehouse = Warehouse(folder / "warehouse.duckdb")
    warehouse.prepare()
    with warehouse.connect() as connection:
        connection.execute("create schema intermediate")
        connection.execute(
            """
            create table intermediate.int_entities__listed_names (
                entity_id varchar, party_id varchar, name varchar, name_kind varchar,
                country_code varchar, valid_from date, valid_to date, known_from timestamp
            )
            """
        )
        connection.executemany(
            "insert into intermediate.int_entities__listed_names "
            "values ($1, $1, $2, 'primary', 'CN', null, null, $3)",
            LISTED,
        )
        connection.execute(
            "create table intermediate.int_counterparties__names_to_screen "
            "(name varchar, country_code varchar)"
        )
        connection.executemany(
            "insert into intermediate.int_counterparties__names_to_screen values (?, 'CN')",
            [(name,) for name in names],
        )
    match_names(warehouse)
    with warehouse.connect() as connection:
        rows = connection.execute(
            "select name, entity_id, matched_name, verdict from raw.matches"
        ).fetchall()
    assert len(set(rows)) == len(rows)
    return set(rows)


def test_a_name_found_through_an_alias_is_also_held_against_the_names_before_it(tmp_path: Path):
    """An alias of October 2019 is nearer; the record was a finding since May all the same."""
    name = "Huawei Technologies"
    assert {row[1:3] for row in found(tmp_path, name)} == {
        ("huawei", "Huawei Technology"),
        ("huawei", "Huawei Technologies Co., Ltd."),
    }


def test_where_no_name_before_the_alias_is_alike_nothing_was_known_before(tmp_path: Path):
    name = "Hunan Guofang Keji University"
    assert {row[1:] for row in found(tmp_path, name)} == {("nudt", name, "match")}


def test_a_first_name_is_no_alias_however_late_the_listing(tmp_path: Path):
    name = "Harbin Engineering University"
    assert {row[1:] for row in found(tmp_path, name)} == {("harbin", name, "match")}
