-- One row per pair of versions that follow each other, for as long as no version between them is
-- known. The earliest known version follows nothing (`from_landed_id` is null).
with

versions as (

    select * from {{ ref('int_versions__numbered') }}

),

earlier_versions as (

    select
        later.landed_id as to_landed_id,
        later.published_on as to_published_on,
        later.recorded_from as to_recorded_from,
        later.recorded_to as to_recorded_to,
        earlier.landed_id as from_landed_id,
        earlier.published_on as from_published_on,
        earlier.recorded_from as from_recorded_from,
        earlier.recorded_to as from_recorded_to,
        earlier.place as from_place,
        later.place as to_place,
        -- the first moment at which some version between the two was known
        min(earlier.date_known_from) over (
            partition by later.landed_id
            order by earlier.published_on desc
            range between unbounded preceding and interval 1 day preceding
        ) as between_known_from
    from versions as later
    inner join versions as earlier on later.published_on > earlier.published_on

),

pairs as (

    select
        from_landed_id,
        to_landed_id,
        from_published_on,
        to_published_on,
        from_place,
        to_place,
        greatest(to_recorded_from, from_recorded_from) as known_from,
        least(
            {{ open_timestamp('to_recorded_to') }},
            {{ open_timestamp('from_recorded_to') }},
            {{ open_timestamp('between_known_from') }}
        ) as known_to
    from earlier_versions

),

earliest as (

    select
        cast(null as string) as from_landed_id,
        versions.landed_id as to_landed_id,
        cast(null as date) as from_published_on,
        versions.published_on as to_published_on,
        0 as from_place,
        versions.place as to_place,
        versions.recorded_from as known_from,
        least(
            {{ open_timestamp('versions.recorded_to') }},
            {{ open_timestamp('min(earlier.date_known_from)') }}
        ) as known_to
    from versions
    left join versions as earlier on versions.published_on > earlier.published_on
    group by
        versions.landed_id,
        versions.published_on,
        versions.place,
        versions.recorded_from,
        versions.recorded_to

),

edges as (

    select * from pairs
    union all
    select * from earliest

)

select
    row_number() over (order by to_published_on, known_from, from_published_on) as edge_id,
    from_landed_id,
    to_landed_id,
    from_published_on,
    to_published_on,
    from_place,
    to_place,
    known_from,
    case when known_to < timestamp '9999-12-31 00:00:00' then known_to end as known_to
from edges
where known_from < known_to
