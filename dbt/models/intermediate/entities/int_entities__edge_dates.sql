-- One row per edge and entity of its later version that a new citation dates: the day on which
-- what changed over the edge took effect, and how that day is known. Addition: the first new
-- citation; amendment: the last. A rule's effective date is used where it lies after the earlier
-- version, else its publication date; without a citation in the period the version's date stands.
with

edges as (

    select * from {{ ref('int_versions__edges') }}

),

citations as (

    select * from {{ ref('int_entities__citations') }}

),

dated_citations as (

    select
        edges.edge_id,
        citations.entity_id,
        citations.citation_number,
        case
            when
                citations.effective_on <= edges.to_published_on
                and citations.effective_on > coalesce(edges.from_published_on, date '1900-01-01')
                then citations.effective_on
            else citations.published_on
        end as took_effect_on,
        case
            when edges.from_published_on is null then 'reconstructed_from_citation'
            when
                citations.effective_on <= edges.to_published_on
                and citations.effective_on > edges.from_published_on
                then 'rule_effective_date'
            else 'rule_publication_date'
        end as basis,
        edges.from_published_on,
        edges.to_published_on
    from edges
    inner join citations on edges.to_landed_id = citations.landed_id

),

citations_in_period as (

    select * from dated_citations
    where
        took_effect_on <= to_published_on
        and took_effect_on > coalesce(from_published_on, date '1900-01-01')

)

select
    edge_id,
    entity_id,
    case
        when min(citation_number) = 1 then min_by(took_effect_on, citation_number)
        else max_by(took_effect_on, citation_number)
    end as changed_on,
    case
        when min(citation_number) = 1 then min_by(basis, citation_number)
        else max_by(basis, citation_number)
    end as changed_on_basis
from citations_in_period
group by edge_id, entity_id
