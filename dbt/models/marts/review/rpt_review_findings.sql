-- One row per relationship and listed party that a list event or a funding record makes a matter
-- for review, as now known. What ended before the listing opens nothing; what has no stated
-- duration is not taken to have ended.
with

exposures as (

    select * from {{ ref('fct_exposures') }}

),

funding as (

    select * from {{ ref('fct_funding') }}
    where recorded_to is null

),

touching as (

    select
        exposures.*,
        funding.status as funding_status,
        funding.amount_usd,
        funding.ends_on,
        funding.counterparty_name_as_reported,
        exposures.occurred_on >= exposures.listed_from as is_opened_by_funding,
        greatest(exposures.occurred_on, exposures.listed_from) as touched_on
    from exposures
    inner join funding on exposures.funding_id = funding.funding_id
    where
        exposures.entity_id is not null
        and (exposures.exposure_class <> 'near_miss' or exposures.match_verdict = 'review')
        and (
            exposures.exposure_class <> 'listed_later'
            or exposures.was_live_at_listing
            or funding.status not in ('ended', 'terminated')
        )

)

select
    'rev-' || substr({{ key_of(['relationship_id', 'entity_id']) }}, 1, 16) as review_id,
    relationship_id,
    entity_id,
    min_by(
        exposure_class,
        case exposure_class
            when 'listed_at_date' then 1
            when 'listed_later' then 2
            when 'related_to_listed' then 3
            when 'delisted_before' then 4
            else 5
        end
    ) as exposure_class,
    bool_or(coalesce(was_live_at_listing, false)) as was_live_at_listing,
    min(touched_on) as opened_on,
    min_by(is_opened_by_funding, touched_on) as is_opened_by_funding,
    min(listed_from) as listed_from,
    max(listed_to) as listed_to,
    min_by(citation, touched_on) as citation,
    min_by(document_number, touched_on) as document_number,
    max(match_score) as match_score,
    max_by(match_level, match_score) as match_level,
    max_by(match_verdict, match_score) as match_verdict,
    max_by(matched_name, match_score) as matched_name,
    max_by(evidence, match_score) as evidence,
    count(*) as events,
    sum(amount_usd) as amount_usd,
    min(occurred_on) as first_occurred_on,
    max(occurred_on) as last_occurred_on
from touching
group by relationship_id, entity_id
