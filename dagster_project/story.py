"""What a run tells at its end: one notice, what it touches and what not, and where to look.

Here: a few questions to the published file and their answers as lines. Not here: anything that is
not read from that file.
"""

from __future__ import annotations

import os
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dagster_project.settings import Settings

if TYPE_CHECKING:
    import duckdb

Tell = Callable[[str], None]
SHOWN = 12
WIDTH = 100

# The notice whose additions touch most records; of several the newest.
_NOTICE = """
with additions as (
    select document_number, count(distinct entity_id) as entities, min(effective_on) as effective_on
    from fct_listing_events
    where event_kind = 'added' and document_number is not null
    group by document_number
),

touched as (
    select document_number, count(distinct funding_id) as records
    from fct_exposures
    where match_verdict = 'match'
    group by document_number
)

select
    documents.document_number,
    documents.volume || ' FR ' || documents.start_page as citation,
    documents.title,
    documents.published_on,
    additions.effective_on,
    additions.entities
from additions
inner join dim_federal_register_documents as documents
    on additions.document_number = documents.document_number
left join touched on additions.document_number = touched.document_number
order by coalesce(touched.records, 0) desc, additions.effective_on desc
limit 1
"""

_ADDED = """
with added as (
    select distinct entity_id from fct_listing_events
    where event_kind = 'added' and document_number = $document
)

select entities.country, string_agg(entities.entity_name, '; ' order by entities.entity_name)
from added
inner join dim_entities as entities
    on
        added.entity_id = entities.entity_id
        and entities.recorded_to is null
        and is_in_force($effective_on, entities.valid_from, entities.valid_to)
group by entities.country
order by entities.country
"""

# A record is touched by the notice that listed its party, whether it was live on that day or not.
_RECORDS = """
with parties as (
    select
        relationships.relationship_id,
        relationships.relationship_kind,
        institutions.organization_name as institution,
        counterparties.organization_name as counterparty,
        max(relationships.valid_from)
            filter (relationships.is_current and relationships.status = 'ended') as ended_on
    from dim_relationships as relationships
    inner join dim_organizations as institutions
        on relationships.institution_id = institutions.organization_id
    inner join dim_organizations as counterparties
        on relationships.counterparty_id = counterparties.organization_id
    where relationships.recorded_to is null
    group by all
),

names as (
    select entity_id, max_by(entity_name, valid_from) as entity_name
    from dim_entities
    where recorded_to is null
    group by entity_id
)

select
    parties.institution,
    parties.counterparty,
    replace(parties.relationship_kind, '_', ' ') as kind,
    parties.ended_on,
    names.entity_name,
    exposures.exposure_class,
    exposures.match_verdict,
    exposures.document_number,
    exposures.citation,
    exposures.listed_from,
    exposures.listed_to,
    exposures.matched_name,
    exposures.match_level,
    exposures.match_score,
    count(distinct exposures.funding_id) as records,
    count(distinct exposures.funding_id) filter (exposures.was_live_at_listing) as live,
    min(exposures.occurred_on) as first_on,
    max(exposures.occurred_on) as last_on
from fct_exposures as exposures
inner join parties on exposures.relationship_id = parties.relationship_id
left join names on exposures.entity_id = names.entity_id
group by all
order by records desc, parties.counterparty, kind, names.entity_name
"""


def tell_story(settings: Settings, tell: Tell) -> None:
    """One notice in full, then the five closing lines."""
    from dagster_project.serving import opened

    with opened(settings) as connection:
        for line in lines(connection):
            tell(textwrap.fill(line, WIDTH, subsequent_indent="      ", break_on_hyphens=False))
    for name, text in closing(settings):
        tell(f"{name:<10} {text}")


def lines(connection: duckdb.DuckDBPyConnection) -> Iterator[str]:
    """The story of the notice that touches most."""
    notice = _first(connection, _NOTICE)
    if notice is None:
        yield "No document of the Federal Register is landed, so no addition has its notice yet:"
        yield "  entity-list import federal-register FILE, or refresh --input live"
        return
    yield ""
    yield f"{notice['citation']} of {notice['published_on']}: {notice['title']}"
    yield (
        f"{notice['entities']} entities added, in force {notice['effective_on']} "
        f"(document {notice['document_number']})"
    )
    for country, names in connection.execute(
        _ADDED,
        {"document": notice["document_number"], "effective_on": notice["effective_on"]},
    ).fetchall():
        yield f"  {country}: {names}"
    records = _all(connection, _RECORDS)
    touched = [row for row in records if _is_touched(row, notice)]
    yield ""
    yield f"It touches {_count(touched)}: findings to review, not accusations."
    yield from _shortened([_touched_line(row) for row in touched])
    institutions = {row["institution"] for row in touched}
    others = [row for row in records if row not in touched and row["institution"] in institutions]
    if others:
        yield ""
        yield f"It does not touch {_count(others)} of the same institutions:"
        yield from _shortened(_untouched_lines(others))
    yield ""


def closing(settings: Settings) -> Iterator[tuple[str, str]]:
    """The five lines that say what happened and where to look."""
    from dagster_project.serving import opened

    with opened(settings) as connection:
        checks, failed = connection.execute(
            "select count(*), count(*) filter (not passed) from run_checks"
        ).fetchall()[0]
        notice = _first(connection, _NOTICE)
        records = _all(connection, _RECORDS)
        in_force = connection.execute(
            "select count(*) from dim_entities where is_current"
        ).fetchall()[0][0]
    yield (
        "gates",
        (
            f"all passed ({checks} checks)"
            if not failed
            else f"{checks - failed} of {checks} checks passed, {failed} noted: entity-list status"
        ),
    )
    if notice is None:
        yield from _without_a_notice(records, in_force)
    else:
        touched = [row for row in records if _is_touched(row, notice)]
        ended = sorted({row["counterparty"] for row in touched if row["live"] < row["records"]})
        total = sum(row["records"] for row in touched)
        live = sum(row["live"] for row in touched)
        yield (
            "list",
            (
                f"{notice['entities']} entities added by {notice['citation']}, "
                f"in force {notice['effective_on']}"
            ),
        )
        yield (
            "touched",
            (
                f"{total} relationships on record, {live} of them live, "
                f"{total - live} ended before the listing"
                + (f" ({', '.join(ended)})" if ended else "")
            ),
        )
    current = settings.published / "current" / "review.html"
    yield "open", os.path.relpath(current) if current.is_relative_to(Path.cwd()) else str(current)
    yield "query", 'python3 run.py query "from rpt_review_queue limit 5"'


def _without_a_notice(records: list[dict[str, Any]], in_force: int) -> Iterator[tuple[str, str]]:
    """Where no document of the Federal Register is landed, all notices at once."""
    touched = [row for row in records if row["match_verdict"] == "match"]
    live = sum(row["live"] for row in touched)
    yield "list", f"{in_force} entries in force"
    yield "touched", f"{_count(touched)}, {live} of them live when their party was listed"


def _is_touched(row: dict[str, Any], notice: dict[str, Any]) -> bool:
    return row["document_number"] == notice["document_number"] and row["match_verdict"] == "match"


def _touched_line(row: dict[str, Any]) -> str:
    ended = row["records"] - row["live"]
    live = "live on that day" if not ended else f"{row['live']} live, {ended} ended before"
    return (
        f"  {row['counterparty']} = {row['entity_name']} ({row['citation']}): "
        f"{_many(row['records'], row['kind'])}, {_period(row)}, {live}; matched by "
        f"“{row['matched_name']}” ({row['match_level']}, {row['match_score']:.2f})"
    )


def _untouched_lines(rows: list[dict[str, Any]]) -> list[str]:
    lines = []
    for row in rows:
        what = f"  {row['counterparty']}: {_many(row['records'], row['kind'])}, {_period(row)}"
        if row["ended_on"]:
            what += f", ended {row['ended_on']}"
        if row["exposure_class"] in ("listed_at_date", "listed_later", "delisted_before"):
            until = f" to {row['listed_to']}" if row["listed_to"] else " on"
            lines.append(
                f"{what}; listed by another notice ({row['citation']}), "
                f"from {row['listed_from']}{until}"
            )
        elif row["exposure_class"] == "near_miss":
            lines.append(f"{what}; resembles “{row['matched_name']}”, which is another party")
        elif row["exposure_class"] == "undisclosed":
            lines.append(f"{what}; the party is not disclosed, so nothing can be said")
        elif row["exposure_class"] == "related_to_listed":
            lines.append(f"{what}; related to “{row['matched_name']}”, not itself on the list")
    clear = [row for row in rows if row["exposure_class"] == "clear"]
    if clear:
        names = ", ".join(dict.fromkeys(row["counterparty"] for row in clear))
        lines.append(f"  {names}: no listed name is like theirs")
    return lines


def _count(rows: list[dict[str, Any]]) -> str:
    records = sum(row["records"] for row in rows)
    parties = len({row["counterparty"] for row in rows})
    return f"{_many(records, 'record')} with {_many(parties, 'counterparty')}"


def _many(number: int, noun: str) -> str:
    plural = f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
    return f"{number} {noun if number == 1 else plural}"


def _period(row: dict[str, Any]) -> str:
    first, last = row["first_on"], row["last_on"]
    return f"{first}" if first == last else f"{first} to {last}"


def _shortened(found: list[str]) -> list[str]:
    if len(found) <= SHOWN:
        return found
    return [*found[: SHOWN - 1], f"  and {len(found) - SHOWN + 1} more: entity-list exposures"]


def _first(connection: duckdb.DuckDBPyConnection, sql: str) -> dict[str, Any] | None:
    found = _all(connection, sql)
    return found[0] if found else None


def _all(connection: duckdb.DuckDBPyConnection, sql: str) -> list[dict[str, Any]]:
    cursor = connection.execute(sql)
    columns = [column[0] for column in cursor.description or ()]
    return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
