-- One row per entity per version: that it is printed at all.
select
    landed_id,
    entity_id,
    '' as member_key,
    'listed' as state_key
from {{ ref('int_entities__entries') }}
