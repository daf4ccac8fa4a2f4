"""Gate 1's report: which landed files still count when a later one has come."""

from __future__ import annotations

import duckdb
import pytest

from dagster_project.quality.landed import _report, rules_of
from dagster_project.sources.registry import SOURCES


@pytest.mark.parametrize(
    ("source", "name", "is_reported"),
    [
        ("gdelt", "a.gkg.csv", False),  # the same slot, corrected
        ("gdelt", "b.gkg.csv", True),  # another slot of the day
        ("section-117", "b.csv", False),  # one edition a day
    ],
)
def test_a_file_held_back_is_told_until_its_successor_is_accepted(
    source: str, name: str, is_reported: bool
) -> None:
    rule = rules_of(SOURCES[source])[0]
    with duckdb.connect() as connection:
        connection.execute(
            """
            create schema raw;
            create table raw.landed_files as
            select * from (values
                ('bad', $source, 'a.gkg.csv', date '2019-10-09', timestamp '2019-10-09', 'read'),
                ('good', $source, $name, date '2019-10-09', timestamp '2019-10-10', 'read')
            ) as files (landed_id, source, name, published_on, fetched_at, outcome);
            """,
            {"source": source, "name": name},
        )
        connection.execute(
            """
            create table raw.landed_verdicts as
            select * from (values
                ('bad', $rule, false, 'block', 1, 1, 'one row'),
                ('good', $rule, true, 'block', 1, 0, '')
            ) as verdicts
                (landed_id, check_name, passed, severity, rows_checked, rows_failed, detail);
            """,
            {"rule": f"gate_1.{rule.name}"},
        )
        [result] = _report(connection, SOURCES[source], (rule,), "gate_1")
    assert (not result.passed) is is_reported
