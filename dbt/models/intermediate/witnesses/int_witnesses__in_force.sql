-- One row per witness and entity in force on the witness's date, as now known.
with

dates as (

    select distinct
        source,
        published_on
    from {{ ref('int_witnesses__entries') }}

)

select
    dates.source,
    dates.published_on,
    entities.entity_id,
    entities.entity_name,
    entries.name_key,
    entities.country_code,
    entities.valid_from_basis,
    entries.first_citation,
    entries.citations,
    entries.requirement_key,
    entities.license_requirement
from dates
inner join {{ ref('dim_entities') }} as entities
    on
        entities.recorded_to is null
        and entities.entity_kind = 'party'
        and {{ contains_date('entities.valid_from', 'entities.valid_to', 'dates.published_on') }}
inner join {{ ref('int_entities__entries') }} as entries
    on entities.printed_in = entries.landed_id and entities.entity_id = entries.entity_id
