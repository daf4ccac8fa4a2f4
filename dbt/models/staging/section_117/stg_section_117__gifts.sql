-- One row per reported gift or contract per edition.
select
    landed_id,
    row_number,
    source_row_id,
    opeid,
    institution_name,
    city,
    state,
    received_on,
    amount_usd,
    amount_text,
    gift_type,
    funding_kind,
    country,
    country_code,
    donor_name,
    donor_text,
    disclosure,
    is_truncated,
    repairs
from {{ source('raw', 'section_117_gifts') }}
