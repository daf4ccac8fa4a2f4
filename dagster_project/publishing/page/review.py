"""What the review page says: read from one published file, number by number from its views.

Here: the page's rows, words and drawings as plain values. Not here: HTML (`review.jinja`) and the
meaning of any number (`views.sql`).
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import duckdb

from dagster_project.publishing.page.timeline import Bar, Interval, Scale, joined, place_in_time
from dagster_project.publishing.served import sql_name

Row = Mapping[str, Any]

HEADLINES = (
    ("headline_entities_added", "added"),
    ("headline_entities_changed", "changed"),
    ("headline_entities_removed", "removed"),
    ("headline_relationships_touched", "ties touched"),
    ("headline_reviews_open", "need a person"),
)
GAPS = (
    (
        "headline_relationships_undisclosed",
        "relationships have a counterparty that is not disclosed: nobody can hold them against "
        "the list, and they are not clear",
    ),
    (
        "headline_near_misses",
        "events have a counterparty whose name is like a listed one and was not taken for it",
    ),
    (
        "headline_entities_absent",
        "entries are absent from the newest version without a rule that removed them; they are "
        "shown as listed until that is explained",
    ),
    (
        "headline_source_disagreements",
        "disagreements between sources about one fact stand unsettled",
    ),
)
NOT_TOLD = (
    "A listing concerns exports, reexports and transfers of items subject to the EAR. A row here "
    "is a finding to review; it says nothing about whether any rule was broken.",
    "Parties that were removed before the oldest landed version of the list are known only from "
    "the Federal Register; a list replayed from later versions does not show them all.",
    "Section 117 reports hold gifts and contracts of at least USD 250,000 a source and year; "
    "a smaller tie, or one reported elsewhere, is not in them.",
    "Owners, subsidiaries and affiliates that the list does not name are not searched; nor are "
    "the Unverified List, the Military End-User List and the lists of other agencies or countries.",
    "A name that no method joins to a listed one is shown as clear. That is the state of the "
    "search, not a statement about the party.",
)
CLASSES = {
    "listed_at_date": ("■", "listed when the tie was made"),
    "listed_later": ("▲", "listed after the tie was made"),
    "related_to_listed": ("◆", "related to a listed party"),
    "delisted_before": ("□", "removed from the list before the tie"),
    "near_miss": ("○", "near miss"),
    "undisclosed": ("?", "counterparty not disclosed"),
    "clear": ("·", "clear"),
}
# What a person wants to see as old → new when an entry changes.
WATCHED = (
    ("entity_name", "renamed"),
    ("country", "destination"),
    ("license_requirement", "licence requirement"),
    ("license_review_policy", "licence review policy"),
    ("footnotes", "footnotes"),
)
# Columns of rpt_review_queue that the page shows where they are, and names where they are not.
WANTED = (
    "relationship_id",
    "relationship_kind",
    "entity_country",
    "amount_usd",
    "match_level",
    "match_score",
    "matched_name",
    "evidence",
    "moved_facts",
)
# The rest is kept out of the document until it is asked for: 2,000 laid out take a minute.
TIES_AT_ONCE = 50
EVENTS_SHOWN = 8
MENTIONS_SHOWN = 8
NAMES_SHOWN = 12
LIST_SOURCE = "ecfr"
MONTHS_SHOWN = 36
AMENDMENTS_SHOWN = 30


@dataclass(frozen=True)
class Change:
    """One thing about an entry that became another on a day."""

    on: date
    what: str
    old: str
    new: str


@dataclass(frozen=True)
class Lane:
    """One line of a drawing: bars with two ends, bars whose end nobody reports, and marks."""

    y: int
    label: str
    kind: str
    bars: Sequence[Bar] = ()
    unended: Sequence[Bar] = ()
    marks: Sequence[float] = ()


@dataclass(frozen=True)
class Drawing:
    """A line of time: ticks, bars and marks in drawing units, and what it shows in words."""

    words: str
    ticks: Sequence[tuple[float, str]]
    lanes: Sequence[Lane]
    height: int
    today: float


def read_review(connection: duckdb.DuckDBPyConnection, stale_after_days: int) -> dict[str, Any]:
    """Everything the template needs, from an open published file.

    Not verified for more than `stale_after_days`, the list no longer answers about today.
    """
    run = _rows(connection, "from rpt_run")[0]
    today: date = run["published_at"].date()
    queue = _rows(connection, "from page_ties order by page_order, opened_on desc, review_id")
    columns = {row["column_name"] for row in _rows(connection, "describe page_ties")}
    events = _grouped(
        _rows(connection, _EVENTS), lambda row: (row["relationship_id"], row["entity_id"])
    )
    entities = _entities(connection, today)
    ties = [_tie(row, events, entities, today) for row in queue]
    ties.sort(key=lambda tie: (tie["page_order"], -(tie["amount"] or 0), tie["review_id"]))
    sources = _sources(connection, run["published_at"])
    list_source = next((row for row in sources if row["source"] == LIST_SOURCE), {})
    checks = _rows(connection, 'select * from run_checks order by passed, gate, "check"')
    return {
        "run": run,
        "today": today,
        "institutions": sorted(
            {row["institution_name"] for row in queue if row["institution_name"]}
        ),
        "period": _rows(connection, "from page_period")[0],
        "headlines": [(view, words, _count(connection, view)) for view, words in HEADLINES],
        "checks": checks,
        "failed_checks": [check for check in checks if not check["passed"]],
        "sources": sources,
        "list_age": list_source.get("age_days"),
        "list_version": list_source.get("newest_published_on"),
        "stale_days": stale_after_days,
        "inputs": sorted(json.loads(run["input_hashes"]).items()),
        "ties": ties,
        "ties_at_once": TIES_AT_ONCE,
        "units": sorted({unit for tie in ties for unit in tie["units"]}),
        "classes": CLASSES,
        "moves": _moves(connection),
        "amendments": _rows(
            connection,
            "from page_amendments order by effective_on desc nulls last, amendment "
            f"limit {AMENDMENTS_SHOWN}",
        ),
        "amendments_count": _count(connection, "page_amendments"),
        "grid": _grid(connection),
        "entities": sorted(entities.values(), key=lambda entity: entity["name"].casefold()),
        "gaps": [(view, words, _count(connection, view)) for view, words in GAPS],
        "not_told": NOT_TOLD,
        "absent_columns": [name for name in WANTED if name not in columns],
        "definitions": _rows(
            connection,
            "select view_name, comment, sql from duckdb_views() "
            "where database_name = current_database() and not internal "
            "and (view_name like 'headline%' or view_name like 'page%') order by 1",
        ),
    }


_EVENTS = """
    select
        fct_exposures.relationship_id, fct_exposures.entity_id, fct_exposures.funding_id,
        fct_exposures.exposure_class, fct_exposures.occurred_on, fct_exposures.evidence,
        fct_funding.unit, fct_funding.source, fct_funding.funding_kind, fct_funding.amount,
        fct_funding.currency, fct_funding.starts_on, fct_funding.ends_on, fct_funding.is_repeat,
        fct_funding.is_restated, fct_funding.counterparty_name_as_reported
    from fct_exposures
    left join fct_funding
        on fct_exposures.funding_id = fct_funding.funding_id
        and fct_funding.recorded_to is null
    where fct_exposures.entity_id is not null
    order by fct_exposures.occurred_on, fct_exposures.funding_id
"""


def _tie(
    row: Row,
    events: Mapping[Any, Sequence[Row]],
    entities: Mapping[str, Any],
    today: date,
) -> dict[str, Any]:
    own = events.get((row.get("relationship_id"), row["entity_id"]), [])
    entity = entities.get(row["entity_id"])
    listings: list[Interval] = entity["listings"] if entity else []
    spans = [span for event in own if (span := _interval(event))]
    symbol, words = CLASSES.get(row["exposure_class"], ("•", row["exposure_class"]))
    amount = row.get("amount_usd")
    return {
        **row,
        "symbol": symbol,
        "class_words": words,
        "units": sorted({event["unit"] for event in own if event["unit"]}),
        "kind": row.get("relationship_kind"),
        "amount": float(amount) if amount is not None else None,
        "level": (row.get("match_level") or "").replace("_", " ") or None,
        "score": row.get("match_score"),
        "evidence": evidence_of(row.get("evidence")),
        "moved": row.get("moved_facts"),
        "country": row.get("entity_country") or (entity and entity["country"]),
        "events": own[:EVENTS_SHOWN],
        "events_count": len(own),
        "changes": entity["latest_changes"] if entity else [],
        "while_listed": sum(event["exposure_class"] == "listed_at_date" for event in own),
        "earlier_decision": _earlier_decision(row),
        "drawing": _tie_drawing(spans, listings, today) if spans else None,
    }


def _earlier_decision(row: Row) -> str | None:
    if not row.get("decision"):
        return None
    decided_at = row.get("decided_at")
    when = f" on {decided_at.date()}" if decided_at else ""
    return f"{row['decision']} by {row.get('decided_by') or 'an unnamed author'}{when}"


def _tie_drawing(spans: Sequence[Interval], listings: Sequence[Interval], today: date) -> Drawing:
    began = min(span.since for span in spans)
    ends = [span.until for span in spans]
    ended = None if None in ends else max(end for end in ends if end is not None)
    dates = [span.since for span in spans] + [listing.since for listing in listings]
    scale = Scale.over(dates, today, left=52, width=570)
    return Drawing(
        words=place_in_time(began, ended, listings),
        ticks=scale.years(),
        lanes=[
            Lane(8, "listed", "listing", bars=[scale.bar(listing) for listing in listings]),
            Lane(
                28,
                "our tie",
                "tie",
                bars=[scale.bar(span) for span in joined(spans) if span.until],
                unended=[scale.bar(span) for span in joined(spans) if not span.until],
                marks=_marks(scale, [span.since for span in spans]),
            ),
        ],
        height=58,
        today=scale.x(today),
    )


def _entities(connection: duckdb.DuckDBPyConnection, today: date) -> dict[str, dict[str, Any]]:
    """The parties we touch, or that wait for a review, each with its own history."""
    touched = (
        "select entity_id from fct_exposures where exposure_class in "
        "('listed_at_date', 'listed_later', 'delisted_before', 'related_to_listed') "
        "union select entity_id from page_ties"
    )

    def of_touched(table: str, columns: str, order: str, where: str = "true") -> Any:
        rows = _rows(
            connection,
            f"select {columns} from {table} "
            f"where entity_id in ({touched}) and {where} order by {order}",
        )
        return _grouped(rows, lambda row: row["entity_id"])

    versions = of_touched("dim_entities", "*", "entity_id, valid_from", "recorded_to is null")
    names = of_touched(
        "dim_entity_names", "*", "entity_id, valid_from, name_kind, name", "recorded_to is null"
    )
    listing_events = of_touched(
        "fct_listing_events", "*", "entity_id, effective_on, event_kind, citation"
    )
    mentions = of_touched(
        "fct_news_mentions", "*", "entity_id, published_on, document_id", "published_on is not null"
    )
    awards = _grouped(_rows(connection, _EVENTS), lambda row: row["entity_id"])
    return {
        entity_id: _entity(
            entity_id,
            history,
            names.get(entity_id, []),
            listing_events.get(entity_id, []),
            awards.get(entity_id, []),
            mentions.get(entity_id, []),
            today,
        )
        for entity_id, history in versions.items()
    }


def _entity(
    entity_id: str,
    history: Sequence[Row],
    names: Sequence[Row],
    listing_events: Sequence[Row],
    awards: Sequence[Row],
    mentions: Sequence[Row],
    today: date,
) -> dict[str, Any]:
    latest = history[-1]
    listings = joined(Interval(row["valid_from"], row["valid_to"]) for row in history)
    changes = changes_of(history)
    return {
        "entity_id": entity_id,
        "name": latest["entity_name"] or entity_id,
        "country": latest["country"],
        "citations": latest["citations"],
        "is_listed": any(
            listing.since <= today and (not listing.until or today < listing.until)
            for listing in listings
        ),
        "listings": listings,
        "names": sorted({(row["name"], row["name_kind"].replace("_", " ")) for row in names}),
        "changes": changes,
        "latest_changes": [change for change in changes if change.on == changes[-1].on],
        "listing_events": listing_events,
        "drawing": _entity_drawing(history, names, awards, mentions, listings, today),
        "mentions": mentions[-MENTIONS_SHOWN:],
        "mentions_count": len(mentions),
        "awards_count": len(awards),
    }


def _entity_drawing(
    history: Sequence[Row],
    names: Sequence[Row],
    awards: Sequence[Row],
    mentions: Sequence[Row],
    listings: Sequence[Interval],
    today: date,
) -> Drawing:
    award_dates = [row["occurred_on"] for row in awards if row["occurred_on"]]
    mention_dates = [row["published_on"] for row in mentions]
    dates = [*award_dates, *mention_dates, *(row["valid_from"] for row in history)]
    scale = Scale.over(dates, today, left=236, width=600)
    lanes: list[Lane] = []

    def lane(group: str, label: str, kind: str, **drawn: Any) -> None:
        label = f"{group}: {label}" if group else label
        lanes.append(Lane(8 + 20 * len(lanes), label, kind, **drawn))

    named = _grouped(names, lambda row: (row["name"], row["name_kind"]))
    shown = sorted(named, key=lambda name: name[1] != "primary")[:NAMES_SHOWN]
    for name, rows in named.items():
        if name not in shown:
            continue
        spans = joined(Interval(row["valid_from"], row["valid_to"]) for row in rows)
        kind = name[1].replace("_", " ")
        lane(
            "name" if name[1] == "primary" else kind,
            name[0],
            "primary" if name[1] == "primary" else "other",
            bars=[scale.bar(span) for span in spans],
        )
    if len(named) > len(shown):
        lane("", f"… and {len(named) - len(shown)} more names, in the text", "other")
    for column, group in (
        ("license_review_policy", "review policy"),
        ("license_requirement", "requirement"),
        ("footnotes", "footnote"),
    ):
        for value, rows in _grouped(history, lambda row, c=column: row[c]).items():
            if value:
                spans = joined(Interval(row["valid_from"], row["valid_to"]) for row in rows)
                lane(group, value, "term", bars=[scale.bar(span) for span in spans])
    if award_dates:
        lane("", "our awards", "award", marks=_marks(scale, award_dates))
    if mention_dates:
        lane("", "press mentions", "mention", marks=_marks(scale, mention_dates))
    periods = "; ".join(f"{p.since} to {p.until or 'now'}" for p in listings)
    return Drawing(
        words=f"Listed {periods}. {len(award_dates)} awards and {len(mention_dates)} press "
        "mentions of this party as marks; the same as text below.",
        ticks=scale.years(),
        lanes=lanes,
        height=8 + 20 * len(lanes) + 18,
        today=scale.x(today),
    )


def _marks(scale: Scale, days: Iterable[date]) -> list[float]:
    """Where marks stand; one that would hide behind the mark before it is left out."""
    found: list[float] = []
    for x in sorted({scale.x(day) for day in days}):
        if not found or x - found[-1] >= 4:
            found.append(x)
    return found


def changes_of(history: Sequence[Row]) -> list[Change]:
    """What became what, version by version; the versions are in order of `valid_from`."""
    found: list[Change] = []
    previous: Row | None = None
    for row in history:
        since = row["valid_from"]
        if previous is None:
            found.append(Change(since, "listing", "not listed", "listed"))
        elif previous["valid_to"] is not None and previous["valid_to"] < since:
            found.append(Change(previous["valid_to"], "listing", "listed", "removed"))
            found.append(Change(since, "listing", "not listed", "listed again"))
        else:
            found += [
                Change(since, words, str(previous[column] or "none"), str(row[column] or "none"))
                for column, words in WATCHED
                if previous[column] != row[column]
            ]
        previous = row
    if previous is not None and previous["valid_to"] is not None:
        found.append(Change(previous["valid_to"], "listing", "listed", "removed"))
    return found


def evidence_of(text: str | None) -> dict[str, Any]:
    """Evidence as a sentence and further facts; plain text is a sentence of its own."""
    if not text:
        return {"sentence": "No evidence is recorded.", "facts": []}
    try:
        found = json.loads(text)
    except ValueError:
        return {"sentence": text, "facts": []}
    if not isinstance(found, dict):
        return {"sentence": text, "facts": []}
    if not found:
        return evidence_of(None)
    sentence = found.pop("sentence", None)
    return {
        "sentence": str(sentence) if sentence else "",
        "facts": [
            (name.replace("_", " "), _plainly(value))
            for name, value in found.items()
            if value not in (None, [], {}, "")
        ],
    }


def _plainly(value: Any) -> str:
    """Evidence in plain text: {"listed": "sense", "weight": 3} → listed sense, weight 3."""
    if isinstance(value, dict):
        return ", ".join(
            f"{name.replace('_', ' ')} {_plainly(each)}" for name, each in value.items()
        )
    if isinstance(value, list):
        nested = any(isinstance(each, dict | list) for each in value)
        return ("; " if nested else ", ").join(_plainly(each) for each in value)
    return value if isinstance(value, str) else json.dumps(value)


def _moves(connection: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    """The latest months with an event, newest last, as bars over and under a line."""
    rows = _rows(
        connection,
        f"from (from page_list_moves order by month_from desc limit {MONTHS_SHOWN}) "
        "order by month_from",
    )
    above = max((row["entities_added"] + row["entities_changed"] for row in rows), default=0)
    below = max((row["entities_removed"] for row in rows), default=0)
    unit = 140 / max(above + below, 1)
    base = round(10 + above * unit, 1)
    step = 24
    return {
        "bars": [
            {
                **row,
                "x": 40 + step * number,
                "added": round(row["entities_added"] * unit, 1),
                "changed": round(row["entities_changed"] * unit, 1),
                "removed": round(row["entities_removed"] * unit, 1),
            }
            for number, row in enumerate(rows)
        ],
        "base": base,
        "width": 60 + step * max(len(rows), 12),
        "above": above,
        "below": below,
        "months": _count(connection, "page_list_moves"),
    }


def _grid(connection: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    rows = _rows(connection, "from page_exposure_grid")
    totals: dict[str, int] = defaultdict(int)
    for row in rows:
        totals[row["unit"]] += row["relationships"]
    return {
        "kinds": sorted({row["relationship_kind"] for row in rows}),
        "units": sorted(totals, key=lambda unit: (-totals[unit], unit)),
        "cells": {(row["unit"], row["relationship_kind"]): row for row in rows},
    }


def _sources(connection: duckdb.DuckDBPyConnection, published_at: datetime) -> list[dict[str, Any]]:
    return [
        {
            **row,
            "age_days": (published_at - row["verified_at"]).days if row["verified_at"] else None,
        }
        for row in _rows(connection, "from run_sources order by source")
    ]


def _interval(event: Row) -> Interval | None:
    since = event["starts_on"] or event["occurred_on"]
    if since is None:
        return None
    until = event["ends_on"]
    return Interval(since, until if until and until > since else None if not until else since)


def _rows(connection: duckdb.DuckDBPyConnection, sql: str) -> list[dict[str, Any]]:
    found = connection.execute(sql)
    names = [column[0] for column in found.description]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def _count(connection: duckdb.DuckDBPyConnection, view: str) -> int:
    return connection.execute(f"select count(*) from {sql_name(view)}").fetchall()[0][0]


def _grouped(rows: Iterable[Row], key: Any) -> dict[Any, list[Row]]:
    groups: dict[Any, list[Row]] = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    return dict(groups)
