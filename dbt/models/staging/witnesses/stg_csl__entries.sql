-- One row per Entity List record of a Consolidated Screening List file.
select
    landed_id,
    row_number,
    name,
    name_key,
    alt_names,
    alt_name_keys,
    country_codes,
    citations,
    license_requirement,
    license_policy,
    terms
from {{ source('raw', 'csl_entries') }}
