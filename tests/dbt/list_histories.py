"""Small histories of the Entity List, described in Python and run through the project's own SQL.

Here: what a landed version, a printed entry and a rule are in a test; the compiled history models,
run in their order on an in-memory DuckDB. Not here: any expectation. dbt compiles once a session;
a history of a few versions then takes some tens of milliseconds. Identity is the project's own
(`resolve_in`), and the point-in-time macros are the published ones.
"""

from __future__ import annotations

import io
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from dagster_project.identity import resolve_in
from dagster_project.settings import DBT_PROJECT
from dagster_project.sources.ecfr.countries import country_code
from dagster_project.sources.ecfr.normalise import key, legal_key
from dagster_project.sources.ecfr.parse import parse
from dagster_project.sources.ecfr.records import TABLES
from dagster_project.sources.federal_register.records import TABLES as DOCUMENT_TABLES
from dagster_project.sources.parsed import Parsed
from dagster_project.warehouse import ACCOUNT, Warehouse

MARTS = (
    "dim_entities",
    "dim_entity_names",
    "dim_entity_addresses",
    "dim_entity_terms",
    "dim_federal_register_documents",
    "fct_listing_events",
    "rpt_replay_disagreements",
    "rpt_unexplained_absences",
)
WITNESS_MARTS = ("rpt_source_reconciliation",)
DATABASE = "build"
MACROS = Path(__file__).resolve().parents[2] / "dagster_project" / "publishing" / "macros.sql"
_CITATION = re.compile(r"((\d+) FR (\d+))(?:, (\d{4}-\d{2}-\d{2}))?$")
_RAW = {**TABLES, **DOCUMENT_TABLES}


@dataclass(frozen=True)
class Entry:
    """One printed entry. `cited`: `84 FR 54004, 2019-10-09`, the addition first."""

    name: str
    cited: tuple[str, ...] = ("84 FR 54004, 2019-10-09",)
    country: str = "China"
    aliases: tuple[str, ...] = ()
    formerly: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    requirement: str | None = "For all items subject to the EAR"
    policy: str | None = "Presumption of denial"
    footnotes: tuple[str, ...] = ()

    def __str__(self) -> str:
        """What differs from a plain entry: failing histories must be readable."""
        plain = type(self)(self.name)
        told = [
            f"{column}={value!r}"
            for column, value in vars(self).items()
            if column != "name" and value != getattr(plain, column)
        ]
        return f"Entry({', '.join([repr(self.name), *told])})"

    def names(self) -> list[tuple[str, str]]:
        found = [(self.name, "primary")]
        found += [(name, "also_known_as") for name in self.aliases]
        return found + [(name, "formerly_known_as") for name in self.formerly]


@dataclass(frozen=True)
class Version:
    """The list as of a date, landed at a moment (by default that day, noon UTC)."""

    on: date
    entries: tuple[Entry, ...]
    landed_at: datetime | None = None
    edition: str = "first"
    is_refused: bool = False

    @property
    def landed_id(self) -> str:
        return f"ecfr/{self.on}/{self.edition}"

    @property
    def recorded_from(self) -> datetime:
        return self.landed_at or datetime.combine(self.on, time(12))


@dataclass(frozen=True)
class Rule:
    """A Federal Register document, landed at a moment (by default on its day of publication)."""

    document_number: str
    volume: int
    start_page: int
    end_page: int
    published_on: date
    effective_on: date | None = None
    title: str = "Addition of Entities to the Entity List"
    abstract: str = ""
    landed_at: datetime | None = None

    @property
    def recorded_from(self) -> datetime:
        return self.landed_at or datetime.combine(self.published_on, time(9))

    @property
    def landed_id(self) -> str:
        landed = f"{self.recorded_from:%Y%m%dT%H%M%S}"
        return f"federal-register/{self.published_on}/{self.document_number}-{landed}"


def version(on: str, *entries: Entry, landed: str | None = None, **more: Any) -> Version:
    """`version("2019-10-09", Entry(…), landed="2019-10-10 08:00")`."""
    return Version(
        date.fromisoformat(on),
        tuple(entries),
        datetime.fromisoformat(landed) if landed else None,
        **more,
    )


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


class MemoryWarehouse(Warehouse):
    """The build database on a connection that stays open."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        super().__init__(Path(f"{DATABASE}.duckdb"))
        self._connection = connection

    @contextmanager
    def connect(self, *, read_only: bool = False) -> Iterator[duckdb.DuckDBPyConnection]:
        yield self._connection


@dataclass(frozen=True)
class Model:
    """One compiled model."""

    name: str
    relation: str
    materialized: str
    sql: str
    parents: tuple[str, ...]


def invoke_dbt(target: Path, *arguments: str) -> Any:
    """dbt in this process on `target/build.duckdb`; its results. Raises what dbt raises."""
    from dbt.adapters.factory import reset_adapters
    from dbt.cli.main import dbtRunner

    from dagster_project.dbt_project import _close_connections

    target.mkdir(parents=True, exist_ok=True)
    before = os.environ.get("ENTITY_LIST_BUILD")
    os.environ["ENTITY_LIST_BUILD"] = str(target / f"{DATABASE}.duckdb")
    try:
        with redirect_stdout(io.StringIO()):
            done = dbtRunner().invoke(
                [
                    "--quiet", "--no-send-anonymous-usage-stats", "--log-level-file", "none",
                    *arguments,
                    "--project-dir", str(DBT_PROJECT), "--profiles-dir", str(DBT_PROJECT),
                    "--target-path", str(target / "dbt"),
                ]
            )  # fmt: skip
    finally:
        _close_connections()
        reset_adapters()
        if before is None:
            del os.environ["ENTITY_LIST_BUILD"]
        else:
            os.environ["ENTITY_LIST_BUILD"] = before
    if done.exception is not None:
        raise done.exception
    return done.result


def compile_models(target: Path, marts: Sequence[str] = MARTS) -> dict[str, Model]:
    """The marts and all they are made from, compiled by dbt, in the order of their run."""
    compiled = invoke_dbt(target, "compile", "--select", *(f"+{mart}" for mart in marts))
    nodes = {
        found.node.unique_id: found.node
        for found in compiled
        if found.node.resource_type == "model"
    }
    models = {
        node.name: Model(
            node.name,
            node.relation_name,
            node.config.materialized,
            node.compiled_code,
            tuple(nodes[parent].name for parent in node.depends_on.nodes if parent in nodes),
        )
        for _, node in sorted(nodes.items())
    }
    return made_from(models, sorted(models))


def made_from(models: Mapping[str, Model], wanted: Iterable[str]) -> dict[str, Model]:
    """The wanted models and all they are made from, in the order of their run."""
    ordered: dict[str, Model] = {}

    def add(name: str) -> None:
        if name not in ordered:
            for parent in models[name].parents:
                add(parent)
            ordered[name] = models[name]

    for name in wanted:
        add(name)
    return ordered


@dataclass
class House:
    """An in-memory build database and the models that are run in it."""

    models: Mapping[str, Model]
    connection: duckdb.DuckDBPyConnection = field(init=False)
    warehouse: MemoryWarehouse = field(init=False)
    _planned: dict[str, str] = field(init=False, default_factory=dict)

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        printer.text("house")

    def __post_init__(self) -> None:
        self.connection = duckdb.connect(config={"threads": "1"})
        self.connection.execute(f"attach ':memory:' as {DATABASE}")
        self.connection.execute(f"use {DATABASE}")
        self.warehouse = MemoryWarehouse(self.connection)
        self.warehouse.prepare()
        for schema in ("staging", "intermediate", "marts"):
            self.connection.execute(f"create schema {schema}")
        for model in self.models.values():
            self._create(model)
        for mart in set(MARTS) & set(self.models):
            self.connection.execute(f"create view main.{mart} as select * from marts.{mart}")
        # the list's own macros come first; the others need tables that are not made here
        macros, rest, _ = MACROS.read_text(encoding="utf-8").partition("create macro relationships")
        assert rest, "macros.sql has another order now"
        if "dim_entities" in self.models:
            self.connection.execute(macros)

    def _create(self, model: Model) -> None:
        self.connection.execute(
            f"create or replace {model.materialized} {model.relation} as {model.sql}"
        )

    def close(self) -> None:
        self.connection.close()

    def empty(self) -> None:
        """Forget every landed file."""
        for table in (*_RAW, *ACCOUNT, "csl_entries", "bis_csv_rows"):
            self.connection.execute(f"delete from raw.{table}")

    def land(self, versions: Iterable[Version], rules: Iterable[Rule] = ()) -> None:
        """Add landed files as the loader would; what is derived is built by `build`."""
        versions, rules = list(versions), list(rules)
        rows: dict[str, list[dict[str, Any]]] = {
            table: [] for table in (*_RAW, "landed_files", "landed_verdicts")
        }
        for landed in versions:
            _add_version(rows, landed)
        for rule in rules:
            _add_rule(rows, rule)
        schemas = {
            **{
                table: pa.schema([pa.field("landed_id", pa.string()), *schema])
                for table, schema in _RAW.items()
            },
            **ACCOUNT,
        }
        for table, records in rows.items():
            if not records:
                continue
            columns = pa.Table.from_pylist(records, schema=schemas[table])
            self.connection.register("new_rows", columns)
            self.connection.execute(f"insert into raw.{table} by name from new_rows")
            self.connection.unregister("new_rows")

    def land_file(self, content: bytes, name: str, on: date) -> str:
        """Land a whole file of the eCFR through the real parser; returns its `landed_id`."""
        return self.land_parsed("ecfr", parse(content, name=name, published_on=on), on)

    def land_parsed(self, source: str, parsed: Parsed, on: date) -> str:
        """Land what a parser made of a file of a source; returns its `landed_id`."""
        landed_id = f"{source}/{on}/first"
        for table, rows in parsed.tables.items():
            ids = pa.array([landed_id] * len(rows), pa.string())
            self.connection.register("new_rows", rows.add_column(0, "landed_id", ids))
            self.connection.execute(f"insert into raw.{table} by name from new_rows")
            self.connection.unregister("new_rows")
        account = _account(landed_id, source, on, datetime.combine(on, time(12)), parsed.rows_found)
        columns = pa.Table.from_pylist([account], schema=ACCOUNT["landed_files"])
        self.connection.register("new_rows", columns)
        self.connection.execute("insert into raw.landed_files by name from new_rows")
        self.connection.unregister("new_rows")
        return landed_id

    def identify(self, overrides: Path | None = None) -> pa.Table:
        return resolve_in(self.warehouse, overrides)

    def run(self, names: Sequence[str] | None = None) -> None:
        """Run the models whose tables are made, in order."""
        for name, model in self.models.items():
            if model.materialized == "table" and (names is None or name in names):
                self._create(model)

    def run_as_planned(self, names: Sequence[str]) -> None:
        """The same rows as `run`, from plans made once: for many small histories in a row.

        Planning is most of the time that a few rows take; what the optimizer saves it costs here
        several times over, and what it assumed of the rows of one history is wrong for the next.
        """
        self.connection.execute("pragma disable_optimizer")
        for name in names:
            model = self.models[name]
            if model.materialized != "table":
                continue
            if self._planned.get(name) != model.sql:
                self.connection.execute(
                    f"prepare planned_{name} as insert into {model.relation} {model.sql}"
                )
                self._planned[name] = model.sql
            self.connection.execute(f"delete from {model.relation}")
            self.connection.execute(f"execute planned_{name}")
        self.connection.execute("pragma enable_optimizer")

    def build(
        self,
        versions: Iterable[Version],
        rules: Iterable[Rule] = (),
        *,
        identities: pa.Table | None = None,
    ) -> House:
        """The tables of exactly these landed files; identities are resolved unless given."""
        self.empty()
        self.land(versions, rules)
        if identities is None:
            self.identify()
        else:
            self.warehouse.replace("entity_identities", identities)
        self.run()
        return self

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        return self.connection.execute(sql, parameters).fetchall()

    def names_on(self, valid_on: str, known_at: str | None = None) -> list[str]:
        """The primary names in force on a date, as known at a moment, through the published
        macro."""
        return [
            name
            for (name,) in self.rows(
                "select entity_name from entity_list_on(?, known_at := ?) order by 1",
                [valid_on, known_at],
            )
        ]

    def intervals(
        self, mart: str = "dim_entities", columns: str = "entity_name", **only: Any
    ) -> list[tuple[Any, ...]]:
        """What is now known: `valid_from`, `valid_to` as ISO text and the columns, in order."""
        where = " and ".join(["recorded_to is null", *(f"{column} = ?" for column in only)])
        return self.rows(
            f"select cast(valid_from as varchar), cast(valid_to as varchar), {columns} "
            f"from marts.{mart} where {where} order by all",
            list(only.values()),
        )

    def events(self) -> list[tuple[Any, ...]]:
        """`(effective_on, event_kind, citation)` in order."""
        return self.rows(
            "select cast(effective_on as varchar), event_kind, citation "
            "from marts.fct_listing_events order by all"
        )


def _add_version(rows: dict[str, list[dict[str, Any]]], landed: Version) -> None:
    landed_id = landed.landed_id
    rows["landed_files"].append(
        _account(landed_id, "ecfr", landed.on, landed.recorded_from, len(landed.entries))
    )
    if landed.is_refused:
        rows["landed_verdicts"].append(
            {
                "landed_id": landed_id,
                "check_name": "rows_reconcile",
                "passed": False,
                "severity": "block",
            }
        )
    for number, entry in enumerate(landed.entries, 1):
        own = {"landed_id": landed_id, "entry_number": number}
        citations = [_citation(text) for text in entry.cited]
        rows["ecfr_entries"].append(
            {
                **own,
                "list_kind": "entity_list",
                "country": entry.country,
                "country_code": country_code(entry.country),
                "entity_text": entry.name,
                "entity_kind": "party",
                "entity_name": entry.name,
                "name_key": key(entry.name),
                "license_requirement": entry.requirement,
                "requirement_key": entry.requirement and legal_key(entry.requirement),
                "license_review_policy": entry.policy,
                "policy_key": entry.policy and legal_key(entry.policy),
                "footnotes": list(entry.footnotes),
                "citations": [citation["citation"] for citation in citations],
                "successor_clause": False,
            }
        )
        rows["ecfr_names"].extend(
            {**own, "name_number": n, "name": name, "name_kind": kind, "name_key": key(name)}
            for n, (name, kind) in enumerate(entry.names(), 1)
        )
        rows["ecfr_addresses"].extend(
            {**own, "address_number": n, "address": address, "address_key": key(address)}
            for n, address in enumerate(entry.addresses, 1)
        )
        rows["ecfr_citations"].extend(
            {**own, "citation_number": n, **citation} for n, citation in enumerate(citations, 1)
        )
        rows["ecfr_terms"].extend(
            {**own, "term_number": n, "term_kind": "footnote", "value": note, "term_text": note}
            for n, note in enumerate(entry.footnotes, 1)
        )


def _citation(text: str) -> dict[str, Any]:
    found = _CITATION.match(text)
    assert found, f"{text!r} is no citation"
    return {
        "volume": int(found[2]),
        "page": int(found[3]),
        "citation": found[1],
        "published_on": date.fromisoformat(found[4]) if found[4] else None,
        "citation_text": text,
    }


def _add_rule(rows: dict[str, list[dict[str, Any]]], rule: Rule) -> None:
    rows["landed_files"].append(
        _account(rule.landed_id, "federal-register", rule.published_on, rule.recorded_from, 1)
    )
    rows["federal_register_documents"].append(
        {
            "landed_id": rule.landed_id,
            "row_number": 1,
            "document_number": rule.document_number,
            "citation": f"{rule.volume} FR {rule.start_page}",
            "volume": rule.volume,
            "start_page": rule.start_page,
            "end_page": rule.end_page,
            "published_on": rule.published_on,
            "effective_on": rule.effective_on,
            "title": rule.title,
            "abstract": rule.abstract,
            "document_type": "Rule",
            "is_entity_list_rule": True,
        }
    )


def _account(
    landed_id: str, source: str, published_on: date, recorded_from: datetime, count: int
) -> dict[str, Any]:
    return {
        "landed_id": landed_id,
        "source": source,
        "name": landed_id,
        "sha256": landed_id,
        "published_on": published_on,
        "fetched_at": recorded_from.astimezone(UTC).replace(tzinfo=None)
        if recorded_from.tzinfo
        else recorded_from,
        "outcome": "read",
        "rows_found": count,
        "rows_parsed": count,
        "rows_structural": 0,
        "rows_rejected": 0,
    }
