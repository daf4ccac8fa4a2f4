-- One row per NSF award per landed page or sheet.
select
    landed_id,
    row_number,
    award_id_nsf,
    title,
    institution_name,
    uei,
    country_code,
    award_kind,
    coalesce(funds_obligated_usd, listed_amount_usd) as amount_usd,
    awarded_on,
    starts_on,
    ends_on
from {{ source('raw', 'nsf_awards') }}
