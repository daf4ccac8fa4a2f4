{#
The history of what a dated list prints, on two clocks, as one query over its versions.

`members` names a relation with one row per version and member:
    landed_id, entity_id, member_key, state_key
A member is the entity itself (member_key '') or something of it: a name, an address, a term.
`state_key` is equal where nothing but the printing changed.

How: two versions that follow each other, as known at some time, are an *edge*. A member whose
state differs over an edge has a boundary there, known for as long as the edge is. At each moment
at which the knowledge of a member changed, the boundaries then known, in order, are its spells;
equal spells of consecutive moments are one row. The work grows with edges and changes, not with
the square of either, and the order of arrival changes nothing but `recorded_*`.

An absent member of an absent entity ends only where the disappearance is confirmed
(`int_entities__disappearances`); until then its state is `missing_unexplained`.
#}
{% macro history_of(members) %}
with

edges as (

    select * from {{ ref('int_versions__edges') }}

),

members as (

    select * from {{ members }}

),

edge_dates as (

    select * from {{ ref('int_entities__edge_dates') }}

),

disappearances as (

    select * from {{ ref('int_entities__disappearances') }}

),

before_edges as (

    select
        edges.edge_id,
        members.entity_id,
        members.member_key,
        members.state_key
    from edges
    inner join members on edges.from_landed_id = members.landed_id

),

after_edges as (

    select
        edges.edge_id,
        members.entity_id,
        members.member_key,
        members.state_key
    from edges
    inner join members on edges.to_landed_id = members.landed_id

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

dated_differences as (

    select
        differences.*,
        edges.from_landed_id,
        edges.to_landed_id,
        edges.to_published_on,
        edges.known_from,
        edges.known_to,
        disappearances.confirmed_from,
        disappearances.closed_because,
        disappearances.entity_id is not null as is_disappearance,
        case
            when differences.state_key is null and disappearances.entity_id is not null
                then disappearances.closed_on
            else coalesce(edge_dates.changed_on, edges.to_published_on)
        end as boundary_on,
        case
            when differences.state_key is null and disappearances.entity_id is not null
                then disappearances.closed_on_basis
            else coalesce(edge_dates.changed_on_basis, 'version_date')
        end as boundary_basis
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

changes as (

    select
        entity_id,
        member_key,
        to_published_on,
        boundary_on,
        boundary_basis,
        to_landed_id as printed_in,
        state_key,
        'listed' as listing_state,
        'amended' as reason,
        known_from,
        known_to
    from dated_differences
    where not is_disappearance

),

confirmed_removals as (

    select
        entity_id,
        member_key,
        to_published_on,
        boundary_on,
        boundary_basis,
        to_landed_id as printed_in,
        state_key,
        'removed' as listing_state,
        closed_because as reason,
        greatest(known_from, confirmed_from) as known_from,
        known_to
    from dated_differences
    where is_disappearance and confirmed_from is not null

),

unexplained_absences as (

    select
        entity_id,
        member_key,
        to_published_on,
        to_published_on as boundary_on,
        'version_date' as boundary_basis,
        from_landed_id as printed_in,
        state_key_before as state_key,
        'missing_unexplained' as listing_state,
        'absent_from_one_version' as reason,
        known_from,
        least({{ open_timestamp('known_to') }}, {{ open_timestamp('confirmed_from') }}) as known_to
    from dated_differences
    where is_disappearance

),

boundaries as (

    select * from changes
    union all
    select * from confirmed_removals
    union all
    select * replace (
        case when known_to < timestamp '9999-12-31 00:00:00' then known_to end as known_to
    )
    from unexplained_absences

),

known_boundaries as (

    select * from boundaries
    where known_from < {{ open_timestamp('known_to') }}

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
                valid_to, closed_because
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
        max_by(printed_in, known_at) as printed_in,
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
        island

)

select * from spells
{% endmacro %}
