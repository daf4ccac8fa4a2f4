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
    spells.entity_id,
    entries.entity_name,
    entries.name_key,
    entries.country_code,
    spells.valid_from_basis,
    entries.first_citation,
    entries.citations,
    entries.requirement_key,
    entries.license_requirement
from dates
inner join {{ ref('int_entities__entity_spells') }} as spells
    on
        spells.recorded_to is null
        and {{ contains_date('spells.valid_from', 'spells.valid_to', 'dates.published_on') }}
inner join {{ ref('int_entities__entries') }} as entries
    on spells.printed_in = entries.landed_id and spells.entity_id = entries.entity_id
where entries.entity_kind = 'party'
