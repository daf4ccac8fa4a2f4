-- One row per item of a landed feed.
select
    landed_id,
    feed_name,
    item_id,
    url,
    title,
    summary_text,
    published_at,
    language
from {{ source('raw', 'feed_items') }}
