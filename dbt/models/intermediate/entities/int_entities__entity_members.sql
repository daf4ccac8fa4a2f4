-- One row per entity per version: what of it is compared between versions.
select
    landed_id,
    entity_id,
    '' as member_key,
    {{ key_of([
        'country_code', 'name_key', 'requirement_key', 'policy_key', 'footnotes', 'citations'
    ]) }} as state_key
from {{ ref('int_entities__entries') }}
