-- One row per landed document.
select
    landed_id,
    document_name,
    title,
    body_text,
    published_on,
    language
from {{ source('raw', 'news_documents') }}
