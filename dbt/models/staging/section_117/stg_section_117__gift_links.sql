-- One row per gift per edition that tells something of it: stated, restated, late or withdrawn.
select
    landed_id,
    published_on,
    row_number,
    gift_id,
    repeat_number,
    change,
    restated_fields,
    previous_landed_id,
    previous_row_number
from {{ source('raw', 'section_117_gift_links') }}
