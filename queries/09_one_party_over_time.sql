-- Under which names and terms has SenseTime been listed, from when to when, and known since when?
with party as (
    select distinct entity_id
    from dim_entity_names
    where regexp_replace(lower(name), '[^a-z]', '', 'g') like '%sensetime%'
)

select
    entity_id,
    entity_name,
    license_requirement,
    license_review_policy,
    footnotes,
    citations,
    valid_from,
    valid_to,
    closed_because,
    recorded_from
from dim_entities
where entity_id in (select entity_id from party) and recorded_to is null
order by entity_id, valid_from;
