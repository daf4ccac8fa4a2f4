-- One row per citation of an entry per landed file.
select
    landed_id,
    entry_number,
    citation_number,
    volume,
    page,
    citation,
    published_on,
    citation_text,
    repaired_by
from {{ source('raw', 'ecfr_citations') }}
