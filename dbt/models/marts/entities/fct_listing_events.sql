-- One row per entity per event, as now known: each rule that added, renamed or amended it, each
-- change that no rule explains, and each confirmed removal.
with

rules as (

    select * from {{ ref('int_entities__rules') }}
    where recorded_to is null

),

citation_events as (

    select * from {{ ref('int_entities__citation_events') }}

),

spells as (

    select
        spells.*,
        entries.name_key,
        entries.version_published_on,
        versions.recorded_from as version_recorded_from
    from {{ ref('int_entities__entity_spells') }} as spells
    inner join {{ ref('int_entities__entries') }} as entries
        on spells.printed_in = entries.landed_id and spells.entity_id = entries.entity_id
    inner join {{ ref('int_versions__numbered') }} as versions
        on spells.printed_in = versions.landed_id
    where spells.recorded_to is null and spells.listing_state = 'listed'

),

disappearances as (

    select
        disappearances.*,
        edges.to_published_on
    from {{ ref('int_entities__disappearances') }} as disappearances
    inner join {{ ref('int_versions__edges') }} as edges
        on disappearances.edge_id = edges.edge_id
    where disappearances.known_to is null and disappearances.is_confirmed

),

numbered_spells as (

    select
        *,
        lag(name_key) over history as previous_name_key,
        lag(state_key) over history as previous_state_key,
        coalesce(
            lag(closed_because) over history not in ('amended', 'absent_from_one_version'), true
        ) as opens_listing
    from spells
    window history as (partition by entity_id order by valid_from)

),

amendments as (

    select
        citation_events.entity_id,
        case
            when
                citation_events.citation_number = 1
                and numbered_spells.opens_listing
                and numbered_spells.previous_state_key is not null
                then 'relisted'
            when citation_events.citation_number = 1 and numbered_spells.opens_listing
                then 'added'
            when
                numbered_spells.name_key <> numbered_spells.previous_name_key
                and numbered_spells.previous_name_key is not null
                and citation_events.citation_number = max(citation_events.citation_number) over (
                    partition by citation_events.entity_id, citation_events.first_version_number
                )
                then 'renamed'
            else 'modified'
        end as event_kind,
        citation_events.effective_on,
        citation_events.published_on,
        citation_events.citation,
        citation_events.document_number,
        case
            when citation_events.first_version_number = 1 then 'reconstructed_from_citation'
            else 'rule'
        end as event_basis,
        greatest(citation_events.first_printed_at, rules.recorded_from) as recorded_from,
        citation_events.printed_in
    from citation_events
    left join rules on citation_events.document_number = rules.document_number
    left join numbered_spells
        on
            citation_events.entity_id = numbered_spells.entity_id
            and citation_events.printed_in = numbered_spells.printed_in

),

new_citations as (

    select
        entity_id,
        printed_in,
        min(citation_number) as first_citation_number
    from citation_events
    group by entity_id, printed_in

),

-- a new spell that begins with a version in which no new citation stands, or a listing that does
-- so without a new first one; a spell that only goes on after a version that did not print it is
-- no event
unexplained_changes as (

    select
        numbered_spells.entity_id,
        case
            when numbered_spells.previous_state_key is null then 'added'
            when numbered_spells.opens_listing then 'relisted'
            when numbered_spells.name_key <> numbered_spells.previous_name_key
                then 'renamed'
            else 'modified'
        end as event_kind,
        numbered_spells.valid_from as effective_on,
        cast(null as date) as published_on,
        cast(null as string) as citation,
        cast(null as string) as document_number,
        'version' as event_basis,
        numbered_spells.version_recorded_from as recorded_from,
        numbered_spells.printed_in
    from numbered_spells
    left join new_citations
        on
            numbered_spells.entity_id = new_citations.entity_id
            and numbered_spells.printed_in = new_citations.printed_in
    where
        (numbered_spells.opens_listing and new_citations.first_citation_number is distinct from 1)
        or (
            not numbered_spells.opens_listing
            and new_citations.entity_id is null
            and numbered_spells.state_key is distinct from numbered_spells.previous_state_key
        )

),

removals as (

    select
        numbered_spells.entity_id,
        'removed' as event_kind,
        numbered_spells.valid_to as effective_on,
        rules.published_on,
        disappearances.citation,
        disappearances.document_number,
        numbered_spells.closed_because as event_basis,
        disappearances.known_from as recorded_from,
        numbered_spells.printed_in
    from numbered_spells
    inner join disappearances
        on
            numbered_spells.entity_id = disappearances.entity_id
            and numbered_spells.valid_to = disappearances.closed_on
    left join rules
        on disappearances.document_number = rules.document_number
    where numbered_spells.closed_because not in ('amended', 'absent_from_one_version')

),

events as (

    select * from amendments
    union all
    select * from unexplained_changes
    union all
    select * from removals

)

select
    {{ key_of(['entity_id', 'event_kind', 'effective_on', 'citation']) }} as listing_event_key,
    entity_id,
    event_kind,
    effective_on,
    published_on,
    citation,
    document_number,
    event_basis,
    recorded_from,
    printed_in
from events
