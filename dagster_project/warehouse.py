"""The build database: landed files become rows of schema `raw`, append-only.

Here: creating the raw tables from each source's own schemas, loading a landed file in one
transaction, and the account of it (`raw.landed_files`, `raw.rejected_rows`). Not here: parsing,
cleaning, or any table that is not raw. The file may be thrown away at any time: landing rebuilds
it. Table names in SQL come from the schemas in code, never from a file.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC
from functools import partial
from pathlib import Path

import duckdb
import pyarrow as pa

from dagster_project.parsing import Spread, each, over_cores, parse_landed
from dagster_project.sources.landing import Damaged, LandedFile, Landing, LandingDamaged
from dagster_project.sources.parsed import Parsed
from dagster_project.sources.registry import SOURCES, Source

ACCOUNT = {
    "landed_files": pa.schema(
        [
            ("landed_id", pa.string()),
            ("source", pa.string()),
            ("name", pa.string()),
            ("url", pa.string()),
            ("sha256", pa.string()),
            ("size_bytes", pa.int64()),
            ("published_on", pa.date32()),
            ("fetched_at", pa.timestamp("us")),
            ("parser_version", pa.int32()),
            ("outcome", pa.string()),
            ("rows_found", pa.int64()),
            ("rows_parsed", pa.int64()),
            ("rows_structural", pa.int64()),
            ("rows_rejected", pa.int64()),
            ("repairs", pa.string()),
            ("error", pa.string()),
        ]
    ),
    "rejected_rows": pa.schema(
        [
            ("landed_id", pa.string()),
            ("row_number", pa.int64()),
            ("reason", pa.string()),
            ("row_text", pa.string()),
        ]
    ),
    # What gate 1 said of each file, kept so that an unchanged file is judged once.
    "landed_verdicts": pa.schema(
        [
            ("landed_id", pa.string()),
            ("suite_version", pa.string()),
            ("check_name", pa.string()),
            ("passed", pa.bool_()),
            ("severity", pa.string()),
            ("rows_checked", pa.int64()),
            ("rows_failed", pa.int64()),
            ("detail", pa.string()),
        ]
    ),
}

# Tables that Python computes from other rows and replaces as a whole.
COMPUTED = {
    "entity_identities": pa.schema(
        [
            ("country_code", pa.string()),
            ("name_key", pa.string()),
            ("first_citation", pa.string()),
            ("repeat_number", pa.int32()),
            ("entity_id", pa.string()),
            ("party_id", pa.string()),
            ("rule", pa.string()),
            ("facts", pa.string()),
        ]
    ),
}


# DuckDB's words for a file that is not what it wrote, and for having given a database up after an
# error of its own (2.0.0: "dict-surviving cache: global dictionary column 5 changed identity", seen
# once in a join). Its exceptions have no kind for it, and dbt and the gates hand on words alone.
_DAMAGED = (
    "Corrupt database file",
    "is not a valid DuckDB database file",
    "Could not read enough bytes from file",
    "Failed to deserialize",
    "database has been invalidated because of a previous fatal error",
)


@dataclass(frozen=True)
class Loaded:
    """What one load of a source did."""

    files_new: int
    files_total: int
    rows: int
    unreadable: list[tuple[str, str]] = field(default_factory=list)
    damaged: list[Damaged] = field(default_factory=list)


class Warehouse:
    """The build database at one path. One writer at a time.

    `memory`: how much DuckDB may take, in its own words (`4GiB`, `80%`); its own rule if empty.
    """

    def __init__(self, path: Path, memory: str = "") -> None:
        self.path = path
        self.memory = memory

    @contextmanager
    def connect(self, *, read_only: bool = False) -> Iterator[duckdb.DuckDBPyConnection]:
        """A connection without extensions from outside, closed at the end.

        As in `dbt/profiles.yml`, without the optimizer over which DuckDB gives a database up.
        """
        self.path.parent.mkdir(parents=True, exist_ok=True)
        connection = duckdb.connect(
            str(self.path),
            read_only=read_only,
            config={"autoinstall_known_extensions": "false", "TimeZone": "UTC"},
        )
        try:
            # set afterwards: dbt's connection to the same file must have the same configuration
            connection.execute("set disabled_optimizers = 'statistics_propagation'")
            if self.memory:
                connection.execute(f"set memory_limit = '{self.memory}'")
            yield connection
        finally:
            connection.close()

    def prepare(self) -> None:
        """Create the raw tables that are missing; a table of another shape is an error's cause
        and is made anew, since landing holds everything it held."""
        wanted: dict[str, tuple[str | None, pa.Schema]] = {}
        for source in SOURCES.values():
            for table, schema in source.tables().items():
                wanted[table] = (source.name, _with_file(schema))
        for table, schema in {**ACCOUNT, **computed_tables()}.items():
            wanted[table] = (None, schema)
        with self.connect() as connection:
            connection.execute("create schema if not exists raw")
            for table, (source_name, schema) in wanted.items():
                if self._has_shape(connection, table, schema):
                    continue
                connection.execute(f'drop table if exists raw."{table}"')
                empty = schema.empty_table()
                connection.register("empty_table", empty)
                connection.execute(f'create table raw."{table}" as from empty_table')
                connection.unregister("empty_table")
                if source_name is not None and self._exists(connection, "landed_files"):
                    connection.execute(
                        "delete from raw.landed_files where source = ?", [source_name]
                    )

    def load(
        self,
        source: Source,
        landing: Landing,
        *,
        quarantined: Collection[str] = (),
        expected: Collection[str] = (),
        progress: Callable[[str, int, int], None] | None = None,
        spread: Spread = over_cores,
    ) -> Loaded:
        """Parse and load the landed files that are not loaded with this parser's version.

        Many are proven and parsed by `spread`, and loaded here in their order.

        A file that is quarantined leaves the raw tables. Each file is one transaction; a file
        that cannot be parsed leaves one row in `raw.landed_files` saying why.

        A file that was landed (the build or `expected`, landed_ids, knows it) and is gone, or is
        no longer what was landed, is damaged: what is loaded of it stays. Raises LandingDamaged
        where the source blocks, before anything is changed.
        """
        found, damaged = landing.look(source.name)
        files = [
            file
            for file in found
            if landed_id(file) not in quarantined and file.sha256 not in quarantined
        ]
        on_disk = {landed_id(file) for file in found} | {one.landed_id for one in damaged}
        version = source.parser_version()
        with self.connect() as connection:
            # Rewritten after every 16 MiB, a table's last rows took half of a large load.
            connection.execute("set checkpoint_threshold = '256MiB'")
            known = dict(
                connection.execute(
                    "select landed_id, parser_version from raw.landed_files where source = ?",
                    [source.name],
                ).fetchall()
            )
            wanted = {landed_id(file): file for file in files}
            new = [file for key, file in wanted.items() if known.get(key) != version]
            ours = {key for key in expected if key.startswith(f"{source.name}/")}
            damaged += _gone({*known, *ours} - on_disk)
            damaged += _changed(new, spread)
            damaged = [one for one in damaged if one.landed_id not in quarantined]
            if damaged and source.blocks:
                raise LandingDamaged("\n".join(one.reason for one in damaged))
            kept = {one.landed_id for one in damaged}
            for stale in known.keys() - wanted.keys() - kept:
                self._forget(connection, source, stale)
            unreadable = []
            rows = 0
            new = [file for file in new if landed_id(file) not in kept]
            with closing(each(partial(parse_landed, source), new, spread)) as parsing:
                for number, file in enumerate(new, start=1):
                    if progress:
                        progress(f"{source.name} {file.name}", number, len(new))
                    if landed_id(file) in known:
                        self._forget(connection, source, landed_id(file))
                    parsed = next(parsing)
                    if isinstance(parsed, str):
                        unreadable.append((landed_id(file), parsed))
                        self._insert_account(connection, file, version, None, parsed)
                    else:
                        rows += self._insert(connection, source, file, version, parsed)
        return Loaded(len(new), len(files), rows, unreadable, damaged)

    def replace(self, table: str, rows: pa.Table) -> None:
        """Replace a computed raw table in one transaction."""
        schema = computed_tables()[table]
        with self.connect() as connection:
            connection.register("new_rows", rows.select(schema.names).cast(schema))
            connection.execute("begin")
            connection.execute(f'delete from raw."{table}"')
            connection.execute(f'insert into raw."{table}" by name from new_rows')
            connection.execute("commit")

    def _insert(
        self,
        connection: duckdb.DuckDBPyConnection,
        source: Source,
        file: LandedFile,
        version: int,
        parsed: Parsed,
    ) -> int:
        if parsed.tables.keys() != source.tables().keys():
            raise KeyError(f"{source.name} must fill {sorted(source.tables())}")
        rows = 0
        connection.execute("begin")
        for table, records in parsed.tables.items():
            identified = records.add_column(
                0, "landed_id", pa.array([landed_id(file)] * len(records), pa.string())
            )
            connection.register("new_rows", identified)
            connection.execute(f'insert into raw."{table}" by name from new_rows')
            connection.unregister("new_rows")
            rows += len(records)
        if parsed.rejected:
            connection.executemany(
                "insert into raw.rejected_rows values (?, ?, ?, ?)",
                [
                    (landed_id(file), row.row_number, row.reason, row.row_text)
                    for row in parsed.rejected
                ],
            )
        self._insert_account(connection, file, version, parsed, None)
        connection.execute("commit")
        return rows

    @staticmethod
    def _insert_account(
        connection: duckdb.DuckDBPyConnection,
        file: LandedFile,
        version: int,
        parsed: Parsed | None,
        error: str | None,
    ) -> None:
        connection.execute(
            f"insert into raw.landed_files values ({', '.join('?' * 16)})",
            [
                landed_id(file),
                file.source,
                file.name,
                file.url,
                file.sha256,
                file.size,
                file.published_on,
                file.fetched_at.astimezone(UTC).replace(tzinfo=None),
                version,
                "unreadable" if parsed is None else "read",
                parsed.rows_found if parsed else None,
                parsed.rows_parsed if parsed else None,
                parsed.rows_structural if parsed else None,
                len(parsed.rejected) if parsed else None,
                json.dumps(dict(parsed.repairs), sort_keys=True) if parsed else None,
                error,
            ],
        )

    def _forget(self, connection: duckdb.DuckDBPyConnection, source: Source, stale: str) -> None:
        connection.execute("begin")
        for table in (*source.tables(), "rejected_rows", "landed_verdicts", "landed_files"):
            connection.execute(f'delete from raw."{table}" where landed_id = ?', [stale])
        connection.execute("commit")

    @staticmethod
    def _exists(connection: duckdb.DuckDBPyConnection, table: str) -> bool:
        found = connection.execute(
            "select 1 from duckdb_tables() where schema_name = 'raw' and table_name = ?", [table]
        ).fetchall()
        return bool(found)

    def _has_shape(
        self, connection: duckdb.DuckDBPyConnection, table: str, schema: pa.Schema
    ) -> bool:
        if not self._exists(connection, table):
            return False
        connection.register("empty_table", schema.empty_table())
        wanted = connection.execute("describe from empty_table").fetchall()
        connection.unregister("empty_table")
        return connection.execute(f'describe raw."{table}"').fetchall() == wanted


def computed_tables() -> dict[str, pa.Schema]:
    """Raw tables that are computed in the middle of the graph, and their schemas."""
    from dagster_project.matching import KEPT_MATCHES, SCREENED
    from dagster_project.news import MENTIONS, RELATIONS, STORIES
    from dagster_project.sources.section_117.records import LINK_TABLES

    return {
        **COMPUTED,
        "matches": KEPT_MATCHES,
        "screened_names": SCREENED,
        "news_mentions": MENTIONS,
        "news_relations": RELATIONS,
        "news_stories": STORIES,
        **LINK_TABLES,
    }


def landed_id(file: LandedFile) -> str:
    """How rows name the landed file they come from: source, date and hash."""
    when = file.published_on.isoformat() if file.published_on else "undated"
    return f"{file.source}/{when}/{file.sha256[:16]}"


def threw_away(build: Path, error: BaseException) -> bool:
    """Whether an error says that the build database is of no use any more; if so, the build is
    deleted.

    Everything there is made again from landing, which a damaged page of it is not.
    """
    said: BaseException | None = error
    while said is not None and not any(words in str(said) for words in _DAMAGED):
        said = said.__cause__
    if said is None:
        return False
    shutil.rmtree(build, ignore_errors=True)
    return True


def prove_landed(root: Path, expected: Collection[str]) -> tuple[int, list[Damaged]]:
    """How many landed files equal their manifests, and those that do not or are gone.

    `expected`: landed_ids that must be there.
    """
    files, damaged = Landing(root).look()
    damaged += _changed(files, over_cores)
    here = {landed_id(file) for file in files} | {one.landed_id for one in damaged}
    damaged += _gone(set(expected) - here)
    return len(files), damaged


def _gone(keys: Collection[str]) -> list[Damaged]:
    return [
        Damaged(
            key,
            f"landing/{key}: was landed and is no longer there; restore it from a backup, or say "
            "that it is not wanted with `entity-list quarantine`",
        )
        for key in sorted(keys)
    ]


def _changed(files: Sequence[LandedFile], spread: Spread) -> list[Damaged]:
    return [damaged for damaged in each(_damage, files, spread) if damaged]


def _damage(file: LandedFile) -> Damaged | None:
    try:
        file.read()
    except LandingDamaged as error:
        return Damaged(landed_id(file), str(error))
    return None


def _with_file(schema: pa.Schema) -> pa.Schema:
    return pa.schema([pa.field("landed_id", pa.string()), *schema])
