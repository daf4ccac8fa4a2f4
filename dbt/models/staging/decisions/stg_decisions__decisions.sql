-- One row per review decision.
select
    landed_id,
    decision_id,
    review_id,
    decision,
    author,
    decided_at,
    reason,
    facts
from {{ source('raw', 'decisions') }}
