-- One row per citation of an entity per accepted version, with the document it points into, as now
-- known. A citation names the page of the entry; a document is found by its range of pages.
with

citations as (

    select * from {{ ref('stg_ecfr__citations') }}

),

entries as (

    select
        landed_id,
        entry_number,
        entity_id
    from {{ ref('int_entities__entries') }}

),

documents as (

    select * from {{ ref('int_entities__rules') }}
    where recorded_to is null

),

distinct_citations as (

    select distinct
        volume,
        page,
        published_on
    from citations

),

resolved as (

    select
        distinct_citations.volume,
        distinct_citations.page,
        distinct_citations.published_on,
        {{ at_max('documents.document_number', 'documents.start_page') }} as document_number,
        {{ at_max('documents.effective_on', 'documents.start_page') }} as effective_on
    from distinct_citations
    inner join documents
        on
            distinct_citations.volume = documents.volume
            and distinct_citations.page between documents.start_page and documents.end_page
            and distinct_citations.published_on = documents.published_on
    group by
        distinct_citations.volume, distinct_citations.page, distinct_citations.published_on

)

select
    citations.landed_id,
    entries.entity_id,
    citations.entry_number,
    citations.citation_number,
    citations.volume,
    citations.page,
    citations.citation,
    citations.published_on,
    resolved.document_number,
    resolved.effective_on
from citations
inner join entries
    on citations.landed_id = entries.landed_id and citations.entry_number = entries.entry_number
left join resolved
    on
        citations.volume = resolved.volume
        and citations.page = resolved.page
        and citations.published_on = resolved.published_on
