-- One row per address of an entry per landed file.
select
    landed_id,
    entry_number,
    address_number,
    address,
    address_key
from {{ source('raw', 'ecfr_addresses') }}
