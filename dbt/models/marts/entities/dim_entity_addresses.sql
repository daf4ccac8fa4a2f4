-- One row per address of an entity per validity interval and knowledge interval.
with

spells as (

    select * from {{ ref('int_entities__address_spells') }}

),

addresses as (

    select * from {{ ref('int_entities__address_members') }}

)

select
    {{ key_of([
        'spells.entity_id', 'spells.member_key', 'spells.valid_from', 'spells.recorded_from'
    ]) }} as entity_address_key,
    spells.entity_id,
    addresses.address,
    spells.listing_state,
    spells.valid_from,
    spells.valid_from_basis,
    spells.valid_to,
    spells.recorded_from,
    spells.recorded_to,
    spells.valid_to is null and spells.recorded_to is null as is_current,
    spells.printed_in
from spells
inner join addresses
    on
        spells.printed_in = addresses.landed_id
        and spells.entity_id = addresses.entity_id
        and spells.member_key = addresses.member_key
