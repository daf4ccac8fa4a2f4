-- One row per document per landed page.
select
    landed_id,
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
    is_entity_list_rule
from {{ source('raw', 'federal_register_documents') }}
