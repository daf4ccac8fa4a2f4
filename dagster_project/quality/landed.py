"""Gate 1: what must be true of a landed file before anything is built on it.

Here: the rules per room of sources, and their verdict on each file, judged once and kept. Not
here: parsing, and what is true only of the built marts (`marts.py`).
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

import duckdb

from dagster_project.publishing.facts import GateResult
from dagster_project.quality.judge import judge
from dagster_project.quality.rules import Rule, measure, to_frame, version_of
from dagster_project.sources.registry import Source
from dagster_project.warehouse import Warehouse

_READABLE = Rule(
    "file_is_readable",
    "block",
    """
    select count(*), count(*) filter (outcome <> 'read'), max(error)
    from raw.landed_files where landed_id = $landed_id
    """,
)
_RECONCILED = Rule(
    "rows_reconcile",
    "block",
    """
    select
        count(*),
        count(*) filter (rows_found is distinct from rows_parsed + rows_structural + rows_rejected),
        max(rows_found || ' found, ' || rows_parsed || ' parsed, ' || rows_structural
            || ' structural, ' || rows_rejected || ' rejected')
    from raw.landed_files where landed_id = $landed_id and outcome = 'read'
    """,
    at_least=0,
)
_NOT_FROM_THE_FUTURE = Rule(
    "date_is_not_in_the_future",
    "block",
    """
    select count(*), count(*) filter (published_on > cast($now as date)), max(published_on)
    from raw.landed_files where landed_id = $landed_id
    """,
)
_FEW_REJECTED = Rule(
    "few_rows_rejected",
    "block",
    """
    select
        max(rows_found),
        case when max(rows_rejected) > 0.05 * max(rows_found) then max(rows_rejected) else 0 end,
        (
            select string_agg('row ' || row_number || ': ' || reason, '; ' order by row_number)
            from (
                from raw.rejected_rows where landed_id = $landed_id order by row_number limit 3
            )
        )
    from raw.landed_files where landed_id = $landed_id and outcome = 'read'
    """,
    at_least=0,
)


def _entries(name: str, fails: str, severity: str = "block") -> Rule:
    """A rule over each entry of the list; `fails` is true of a bad one."""
    return Rule(
        name,
        severity,
        f"""
        select
            count(*),
            count(*) filter ({fails}),
            array_to_string(
                (list('row ' || first_row || ' (' || left(entity_text, 60) || ')'
                    order by entry_number) filter ({fails}))[:3],
                '; '
            )
        from raw.ecfr_entries where landed_id = $landed_id and list_kind = 'entity_list'
        """,
        at_least=0,
    )


# The accepted version before this one, by date; the same date landed again counts as later.
_PREVIOUS = """
    with this as (
        select * from raw.landed_files where landed_id = $landed_id and outcome = 'read'
    ),
    previous as (
        select files.landed_id
        from raw.landed_files as files
        inner join this on
            files.source = this.source
            and files.landed_id <> this.landed_id
            and (files.published_on, files.fetched_at) < (this.published_on, this.fetched_at)
        where
            files.outcome = 'read'
            and not exists (
                from raw.landed_verdicts as verdicts
                where
                    verdicts.landed_id = files.landed_id
                    and not verdicts.passed
                    and verdicts.severity in ('block', 'hold')
            )
            and not list_contains($refused, files.landed_id)
        order by files.published_on desc, files.fetched_at desc
        limit 1
    ),
    before as (
        select entries.*
        from raw.ecfr_entries as entries
        inner join previous on entries.landed_id = previous.landed_id
        where entries.list_kind = 'entity_list'
    ),
    now_printed as (
        select entries.*
        from raw.ecfr_entries as entries
        inner join this on entries.landed_id = this.landed_id
        where entries.list_kind = 'entity_list'
    )
"""
_NOT_SHRUNK = Rule(
    "few_entries_gone_since_the_version_before",
    "hold",
    f"""
    {_PREVIOUS},
    gone as (
        select before.*
        from before
        where
            not exists (
                from now_printed where before.name_key = now_printed.name_key
            )
            and not exists (
                from now_printed
                where
                    before.country_code is not distinct from now_printed.country_code
                    and before.citations[1] is not distinct from now_printed.citations[1]
                    and before.requirement_key = now_printed.requirement_key
                    and jaro_winkler_similarity(before.name_key, now_printed.name_key) > 0.8
                    -- a name that was printed before is another entry, however alike
                    and not exists (
                        from before as others where others.name_key = now_printed.name_key
                    )
            )
    )
    select
        (select count(*) from before),
        case
            when count(*) > greatest(5, 0.005 * (select count(*) from before)) then count(*)
            else 0
        end,
        array_to_string(list(country || ': ' || entity_name order by entry_number)[:3], '; ')
    from gone
    where exists (from this)
    """,
    at_least=0,
)
_NO_DESTINATION_LOST = Rule(
    "no_destination_lost_since_the_version_before",
    "hold",
    f"""
    {_PREVIOUS},
    lost as (
        select country_code, any_value(country) as country, count(*) as entries
        from before
        group by country_code
        having
            count(*) >= 3
            and not exists (
                from now_printed where before.country_code = now_printed.country_code
            )
    )
    select
        (select count(distinct country_code) from before),
        count(*),
        string_agg(country || ' (' || entries || ' entries)', '; ')
    from lost
    where exists (from this)
    """,
    at_least=0,
)
# An editor's hand touches a few cells, a rule some dozens of entries: the list of 2023 and that of
# 2026 differ so in 6 % of what both print. More at once is a column that slipped, or an event of
# its own. Half a hundred is no mass, however short the list.
_FEW_TERMS_CHANGED = Rule(
    "few_licence_terms_changed_since_the_version_before",
    "hold",
    f"""
    {_PREVIOUS},
    printed_in_both as (
        select
            before.entry_number,
            any_value(before.country || ': ' || before.entity_name) as entry,
            bool_or(
                before.requirement_key is not distinct from now_printed.requirement_key
                and before.policy_key is not distinct from now_printed.policy_key
                and before.footnotes is not distinct from now_printed.footnotes
            ) as is_same
        from before
        inner join now_printed
            on before.name_key = now_printed.name_key
            and before.country_code is not distinct from now_printed.country_code
            and before.citations[1] is not distinct from now_printed.citations[1]
        group by before.entry_number
    )
    select
        count(*),
        case
            when count(*) filter (not is_same) > greatest(50, 0.1 * count(*))
                then count(*) filter (not is_same)
            else 0
        end,
        array_to_string((list(entry order by entry_number) filter (not is_same))[:3], '; ')
    from printed_in_both
    where exists (from this)
    """,
    at_least=0,
)
# No real version prints an entry twice, word for word; a second one would be listed as its twin.
_NOT_PRINTED_TWICE = Rule(
    "few_entries_printed_twice",
    "hold",
    """
    with printed as (
        select
            count(*) as times,
            min(first_row) as first_row,
            any_value(country || ': ' || entity_name) as entry
        from raw.ecfr_entries
        where landed_id = $landed_id and list_kind = 'entity_list'
        group by country_code, content_key
    )
    select
        sum(times),
        case
            when sum(times - 1) > greatest(5, 0.005 * sum(times)) then sum(times - 1)
            else 0
        end,
        array_to_string(
            (list(entry || ' (row ' || first_row || ')' order by first_row)
                filter (times > 1))[:3],
            '; '
        )
    from printed
    """,
    at_least=0,
)
# The first entries were added by 62 FR 4910. A version may print a rule that takes effect on its
# date and is published days later (that of 2020-12-18: four, 2019-05-16: five).
_CITATIONS_IN_TIME = Rule(
    "citations_are_of_the_lists_time",
    "hold",
    """
    with cited as (
        select
            entry_number,
            citation_number,
            citation_text,
            citations.published_on < date '1997-02-03'
            or citations.published_on > files.published_on + 31 as is_out_of_time
        from raw.ecfr_citations as citations
        inner join raw.landed_files as files using (landed_id)
        inner join raw.ecfr_entries as entries using (landed_id, entry_number)
        where landed_id = $landed_id and entries.list_kind = 'entity_list'
    )
    select
        count(*),
        count(*) filter (is_out_of_time),
        array_to_string(
            (list('entry ' || entry_number || ' (' || citation_text || ')'
                order by entry_number, citation_number) filter (is_out_of_time))[:3],
            '; '
        )
    from cited
    """,
    at_least=0,
)

_EVERY_FILE = (_READABLE, _RECONCILED, _NOT_FROM_THE_FUTURE, _FEW_REJECTED)
_LIST = (
    Rule(
        "list_is_not_empty",
        "block",
        """
        select
            1,
            case when count(*) < 20 then 1 else 0 end,
            'the file holds ' || count(*) || ' entries of the Entity List, expected 20 or more'
        from raw.ecfr_entries where landed_id = $landed_id and list_kind = 'entity_list'
        """,
    ),
    _entries("every_entry_has_a_destination", "nullif(trim(country), '') is null"),
    _entries("every_entry_has_a_name", "nullif(trim(entity_name), '') is null"),
    _entries("every_entry_has_a_citation", "coalesce(len(citations), 0) = 0"),
    _entries(
        "every_entry_has_a_licence_requirement", "nullif(trim(license_requirement), '') is null"
    ),
    _entries("no_name_is_an_address_or_footnote", "length(entity_name) < 2", "flag"),
    Rule(
        "licence_terms_are_decoded",
        "hold",
        """
        with undecoded as (
            select entry_number, any_value(term_text) as term_text
            from raw.ecfr_terms
            where landed_id = $landed_id and term_kind = 'undecoded'
            group by entry_number
        )
        select
            count(*),
            case
                when count(undecoded.entry_number) > 0.05 * count(*)
                    then count(undecoded.entry_number)
                else 0
            end,
            array_to_string(list(distinct term_text)[:3], '; ')
        from raw.ecfr_entries left join undecoded using (entry_number)
        where landed_id = $landed_id and list_kind = 'entity_list'
        """,
        at_least=0,
    ),
    _NOT_PRINTED_TWICE,
    _CITATIONS_IN_TIME,
    _NOT_SHRUNK,
    _NO_DESTINATION_LOST,
    _FEW_TERMS_CHANGED,
)
_FILLED = Rule(
    "file_holds_records",
    "block",
    """
    select count(*), count(*) filter (outcome = 'read' and rows_parsed = 0), max(name)
    from raw.landed_files where landed_id = $landed_id
    """,
)
_ROOMS = {
    "list": (*_EVERY_FILE, *_LIST),
    "documents": _EVERY_FILE,
    "witness": (*_EVERY_FILE, _FILLED),
    "funding": (*_EVERY_FILE, _FILLED),
    "news": (*_EVERY_FILE,),
    "decisions": _EVERY_FILE,
}


def rules_of(source: Source) -> tuple[Rule, ...]:
    """The rules that a file of this source must meet."""
    return _ROOMS[source.room]


def judge_landed(
    warehouse: Warehouse,
    source: Source,
    *,
    now: datetime,
    approved: Collection[str] = (),
) -> list[GateResult]:
    """Judge the files of a source that no verdict stands for, keep the verdicts, and report all.

    One result for each rule, over all files that count: a file whose date another, accepted file
    has since filled counts no more. A source that does not block reports a failed file as `warn`:
    it is held back, and the last accepted one is used. `approved` names landed files whose `hold`
    a person has released, by landed_id or sha256.
    """
    rules = rules_of(source)
    suite_version = version_of(rules)
    gate = f"gate_1.{source.name}"
    with warehouse.connect() as connection:
        connection.execute(
            """
            delete from raw.landed_verdicts
            where suite_version <> ? and landed_id in (
                select landed_id from raw.landed_files where source = ?
            )
            """,
            [suite_version, source.name],
        )
        waiting = connection.execute(
            """
            select landed_id
            from raw.landed_files
            where
                source = ?
                and landed_id not in (select landed_id from raw.landed_verdicts)
            order by published_on nulls first, fetched_at, landed_id
            """,
            [source.name],
        ).fetchall()
        batches: dict[str, dict[str, object]] = {}
        refused: list[str] = []
        for (landed_id,) in waiting:
            measures = measure(
                connection, rules, {"landed_id": landed_id, "now": now, "refused": refused}
            )
            batches[landed_id] = measures
            if any(
                measures[f"{rule.name}__failed"] and rule.severity in ("block", "hold")
                for rule in rules
            ):
                refused.append(landed_id)
        if batches:
            for landed_id, results in judge(gate, to_frame(batches), rules).items():
                connection.executemany(
                    "insert into raw.landed_verdicts values (?, ?, ?, ?, ?, ?, ?, ?)",
                    [
                        (
                            landed_id,
                            suite_version,
                            result.check,
                            result.passed,
                            result.severity,
                            result.rows_checked,
                            result.rows_failed,
                            result.detail,
                        )
                        for result in results
                    ],
                )
        _release_approved(connection, approved)
        return _report(connection, source, rules, gate)


def _release_approved(connection: duckdb.DuckDBPyConnection, approved: Collection[str]) -> None:
    connection.execute(
        """
        update raw.landed_verdicts
        set passed = true, detail = 'approved by a person: ' || detail
        where
            severity = 'hold'
            and not passed
            and landed_id in (
                select landed_id from raw.landed_files
                where list_contains($approved, landed_id) or list_contains($approved, sha256)
            )
        """,
        {"approved": list(approved)},
    )


def _report(
    connection: duckdb.DuckDBPyConnection, source: Source, rules: tuple[Rule, ...], gate: str
) -> list[GateResult]:
    rows = connection.execute(
        """
        with counting as (
            select files.landed_id
            from raw.landed_files as files
            where
                files.source = $source
                and not exists (
                    from raw.landed_files as others
                    where
                        others.source = files.source
                        and others.published_on is not distinct from files.published_on
                        and (others.name = files.name or $one_a_day)
                        and others.fetched_at > files.fetched_at
                        and others.outcome = 'read'
                        and not exists (
                            from raw.landed_verdicts as verdicts
                            where
                                verdicts.landed_id = others.landed_id
                                and not verdicts.passed
                                and verdicts.severity in ('block', 'hold')
                        )
                )
        )
        select
            check_name,
            sum(rows_checked),
            coalesce(sum(rows_failed) filter (not passed), 0),
            bool_and(passed),
            string_agg(detail, ' | ') filter (not passed)
        from raw.landed_verdicts
        inner join counting using (landed_id)
        group by check_name
        """,
        {"source": source.name, "one_a_day": source.one_a_day},
    ).fetchall()
    by_check = {row[0]: row[1:] for row in rows}
    results = []
    for rule in rules:
        check = f"{gate}.{rule.name}"
        if check not in by_check:
            continue
        checked, failed, passed, detail = by_check[check]
        held_back = not passed and not source.blocks and rule.severity in ("block", "hold")
        results.append(
            GateResult(
                gate=gate,
                check=check,
                passed=passed,
                rows_checked=int(checked),
                rows_failed=int(failed),
                severity="warn" if held_back else rule.severity,
                detail=f"held back: {detail}" if held_back else detail or "",
            )
        )
    return results
