"""A feed of changes: listing events and reviews that opened, as JSON Feed 1.1.

Here: the newest items of a published file, for feed readers and chat bots. Not here: any table;
the feed leaves out nothing but age.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

from dagster_project.publishing.served import opened

VERSION = "https://jsonfeed.org/version/1.1"
ITEMS = 500

_ITEMS = """
with

entities as (
    select
        entity_id,
        max_by(entity_name, valid_from) as entity_name,
        max_by(country, valid_from) as country
    from dim_entities
    where recorded_to is null
    group by entity_id
),

listing_events as (
    select
        concat_ws(
            ':', 'list', events.entity_id, events.event_kind, events.effective_on, events.citation
        ) as id,
        entities.entity_name || ' (' || entities.country || '): ' || events.event_kind as title,
        events.event_kind || ' with effect from ' || events.effective_on
        || coalesce('; ' || events.citation, '')
        || coalesce(', document ' || events.document_number, '') as content_text,
        cast(coalesce(events.published_on, events.effective_on) as timestamp) as happened_at,
        ['list', events.event_kind] as tags
    from fct_listing_events as events
    left join entities on events.entity_id = entities.entity_id
),

reviews as (
    select
        'review:' || changes.verdict_change_key as id,
        queue.institution_name || ' – ' || queue.counterparty_name || ': review '
        || case when changes.value_before is null then 'opened' else 'open again' end as title,
        case when changes.value_before is null then queue.exposure_class || '; ' else '' end
        || changes.words || coalesce('; ' || changes.citation, '')
        || '; ' || changes.review_id as content_text,
        changes.known_at as happened_at,
        ['review', changes.cause] as tags
    from rpt_verdict_changes as changes
    inner join rpt_review_queue as queue on changes.review_id = queue.review_id
    where changes.change_kind = 'review' and changes.value_after = 'open'
)

select id, title, content_text, happened_at, tags
from (from listing_events union all from reviews)
order by happened_at desc, id
limit ?
"""


def write_feed(warehouse: Path, path: Path, *, items: int = ITEMS) -> None:
    """Write the newest `items` changes of a published file, newest first."""
    with opened(warehouse) as connection:
        rows = connection.execute(_ITEMS, [items]).fetchall()
    feed = {
        "version": VERSION,
        "title": "Entity List: listing events and relationships to review",
        "description": "A review is a finding to look at, never a statement that somebody did "
        "wrong.",
        "items": [
            {
                "id": id_,
                "title": title,
                "content_text": content,
                "date_published": _rfc3339(happened_at),
                "tags": tags,
            }
            for id_, title, content, happened_at, tags in rows
        ],
    }
    path.write_text(json.dumps(feed, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _rfc3339(moment: datetime | None) -> str | None:
    if moment is None:
        return None
    return moment.replace(tzinfo=UTC).isoformat().replace("+00:00", "Z")
