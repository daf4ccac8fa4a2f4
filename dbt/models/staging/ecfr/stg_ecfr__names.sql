-- One row per name of an entry per landed file.
select
    landed_id,
    entry_number,
    name_number,
    name,
    name_kind,
    name_key
from {{ source('raw', 'ecfr_names') }}
