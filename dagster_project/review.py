"""The review officer's questions: what waits, and why an answer changed.

Here: the queue with its filters, and changes between two moments or two published generations.
Not here: how an answer is shown (`cli_review.py`), recording a decision (`decisions.py`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import duckdb

from dagster_project.outcomes import Exit, Problem
from dagster_project.publishing.generation import generations
from dagster_project.publishing.served import WAREHOUSE, opened, opened_together
from dagster_project.serving import Answer, served_file
from dagster_project.settings import Settings

GENERATION_NAME = re.compile(r"\d{8}T\d{6}Z-[0-9a-f]{16}")
_CITATION = re.compile(r"\s*(\d+)\s+F\.?\s*R\.?\s+(\d+)\s*", re.IGNORECASE)


@dataclass(frozen=True)
class Document:
    """What `--document` names: rules by number, and the citations that name them."""

    numbers: tuple[str, ...]
    citation: str | None


def queue(
    settings: Settings,
    *,
    institution: str | None,
    exposure_class: str | None,
    document: str | None,
    older_than_days: int | None,
    with_decided: bool,
    now: datetime,
) -> Answer:
    """Reviews, those that wait longest first. `document` is a citation of any of its pages, or a
    document number; a review is touched by it where its listed party was added, renamed,
    amended or removed by it. Raises Problem (usage) for a document that nothing knows."""
    with opened(served_file(settings)) as connection:
        named = _document(connection, document) if document else None
        cursor = connection.execute(
            """
            select
                review_id, status, institution_name, counterparty_name, relationship_kind,
                entity_name, entity_country, exposure_class, citation, document_number,
                listed_from, listed_to, first_occurred_on, last_occurred_on, amount_usd,
                reason_opened, opened_on, waiting_since, decision, decided_by, decided_at,
                moved_facts, match_level, match_score, matched_name, evidence, relationship_id,
                entity_id
            from rpt_review_queue
            where ($with_decided or status = 'open')
              and ($institution is null or contains(lower(institution_name), lower($institution)))
              and ($exposure_class is null or exposure_class = $exposure_class)
              and ($waiting_before is null or coalesce(waiting_since, opened_at) < $waiting_before)
              and ($numbers is null or entity_id in (
                  select entity_id from fct_listing_events
                  where list_contains($numbers, document_number) or citation = $citation
              ))
            order by coalesce(waiting_since, opened_at), opened_on, review_id
            """,
            {
                "with_decided": with_decided,
                "institution": institution,
                "exposure_class": exposure_class,
                "waiting_before": None
                if older_than_days is None
                else _naive(now) - timedelta(days=older_than_days),
                "numbers": list(named.numbers) if named else None,
                "citation": named.citation if named else None,
            },
        )
        columns = [column[0] for column in cursor.description or ()]
        rows = cursor.fetchall()
    notes = []
    if named and named.numbers:
        notes.append(f"{document} is in {', '.join(named.numbers)}")
    elif named:
        notes.append(
            f"no landed document holds {document}: only entries that cite this very page are shown"
        )
    return Answer(columns, rows, notes)


def _document(connection: duckdb.DuckDBPyConnection, text: str) -> Document:
    cited = _CITATION.fullmatch(text)
    if cited is None:
        known = connection.execute(
            "select count(*) from dim_federal_register_documents where document_number = ?", [text]
        ).fetchall()
        if known == [(0,)]:
            raise Problem(
                f"no landed document is called {text!r}",
                "give a citation such as '84 FR 54002' or a document number such as 2019-22210",
                Exit.USAGE,
            )
        return Document((text,), None)
    volume, page = int(cited[1]), int(cited[2])
    citation = f"{volume} FR {page}"
    numbers = connection.execute(
        """
        select document_number from dim_federal_register_documents
        where volume = ? and ? between start_page and end_page order by start_page
        """,
        [volume, page],
    ).fetchall()
    if not numbers:
        used = connection.execute(
            "select count(*) from fct_listing_events where citation = ?", [citation]
        ).fetchall()
        if used == [(0,)]:
            raise Problem(
                f"no landed document holds {citation}, and no entry cites it",
                "give any page of a rule on the Entity List",
                Exit.USAGE,
            )
    return Document(tuple(number for (number,) in numbers), citation)


_SUBJECT = """
    subjects as (
        select distinct
            relationships.relationship_id,
            institutions.organization_name as institution_name,
            counterparties.organization_name as counterparty_name
        from {a}dim_relationships as relationships
        left join {a}dim_organizations as institutions
            on relationships.institution_id = institutions.organization_id
        left join {a}dim_organizations as counterparties
            on relationships.counterparty_id = counterparties.organization_id
    ),
    entities as (
        select
            entity_id,
            max_by(entity_name, valid_from) as entity_name,
            string_agg(distinct entity_name, ' ') as entity_names
        from {a}dim_entities group by entity_id
    )
"""
_IS_ASKED_FOR = """
    $who in (changes.relationship_id, changes.review_id, changes.funding_id, changes.entity_id)
    or contains(lower(subjects.institution_name), lower($who))
    or contains(lower(subjects.counterparty_name), lower($who))
    or contains(lower(entities.entity_names), lower($who))
"""
_SHOWN = """
    changes.known_at,
    changes.cause,
    changes.words,
    changes.change_kind,
    changes.value_before,
    changes.value_after,
    changes.citation,
    changes.document_number,
    subjects.institution_name,
    subjects.counterparty_name,
    entities.entity_name,
    changes.relationship_id,
    changes.funding_id,
    changes.review_id,
    changes.entity_id
"""


def why_between_moments(settings: Settings, who: str, since: datetime, until: datetime) -> Answer:
    """Each change of an answer that became known after `since` and until `until`, with its cause.

    `who` is the id of a relationship, review, record or entity, or part of a name.
    """
    with opened(served_file(settings)) as connection:
        cursor = connection.execute(
            f"""
            with {_SUBJECT.format(a="")}
            select {_SHOWN}
            from rpt_verdict_changes as changes
            left join subjects on changes.relationship_id = subjects.relationship_id
            left join entities on changes.entity_id = entities.entity_id
            where changes.known_at > $since and changes.known_at <= $until
              and ({_IS_ASKED_FOR})
            order by changes.known_at, subjects.institution_name, subjects.counterparty_name,
                changes.change_kind desc, changes.funding_id, changes.review_id, changes.words
            """,
            {"who": who, "since": _naive(since), "until": _naive(until)},
        )
        return _answer(cursor, who)


def why_between_generations(settings: Settings, who: str, one: str, other: str) -> Answer:
    """Each answer that differs between two published generations, with its cause.

    What became known in between names its own cause. Where nothing did, the same files were read
    or judged otherwise: `alias` where the name that agrees is new on the list, `matcher` where
    the same names agree otherwise, else `rule`.
    """
    here = {path.name: path / WAREHOUSE for path in generations(settings.published)}
    for generation in (one, other):
        if generation not in here:
            raise Problem(
                f"generation {generation} is not here",
                "name one of published/generations/",
                Exit.USAGE,
            )
    with opened_together({"one": here[one], "other": here[other]}) as connection:
        cursor = connection.execute(
            f"""
            with {_SUBJECT.format(a="other.")},
            since as (select max(published_at) as published_at from one.rpt_run),
            learned as (
                select changes.*
                from other.rpt_verdict_changes as changes, since
                where changes.known_at > since.published_at
            ),
            verdicts as (
                select
                    'verdict' as change_kind,
                    coalesce(after.relationship_id, before.relationship_id) as relationship_id,
                    coalesce(after.entity_id, before.entity_id) as entity_id,
                    coalesce(after.funding_id, before.funding_id) as funding_id,
                    cast(null as varchar) as review_id,
                    before.exposure_class as value_before,
                    after.exposure_class as value_after,
                    case
                        when before.funding_id is null or after.funding_id is null
                            then 'funding_record'
                        when after.matched_name is not null
                            and after.matched_name not in (select name from one.dim_entity_names)
                            then 'alias'
                        when
                            (before.entity_id, before.match_level, before.match_verdict)
                            is distinct from
                            (after.entity_id, after.match_level, after.match_verdict)
                            then 'matcher'
                        else 'rule'
                    end as cause,
                    case
                        when before.funding_id is null then 'record first reported'
                        when after.funding_id is null then 'record withdrawn'
                        when after.matched_name is not null
                            and after.matched_name not in (select name from one.dim_entity_names)
                            then 'listed name added: ' || after.matched_name
                        else 'the same files are read or judged otherwise'
                    end as words,
                    after.citation,
                    after.document_number
                from one.fct_exposures as before
                full outer join other.fct_exposures as after on before.funding_id = after.funding_id
                where
                    before.funding_id is null
                    or after.funding_id is null
                    or before.exposure_class is distinct from after.exposure_class
                    or before.entity_id is distinct from after.entity_id
                    or before.listed_from is distinct from after.listed_from
                    or before.listed_to is distinct from after.listed_to
            ),
            reviews as (
                select
                    'review' as change_kind,
                    coalesce(after.relationship_id, before.relationship_id) as relationship_id,
                    coalesce(after.entity_id, before.entity_id) as entity_id,
                    cast(null as varchar) as funding_id,
                    coalesce(after.review_id, before.review_id) as review_id,
                    before.status as value_before,
                    after.status as value_after,
                    coalesce(
                        (
                            select min_by(moved.cause, moved.fact_order)
                            from other.rpt_review_moved_facts as moved
                            where moved.review_id = after.review_id
                        ),
                        'rule'
                    ) as cause,
                    coalesce(
                        after.moved_facts, 'the same files are read or judged otherwise'
                    ) as words,
                    after.citation,
                    after.document_number
                from one.rpt_review_queue as before
                full outer join other.rpt_review_queue as after
                    on before.review_id = after.review_id
                where before.status is distinct from after.status
            ),
            unexplained as (
                select verdicts.* from verdicts
                where verdicts.funding_id not in (
                    select funding_id from learned where funding_id is not null
                )
                union all
                select reviews.* from reviews
                where reviews.review_id not in (
                    select review_id from learned where review_id is not null
                )
            ),
            changes as (
                select
                    change_kind, relationship_id, entity_id, funding_id, review_id, value_before,
                    value_after, cause, words, citation, document_number, known_at
                from learned
                union all
                select *, null from unexplained
            )
            select {_SHOWN}
            from changes
            left join subjects on changes.relationship_id = subjects.relationship_id
            left join entities on changes.entity_id = entities.entity_id
            where {_IS_ASKED_FOR}
            order by changes.known_at, subjects.institution_name, subjects.counterparty_name,
                changes.change_kind desc, changes.funding_id, changes.review_id, changes.words
            """,
            {"who": who},
        )
        answer = _answer(cursor, who)
        codes = connection.execute(
            "select (select max(code_version) from one.rpt_run), "
            "(select max(code_version) from other.rpt_run)"
        ).fetchall()[0]
    same_code = "the same code" if codes[0] == codes[1] else f"code {codes[0]} and {codes[1]}"
    return Answer(answer.columns, answer.rows, [*answer.notes, f"made by {same_code}"])


def _answer(cursor: duckdb.DuckDBPyConnection, who: str) -> Answer:
    columns = [column[0] for column in cursor.description or ()]
    rows: Sequence[Sequence[Any]] = cursor.fetchall()
    notes = [] if rows else [f"no answer about {who!r} changed between the two"]
    return Answer(columns, rows, notes)


def _naive(moment: datetime) -> datetime:
    utc = moment.astimezone(UTC) if moment.tzinfo else moment
    return utc.replace(tzinfo=None)
