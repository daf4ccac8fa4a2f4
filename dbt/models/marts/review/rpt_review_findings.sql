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
        verdicts.evidence
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
        min_by(is_after_listing, cast(touched_on as varchar) || funding_id) as is_after_listing,
        min_by(funding_id, cast(touched_on as varchar) || funding_id) as first_funding_id,
        min(listed_from) as listed_from,
        case when count(*) = count(listed_to) then max(listed_to) end as listed_to,
        min_by(citation, cast(touched_on as varchar) || funding_id) as citation,
        min_by(document_number, cast(touched_on as varchar) || funding_id) as document_number,
        max(match_score) as match_score,
        max_by(match_level, (match_score, funding_id)) as match_level,
        max_by(match_verdict, (match_score, funding_id)) as match_verdict,
        max_by(matched_name, (match_score, funding_id)) as matched_name,
        max_by(evidence, (match_score, funding_id)) as evidence,
        count(*) as events,
        sum(amount_usd) as amount_usd,
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
