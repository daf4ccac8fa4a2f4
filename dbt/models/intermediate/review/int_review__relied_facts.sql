-- One row per decision and fact that it relies on.
select
    decisions.decision_id,
    decisions.review_id,
    facts.fact,
    facts.item,
    facts.compared,
    facts.fact_value
from {{ ref('int_review__decisions') }} as decisions
inner join {{ ref('stg_decisions__facts') }} as facts
    on
        decisions.landed_id = facts.landed_id
        and decisions.decision_id = facts.decision_id
