-- One row per relationship event and its verdict, per knowledge interval: what could be known when.
with

exposures as (

    select * from {{ ref('int_relationships__exposures') }}

),

funding as (

    select * from {{ ref('int_relationships__funding') }}

),

citation_events as (

    select * from {{ ref('int_entities__citation_events') }}

),

-- the rule that opened the listing period
opening_rules as (

    select
        exposures.entity_id,
        exposures.listed_from,
        {{ at_min('citation_events.citation', 'citation_events.citation_number') }} as citation,
        {{ at_min('citation_events.document_number', 'citation_events.citation_number') }}
            as document_number
    from (select distinct entity_id, listed_from, listed_to from exposures) as exposures
    inner join citation_events
        on
            exposures.entity_id = citation_events.entity_id
            and (
                citation_events.effective_on = exposures.listed_from
                or citation_events.published_on = exposures.listed_from
                or citation_events.citation_number = 1
            )
    where
        citation_events.published_on < {{ open_date('exposures.listed_to') }}
        and (
            citation_events.effective_on >= exposures.listed_from
            or citation_events.published_on >= exposures.listed_from
        )
    group by exposures.entity_id, exposures.listed_from

)

select
    {{ key_of(['exposures.funding_key', 'exposures.recorded_from']) }} as exposure_verdict_key,
    funding.relationship_id,
    funding.funding_id,
    exposures.entity_id,
    exposures.exposure_class,
    exposures.match_verdict,
    exposures.match_level,
    exposures.match_score,
    exposures.matched_name,
    funding.occurred_on,
    exposures.listed_from,
    exposures.listed_to,
    exposures.listing_state,
    opening_rules.citation,
    opening_rules.document_number,
    exposures.was_live_at_listing,
    exposures.overlap_from,
    exposures.overlap_to,
    {{ days_between('exposures.overlap_from', 'exposures.overlap_to') }} as overlap_days,
    case
        when exposures.exposure_class = 'undisclosed'
            then '{"sentence": "Not disclosed, so it cannot be held against the list."}'
        else coalesce(
            exposures.evidence,
            '{"sentence": "No name on the list is like the reported one."}'
        )
    end as evidence,
    exposures.matcher_version,
    exposures.configuration_hash,
    exposures.recorded_from,
    exposures.recorded_to
from exposures
inner join funding on exposures.funding_key = funding.funding_key
left join opening_rules
    on
        exposures.entity_id = opening_rules.entity_id
        and exposures.listed_from = opening_rules.listed_from
