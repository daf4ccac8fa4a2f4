-- One row per article, institution, party, kind and sentence: reported, not recorded.
select
    document_id,
    institution_id,
    party_kind,
    party_id,
    relation_kind,
    status,
    quantity,
    quantity_of,
    attributed_to,
    quote
from {{ source('raw', 'news_relations') }}
