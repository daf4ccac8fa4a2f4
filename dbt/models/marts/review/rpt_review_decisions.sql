-- One row per review that has a decision: the latest one, and which of its facts have moved since.
with

decisions as (

    select * from {{ ref('int_review__latest_decisions') }}

),

facts as (

    select * from {{ ref('rpt_review_facts') }}

),

moved as (

    select
        decisions.decision_id,
        string_agg(facts.fact, ', ' order by facts.fact) as moved_facts
    from decisions
    inner join facts on decisions.review_id = facts.review_id
    where
        json_extract_string(decisions.facts, '$.' || facts.fact) is distinct from facts.fact_value
    group by decisions.decision_id

)

select
    decisions.review_id,
    decisions.decision_id,
    decisions.decision,
    decisions.author,
    decisions.decided_at,
    decisions.reason,
    moved.moved_facts
from decisions
left join moved on decisions.decision_id = moved.decision_id
