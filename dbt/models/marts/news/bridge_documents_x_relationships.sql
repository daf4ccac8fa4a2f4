-- One row per document, recorded relationship and listed entity: the document names the institution
-- and the entity that the relationship's counterparty matches. What the document reports of the two
-- stands beside what is recorded, and is not the same thing.
with

matched_relationships as (

    select distinct
        relationships.relationship_id,
        relationships.institution_id,
        candidates.entity_id
    from {{ ref('dim_relationships') }} as relationships
    inner join {{ ref('bridge_relationships_x_entities') }} as candidates
        on relationships.relationship_id = candidates.relationship_id
    where candidates.match_verdict = 'match'

),

entity_mentions as (

    select
        document_id,
        entity_id,
        min(story_id) as story_id,
        min(published_on) as published_on,
        count(*) as mentions
    from {{ ref('fct_news_mentions') }}
    where entity_id is not null
    group by document_id, entity_id

),

institution_mentions as (

    select distinct
        document_id,
        organization_id as institution_id
    from {{ ref('fct_news_mentions') }}
    where organization_id is not null

),

reported_relations as (

    select
        document_id,
        institution_id,
        entity_id,
        {{ joined_once('relation_kind', ', ') }} as reported_kinds
    from {{ ref('fct_reported_relations') }}
    where institution_id is not null and entity_id is not null
    group by document_id, institution_id, entity_id

)

select
    entity_mentions.document_id,
    matched_relationships.relationship_id,
    entity_mentions.entity_id,
    matched_relationships.institution_id,
    entity_mentions.story_id,
    entity_mentions.published_on,
    entity_mentions.mentions as entity_mentions,
    reported_relations.reported_kinds
from entity_mentions
inner join institution_mentions on entity_mentions.document_id = institution_mentions.document_id
inner join matched_relationships
    on
        entity_mentions.entity_id = matched_relationships.entity_id
        and institution_mentions.institution_id = matched_relationships.institution_id
left join reported_relations
    on
        entity_mentions.document_id = reported_relations.document_id
        and matched_relationships.institution_id = reported_relations.institution_id
        and entity_mentions.entity_id = reported_relations.entity_id
