-- One row per relationship and listed party that a list event or a funding record makes a matter
-- for review, as now known. `opened_on` is the day in the world, `opened_at` the moment from which
-- this warehouse could know of it.
with

touches as (

    select * from {{ ref('int_review__touches') }}

),

-- what came last opened it: the version of the list, or the report of the funding record
first_known as (

    select
        review_id,
        recorded_from as opened_at,
        case when bool_and(is_reported_now) then 'funding_record' else 'list_event' end
            as opened_by
    from touches
    group by review_id, recorded_from
    qualify row_number() over (partition by review_id order by recorded_from) = 1

),

touching as (

    select
        touches.*,
        verdicts.match_score,
        verdicts.match_level,
        verdicts.match_verdict,
        verdicts.matched_name,
        verdicts.listed_from,
        verdicts.listed_to,
        verdicts.citation,
        verdicts.document_number,
        verdicts.was_live_at_listing,
        verdicts.evidence,
        cast(touches.touched_on as string) || touches.funding_id as touch_rank,
        case touches.exposure_class
            when 'listed_at_date' then 1
            when 'listed_later' then 2
            when 'related_to_listed' then 3
            when 'delisted_before' then 4
            else 5
        end as class_rank
    from touches
    inner join {{ ref('fct_exposure_verdicts') }} as verdicts
        on touches.exposure_verdict_key = verdicts.exposure_verdict_key
    where touches.recorded_to is null

),

findings as (

    select
        review_id,
        relationship_id,
        entity_id,
        {{ at_min('exposure_class', 'class_rank') }} as exposure_class,
        bool_or(coalesce(was_live_at_listing, false)) as was_live_at_listing,
        min(touched_on) as opened_on,
        {{ at_min('is_after_listing', 'touch_rank') }} as is_after_listing,
        {{ at_min('funding_id', 'touch_rank') }} as first_funding_id,
        min(listed_from) as listed_from,
        case when count(*) = count(listed_to) then max(listed_to) end as listed_to,
        {{ at_min('citation', 'touch_rank') }} as citation,
        {{ at_min('document_number', 'touch_rank') }} as document_number,
        max(match_score) as match_score,
        {{ at_max('match_level', '(match_score, funding_id)') }} as match_level,
        {{ at_max('match_verdict', '(match_score, funding_id)') }} as match_verdict,
        {{ at_max('matched_name', '(match_score, funding_id)') }} as matched_name,
        {{ at_max('evidence', '(match_score, funding_id)') }} as evidence,
        count(*) as events,
        cast(sum(amount_usd) as decimal(38, 2)) as amount_usd,
        min(occurred_on) as first_occurred_on,
        max(occurred_on) as last_occurred_on
    from touching
    group by review_id, relationship_id, entity_id

)

select
    findings.review_id,
    findings.relationship_id,
    findings.entity_id,
    findings.exposure_class,
    findings.was_live_at_listing,
    findings.opened_on,
    first_known.opened_at,
    first_known.opened_by,
    findings.is_after_listing,
    findings.first_funding_id,
    findings.listed_from,
    findings.listed_to,
    findings.citation,
    findings.document_number,
    findings.match_score,
    findings.match_level,
    findings.match_verdict,
    findings.matched_name,
    findings.evidence,
    findings.events,
    findings.amount_usd,
    findings.first_occurred_on,
    findings.last_occurred_on
from findings
inner join first_known on findings.review_id = first_known.review_id
