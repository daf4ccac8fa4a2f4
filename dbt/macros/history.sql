{#
The history of what a dated list prints, on two clocks, as two queries over its versions: where
something begins or ends, and what lies between.
#}

{#
Where members of the list begin, change and end, each boundary with when it was known.

`members` names a relation with one row per version and member:
    landed_id, entity_id, member_key, state_key
A member is the entity itself (member_key '') or something of it: a name, an address, a term.
`state_key` is equal where nothing but the printing changed.

How: two versions that follow each other, as known at some time, are an *edge*. A member whose
state differs over an edge has a boundary there, known for as long as the edge is. Rows are first
put together to *runs*, in which consecutive versions print one state: only an edge into or out of
a run can be a boundary, so that what did not change is read once and compared with nothing.
(`members` is named where it is read: as a CTE it would be copied, which takes longer than all
the rest.) The work grows with edges and changes, not with the square of either.

A member of an absent entity ends only where and while the disappearance is confirmed
(`int_entities__disappearances`); until then its state is `missing_unexplained`. What an entity
printed again no longer has, ends then (`int_entities__reappearances`).
#}
{% macro boundaries_of(members) %}
with

edges as (

    select * from {{ ref('int_versions__edges') }}

),

edge_dates as (

    select * from {{ ref('int_entities__edge_dates') }}

),

disappearances as (

    select * from {{ ref('int_entities__disappearances') }}

),

reappearances as (

    select * from {{ ref('int_entities__reappearances') }}

),

versions as (

    select
        landed_id,
        place
    from {{ ref('int_versions__numbered') }}

),

states as (

    select
        members.entity_id,
        members.member_key,
        members.state_key,
        min(versions.place) as first_place,
        max(versions.place) as last_place,
        count(*) as versions_printed
    from {{ members }} as members
    inner join versions on members.landed_id = versions.landed_id
    group by members.entity_id, members.member_key, members.state_key

),

-- a state that was left and came back
broken_states as (

    select * from states
    where last_place - first_place + 1 <> versions_printed

),

broken_places as (

    select
        broken_states.entity_id,
        broken_states.member_key,
        broken_states.state_key,
        versions.place,
        versions.place - row_number() over (
            partition by
                broken_states.entity_id, broken_states.member_key, broken_states.state_key
            order by versions.place
        ) as island
    from broken_states
    inner join {{ members }} as members
        on
            broken_states.entity_id = members.entity_id
            and broken_states.member_key = members.member_key
            and broken_states.state_key = members.state_key
    inner join versions on members.landed_id = versions.landed_id

),

runs as (

    select
        entity_id,
        member_key,
        state_key,
        first_place,
        last_place
    from states
    where last_place - first_place + 1 = versions_printed
    union all
    select
        entity_id,
        member_key,
        state_key,
        min(place) as first_place,
        max(place) as last_place
    from broken_places
    group by entity_id, member_key, state_key, island

),

before_edges as (

    select
        edges.edge_id,
        runs.entity_id,
        runs.member_key,
        runs.state_key
    from edges
    inner join runs
        on
            edges.from_place >= runs.first_place
            and edges.from_place <= runs.last_place
            and edges.to_place > runs.last_place

),

after_edges as (

    select
        edges.edge_id,
        runs.entity_id,
        runs.member_key,
        runs.state_key
    from edges
    inner join runs
        on
            edges.to_place >= runs.first_place
            and edges.to_place <= runs.last_place
            and edges.from_place < runs.first_place

),

differences as (

    select
        coalesce(after_edges.edge_id, before_edges.edge_id) as edge_id,
        coalesce(after_edges.entity_id, before_edges.entity_id) as entity_id,
        coalesce(after_edges.member_key, before_edges.member_key) as member_key,
        before_edges.state_key as state_key_before,
        after_edges.state_key
    from before_edges
    full outer join after_edges
        on
            before_edges.edge_id = after_edges.edge_id
            and before_edges.entity_id = after_edges.entity_id
            and before_edges.member_key = after_edges.member_key
    where before_edges.state_key is distinct from after_edges.state_key

),

-- by itself: DuckDB 2.0.0 fails on some data when it plans this together with what follows
-- ("dict-surviving cache: global dictionary column changed identity")
dated_differences as {{ materialized() }} (

    select
        differences.*,
        edges.from_landed_id,
        edges.to_landed_id,
        edges.to_published_on,
        greatest(
            edges.known_from, disappearances.known_from, edge_dates.known_from
        ) as known_from,
        least(
            {{ open_timestamp('edges.known_to') }},
            {{ open_timestamp('disappearances.known_to') }},
            {{ open_timestamp('edge_dates.known_to') }}
        ) as known_to,
        disappearances.is_confirmed,
        disappearances.closed_because,
        disappearances.closed_on,
        disappearances.closed_on_basis,
        coalesce(edge_dates.changed_on, edges.to_published_on) as changed_on,
        coalesce(edge_dates.changed_on_basis, 'version_date') as changed_on_basis
    from differences
    inner join edges on differences.edge_id = edges.edge_id
    left join edge_dates
        on
            differences.edge_id = edge_dates.edge_id
            and differences.entity_id = edge_dates.entity_id
    left join disappearances
        on
            differences.edge_id = disappearances.edge_id
            and differences.entity_id = disappearances.entity_id

),

not_printed_again as (

    select
        last_members.entity_id,
        last_members.member_key,
        edges.to_published_on,
        coalesce(edge_dates.changed_on, edges.to_published_on) as changed_on,
        coalesce(edge_dates.changed_on_basis, 'version_date') as changed_on_basis,
        reappearances.to_landed_id,
        greatest(reappearances.known_from, edge_dates.known_from) as known_from,
        least(reappearances.known_to, {{ open_timestamp('edge_dates.known_to') }}) as known_to
    from reappearances
    inner join edges on reappearances.edge_id = edges.edge_id
    inner join {{ members }} as last_members
        on
            reappearances.last_landed_id = last_members.landed_id
            and reappearances.entity_id = last_members.entity_id
    left join {{ members }} as next_members
        on
            reappearances.to_landed_id = next_members.landed_id
            and last_members.entity_id = next_members.entity_id
            and last_members.member_key = next_members.member_key
    left join edge_dates
        on
            reappearances.edge_id = edge_dates.edge_id
            and reappearances.entity_id = edge_dates.entity_id
    where next_members.entity_id is null

),

boundaries as (

    select
        entity_id,
        member_key,
        to_published_on,
        case
            when is_confirmed then closed_on
            when not is_confirmed then to_published_on
            else changed_on
        end as boundary_on,
        case
            when is_confirmed then closed_on_basis
            when not is_confirmed then 'version_date'
            else changed_on_basis
        end as boundary_basis,
        case when not is_confirmed then from_landed_id else to_landed_id end as printed_in,
        case when not is_confirmed then state_key_before else state_key end as state_key,
        case
            when is_confirmed then 'removed'
            when not is_confirmed then 'missing_unexplained'
            else 'listed'
        end as listing_state,
        case
            when is_confirmed then closed_because
            when not is_confirmed then 'absent_from_one_version'
            else 'amended'
        end as reason,
        known_from,
        known_to
    from dated_differences
    union all
    select
        entity_id,
        member_key,
        to_published_on,
        changed_on as boundary_on,
        changed_on_basis as boundary_basis,
        to_landed_id as printed_in,
        cast(null as string) as state_key,
        'listed' as listing_state,
        'amended' as reason,
        known_from,
        known_to
    from not_printed_again

)

select
    {{ all_but(['known_to']) }},
    case when known_to < timestamp '9999-12-31 00:00:00' then known_to end as known_to
from boundaries
where known_from < known_to
{% endmacro %}

{#
What lies between the boundaries (a relation that `boundaries_of` makes): at each moment at which
the knowledge of a member changed, the boundaries then known, in order, are its spells; equal spells
of consecutive moments are one row. The order of arrival changes nothing but `recorded_*`.
#}
{% macro spells_of(boundaries) %}
with

known_boundaries as (

    select * from {{ boundaries }}

),

moments as (

    select entity_id, member_key, known_from as known_at from known_boundaries
    union
    select entity_id, member_key, known_to as known_at from known_boundaries
    where known_to is not null

),

numbered_moments as (

    select
        *,
        row_number() over (partition by entity_id, member_key order by known_at) as moment_number,
        lead(known_at) over (partition by entity_id, member_key order by known_at) as next_known_at
    from moments

),

boundaries_at_moments as (

    select
        numbered_moments.known_at,
        numbered_moments.moment_number,
        numbered_moments.next_known_at,
        known_boundaries.*,
        lag(known_boundaries.state_key) over (
            partition by
                known_boundaries.entity_id,
                known_boundaries.member_key,
                numbered_moments.moment_number
            order by known_boundaries.to_published_on
        ) as previous_state_key,
        lag(known_boundaries.listing_state) over (
            partition by
                known_boundaries.entity_id,
                known_boundaries.member_key,
                numbered_moments.moment_number
            order by known_boundaries.to_published_on
        ) as previous_listing_state
    from numbered_moments
    inner join known_boundaries
        on
            numbered_moments.entity_id = known_boundaries.entity_id
            and numbered_moments.member_key = known_boundaries.member_key
            and {{ contains_timestamp(
                'known_boundaries.known_from', 'known_boundaries.known_to',
                'numbered_moments.known_at'
            ) }}

),

real_boundaries as (

    select
        *,
        lead(boundary_on) over moment_order as valid_to,
        lead(reason) over moment_order as closed_because
    from boundaries_at_moments
    where
        state_key is distinct from previous_state_key
        or listing_state is distinct from previous_listing_state
    window moment_order as (
        partition by entity_id, member_key, moment_number order by to_published_on
    )

),

spells_at_moments as (

    select
        entity_id,
        member_key,
        state_key,
        listing_state,
        boundary_on as valid_from,
        boundary_basis as valid_from_basis,
        valid_to,
        closed_because,
        printed_in,
        known_at,
        next_known_at,
        moment_number - row_number() over (
            partition by
                entity_id, member_key, state_key, listing_state, boundary_on, boundary_basis,
                valid_to, closed_because, printed_in
            order by moment_number
        ) as island
    from real_boundaries
    where state_key is not null

),

spells as (

    select
        entity_id,
        member_key,
        state_key,
        listing_state,
        valid_from,
        valid_from_basis,
        valid_to,
        closed_because,
        printed_in,
        min(known_at) as recorded_from,
        case when count(*) = count(next_known_at) then max(next_known_at) end as recorded_to
    from spells_at_moments
    group by
        entity_id,
        member_key,
        state_key,
        listing_state,
        valid_from,
        valid_from_basis,
        valid_to,
        closed_because,
        printed_in,
        island

)

select * from spells
{% endmacro %}
