-- One row per entity and citation as now known: the rule that added it, and each that amended it.
-- Before the first landed version this is history as told by those that survived to be printed.
with

citations as (

    select * from {{ ref('int_entities__citations') }}

),

all_versions as (

    select * from {{ ref('int_versions__numbered') }}

),

versions as (

    select * from all_versions
    where recorded_to is null

),

-- the first moment at which a landed version printed the citation
first_printings as (

    select
        citations.entity_id,
        citations.citation,
        min(all_versions.recorded_from) as first_printed_at
    from citations
    inner join all_versions on citations.landed_id = all_versions.landed_id
    group by citations.entity_id, citations.citation

),

entries as (

    select * from {{ ref('int_entities__entries') }}

),

-- an entry may cite one rule twice (83 FR 44824 in that of NBH Industries): the first place counts
printed as (

    select
        citations.entity_id,
        citations.citation,
        citations.landed_id,
        citations.published_on,
        citations.document_number,
        citations.effective_on,
        min(citations.citation_number) over (
            partition by citations.landed_id, citations.entity_id, citations.citation
        ) as citation_number,
        versions.version_number,
        versions.published_on as version_published_on,
        entries.name_key
    from citations
    inner join versions on citations.landed_id = versions.landed_id
    inner join entries
        on
            citations.landed_id = entries.landed_id
            and citations.entry_number = entries.entry_number

),

events as (

    select
        entity_id,
        citation,
        {{ at_min('citation_number', 'version_number') }} as citation_number,
        {{ at_min('published_on', 'version_number') }} as published_on,
        {{ at_min('document_number', 'version_number') }} as document_number,
        coalesce(
            {{ at_min('effective_on', 'version_number') }},
            {{ at_min('published_on', 'version_number') }}
        ) as effective_on,
        min(version_number) as first_version_number,
        min(version_published_on) as first_version_on,
        {{ at_min('name_key', 'version_number') }} as name_key,
        {{ at_min('landed_id', 'version_number') }} as printed_in
    from printed
    group by entity_id, citation

)

select
    events.*,
    first_printings.first_printed_at
from events
inner join first_printings
    on events.entity_id = first_printings.entity_id and events.citation = first_printings.citation
