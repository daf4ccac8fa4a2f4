-- One row per address of an entity per version.
with

addresses as (

    select * from {{ ref('stg_ecfr__addresses') }}

),

entries as (

    select * from {{ ref('int_entities__entries') }}

)

select
    entries.landed_id,
    entries.entity_id,
    addresses.address_key as member_key,
    'printed' as state_key,
    {{ at_min('addresses.address', 'addresses.address_number') }} as address
from entries
inner join addresses
    on entries.landed_id = addresses.landed_id and entries.entry_number = addresses.entry_number
group by entries.landed_id, entries.entity_id, addresses.address_key
