-- One row per pair of edges and entity that the version between them does not print and the later
-- one prints again, known while both edges are: what it no longer has, ends with the later edge.
with

edges as (

    select * from {{ ref('int_versions__edges') }}

),

entries as (

    select
        landed_id,
        entity_id
    from {{ ref('int_entities__entries') }}

),

absences as (

    select distinct
        edge_id,
        entity_id
    from {{ ref('int_entities__disappearances') }}

)

select
    next_edges.edge_id,
    absences.entity_id,
    edges.from_landed_id as last_landed_id,
    next_edges.to_landed_id,
    greatest(edges.known_from, next_edges.known_from) as known_from,
    least(
        {{ open_timestamp('edges.known_to') }}, {{ open_timestamp('next_edges.known_to') }}
    ) as known_to
from absences
inner join edges on absences.edge_id = edges.edge_id
inner join edges as next_edges on edges.to_landed_id = next_edges.from_landed_id
inner join entries
    on next_edges.to_landed_id = entries.landed_id and absences.entity_id = entries.entity_id
where
    greatest(edges.known_from, next_edges.known_from) < least(
        {{ open_timestamp('edges.known_to') }}, {{ open_timestamp('next_edges.known_to') }}
    )
