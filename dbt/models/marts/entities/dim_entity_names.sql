-- One row per name of an entity per validity interval and knowledge interval.
with

spells as (

    select * from {{ ref('int_entities__name_spells') }}

),

names as (

    select * from {{ ref('int_entities__name_members') }}

)

select
    {{ key_of([
        'spells.entity_id', 'spells.member_key', 'spells.valid_from', 'spells.recorded_from'
    ]) }} as entity_name_key,
    spells.entity_id,
    names.name,
    names.name_kind,
    spells.listing_state,
    spells.valid_from,
    spells.valid_from_basis,
    spells.valid_to,
    spells.recorded_from,
    spells.recorded_to,
    spells.valid_to is null and spells.recorded_to is null as is_current,
    spells.printed_in
from spells
inner join names
    on
        spells.printed_in = names.landed_id
        and spells.entity_id = names.entity_id
        and spells.member_key = names.member_key
