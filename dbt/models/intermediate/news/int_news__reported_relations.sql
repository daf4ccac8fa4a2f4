-- One row per document and relation that its words report between an institution and a party.
-- Reported speech: it stands apart from what the institution's own books record.
select
    {{ key_of([
        'relations.document_id', 'relations.institution_id', 'relations.party_id',
        'relations.relation_kind', 'relations.quote'
    ]) }} as reported_relation_key,
    relations.document_id,
    relations.institution_id,
    case when relations.party_kind = 'listed' then relations.party_id end as entity_id,
    case when relations.party_kind <> 'listed' then relations.party_id end as organization_id,
    relations.relation_kind,
    relations.status,
    relations.quantity,
    relations.quantity_of,
    relations.attributed_to,
    relations.quote,
    articles.published_on
from {{ ref('stg_news__relations') }} as relations
inner join {{ ref('int_news__articles') }} as articles
    on relations.document_id = articles.document_id
