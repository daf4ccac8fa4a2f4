-- Each end of a listing, as now known, has a removal of that day among the events, and each removal
-- ends an interval: nobody leaves the list without an event, and no removal leaves an entry on it.
with

intervals as (

    select
        entity_id,
        valid_to,
        closed_because
    from {{ ref('dim_entities') }}
    where recorded_to is null and valid_to is not null

),

removals as (

    select
        entity_id,
        effective_on
    from {{ ref('fct_listing_events') }}
    where event_kind = 'removed'

)

select
    intervals.entity_id,
    intervals.valid_to as ended_on,
    'an end without event' as fault
from intervals
left join removals
    on
        intervals.entity_id = removals.entity_id
        and intervals.valid_to = removals.effective_on
where
    intervals.closed_because not in ('amended', 'absent_from_one_version')
    and removals.entity_id is null
union all
select
    removals.entity_id,
    removals.effective_on as ended_on,
    'an event without end' as fault
from removals
left join intervals
    on
        removals.entity_id = intervals.entity_id
        and removals.effective_on = intervals.valid_to
where intervals.entity_id is null
