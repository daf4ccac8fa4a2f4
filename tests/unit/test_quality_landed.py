"""Gate 1: which landed files still count when a later one has come, and what a mass is."""

from __future__ import annotations

import duckdb
import pytest

from dagster_project.quality.landed import _report, rules_of
from dagster_project.quality.rules import measure
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


def _terms_of(changed: int, change: str) -> tuple[int, int]:
    """Entries printed in both of two versions, and how many the rule holds the later one for.

    600 entries, of which the last two are twins; `change` is done to the first `changed`.
    """
    rule = next(r for r in rules_of(SOURCES["ecfr"]) if r.name.startswith("few_licence_terms"))
    with duckdb.connect() as connection:
        connection.execute(
            f"""
            create schema raw;
            create table raw.landed_files as
            select * from (values
                ('old', 'ecfr', date '2024-01-01', timestamp '2024-01-01', 'read'),
                ('new', 'ecfr', date '2024-02-01', timestamp '2024-02-01', 'read')
            ) as files (landed_id, source, published_on, fetched_at, outcome);
            create table raw.landed_verdicts
                (landed_id varchar, passed boolean, severity varchar);
            create table raw.ecfr_entries as
            select
                landed_id, 'entity_list' as list_kind, number as entry_number, 'CHINA' as country,
                'CN' as country_code, 'Entry ' || least(number, 598) as entity_name,
                'entry ' || least(number, 598) as name_key, ['84 FR 54002'] as citations,
                'all items ' || number as requirement_key, 'denial' as policy_key,
                ['1'] as footnotes
            from range(600) as numbers(number) cross join raw.landed_files;
            update raw.ecfr_entries set {change}
            where landed_id = 'new' and entry_number < {changed};
            """
        )
        measured = measure(connection, (rule,), {"landed_id": "new", "refused": []})
    return measured[f"{rule.name}__checked"], measured[f"{rule.name}__failed"]


@pytest.mark.parametrize(
    "change",
    [
        "requirement_key = 'another'",
        "policy_key = null",
        "footnotes = []",
    ],
)
def test_other_terms_for_more_than_a_tenth_are_held(change: str) -> None:
    assert _terms_of(60, change) == (600, 0)
    assert _terms_of(61, change) == (600, 61)


def test_an_entry_under_another_name_or_rule_is_no_change_of_terms() -> None:
    assert _terms_of(100, "policy_key = 'another', name_key = 'renamed'") == (500, 0)
    assert _terms_of(100, "policy_key = 'another', citations = ['1 FR 1']") == (500, 0)
