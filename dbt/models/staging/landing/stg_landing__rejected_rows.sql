-- One row per row that a parser did not take.
select
    landed_id,
    row_number,
    reason,
    row_text
from {{ source('raw', 'rejected_rows') }}
