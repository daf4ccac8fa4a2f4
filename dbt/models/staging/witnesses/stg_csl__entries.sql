-- One row per Entity List record of a Consolidated Screening List file.
select
    landed_id,
    row_number,
    name,
    name_key,
    alt_names,
    country_codes,
    citations,
    license_requirement
from {{ source('raw', 'csl_entries') }}
