-- One row per document and relation that its words report between an institution and a party.
-- Reported speech: it stands apart from what the institution's own books record.
select
    reported_relation_key,
    document_id,
    institution_id,
    entity_id,
    organization_id,
    relation_kind,
    status,
    quantity,
    quantity_of,
    attributed_to,
    quote,
    published_on
from {{ ref('int_news__reported_relations') }}
