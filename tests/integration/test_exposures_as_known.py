"""What the published sample says could be known of an exposure, and when."""

from __future__ import annotations

LISTED, RENAMED = "2019-10-09 12:00:00", "2020-06-05 12:00:00"


def classes(query, known_at: str | None) -> set[tuple[str, str | None]]:
    """(class, matched name) of the records with one counterparty, as known at a moment."""
    return set(
        query(
            """
            select distinct exposures.exposure_class, verdicts.matched_name
            from exposures_on('2021-01-01', known_at := $known_at) as exposures
            inner join fct_exposure_verdicts as verdicts
                on exposures.funding_id = verdicts.funding_id
                and is_known($known_at, verdicts.recorded_from, verdicts.recorded_to)
            inner join fct_funding as funding
                on exposures.funding_id = funding.funding_id and funding.recorded_to is null
            where funding.counterparty_name_as_reported
                = 'Beijing SenseTime Technology Development Co., Ltd.'
            """,
            {"known_at": known_at},
        )
    )


def test_a_name_that_was_not_on_record_exposes_nothing_yet(query):
    """Listed on 9 October 2019 as "Sense Time"; the firm's full name came with 85 FR 34505."""
    renamed = "Beijing Sensetime Technology Development Co., Ltd."
    assert classes(query, "2019-10-09 11:59:59") == {("clear", None)}
    assert classes(query, LISTED) == {("near_miss", "Sense Time")}
    assert classes(query, "2020-06-05 11:59:59") == {("near_miss", "Sense Time")}
    assert classes(query, RENAMED) == {("listed_at_date", renamed)}
    assert classes(query, None) == {("listed_at_date", renamed)}


def test_no_verdict_rests_on_a_name_before_the_name_was_on_record(query):
    early = query(
        """
        with on_record as (
            select entity_id, lower(name) as name, min(recorded_from) as known_from
            from dim_entity_names group by all
        )
        select count(*), count(*) filter (
            verdicts.recorded_from < on_record.known_from or on_record.known_from is null
        )
        from fct_exposure_verdicts as verdicts
        left join on_record
            on verdicts.entity_id = on_record.entity_id
            and lower(verdicts.matched_name) = on_record.name
        where verdicts.entity_id is not null
        """
    )
    assert early[0][0] > 60
    assert early[0][1] == 0


def test_an_exposure_names_the_matcher_of_the_match_it_rests_on(query):
    """By the name reported in that record: the same matcher as in the relationship's candidates."""
    rested = query(
        """
        select count(*), count(*) filter (
            (exposures.matcher_version, exposures.configuration_hash)
                is distinct from (candidates.matcher_version, candidates.configuration_hash)
        )
        from fct_exposures as exposures
        inner join bridge_relationships_x_entities as candidates
            using (relationship_id, entity_id)
        """
    )
    assert rested[0][0] > 30
    assert rested[0][1] == 0
    resting_on_none = query(
        "select distinct exposure_class from fct_exposures "
        "where matcher_version is null and configuration_hash is null order by all"
    )
    assert resting_on_none == [("clear",), ("undisclosed",)]
    unsaid = query(
        "select count(*) from fct_exposures where match_verdict is not null "
        "and (matcher_version is null or configuration_hash is null)"
    )
    assert unsaid == [(0,)]
