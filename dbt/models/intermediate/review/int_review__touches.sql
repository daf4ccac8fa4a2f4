-- One row per funding record and knowledge interval in which it makes its relationship with a
-- listed party a matter for review. A list event or a funding record opens a review, nothing else
-- does: what ended before the listing opens none; what states no end is not taken to have ended.
with

exposures as (

    select * from {{ ref('int_relationships__exposures') }}

),

funding as (

    select * from {{ ref('int_relationships__funding') }}

)

select
    'rev-' || substr({{ key_of(['funding.relationship_id', 'exposures.entity_id']) }}, 1, 16)
        as review_id,
    {{ key_of(['exposures.funding_key', 'exposures.recorded_from']) }} as exposure_verdict_key,
    funding.relationship_id,
    exposures.entity_id,
    funding.funding_id,
    funding.amount_usd,
    funding.occurred_on,
    exposures.exposure_class,
    funding.occurred_on >= exposures.listed_from as is_after_listing,
    funding.recorded_from = exposures.recorded_from as is_reported_now,
    greatest(funding.occurred_on, exposures.listed_from) as touched_on,
    exposures.recorded_from,
    exposures.recorded_to
from exposures
inner join funding on exposures.funding_key = funding.funding_key
where
    exposures.entity_id is not null
    and (exposures.exposure_class <> 'near_miss' or exposures.match_verdict in ('match', 'review'))
    and (
        funding.occurred_on >= exposures.listed_from
        or exposures.was_live_at_listing
        or (
            funding.status not in ('ended', 'terminated')
            and {{ open_date('funding.ends_on') }} > exposures.listed_from
        )
    )
