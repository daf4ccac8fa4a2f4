-- One row per listed entity and week in which it is mentioned or a listing event falls.
with

mentions as (

    select
        entity_id,
        cast(date_trunc('week', published_on) as date) as week_starts_on,
        count(*) as mentions,
        count(distinct document_id) as documents,
        count(distinct story_id) as stories
    from {{ ref('fct_news_mentions') }}
    where entity_id is not null and published_on is not null
    group by entity_id, cast(date_trunc('week', published_on) as date)

),

mentioned as (

    select distinct entity_id from mentions

),

events as (

    select
        listing_events.entity_id,
        cast(date_trunc('week', listing_events.effective_on) as date) as week_starts_on,
        {{ joined_once(
            "listing_events.event_kind || coalesce(' by ' || listing_events.citation, '')", '; '
        ) }} as listing_events
    from {{ ref('fct_listing_events') }} as listing_events
    inner join mentioned on listing_events.entity_id = mentioned.entity_id
    group by
        listing_events.entity_id,
        cast(date_trunc('week', listing_events.effective_on) as date)

)

select
    coalesce(mentions.entity_id, events.entity_id) as entity_id,
    coalesce(mentions.week_starts_on, events.week_starts_on) as week_starts_on,
    coalesce(mentions.mentions, 0) as mentions,
    coalesce(mentions.documents, 0) as documents,
    coalesce(mentions.stories, 0) as stories,
    events.listing_events
from mentions
full outer join events
    on mentions.entity_id = events.entity_id and mentions.week_starts_on = events.week_starts_on
