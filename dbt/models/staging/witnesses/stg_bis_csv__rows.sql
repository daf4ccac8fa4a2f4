-- One row per name, address and alias of a BIS CSV file.
select
    landed_id,
    row_number,
    name,
    name_key,
    alternate_names,
    alternate_name_keys,
    country_code,
    citations,
    license_requirement,
    license_policy,
    terms
from {{ source('raw', 'bis_csv_rows') }}
