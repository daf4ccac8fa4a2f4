-- One row per name of an entity per version.
with

names as (

    select * from {{ ref('stg_ecfr__names') }}

),

entries as (

    select * from {{ ref('int_entities__entries') }}

)

select
    entries.landed_id,
    entries.entity_id,
    {{ key_of(['names.name_kind', 'names.name_key']) }} as member_key,
    'printed' as state_key,
    {{ at_min('names.name', 'names.name_number') }} as name,
    names.name_kind,
    names.name_key
from entries
inner join names
    on entries.landed_id = names.landed_id and entries.entry_number = names.entry_number
group by entries.landed_id, entries.entity_id, names.name_kind, names.name_key
