-- One row per edge, entity of its later version that a new citation dates, and knowledge interval:
-- the day on which what changed over the edge took effect, and how that day is known. Addition: the
-- first new citation; amendment: the last. A rule's effective date is used where it lies after the
-- earlier version, from the landing of its document on; until then, and else, its publication date.
-- Without a citation in the period the version's date stands (null here).
with

edges as (

    select * from {{ ref('int_versions__edges') }}

),

citations as (

    select * from {{ ref('int_entities__citations') }}

),

editions as (

    select * from {{ ref('int_entities__rules') }}

),

-- a citation that one of its dates puts into the edge's period, for each edition of its document
citations_in_play as (

    select
        edges.edge_id,
        citations.entity_id,
        citations.citation_number,
        citations.published_on,
        citations.document_number,
        edges.from_published_on,
        edges.to_published_on,
        edges.known_from,
        {{ open_timestamp('edges.known_to') }} as known_to,
        editions.recorded_from,
        editions.recorded_to
    from edges
    inner join citations on edges.to_landed_id = citations.landed_id
    left join editions on citations.document_number = editions.document_number
    where
        (
            citations.published_on <= edges.to_published_on
            and citations.published_on > coalesce(edges.from_published_on, date '1900-01-01')
        )
        or (
            editions.effective_on <= edges.to_published_on
            and editions.effective_on > coalesce(edges.from_published_on, date '1900-01-01')
        )

),

moments as (

    select
        edge_id,
        entity_id,
        known_from as known_at,
        known_to
    from citations_in_play
    union
    select
        edge_id,
        entity_id,
        recorded_from as known_at,
        known_to
    from citations_in_play
    where recorded_from > known_from and recorded_from < known_to
    union
    select
        edge_id,
        entity_id,
        recorded_to as known_at,
        known_to
    from citations_in_play
    where recorded_to > known_from and recorded_to < known_to

),

known_intervals as (

    select
        edge_id,
        entity_id,
        known_at as known_from,
        coalesce(
            lead(known_at) over (partition by edge_id, entity_id order by known_at), known_to
        ) as known_to
    from moments

),

distinct_citations as (

    select distinct
        edge_id,
        entity_id,
        citation_number,
        published_on,
        document_number,
        from_published_on,
        to_published_on
    from citations_in_play

),

dated_citations as (

    select
        known_intervals.edge_id,
        known_intervals.entity_id,
        known_intervals.known_from,
        known_intervals.known_to,
        citations.citation_number,
        case
            when
                editions.effective_on <= citations.to_published_on
                and editions.effective_on > coalesce(citations.from_published_on, date '1900-01-01')
                then editions.effective_on
            else citations.published_on
        end as took_effect_on,
        case
            when citations.from_published_on is null then 'reconstructed_from_citation'
            when
                editions.effective_on <= citations.to_published_on
                and editions.effective_on > citations.from_published_on
                then 'rule_effective_date'
            else 'rule_publication_date'
        end as basis,
        citations.from_published_on,
        citations.to_published_on
    from known_intervals
    inner join distinct_citations as citations
        on
            known_intervals.edge_id = citations.edge_id
            and known_intervals.entity_id = citations.entity_id
    left join editions
        on
            citations.document_number = editions.document_number
            and {{ contains_timestamp(
                'editions.recorded_from', 'editions.recorded_to', 'known_intervals.known_from'
            ) }}

),

placed_citations as (

    select
        *,
        case
            when
                took_effect_on <= to_published_on
                and took_effect_on > coalesce(from_published_on, date '1900-01-01')
                then citation_number
        end as number_in_period
    from dated_citations

)

select
    edge_id,
    entity_id,
    known_from,
    case when known_to < timestamp '9999-12-31 00:00:00' then known_to end as known_to,
    case
        when min(number_in_period) = 1 then {{ at_min('took_effect_on', 'number_in_period') }}
        else {{ at_max('took_effect_on', 'number_in_period') }}
    end as changed_on,
    case
        when min(number_in_period) = 1 then {{ at_min('basis', 'number_in_period') }}
        else {{ at_max('basis', 'number_in_period') }}
    end as changed_on_basis
from placed_citations
group by edge_id, entity_id, known_from, known_to
