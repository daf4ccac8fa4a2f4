-- One row per entity, moment of knowledge and listing period; where an entity was not yet known,
-- one row without a period. `missing_unexplained` belongs to the period it continues.
with

spells as (

    select * from {{ ref('int_entities__listing_spells') }}

),

moments as (

    select entity_id, recorded_from as known_from from spells
    union
    select entity_id, recorded_to as known_from from spells
    where recorded_to is not null
    union
    select distinct entity_id, timestamp '1900-01-01 00:00:00' as known_from from spells

),

known_intervals as (

    select
        *,
        lead(known_from) over (partition by entity_id order by known_from) as known_to
    from moments

),

known_spells as (

    select
        known_intervals.entity_id,
        known_intervals.known_from,
        known_intervals.known_to,
        spells.valid_from,
        spells.valid_to,
        spells.listing_state,
        spells.closed_because,
        lag(spells.valid_to) over (
            partition by known_intervals.entity_id, known_intervals.known_from
            order by spells.valid_from
        ) as previous_valid_to
    from known_intervals
    left join spells
        on
            known_intervals.entity_id = spells.entity_id
            and {{ contains_timestamp(
                'spells.recorded_from', 'spells.recorded_to', 'known_intervals.known_from'
            ) }}

),

numbered as (

    select
        *,
        sum(cast(valid_from is distinct from previous_valid_to as integer)) over (
            partition by entity_id, known_from order by valid_from
        ) as period_number
    from known_spells

)

select
    entity_id,
    known_from,
    known_to,
    period_number,
    min(valid_from) as listed_from,
    case when count(*) = count(valid_to) then max(valid_to) end as listed_to,
    {{ at_max('listing_state', 'valid_from') }} as listing_state,
    {{ at_max('closed_because', 'valid_from') }} as closed_because
from numbered
group by entity_id, known_from, known_to, period_number
