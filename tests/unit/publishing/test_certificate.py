"""Each way in which a candidate is not fit to be served stops it, and says why."""

from __future__ import annotations

from dataclasses import replace

import duckdb
import pytest
from publishing_world import EXPECTED_CHECKS, FACTS

from dagster_project.publishing.facts import GateResult, GateStopped, sha256_of
from dagster_project.publishing.generation import certify


def _reasons(candidate, expected=EXPECTED_CHECKS) -> str:
    with pytest.raises(GateStopped) as stopped:
        certify(candidate, expected)
    return "\n".join(stopped.value.failures)


def _rewritten(candidate, sql):
    """The candidate after somebody wrote into it and had it hashed again."""
    with duckdb.connect(candidate.path) as connection:
        connection.execute(sql)
    return replace(candidate, sha256=sha256_of(candidate.path))


def test_a_sound_candidate_is_certified_with_all_results(candidate_of):
    candidate = candidate_of()
    certificate = certify(candidate, EXPECTED_CHECKS)
    assert certificate.sha256 == candidate.sha256
    assert certificate.gate_results[:3] == tuple(FACTS.gate_results)
    own = certificate.gate_results[3:]
    assert {result.gate for result in own} == {"publish"}
    assert all(result.passed and result.rows_checked > 0 for result in own)
    assert {
        "tables_equal_the_build",
        "comments_are_complete",
        "dim_entities_versions_do_not_overlap",
        "exposures_on_answers",
    } <= {result.check for result in own}


def test_versions_that_touch_do_not_overlap_in_whatever_order_they_stand(candidate_of):
    candidate = candidate_of(
        "update marts.dim_entities set entity_key = (3000 - year(valid_from)) || entity_key"
    )
    assert certify(candidate, EXPECTED_CHECKS)


def test_an_expected_check_that_was_not_run_stops(candidate_of):
    assert "check rows_are_unique was not run" in _reasons(
        candidate_of(), EXPECTED_CHECKS | {"rows_are_unique"}
    )


def test_a_gate_that_expects_nothing_stops(candidate_of):
    assert "no check is expected" in _reasons(candidate_of(), frozenset())


@pytest.mark.parametrize(
    ("result", "reason"),
    [
        (
            GateResult("marts", "entity_ids_are_unique", False, 7, 2, "block", "cn-zte twice"),
            "entity_ids_are_unique of gate marts (block) failed on 2 of 7 rows: cn-zte twice",
        ),
        (
            GateResult("marts", "entity_ids_are_unique", False, 7, 1, "hold"),
            "(hold) failed on 1 of 7 rows",
        ),
        (
            GateResult("marts", "entity_ids_are_unique", True, 0, 0, "block"),
            "looked at no row",
        ),
        (
            GateResult("marts", "entity_ids_are_unique", True, 7, 3, "block"),
            "says passed with 3 rows failed",
        ),
    ],
)
def test_a_result_that_shows_no_soundness_stops(candidate_of, result, reason):
    results = [FACTS.gate_results[0], result]
    assert reason in _reasons(candidate_of(gate_results=results))


def test_a_failure_of_a_check_nobody_expected_stops_too(candidate_of):
    results = [*FACTS.gate_results, GateResult("marts", "surprise", False, 1, 1, "block")]
    assert "surprise" in _reasons(candidate_of(gate_results=results))


def test_one_check_reporting_twice_stops(candidate_of):
    results = [*FACTS.gate_results, FACTS.gate_results[0]]
    assert "reports 2 times" in _reasons(candidate_of(gate_results=results))


def test_a_check_may_look_at_no_row_only_where_it_is_named(candidate_of):
    results = [
        FACTS.gate_results[0],
        GateResult("marts", "entity_ids_are_unique", True, 0, 0, "block"),
    ]
    candidate = candidate_of(gate_results=results)
    assert certify(candidate, EXPECTED_CHECKS, may_be_empty={"entity_ids_are_unique"})


def test_an_unknown_severity_is_refused():
    with pytest.raises(ValueError, match="severity 'error'"):
        GateResult("marts", "x", False, 1, 1, "error")


def test_one_flipped_bit_stops(candidate_of):
    candidate = candidate_of()
    content = bytearray(candidate.path.read_bytes())
    content[len(content) // 2] ^= 1
    candidate.path.write_bytes(content)
    assert f"it was built as {candidate.sha256}" in _reasons(candidate)


@pytest.mark.parametrize(
    ("sql", "reason"),
    [
        ("drop view entities_current; drop table dim_entity_names", "dim_entity_names is missing"),
        ("delete from fct_funding where funding_id = 'f6'", "fct_funding has 5 rows, the build"),
        ("update fct_funding set amount = 1 where funding_id = 'f1'", "has other values"),
        ("alter table fct_funding add column x int", "fct_funding has columns"),
        ("drop macro table exposures_on", "exposures_on(?) does not answer"),
        (
            "create or replace macro table entity_list_on(valid_on, known_at := null) as table "
            "select * from dim_entities",
            "entity_list_on gives 7 rows, not 2",
        ),
        ("delete from rpt_run", "rpt_run holds [], expected [('run-1',)]"),
        ("comment on column dim_entities.country is null", "dim_entities.country has no comment"),
        ("comment on view exposures_open is ' '", "exposures_open has no comment"),
        ("comment on macro table exposures_on is null", "exposures_on has no comment"),
    ],
)
def test_a_candidate_that_is_not_the_build_stops(candidate_of, sql, reason):
    sql = sql.replace("create or replace macro table", "create or replace macro")
    assert reason in _reasons(_rewritten(candidate_of(), sql))


@pytest.mark.parametrize(
    ("sql", "reason"),
    [
        (
            "update marts.dim_entities set valid_to = date '2022-10-14' "
            "where valid_to = date '2022-10-13'",
            "dim_entities_versions_do_not_overlap of gate publish (block) failed on 1 of 7 rows",
        ),
        (
            "insert into marts.dim_entity_names select * from marts.dim_entity_names limit 1",
            "dim_entity_names_versions_do_not_overlap",
        ),
        (
            "insert into marts.fct_funding select * replace (1 as amount) from marts.fct_funding",
            "fct_funding_versions_do_not_overlap of gate publish (block) failed on 6 of 12 rows",
        ),
        (
            "update marts.dim_relationships set valid_to = valid_from where relationship_id = 'r1'",
            "dim_relationships_valid_intervals_run_forward",
        ),
        (
            "update marts.fct_funding set recorded_from = null where funding_id = 'f1'",
            "fct_funding_recorded_intervals_run_forward",
        ),
        ("delete from marts.dim_entities", "list_in_force_is_not_empty"),
    ],
)
def test_a_build_whose_time_is_broken_stops(candidate_of, sql, reason):
    assert reason in _reasons(candidate_of(sql))


def test_a_mart_without_the_column_it_is_versioned_by_stops(candidate_of):
    assert "dim_entity_names has no column name_kind" in _reasons(
        candidate_of("alter table marts.dim_entity_names drop name_kind")
    )


def test_a_build_without_a_mart_that_views_need_makes_no_candidate(candidate_of):
    with pytest.raises(GateStopped, match=r"views\.sql.*fct_listing_events"):
        candidate_of("drop table marts.fct_listing_events")
