"""Answers from the published file: what each reading command of `entity-list` asks, and how.

Here: one function a question, over `published/current`, read-only. Not here: how an answer is
shown (`cli.py`), nor anything that writes.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dagster_project.outcomes import Exit, Problem
from dagster_project.settings import Settings

if TYPE_CHECKING:
    import duckdb

    from dagster_project.matching import ListedName

NOTHING_PUBLISHED = "nothing is published yet"


@dataclass(frozen=True)
class Answer:
    """Named columns and rows, and what the reader should know beside them."""

    columns: Sequence[str]
    rows: Sequence[Sequence[Any]]
    notes: Sequence[str] = ()


def served_file(settings: Settings) -> Path:
    """The served file by the generation's own name, so that a swap cannot come in between."""
    from dagster_project.publishing.served import WAREHOUSE, current_generation

    generation = current_generation(settings.published)
    if generation is None:
        raise Problem(NOTHING_PUBLISHED, "run `entity-list refresh` first")
    return generation / WAREHOUSE


@contextmanager
def opened(settings: Settings, file: Path | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
    """The served file, or the file of another generation."""
    from dagster_project.publishing.served import opened as opened_file

    with opened_file(file or served_file(settings)) as connection:
        yield connection


def ask(settings: Settings, sql: str, parameters: Any = None) -> Answer:
    with opened(settings) as connection:
        cursor = connection.execute(sql, parameters)
        return Answer([column[0] for column in cursor.description or ()], cursor.fetchall())


def listed_on(settings: Settings, valid_on: date, known_at: datetime | None) -> Answer:
    """The Entity List as in force on a date, as known at a moment."""
    answer = ask(
        settings,
        """
        select
            entity_id, entity_name, country, license_requirement, license_review_policy,
            footnotes, citations, valid_from, valid_to, recorded_from, recorded_to
        from entity_list_on($valid_on, known_at := $known_at)
        order by country, entity_name, entity_id
        """,
        {"valid_on": valid_on, "known_at": known_at},
    )
    with opened(settings) as connection:
        return replace(answer, notes=_unknown_since(settings, connection, valid_on))


def changes(settings: Settings, since: date | None, until: date | None) -> Answer:
    """Listing events in order; `until` is the last day."""
    return ask(
        settings,
        """
        with names as (
            select entity_id, max_by(entity_name, valid_from) as entity_name
            from dim_entities
            where recorded_to is null
            group by entity_id
        )
        select
            effective_on, event_kind, entity_name, entity_id, published_on, citation,
            document_number
        from fct_listing_events
        left join names using (entity_id)
        where effective_on >= coalesce($since, date '0001-01-01')
          and effective_on <= coalesce($until, date '9999-12-31')
        order by effective_on, entity_name, event_kind
        """,
        {"since": since, "until": until},
    )


def exposures(
    settings: Settings,
    institution: str | None,
    valid_on: date | None,
    exposure_class: str | None,
    known_at: datetime | None,
) -> Answer:
    """Relationship events against listings; with a date, the verdict on that date."""
    on_the_date = "exposures_on($valid_on, known_at := $known_at)"
    source = "fct_exposures" if valid_on is None else on_the_date
    parameters: dict[str, Any] = {"institution": institution, "exposure_class": exposure_class}
    if valid_on is not None:
        parameters |= {"valid_on": valid_on, "known_at": known_at}
    return ask(
        settings,
        f"""
        with relationships as (
            select distinct relationship_id, institution_id, counterparty_id, relationship_kind
            from dim_relationships
        )
        select
            institutions.organization_name as institution_name,
            counterparties.organization_name as counterparty_name,
            relationships.relationship_kind,
            exposures.exposure_class,
            exposures.entity_id,
            exposures.occurred_on,
            exposures.listed_from,
            exposures.listed_to,
            exposures.citation,
            exposures.evidence,
            exposures.relationship_id,
            exposures.funding_id
        from {source} as exposures
        left join relationships on exposures.relationship_id = relationships.relationship_id
        left join dim_organizations as institutions
            on relationships.institution_id = institutions.organization_id
        left join dim_organizations as counterparties
            on relationships.counterparty_id = counterparties.organization_id
        where ($institution is null
            or institutions.organization_name ilike '%' || $institution || '%')
          and ($exposure_class is null or exposures.exposure_class = $exposure_class)
        order by institution_name, counterparty_name, occurred_on, entity_id, funding_id
        """,
        parameters,
    )


def screen(
    settings: Settings,
    names: Sequence[tuple[str, str | None]],
    *,
    valid_on: date,
    known_at: datetime | None,
    file: Path | None = None,
) -> Answer:
    """Candidates for (name, ISO country code or None), best first; every name gets a row.

    A name is screened against every name any entity ever had; the listing interval and
    `is_listed` say what that means on the date asked for.
    """
    from dagster_project.matching import Index, ScreenedName

    with opened(settings, file) as connection:
        listed = _listed_names(connection, known_at)
        verdicts = Index(listed).match(
            [ScreenedName(name, country) for name, country in names], include_no_match=True
        )
        connection.register("verdicts", verdicts)
        cursor = connection.execute(
            """
            with entities as (
                select
                    entity_id,
                    max_by(entity_name, valid_from) as entity_name,
                    max_by(country, valid_from) as country,
                    min(valid_from) as first_listed_from,
                    max_by(valid_from, valid_from)
                        filter (where is_in_force($valid_on, valid_from, valid_to)) as listed_from,
                    max_by(coalesce(cast(valid_to as varchar), 'open'), valid_from)
                        as last_listed_to,
                    coalesce(bool_or(is_in_force($valid_on, valid_from, valid_to)), false)
                        as is_listed
                from dim_entities
                where is_known($known_at, recorded_from, recorded_to)
                group by entity_id
            )
            select
                verdicts.name_number,
                verdicts.name,
                verdicts.country_code,
                verdicts.verdict,
                verdicts.score,
                verdicts.level,
                verdicts.entity_id,
                entities.entity_name,
                entities.country,
                verdicts.matched_name,
                entities.is_listed,
                entities.first_listed_from as listed_from,
                nullif(entities.last_listed_to, 'open') as listed_to,
                verdicts.evidence
            from verdicts
            left join entities on verdicts.entity_id = entities.entity_id
            order by verdicts.name_number, verdicts.score desc, verdicts.entity_id
            """,
            {"valid_on": valid_on, "known_at": known_at},
        )
        columns = [column[0] for column in cursor.description or ()]
        rows = cursor.fetchall()
        notes = [
            *_screening_notes(connection, len(listed)),
            *_unknown_since(settings, connection, valid_on),
        ]
    answered = {row[0] for row in rows}
    for number, (name, country) in enumerate(names):
        if number not in answered:
            nothing: list[Any] = [None] * len(columns)
            nothing[:5] = [number, name, country, "no_match", 0.0]
            rows.append(tuple(nothing))
    rows.sort(key=lambda row: (row[0], -row[4]))
    return Answer(columns[1:], [row[1:] for row in rows], notes)


def _listed_names(
    connection: duckdb.DuckDBPyConnection, known_at: datetime | None
) -> list[ListedName]:
    from dagster_project.matching import ListedName

    rows = connection.execute(
        """
        with entities as (
            select
                entity_id,
                max_by(party_id, valid_from) as party_id,
                max_by(country_code, valid_from) as country_code
            from dim_entities
            group by entity_id
        )
        select
            names.entity_id, entities.party_id, names.name, names.name_kind,
            entities.country_code,
            min(names.valid_from), max(names.valid_to)
        from dim_entity_names as names
        left join entities on names.entity_id = entities.entity_id
        where is_known($known_at, names.recorded_from, names.recorded_to)
        group by all
        order by all
        """,
        {"known_at": known_at},
    ).fetchall()
    return [
        ListedName(
            entity_id=entity_id,
            party_id=party_id,
            name=name,
            name_kind=name_kind,
            country_code=country_code,
            valid_from=valid_from,
            valid_to=valid_to,
        )
        for entity_id, party_id, name, name_kind, country_code, valid_from, valid_to in rows
    ]


def _screening_notes(connection: duckdb.DuckDBPyConnection, names: int) -> list[str]:
    """What was searched and what was not: a missing match is only as good as the search."""
    newest, fetched_at = connection.execute(
        "select max(newest_published_on), max(fetched_at) from run_sources where source = 'ecfr'"
    ).fetchall()[0]
    return [
        f"searched: {names} names of the Entity List (Supplement No. 4 to 15 CFR Part 744), "
        f"newest version {newest}, landed {fetched_at} UTC",
        "not searched: the Unverified List, the Military End-User List, the SDN List, other "
        "countries' lists, owners and subsidiaries that the list does not name",
        "a match is a finding to review; no match is no statement that a party is not listed",
    ]


def _unknown_since(
    settings: Settings, connection: duckdb.DuckDBPyConnection, valid_on: date
) -> list[str]:
    """A day long after the list was last verified is a day of which the list says nothing."""
    ((verified_at,),) = connection.execute(
        "select max(verified_at) from run_sources where source = 'ecfr'"
    ).fetchall()
    if verified_at and (valid_on - verified_at.date()).days <= settings.stale_after_days:
        return []
    since = f"since {verified_at:%Y-%m-%d}, when" if verified_at else "in this file: never"
    return [f"unknown {since} the list was last verified: “not listed” on {valid_on} is not known"]


def status(settings: Settings) -> dict[str, Any]:
    """How the last run ended, what is served and how old its sources are."""
    from dagster_project.publishing.generation import read_manifest
    from dagster_project.publishing.served import current_generation

    path = settings.published / "status.json"
    generation = current_generation(settings.published)
    if not path.exists() and generation is None:
        raise Problem(NOTHING_PUBLISHED, "run `entity-list refresh` first")
    last_run = json.loads(path.read_text(encoding="utf-8")) if path.exists() else None
    manifest = read_manifest(generation) if generation else None
    return {"last_run": last_run, "serving": manifest, "disk": disk_use(settings)}


def disk_use(settings: Settings) -> dict[str, dict[str, int]]:
    """Files and bytes of what is landed, built and published, and the bytes that are free."""
    from dagster_project.publishing.generation import generations

    rooms = {
        "landed": settings.landing,
        "build": settings.build,
        "published": settings.published,
    }
    use = {}
    for room, folder in rooms.items():
        sizes = [path.lstat().st_size for path in folder.rglob("*") if path.is_file()]
        use[room] = {"files": len(sizes), "bytes": sum(sizes)}
    use["published"]["generations"] = len(generations(settings.published))
    use["free"] = {"bytes": shutil.disk_usage(settings.data).free}
    return use


def status_rows(found: dict[str, Any], now: datetime) -> list[tuple[str, str]]:
    """The same for people, one line a fact."""
    rows = []
    last_run, serving = found["last_run"], found["serving"]
    if last_run:
        rows += [
            ("last run", f"{last_run['outcome']} at {last_run['ended_at']}"),
            ("summary", last_run["summary"]),
        ]
        rows += [
            ("failed check", f"{result['check']} ({result['severity']}): {result['detail']}")
            for result in last_run["gate_results"]
            if not result["passed"]
        ]
    if serving is None:
        return [*rows, ("serving", NOTHING_PUBLISHED)]
    rows.append(("serving", f"{serving['generation']}, published {serving['published_at']}"))
    for source in serving["sources"]:
        fetched, verified = source["fetched_at"], source["verified_at"]
        age = f", verified {_days_since(verified, now)} days ago" if verified else ""
        held = ", a newer batch held back" if source["held_back"] else ""
        rows.append(
            (
                f"source {source['source']}",
                f"{source['files']} files, newest of {source['newest_published_on']}, "
                f"landed {fetched}{age}; {source['rows_found']} rows = "
                f"{source['rows_parsed']} parsed + {source['rows_structural']} structural + "
                f"{source['rows_rejected']} rejected{held}",
            )
        )
    passed = sum(result["passed"] for result in serving["gate_results"])
    rows.append(("gates", f"{passed} of {len(serving['gate_results'])} checks passed"))
    for room, use in found["disk"].items():
        generations = f" in {use['generations']} generations" if "generations" in use else ""
        files = f", {use['files']} files{generations}" if "files" in use else ""
        rows.append((f"disk {room}", f"{use['bytes'] / 1e6:,.1f} MB{files}"))
    return rows


def _days_since(moment: str, now: datetime) -> int:
    then = datetime.fromisoformat(moment)
    return (now - (then if then.tzinfo else then.replace(tzinfo=UTC))).days


def verify(settings: Settings, name: str | None) -> Iterator[str]:
    """Prove a generation and every landed file equal to their manifests, and that every file the
    generation was made of is still landed, or was taken out by a person.

    Raises GenerationDamaged; LandingDamaged with every file that is not what it was.
    """
    from dagster_project.intake import quarantined
    from dagster_project.publishing.generation import generation_named
    from dagster_project.publishing.generation import verify as verify_generation
    from dagster_project.sources.landing import LandingDamaged
    from dagster_project.warehouse import prove_landed

    generation = (
        generation_named(settings.published, name) if name else served_file(settings).parent
    )
    manifest = verify_generation(generation)
    yield f"{generation.name}: {len(manifest['files'])} files equal their manifest"
    files, damaged = prove_landed(settings.landing, manifest["inputs"].keys())
    taken_out = quarantined(settings)
    wrong = [one.reason for one in damaged if one.landed_id not in taken_out]
    if wrong:
        raise LandingDamaged("\n".join(wrong))
    yield f"landing: {files} files equal their manifests"


def query(settings: Settings, sql: str) -> Answer:
    """Somebody's SQL over the served file: read-only, no other file, no network, bounded time."""
    from dagster_project.publishing.open import QueryRefused, QueryTooLarge, run_query

    try:
        found = run_query(sql, served_file(settings))
    except QueryRefused as error:
        raise Problem(
            f"the query fails: {error}", "`show tables` lists what there is", Exit.USAGE
        ) from error
    except QueryTooLarge as error:
        raise Problem(str(error), "ask for less at once") from error
    rows = zip(*(column.to_pylist() for column in found.columns), strict=True)
    return Answer(found.column_names, list(rows))
