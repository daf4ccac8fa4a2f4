-- One row per Federal Register document on the Entity List.
select
    document_number,
    citation,
    volume,
    start_page,
    end_page,
    published_on,
    effective_on,
    title,
    abstract,
    document_type,
    html_url,
    landed_id as printed_in
from {{ ref('int_entities__rules') }}
