"""The gate inside publishing: a candidate is certified, or the run stops with the reasons.

Here: counting the checks that were run, and looking at the candidate file itself. Not here: what
must be true of the data (the `quality` room and dbt say that); their results come in as facts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Set

import duckdb

from dagster_project.publishing.candidate import RUN_TABLE, table_facts
from dagster_project.publishing.facts import (
    STOPPING,
    Candidate,
    Certificate,
    GateResult,
    GateStopped,
    sha256_of,
    to_utc,
)
from dagster_project.publishing.served import opened, sql_name

GATE = "publish"
MACROS = ("entity_list_on", "relationships_on", "exposures_on")
# What a row with an interval is a version of. Two versions of one thing never hold at once.
VERSIONED_BY: Mapping[str, tuple[str, ...]] = {
    "dim_entities": ("entity_id",),
    "dim_entity_names": ("entity_id", "name", "name_kind"),
    "dim_entity_addresses": ("entity_id", "address"),
    "dim_entity_terms": ("entity_id", "term_kind", "term_value"),
    "dim_relationships": ("relationship_id",),
    "fct_funding": ("funding_id",),
    "fct_exposure_verdicts": ("relationship_id", "funding_id", "entity_id"),
}


def certify(
    candidate: Candidate, expected_checks: Set[str], *, may_be_empty: Set[str] = frozenset()
) -> Certificate:
    """Certify the candidate, or raise GateStopped with every reason.

    Every name in `expected_checks` must have been run and passed; a failure of severity `flag`
    or `warn` is shown and stops nothing. A check that would stop a publish and looked at no row
    has shown nothing: it fails unless its name is in `may_be_empty`. Then the file itself is
    looked at, and nothing that was written after it was hashed gets through.
    """
    failures = list(_unmet(candidate, expected_checks, may_be_empty))
    found = sha256_of(candidate.path)
    if found != candidate.sha256:
        raise GateStopped(
            [*failures, f"the candidate's sha256 is {found}, it was built as {candidate.sha256}"]
        )
    own = tuple(_structural_results(candidate))
    failures += [_sentence(result) for result in own if not result.passed]
    if failures:
        raise GateStopped(failures)
    return Certificate(
        candidate=candidate,
        sha256=candidate.sha256,
        gate_results=(*candidate.facts.gate_results, *own),
    )


def _unmet(
    candidate: Candidate, expected_checks: Set[str], may_be_empty: Set[str]
) -> Iterator[str]:
    results = candidate.facts.gate_results
    if not expected_checks:
        yield "no check is expected: a gate without checks is no gate"
    for missing in sorted(expected_checks - {result.check for result in results}):
        yield f"check {missing} was not run"
    for (gate, check), times in Counter((result.gate, result.check) for result in results).items():
        if times > 1:
            yield f"check {check} of gate {gate} reports {times} times: one result is expected"
    for result in results:
        if result.stops:
            yield _sentence(result)
        elif result.severity not in STOPPING:
            continue
        elif result.rows_failed:
            yield f"check {result.check} says passed with {result.rows_failed} rows failed"
        elif result.rows_checked <= 0 and result.check not in may_be_empty:
            yield f"check {result.check} looked at no row: it has shown nothing"


def _sentence(result: GateResult) -> str:
    detail = f": {result.detail}" if result.detail else ""
    return (
        f"check {result.check} of gate {result.gate} ({result.severity}) failed on "
        f"{result.rows_failed} of {result.rows_checked} rows{detail}"
    )


def _structural_results(candidate: Candidate) -> Iterator[GateResult]:
    with opened(candidate.path) as connection:
        yield _tables_equal_the_build(connection, candidate)
        yield _run_is_told(connection, candidate)
        yield _comments_are_complete(connection)
        columns = _columns_by_table(connection)
        for table, names in columns.items():
            yield from _intervals_run_forward(connection, table, names)
        for table, key in VERSIONED_BY.items():
            if table in columns:
                yield _versions_do_not_overlap(connection, table, key, columns[table])
        yield from _macros_answer(connection, candidate)


def _result(check: str, rows_checked: int, problems: list[str]) -> GateResult:
    return GateResult(
        gate=GATE,
        check=check,
        passed=not problems and rows_checked > 0,
        rows_checked=rows_checked,
        rows_failed=len(problems),
        severity="block",
        detail="; ".join(problems[:20]) or ("" if rows_checked else "there was nothing to look at"),
    )


def _tables_equal_the_build(
    connection: duckdb.DuckDBPyConnection, candidate: Candidate
) -> GateResult:
    problems = []
    for table, built in candidate.tables.items():
        try:
            found = table_facts(connection, sql_name(table))
        except duckdb.CatalogException:
            problems.append(f"{table} is missing")
            continue
        if found.columns != built.columns:
            problems.append(f"{table} has columns {found.columns}, the build has {built.columns}")
        elif found.rows != built.rows:
            problems.append(f"{table} has {found.rows} rows, the build has {built.rows}")
        elif found.checksum != built.checksum:
            problems.append(f"{table} has other values than the build")
    return _result("tables_equal_the_build", len(candidate.tables), problems)


def _run_is_told(connection: duckdb.DuckDBPyConnection, candidate: Candidate) -> GateResult:
    rows = connection.execute(f"select run_id from {RUN_TABLE}").fetchall()
    wanted = [(candidate.facts.run_id,)]
    problems = [] if rows == wanted else [f"{RUN_TABLE} holds {rows}, expected {wanted}"]
    return _result("run_is_told", len(rows), problems)


def _comments_are_complete(connection: duckdb.DuckDBPyConnection) -> GateResult:
    described = connection.execute(
        """
        select table_name as what, comment from duckdb_tables()
        where database_name = current_database()
        union all
        select view_name, comment from duckdb_views()
        where database_name = current_database() and not internal
        union all
        select table_name || '.' || column_name, comment from duckdb_columns()
        where database_name = current_database() and not internal
        union all
        select function_name, comment from duckdb_functions()
        where database_name = current_database() and not internal
        order by what
        """
    ).fetchall()
    problems = [
        f"{what} has no comment" for what, comment in described if not (comment or "").strip()
    ]
    return _result("comments_are_complete", len(described), problems)


def _columns_by_table(connection: duckdb.DuckDBPyConnection) -> dict[str, set[str]]:
    columns: dict[str, set[str]] = {}
    for table, column in connection.execute(
        """
        select columns.table_name, columns.column_name
        from duckdb_columns() as columns
        inner join duckdb_tables() as tables
            on columns.database_name = tables.database_name
            and columns.table_name = tables.table_name
        where columns.database_name = current_database()
        order by columns.table_name, columns.column_index
        """
    ).fetchall():
        columns.setdefault(table, set()).add(column)
    return columns


def _intervals_run_forward(
    connection: duckdb.DuckDBPyConnection, table: str, columns: set[str]
) -> Iterator[GateResult]:
    for clock in ("valid", "recorded"):
        if not {f"{clock}_from", f"{clock}_to"} <= columns:
            continue
        rows, bad = connection.execute(
            f"""
            select count(*), count(*) filter (
                where {clock}_from is null or {clock}_to <= {clock}_from
            )
            from {sql_name(table)}
            """
        ).fetchall()[0]
        yield GateResult(
            gate=GATE,
            check=f"{table}_{clock}_intervals_run_forward",
            passed=bad == 0,
            rows_checked=rows,
            rows_failed=bad,
            severity="block",
            detail=f"{clock}_to is not after {clock}_from, or there is no {clock}_from"
            if bad
            else "",
        )


def _versions_do_not_overlap(
    connection: duckdb.DuckDBPyConnection, table: str, key: tuple[str, ...], columns: set[str]
) -> GateResult:
    check = f"{table}_versions_do_not_overlap"
    missing = sorted({*key, "recorded_from", "recorded_to"} - columns)
    if missing:
        return _result(check, 1, [f"{table} has no column {', '.join(missing)}"])
    overlaps = [
        *(f"one.{name} is not distinct from other.{name}" for name in key),
        "one.recorded_from < coalesce(other.recorded_to, timestamp 'infinity')",
        "other.recorded_from < coalesce(one.recorded_to, timestamp 'infinity')",
    ]
    if {"valid_from", "valid_to"} <= columns:
        overlaps += [
            "one.valid_from < coalesce(other.valid_to, date '9999-12-31')",
            "other.valid_from < coalesce(one.valid_to, date '9999-12-31')",
        ]
    pairs = connection.execute(
        f"""
        with rows_ as (select *, row_number() over () as row_ from {sql_name(table)})
        select {", ".join(f"one.{name}" for name in key)}
        from rows_ as one inner join rows_ as other
            on one.row_ < other.row_ and {" and ".join(overlaps)}
        """
    ).fetchall()
    rows = connection.execute(f"select count(*) from {sql_name(table)}").fetchall()[0][0]
    return GateResult(
        gate=GATE,
        check=check,
        passed=not pairs,
        rows_checked=rows,
        rows_failed=len(pairs),
        severity="block",
        detail="; ".join(f"two versions hold at once for {pair}" for pair in pairs[:5]),
    )


def _macros_answer(
    connection: duckdb.DuckDBPyConnection, candidate: Candidate
) -> Iterator[GateResult]:
    """Each macro answers for the day of the run; the list is counted a second way."""
    now = to_utc(candidate.facts.now)
    asked = [now.date(), now.replace(tzinfo=None)]
    for macro in MACROS:
        problems = []
        for arguments, values in (("?", asked[:1]), ("?, known_at := ?", asked)):
            try:
                connection.execute(f"select * from {macro}({arguments})", values).fetchall()
            except duckdb.Error as error:
                problems.append(f"{macro}({arguments}) does not answer: {error}")
        yield _result(f"{macro}_answers", 2, problems)

    try:
        listed, counted = connection.execute(
            """
            select
                (select count(*) from entity_list_on($today)),
                (select count(*) from dim_entities
                 where recorded_to is null and valid_from <= $today
                   and (valid_to is null or valid_to > $today))
            """,
            {"today": asked[0]},
        ).fetchall()[0]
    except duckdb.Error as error:
        yield _result("list_in_force_is_not_empty", 1, [f"it cannot be counted: {error}"])
        return
    problems = [] if listed == counted else [f"entity_list_on gives {listed} rows, not {counted}"]
    yield _result("list_in_force_is_not_empty", listed, problems)
