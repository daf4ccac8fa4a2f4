-- One row per landed file of this parser version.
select
    landed_id,
    source,
    name as file_name,
    url,
    sha256,
    size_bytes,
    published_on,
    fetched_at as recorded_from,
    outcome,
    rows_found,
    rows_parsed,
    rows_structural,
    rows_rejected,
    repairs,
    error
from {{ source('raw', 'landed_files') }}
