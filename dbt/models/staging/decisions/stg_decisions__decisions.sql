-- One row per review decision per landed file.
select
    landed_id,
    decision_id,
    review_id,
    about,
    decision,
    author,
    decided_at,
    reason,
    generation as decided_on_generation,
    facts_known_at,
    facts_hash
from {{ source('raw', 'decisions') }}
