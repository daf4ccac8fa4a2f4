-- One row per term of an entry per landed file.
select
    landed_id,
    entry_number,
    term_number,
    term_kind,
    value as term_value,
    term_text
from {{ source('raw', 'ecfr_terms') }}
