"""What the published sample says of the press beside what the books record."""

from __future__ import annotations


def test_a_report_stands_beside_the_recorded_relationship_it_speaks_of(query):
    """The books record a gift of December 2017; the press reports in 2019 that the ties ended."""
    told = query(
        """
        select distinct
            institutions.organization_name, relationships.relationship_kind,
            bridge.published_on::varchar, bridge.reported_kinds
        from bridge_documents_x_relationships as bridge
        inner join dim_organizations as institutions
            on bridge.institution_id = institutions.organization_id
        inner join dim_relationships as relationships
            on bridge.relationship_id = relationships.relationship_id
            and relationships.is_current
        where bridge.document_id like 'document-%'
        order by all
        """
    )
    mit = "Massachusetts Institute of Technology"
    assert told == [(mit, "gift", "2019-04-03", "ends"), (mit, "gift", "2019-10-09", "ends")]


def test_what_only_the_press_reports_is_no_recorded_relationship(query):
    reported = query(
        """
        select distinct institution_id, entity_id
        from fct_reported_relations where institution_id is not null and entity_id is not null
        """
    )
    bridged = query(
        "select distinct institution_id, entity_id from bridge_documents_x_relationships"
    )
    assert (
        len(set(reported) - set(bridged)) >= 2
    )  # SenseTime and ZTE: in no book of that institution
    kinds = query("select distinct relationship_kind from dim_relationships")
    assert not {kind for (kind,) in kinds} & {"funds", "ends", "reviews", "joins", "partners"}


def test_the_week_of_a_listing_is_marked_in_the_weekly_series(query):
    weeks = query(
        """
        select week_starts_on::varchar, documents, stories, listing_events
        from rpt_news_weekly
        inner join dim_entities using (entity_id)
        where entity_name like '%Sensetime%' and is_current and documents > 0
            and listing_events is not null
        """
    )
    assert weeks == [("2019-10-07", 9, 9, "added by 84 FR 54004")]
