-- One row per decision: whether it is the last word on its review, and whether it holds.
with

decisions as (

    select * from {{ ref('int_review__decisions') }}

),

findings as (

    select * from {{ ref('rpt_review_findings') }}

),

moved as (

    select
        decision_id,
        {{ joined('words', '; ', 'fact_order, item') }} as moved_facts,
        coalesce(min(moved_at), max(moved_at)) as moved_at
    from {{ ref('rpt_review_moved_facts') }}
    group by decision_id

)

select
    decisions.decision_id,
    decisions.review_id,
    decisions.about,
    decisions.decision,
    decisions.author,
    decisions.decided_at,
    decisions.reason,
    decisions.is_latest,
    case
        when not decisions.is_latest then 'superseded'
        when findings.review_id is null then 'nothing_to_review'
        when moved.decision_id is not null then 'expired'
        else 'holds'
    end as decision_state,
    moved.moved_facts,
    moved.moved_at,
    decisions.decided_on_generation,
    decisions.facts_known_at,
    decisions.facts_hash,
    decisions.recorded_from,
    decisions.landed_id as printed_in
from decisions
left join findings on decisions.review_id = findings.review_id
left join moved on decisions.decision_id = moved.decision_id
