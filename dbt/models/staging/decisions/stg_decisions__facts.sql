-- One row per review decision and fact that it relies on, per landed file.
select
    landed_id,
    decision_id,
    fact,
    item,
    compared,
    fact_value
from {{ source('raw', 'decision_facts') }}
