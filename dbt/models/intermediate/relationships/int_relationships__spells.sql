-- One row per relationship per validity interval and knowledge interval: an interval begins where
-- a record of the relationship begins or ends. `total_amount_usd` is what had been recorded by
-- then; `live_records` how many records last through the interval.
with

funding as (

    select * from {{ ref('int_relationships__funding') }}

),

moments as (

    select relationship_id, recorded_from as known_at from funding
    union
    select relationship_id, recorded_to as known_at from funding
    where recorded_to is not null

),

numbered_moments as (

    select
        *,
        row_number() over (partition by relationship_id order by known_at) as moment_number,
        lead(known_at) over (partition by relationship_id order by known_at) as next_known_at
    from moments

),

known_funding as (

    select
        numbered_moments.moment_number,
        numbered_moments.known_at,
        numbered_moments.next_known_at,
        funding.relationship_id,
        funding.starts_on,
        funding.live_to,
        coalesce(funding.amount_usd, 0) as amount_usd,
        funding.live_to is null or funding.live_to > funding.starts_on as is_lasting
    from numbered_moments
    inner join funding
        on
            numbered_moments.relationship_id = funding.relationship_id
            and {{ contains_timestamp(
                'funding.recorded_from', 'funding.recorded_to', 'numbered_moments.known_at'
            ) }}

),

points as (

    select
        relationship_id,
        moment_number,
        known_at,
        next_known_at,
        starts_on as changed_on,
        1 as records_begun,
        cast(is_lasting as integer) as lasting_begun,
        0 as lasting_ended,
        amount_usd
    from known_funding
    union all
    select
        relationship_id,
        moment_number,
        known_at,
        next_known_at,
        live_to as changed_on,
        0 as records_begun,
        0 as lasting_begun,
        1 as lasting_ended,
        0 as amount_usd
    from known_funding
    where is_lasting and live_to is not null

),

days as (

    select
        relationship_id,
        moment_number,
        known_at,
        next_known_at,
        changed_on,
        sum(records_begun) as records_begun,
        sum(lasting_begun) as lasting_begun,
        sum(lasting_ended) as lasting_ended,
        sum(amount_usd) as amount_usd
    from points
    group by relationship_id, moment_number, known_at, next_known_at, changed_on

),

running as (

    select
        relationship_id,
        moment_number,
        known_at,
        next_known_at,
        changed_on as valid_from,
        lead(changed_on) over so_far as valid_to,
        sum(records_begun) over so_far as records_so_far,
        sum(lasting_begun) over so_far as lasting_so_far,
        sum(lasting_ended) over so_far as ended_so_far,
        sum(amount_usd) over so_far as total_amount_usd
    from days
    window so_far as (partition by relationship_id, moment_number order by changed_on)

),

islands as (

    select
        *,
        lasting_so_far - ended_so_far as live_records,
        moment_number - row_number() over (
            partition by
                relationship_id, valid_from, valid_to, records_so_far, lasting_so_far,
                ended_so_far, total_amount_usd
            order by moment_number
        ) as island
    from running

)

select
    relationship_id,
    valid_from,
    valid_to,
    case
        when live_records > 0 then 'active'
        when lasting_so_far > 0 then 'ended'
        else 'recorded'
    end as status,
    cast(records_so_far as bigint) as records_so_far,
    cast(live_records as bigint) as live_records,
    cast(total_amount_usd as decimal(18, 2)) as total_amount_usd,
    min(known_at) as recorded_from,
    case when count(*) = count(next_known_at) then max(next_known_at) end as recorded_to
from islands
group by
    relationship_id, valid_from, valid_to, records_so_far, lasting_so_far, ended_so_far,
    live_records, total_amount_usd, island
