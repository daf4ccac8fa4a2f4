-- One row per name, address and alias of a BIS CSV file.
select
    landed_id,
    row_number,
    name,
    name_key,
    alternate_names,
    country_code,
    citations,
    license_requirement
from {{ source('raw', 'bis_csv_rows') }}
