"""Checks that can fail: each is shown a fault that only it catches, or is declared redundant.

Gate 1 loses each rule in turn, and the files that the rule had stopped are judged again. Gate 2
(dbt's tests and the rules on the marts) looks at a built database that was changed by SQL, each
change in a transaction that is rolled back; all its checks are run on each change.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest

from dagster_project.quality import landed as gate_1
from dagster_project.quality import marts as gate_2
from dagster_project.quality.landed import judge_landed, rules_of
from dagster_project.sources.landing import Landing
from dagster_project.sources.registry import SOURCES
from faults import bytes_of as b
from faults import files
from faults.report import Ledger
from faults.test_files import FIRST_DAY, NOW, World

# Faults that a parser would have to make: the raw rows are changed after loading.
ENTRY = "landed_id = $landed_id and entry_number = 5"
PARSER_FAULTS = {
    "rows_reconcile": "update raw.landed_files set rows_parsed = rows_parsed - 1 "
    "where landed_id = $landed_id",
    "every_entry_has_a_destination": f"update raw.ecfr_entries set country = ' ' where {ENTRY}",
    "every_entry_has_a_name": f"update raw.ecfr_entries set entity_name = '  ' where {ENTRY}",
    "every_entry_has_a_citation": f"update raw.ecfr_entries set citations = [] where {ENTRY}",
    "every_entry_has_a_licence_requirement": "update raw.ecfr_entries "
    f"set license_requirement = null where {ENTRY}",
    "no_name_is_an_address_or_footnote": "update raw.ecfr_entries set entity_name = 'X' "
    f"where {ENTRY}",
}
# Caught by no file of the sample alone: small lists shrink when they lose most of their entries.
ALONE = {"list_is_not_empty": "the first list ever landed has no version before it"}


@dataclass(frozen=True)
class Shown:
    """One rule of gate 1: what it stopped, and what is stopped without it."""

    rule: str
    fault: str
    stopped_with: frozenset[str]
    stopped_without: frozenset[str]


@pytest.mark.all_faults
def test_without_any_one_rule_of_gate_1_a_fault_gets_through(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ledger: Ledger
) -> None:
    shown = []
    for name, source_name in _rules():
        rules = gate_1._ROOMS[SOURCES[source_name].room]
        with_it = _failed(tmp_path / name, source_name, name)
        kept = tuple(rule for rule in rules if rule.name != name)
        monkeypatch.setitem(gate_1._ROOMS, SOURCES[source_name].room, kept)
        without = _failed(tmp_path / f"{name}-off", source_name, name)
        monkeypatch.setitem(gate_1._ROOMS, SOURCES[source_name].room, rules)
        shown.append(Shown(name, source_name, with_it, without))
    ledger.tables.append(
        (
            "gate 1: each rule switched off in turn",
            [f"{one.rule:<46} {one.fault:<8} then: {_then(one)}" for one in shown],
        )
    )
    assert [one for one in shown if one.rule not in one.stopped_with] == []
    assert [one for one in shown if one.stopped_without] == []


def _then(one: Shown) -> str:
    return (
        "caught by " + ", ".join(sorted(one.stopped_without)) if one.stopped_without else "missed"
    )


def _rules() -> Iterator[tuple[str, str]]:
    """Each rule once, with a source for which a fault is meant for it."""
    meant = {
        (fault.source, fault.caught.replace("parser", "file_is_readable"))
        for fault in files.FILE_FAULTS
    }
    seen = set()
    for name in ("ledger", "ecfr"):
        for rule in rules_of(SOURCES[name]):
            is_meant = (name, rule.name) in meant or (name == "ecfr" and rule.name in PARSER_FAULTS)
            if is_meant and rule.name not in seen:
                seen.add(rule.name)
                yield rule.name, name
    assert seen == {rule.name for rules in gate_1._ROOMS.values() for rule in rules}


def _failed(folder: Path, source_name: str, rule: str) -> frozenset[str]:
    """The rules that fail on a fault meant for `rule`."""
    world = World(folder, SOURCES[source_name])
    fault = next(
        (f for f in files.FILE_FAULTS if f.caught == rule and f.source == source_name), None
    )
    if rule == "file_is_readable":
        fault = next(
            f for f in files.FILE_FAULTS if f.source == source_name and f.caught == "parser"
        )
    if source_name == "ecfr" and rule not in ALONE:
        world.land(b.the_list(), b.LIST_FILE, FIRST_DAY)
    by_parser = rule in PARSER_FAULTS
    if by_parser:
        key = world.land(b.the_list() + b"\n", b.LIST_FILE)
    else:
        assert fault is not None, f"no fault is meant for {rule}"
        content = fault.injected(fault.base())
        key = world.land(content, fault.file_name, fault.published_on)
    world.warehouse.load(world.source, Landing(world.settings.landing))
    if by_parser:
        with world.warehouse.connect() as connection:
            connection.execute(PARSER_FAULTS[rule], {"landed_id": key})
    judge_landed(world.warehouse, world.source, now=NOW)
    return frozenset(world.look(key, 0).failed)


# --- gate 2 ---------------------------------------------------------------------------------

# Checks that another one holds too, and why they stay.
REDUNDANT: Mapping[str, str] = {
    "gate_2.no_money_is_multiplied": "relationship_totals_are_the_sum_of_the_facts says the same",
    "relationship_totals_are_the_sum_of_the_facts": "gate_2.no_money_is_multiplied says the same; "
    "money is counted by two tools, since a sum is what a reader quotes",
    "gate_2.every_accepted_funding_row_is_kept": "counts what every_landed_row_is_in_funding names",
    "every_landed_row_is_in_funding": "names what gate_2.every_accepted_funding_row_is_kept "
    "counts; it sees the other funding sources too",
    "every_printed_entry_has_one_entity": "an entry without entity is also not explained in the "
    "marts; it names the entry, and sees old versions too",
    "gate_2.nothing_is_in_force_that_is_not_printed_or_marked": "an entity in force without a name "
    "is seen too; this is the only one that sees it where it has one",
    "gate_2.few_absences_are_unexplained": "one of many is already warned of; this one stops",
    "not_null_dim_organizations_organization_id": "an id that is gone is missed where it is used",
    "unique_dim_organizations_organization_id": "an id given twice is missed where it is used",
    "not_null_dim_entities_entity_id": "an id that is gone is missed where it is used",
    "relationships_fct_exposures_funding_id__funding_id__ref_fct_funding_": "a verdict on no "
    "record leaves a record without verdict; it names the verdict",
}

# Changes for the checks that are no generic test of dbt.
CHANGES = {
    "every_printed_entry_has_one_entity": "delete from intermediate.int_entities__entries "
    "where rowid = (select max(rowid) from intermediate.int_entities__entries)",
    "undisclosed_is_never_clear": "update marts.fct_exposures set exposure_class = 'clear' "
    "where exposure_class = 'undisclosed'",
    "list_on_a_version_date_is_that_version": "delete from "
    "intermediate.int_entities__entity_spells where rowid = (select min(rowid) "
    "from intermediate.int_entities__entity_spells "
    "where recorded_to is null and listing_state = 'listed')",
    "every_end_of_a_listing_has_its_removal": "update marts.fct_listing_events "
    "set effective_on = effective_on + 1 where rowid = (select min(rowid) "
    "from marts.fct_listing_events where event_kind = 'removed')",
    "every_record_has_one_verdict": "delete from marts.fct_exposures "
    "where rowid = (select min(rowid) from marts.fct_exposures)",
    "every_landed_row_is_in_funding": "delete from raw.section_117_gift_links "
    "where rowid = (select min(rowid) from raw.section_117_gift_links)",
    # no counterparty of the sample is said to belong to another
    "relationships_dim_organizations_parent_organization_id__organization_id__"
    "ref_dim_organizations_": "update marts.dim_organizations "
    "set parent_organization_id = 'nobody'",
    "accepted_values_dim_organizations_parent_rule__stated_by_source__says_whose_affiliate__"
    "unit_and_its_body": "update marts.dim_organizations set parent_rule = 'nobody'",
    # not the name an entity is listed under: that one is missed by a rule, too
    "relationships_dim_entity_names_entity_id__entity_id__ref_dim_entities_": "update "
    "marts.dim_entity_names set entity_id = 'nobody' where rowid = (select min(rowid) "
    "from marts.dim_entity_names where name_kind <> 'primary')",
    "every_participation_has_its_project": "delete from raw.cordis_projects "
    "where rowid = (select min(rowid) from raw.cordis_projects)",
    "relationship_totals_are_the_sum_of_the_facts": "update marts.dim_relationships "
    "set total_amount_usd = total_amount_usd + 1 where rowid = (select min(rowid) "
    "from marts.dim_relationships where is_current and total_amount_usd > 0)",
    "gate_2.newest_version_is_in_force": "update marts.dim_entities set is_current = false, "
    "valid_to = date '2024-01-01', closed_because = 'amended' where entity_id = (select "
    "min(entity_id) from marts.dim_entities where is_current and listing_state = 'listed') "
    "and is_current",
    "gate_2.nothing_is_in_force_that_is_not_printed_or_marked": "update marts.dim_entities "
    "set is_current = true, valid_to = null where entity_key = (select min(entity_key) from "
    "marts.dim_entities where valid_to is not null and recorded_to is null and entity_id not in "
    "(select entity_id from marts.dim_entities where is_current))",
    "gate_2.few_absences_are_unexplained": "insert into marts.rpt_unexplained_absences (entity_id) "
    "select cast(number as varchar) from range(9) as numbers(number)",
    "gate_2.no_absence_is_unexplained": "insert into marts.rpt_unexplained_absences (entity_id) "
    "values ('el-1')",
    "gate_2.every_removal_says_why": "update marts.dim_entities set closed_because = null "
    "where valid_to is not null",
    "gate_2.every_listed_entity_has_a_primary_name": "update marts.dim_entity_names "
    "set name_kind = 'also_known_as' where entity_id = (select min(entity_id) "
    "from marts.dim_entities where is_current and entity_kind = 'party')",
    "gate_2.no_money_is_multiplied": "update marts.fct_funding set amount_usd = amount_usd * 2 "
    "where rowid = (select min(rowid) from marts.fct_funding "
    "where recorded_to is null and amount_usd > 0)",
    "gate_2.every_accepted_funding_row_is_kept": "delete from raw.section_117_gift_links "
    "where rowid = (select max(rowid) from raw.section_117_gift_links)",
}


@dataclass(frozen=True)
class Check:
    """One check of gate 2: its SQL gives failing rows, or the rows checked and failed."""

    name: str
    sql: str
    is_rule: bool

    def fails(self, connection: duckdb.DuckDBPyConnection) -> bool:
        rows = connection.execute(self.sql).fetchall()
        return bool(rows[0][1]) if self.is_rule else bool(rows)


@pytest.fixture(scope="module")
def built(
    tmp_path_factory: pytest.TempPathFactory, sample_run: tuple[Any, Any]
) -> Iterator[tuple[duckdb.DuckDBPyConnection, dict[str, Check], dict[str, str]]]:
    """The build, every check of gate 2 as SQL, and for each check a change that it must see."""
    build = sample_run[0].data / "build"
    path = tmp_path_factory.mktemp("built") / "warehouse.duckdb"
    shutil.copyfile(build / "warehouse.duckdb", path)
    manifest = json.loads((build / "dbt" / "manifest.json").read_bytes())
    tests = [n for n in manifest["nodes"].values() if n["resource_type"] == "test"]
    checks, changes = {}, dict(CHANGES)
    for node in tests:
        # dbt shortens the file's name of a long test to its alias
        folder = build / "dbt" / "compiled" / "entity_list" / node["original_file_path"]
        sql = folder if folder.is_file() else folder / node["path"]
        checks[node["name"]] = Check(node["name"], sql.read_text(encoding="utf-8"), False)
        if node["name"] not in changes:
            changes[node["name"]] = _change(manifest, node)
    for rule in gate_2._RULES:
        checks[f"gate_2.{rule.name}"] = Check(f"gate_2.{rule.name}", rule.sql, True)
    with duckdb.connect(str(path)) as connection:
        yield connection, checks, changes


def _change(manifest: Mapping[str, Any], node: Mapping[str, Any]) -> str:
    """One change to the table a generic test stands at, of the kind that the test is for."""
    kind, given = node["test_metadata"]["name"], node["test_metadata"]["kwargs"]
    model = manifest["nodes"][node["attached_node"]]
    table = f'{model["schema"]}."{model["alias"]}"'
    column = given.get("column_name")
    first = f"rowid = (select min(rowid) from {table})"
    if kind == "not_null":
        return f"update {table} set {column} = null where {first}"
    if kind == "unique":
        return (
            f"update {table} set {column} = (select max({column}) from {table}) "
            f"where rowid = (select min(rowid) from {table} "
            f"where {column} <> (select max({column}) from {table}))"
        )
    if kind in ("accepted_values", "relationships"):
        return (
            f"update {table} set {column} = 'nobody' where rowid = "
            f"(select min(rowid) from {table} where {column} is not null)"
        )
    if kind == "rows_reconcile":
        return f"update {table} set rows_parsed = rows_parsed + 1 where {first}"
    keys = [name for name in model["columns"] if name.endswith("_key")][:1]
    replaced = f" replace ('again' as {keys[0]})" if keys else ""
    return f"insert into {table} select *{replaced} from {table} where {first}"


# Values that the checks of tables allow in which the sample has no row.
ALLOWED = {
    "decision_state": "holds",
    "change": "added",
    "cause": "list",
    "decision": "confirmed",
    "disagreement_kind": "typography",
}


def _fill_if_empty(connection: duckdb.DuckDBPyConnection, change: str) -> None:
    """Two rows of made-up values, so that a change has something to change."""
    found = re.match(r'(?:update|insert into) (marts\."\w+")', change)
    if (
        not found
        or "absences" in change
        or connection.execute(f"select count(*) from {found[1]}").fetchall() != [(0,)]
    ):
        return
    columns = connection.execute(f"describe {found[1]}").fetchall()
    for number in (1, 2):
        values = []
        for name, kind, *_ in columns:
            text = {"DATE": "2024-01-01", "TIMESTAMP": "2024-01-01", "BOOLEAN": "true"}.get(
                kind, ALLOWED.get(name, str(number))
            )
            values.append("null" if name == "entity_id" else f"cast('{text}' as {kind})")
        connection.execute(f"insert into {found[1]} values ({', '.join(values)})")


@pytest.mark.all_faults
def test_each_check_of_gate_2_sees_a_change_that_no_other_sees(
    built: tuple[duckdb.DuckDBPyConnection, dict[str, Check], dict[str, str]], ledger: Ledger
) -> None:
    connection, checks, changes = built
    assert changes.keys() == checks.keys()
    assert [name for name, check in checks.items() if check.fails(connection)] == []
    seen: dict[str, list[str] | str] = {}
    for name, change in changes.items():
        connection.execute("begin")
        try:
            _fill_if_empty(connection, change)
            connection.execute(change)
            seen[name] = [c.name for c in checks.values() if c.fails(connection)]
        except duckdb.ConstraintException as error:
            seen[name] = f"the contract: {re.sub(r'[^a-z ]', '', str(error).lower())[:60]}"
        finally:
            connection.execute("rollback")
    ledger.tables.append(
        (
            "gate 2: a change for each check, and who sees it",
            [f"{name[:70]:<70} {_who(name, found)}" for name, found in seen.items()],
        )
    )
    blind = [name for name, found in seen.items() if name not in found]
    shared = {
        name: [other for other in found if other != name]
        for name, found in seen.items()
        if name in found and len(found) > 1
    }
    assert blind == []
    assert shared.keys() == REDUNDANT.keys()


def _who(name: str, found: list[str] | str) -> str:
    if isinstance(found, str):
        return found
    others = [other for other in found if other != name]
    if name not in found:
        return f"NOT SEEN by it; {', '.join(others) or 'nobody'}"
    return f"it and {', '.join(others)}" if others else "only it"
