-- One row per entity and citation on which the replay from citations and the landed versions
-- disagree, as now known. The versions win; the first one has none before it to disagree with.
with

citation_events as (

    select * from {{ ref('int_entities__citation_events') }}

),

versions as (

    select
        version_number,
        lag(published_on) over (order by version_number) as version_without_on
    from {{ ref('int_versions__numbered') }}
    where recorded_to is null

),

entries as (

    select * from {{ ref('int_entities__entries') }}

),

compared as (

    select
        citation_events.entity_id,
        entries.entity_name,
        citation_events.citation,
        citation_events.document_number,
        citation_events.effective_on,
        versions.version_without_on,
        citation_events.first_version_on as version_with_on,
        case
            when citation_events.effective_on <= versions.version_without_on
                then 'in_force_before_it_was_printed'
            when citation_events.effective_on > citation_events.first_version_on
                then 'printed_before_it_was_in_force'
        end as replay_disagreement
    from citation_events
    inner join versions on citation_events.first_version_number = versions.version_number
    inner join entries
        on
            citation_events.printed_in = entries.landed_id
            and citation_events.entity_id = entries.entity_id
    where versions.version_without_on is not null

)

select *
from compared
where replay_disagreement is not null
