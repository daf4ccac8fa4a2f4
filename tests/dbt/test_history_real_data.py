"""The history of the three real eCFR files: every event is a real one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import pytest
from list_histories import House, Model

pytestmark = pytest.mark.real_data

FIRST, SECOND, THIRD = (f"ecfr/{day}/first" for day in ("2023-11-21", "2026-03-25", "2026-07-18"))
SPELLS = ("entity", "name", "address", "term")
# first citation: entries, parties where the rule's own text counts them
COUNTS = {
    "84 FR 54004": (28, None),
    "84 FR 22963": (66, None),
    "88 FR 70353": (52, 49),
    "88 FR 12171": (13, 10),
    "88 FR 80957": (9, None),
    "88 FR 76129": (13, None),
}


@pytest.fixture(scope="module")
def real(history_models: Mapping[str, Model], real_data: Path) -> Iterator[House]:
    house = House(history_models)
    for path in sorted((real_data / "entity_list" / "ecfr").glob("*.xml")):
        house.land_file(path.read_bytes(), path.name, date.fromisoformat(path.name[:10]))
    house.identify()
    house.run()
    yield house
    house.close()


def test_every_printed_entry_is_one_entity(real: House):
    assert real.rows(
        "select landed_id, count(*), count(distinct entity_id) "
        "from intermediate.int_entities__entries group by landed_id order by landed_id"
    ) == [(FIRST, 2668, 2668), (SECOND, 3411, 3411), (THIRD, 3411, 3411)]


def test_march_to_july_2026_yields_no_event_and_no_interval(real: House):
    """237 cells differ, all by an editor's hand."""
    assert real.rows("select * from marts.fct_listing_events where printed_in = ?", [THIRD]) == []
    assert real.rows("select * from marts.rpt_unexplained_absences") == []
    for kind in SPELLS:
        assert (
            real.rows(
                f"select * from intermediate.int_entities__{kind}_spells "
                "where printed_in = ? or valid_to >= date '2026-03-26'",
                [THIRD],
            )
            == []
        ), kind


def test_three_citations_were_put_right_between_2023_and_2026(real: House):
    """Each was in force for years when the version of 2023 printed its entry without it."""
    disagreements = real.rows(
        "select citation, version_without_on, replay_disagreement "
        "from marts.rpt_replay_disagreements order by all"
    )
    told = (date(2023, 11, 21), "in_force_before_it_was_printed")
    assert disagreements == [
        ("79 FR 56003", *told),
        ("81 FR 14958", *told),
        ("85 FR 14796", *told),
    ]


def test_2023_to_2026_removes_two_and_renames_none(real: House):
    """Both are absent from two versions running; no file here holds the rules that removed them."""
    assert real.rows(
        "select entities.entity_name, cast(events.effective_on as varchar), events.event_basis "
        "from marts.fct_listing_events as events "
        "inner join intermediate.int_entities__entries as entities "
        "on events.printed_in = entities.landed_id and events.entity_id = entities.entity_id "
        "where events.event_kind in ('removed', 'renamed', 'relisted') "
        "and events.event_basis <> 'reconstructed_from_citation' order by 1"
    ) == [
        (
            "Hefei Bitland Information Technology Co. Ltd.",
            "2026-03-25",
            "absent_from_consecutive_versions",
        ),
        ("Jazirah Aviation Club", "2026-03-25", "absent_from_consecutive_versions"),
    ]


def test_as_known_in_march_2026_the_two_were_missing_and_still_listed(real: House):
    assert real.rows(
        "select entity_name, listing_state from entity_list_on('2026-04-01', "
        "known_at := '2026-04-01 00:00:00') where listing_state <> 'listed' order by 1"
    ) == [
        ("Hefei Bitland Information Technology Co. Ltd.", "missing_unexplained"),
        ("Jazirah Aviation Club", "missing_unexplained"),
    ]


def test_each_addition_between_2023_and_2026_names_its_rule(real: House):
    added = real.rows(
        "select event_basis, count(*), count(distinct entity_id) from marts.fct_listing_events "
        "where event_kind = 'added' and printed_in = ? group by all",
        [SECOND],
    )
    assert added == [("rule", 745, 745)]
    assert 2668 - 2 + 745 == 3411


@pytest.mark.parametrize("landed_id", [FIRST, SECOND, THIRD])
@pytest.mark.parametrize("citation", COUNTS)
def test_a_rule_added_what_it_says(real: House, landed_id: str, citation: str):
    entries, parties = real.rows(
        "select count(*), count(distinct party_id) from intermediate.int_entities__entries "
        "where first_citation = ? and landed_id = ?",
        [citation, landed_id],
    )[0]
    expected, expected_parties = COUNTS[citation]
    assert entries == expected
    if expected_parties is not None:
        assert parties == expected_parties


def test_names_that_stand_twice_in_one_destination_stay_two(real: House):
    """Five names in 2026: two under China, two under Pakistan, one under the U.A.E.; two more
    stand under Crimea and under Ukraine, which have one country code."""
    twice = real.rows(
        "select any_value(country), count(*), count(distinct entity_id), count(distinct country) "
        "from intermediate.int_entities__entries where landed_id = ? and entity_kind = 'party' "
        "group by name_key, country_code having count(*) > 1",
        [THIRD],
    )
    assert {(entries, entities) for _, entries, entities, _ in twice} == {(2, 2)}
    within = sorted(
        country.partition(",")[0] for country, *_, destinations in twice if destinations == 1
    )
    assert within == ["CHINA", "CHINA", "PAKISTAN", "PAKISTAN", "UNITED ARAB EMIRATES"]
    assert len(twice) == 7
