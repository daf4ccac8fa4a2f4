"""Deliberate faults in the history query, each caught by a test that states the rule it breaks.

A mutant is a textual replacement in the compiled SQL. One whose text is no longer there fails, so
that the table stays true; one that no longer runs fails too: an error is not a wrong answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import pytest
import test_history_rules as rules
from list_histories import House, Model

SPELLS = ("int_entities__entity_spells", "int_entities__name_spells")
BOUNDARIES = ("int_entities__entity_boundaries", "int_entities__name_boundaries")


@dataclass(frozen=True)
class Mutant:
    """A fault, where it is put, and the test that must see it."""

    fault: str
    models: tuple[str, ...]
    text: str
    becomes: str
    caught_by: str


MUTANTS = (
    Mutant(
        "no gaps: an end is passed over",
        SPELLS,
        "state_key is distinct from previous_state_key\n        or",
        "state_key is not null and state_key is distinct from previous_state_key\n"
        "        or state_key is not null and",
        "test_relisting_opens_a_second_interval_and_the_gap_stays",
    ),
    Mutant(
        "nulls equal to empty",
        ("int_entities__entity_members",),
        "cast(policy_key as string)",
        "coalesce(cast(policy_key as string), '')",
        "test_a_cell_that_was_blank_is_not_a_cell_without_text",
    ),
    Mutant(
        "valid_to a day early",
        SPELLS,
        "lead(boundary_on) over moment_order as valid_to",
        "lead(boundary_on) over moment_order - 1 as valid_to",
        "test_a_removal_named_by_a_rule_closes_at_its_effective_date",
    ),
    Mutant(
        "versions taken from rows instead of manifests",
        ("int_versions__numbered",),
        "where source = 'ecfr'",
        "where source = 'ecfr' and landed_id in (select landed_id from raw.ecfr_entries)",
        "test_an_accepted_version_that_prints_nothing_is_a_version",
    ),
    Mutant(
        "a join that drops what is new or gone",
        BOUNDARIES,
        "full outer join after_edges",
        "inner join after_edges",
        "test_where_no_rule_dates_a_change_the_version_does",
    ),
    Mutant(
        "a join that fans out over the members of an entity",
        BOUNDARIES,
        "and before_edges.member_key = after_edges.member_key",
        "",
        "test_rename_in_place_is_one_entity_with_two_names",
    ),
    Mutant(
        "lag without partition",
        SPELLS,
        "known_boundaries.entity_id,\n                known_boundaries.member_key,\n"
        "                numbered_moments.moment_number\n",
        "numbered_moments.moment_number\n",
        "test_an_alias_added_later_has_its_own_validity",
    ),
    Mutant(
        "recorded_to ignored: what was corrected is still believed",
        SPELLS,
        "and numbered_moments.known_at < coalesce(known_boundaries.known_to, "
        "timestamp '9999-12-31 00:00:00')",
        "",
        "test_a_correction_supersedes_and_the_old_belief_stays_visible_as_known_then",
    ),
    Mutant(
        "versions ordered by arrival",
        SPELLS,
        "moment_number order by to_published_on",
        "moment_number order by known_from",
        "test_arrival_out_of_order_gives_the_same_tables",
    ),
    Mutant(
        "a version between is not looked for",
        ("int_versions__edges",),
        "coalesce(between_known_from, timestamp '9999-12-31 00:00:00')",
        "timestamp '9999-12-31 00:00:00'",
        "test_absence_from_two_consecutive_versions_closes_at_the_first",
    ),
    Mutant(
        "a correction does not supersede",
        ("int_versions__numbered",),
        "partition by published_on order by recorded_from, landed_id",
        "partition by landed_id order by recorded_from",
        "test_a_correction_supersedes_and_the_old_belief_stays_visible_as_known_then",
    ),
    Mutant(
        "absence alone delists",
        ("int_entities__disappearances",),
        "closed_because is not null as is_confirmed",
        "true as is_confirmed",
        "test_absence_from_one_version_stays_on_the_list_as_missing",
    ),
    Mutant(
        "a removal once confirmed is confirmed for ever",
        ("int_entities__disappearances",),
        "least(absences.known_to, coalesce(next_edges.known_to, timestamp '9999-12-31 00:00:00')) "
        "as known_to",
        "absences.known_to as known_to",
        "test_a_correction_may_take_back_a_removal",
    ),
    Mutant(
        "a relisting by another rule goes on as though nothing had been",
        ("int_entities__disappearances",),
        "where later.entity_id is null or later.first_citation <> absences.first_citation",
        "where later.entity_id is null",
        "test_relisting_by_another_rule_closes_the_entry_that_was_absent_once",
    ),
    Mutant(
        "effective dates ignored",
        ("int_entities__edge_dates",),
        "then editions.effective_on",
        "then citations.published_on",
        "test_effective_date_comes_before_publication_where_a_rule_says_it",
    ),
    Mutant(
        "a document dates changes before it landed",
        ("int_entities__edge_dates",),
        "and editions.recorded_from <= known_intervals.known_from and",
        "and",
        "test_a_document_landed_later_dates_a_change_from_then_on",
    ),
    Mutant(
        "a state that comes back never left",
        BOUNDARIES,
        "versions.place - row_number() over (",
        "0 * row_number() over (",
        "test_absent_once_and_printed_again_never_closes",
    ),
    Mutant(
        "beliefs that came back are merged over the time between",
        SPELLS,
        "moment_number - row_number() over (",
        "0 * row_number() over (",
        "test_a_belief_that_comes_back_is_told_twice",
    ),
    Mutant(
        "what an entity came back without is missing for ever",
        ("int_entities__reappearances",),
        "from absences\n",
        "from (select * from absences limit 0) as absences\n",
        "test_an_alias_dropped_while_the_entity_was_absent_ends_when_it_is_printed_again",
    ),
)


def mutated(models: Mapping[str, Model], mutant: Mutant) -> dict[str, Model]:
    changed = dict(models)
    for name in mutant.models:
        sql = models[name].sql
        assert mutant.text in sql, f"{mutant.fault}: {mutant.text!r} is no longer in {name}"
        changed[name] = replace(models[name], sql=sql.replace(mutant.text, mutant.becomes))
    return changed


@pytest.fixture
def house_with(house: House) -> Iterator[House]:
    models = house.models
    yield house
    house.models = models


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.fault)
def test_a_fault_in_the_query_is_caught(house_with: House, mutant: Mutant):
    test = getattr(rules, mutant.caught_by)  # passes on the query as it is: it runs there too
    house_with.models = mutated(house_with.models, mutant)
    with pytest.raises(AssertionError):
        test(house_with)


def test_a_mutant_whose_text_is_gone_is_an_error(house: House):
    stale = replace(MUTANTS[0], text="text that no query holds")
    with pytest.raises(AssertionError, match="no longer in"):
        mutated(house.models, stale)
