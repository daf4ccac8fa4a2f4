-- One row per landed file: rows found = parsed + structural + rejected, and whether it was taken.
select
    landed_id,
    source,
    file_name,
    sha256,
    published_on,
    recorded_from as landed_at,
    acceptance as outcome,
    rows_found,
    rows_parsed,
    rows_structural,
    rows_rejected,
    repairs,
    error
from {{ ref('int_landing__files') }}
