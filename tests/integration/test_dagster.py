"""Dagster's side: what it shows, what it runs, and that no door leads around the gate."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import dagster as dg
import duckdb
import pytest
from filelock import FileLock
from loopback.server import Loopback
from loopback.sources import Ecfr

from dagster_project.assets.backfill import VERSION_DATES
from dagster_project.build import build_definitions
from dagster_project.jobs import BACKFILL, DAILY
from dagster_project.outcomes import Exit, Problem
from dagster_project.publishing.facts import GateStopped
from dagster_project.settings import ROOT, SAMPLE, Settings
from dagster_project.sources.registry import SOURCES
from tests.conftest import SAMPLE_NOW, CommandLine

pytest_plugins = ("loopback.fixtures",)


@pytest.fixture(scope="module")
def definitions(tmp_path_factory: pytest.TempPathFactory) -> dg.Definitions:
    return build_definitions(Settings(tmp_path_factory.mktemp("definitions")))


@pytest.fixture(scope="module")
def specs(definitions: dg.Definitions) -> dict[dg.AssetKey, dg.AssetSpec]:
    return {spec.key: spec for spec in definitions.resolve_all_asset_specs()}


def test_dagster_itself_finds_the_definitions_valid(tmp_path: Path) -> None:
    done = subprocess.run(
        [
            sys.executable, "-W", "ignore", "-m", "dagster", "definitions", "validate",
            "-m", "dagster_project.definitions",
        ],
        cwd=ROOT,
        env={"PATH": "", "ENTITY_LIST_DATA": str(tmp_path), "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )  # fmt: skip
    told = done.stdout + done.stderr
    assert done.returncode == 0, told
    assert "All code locations passed validation" in told
    assert "WARNING" not in told


def test_the_workspace_loads_the_definitions_module() -> None:
    import yaml

    (entry,) = yaml.safe_load((ROOT / "workspace.yaml").read_text())["load_from"]
    assert entry["python_module"]["module_name"] == "dagster_project.definitions"


def test_the_instance_keeps_quiet_and_runs_one_at_a_time() -> None:
    import yaml

    instance = yaml.safe_load((ROOT / "dagster.yaml").read_text())
    assert instance["telemetry"] == {"enabled": False}
    assert instance["nux"] == {"enabled": False}
    assert instance["run_coordinator"]["config"]["max_concurrent_runs"] == 1
    assert instance["run_monitoring"]["enabled"]
    assert instance["run_monitoring"]["max_runtime_seconds"] > 0
    assert instance["run_retries"]["retry_on_asset_or_op_failure"] is False


def test_the_lineage_goes_from_left_to_right(
    specs: Mapping[dg.AssetKey, dg.AssetSpec],
) -> None:
    order = ["backfill", "ingest", "staging", "intermediate", "matching", "marts", "publish"]
    assert {spec.group_name for spec in specs.values()} == set(order)
    back = [
        f"{spec.key.to_user_string()} ({spec.group_name}) reads {dep.asset_key.to_user_string()}"
        for spec in specs.values()
        for dep in spec.deps
        if order.index(str(specs[dep.asset_key].group_name)) > order.index(str(spec.group_name))
    ]
    assert back == []


def test_every_asset_has_an_owner_a_kind_and_a_description(
    specs: Mapping[dg.AssetKey, dg.AssetSpec],
) -> None:
    bare = [
        key.to_user_string()
        for key, spec in specs.items()
        if not (spec.owners and spec.kinds and spec.description)
    ]
    assert bare == []


def test_everything_published_hangs_on_every_source(
    specs: Mapping[dg.AssetKey, dg.AssetSpec],
) -> None:
    above = set()
    waiting = [dg.AssetKey("published")]
    while waiting:
        key = waiting.pop()
        if key not in above:
            above.add(key)
            waiting += [dep.asset_key for dep in specs[key].deps]
    raw = {dg.AssetKey(["raw", table]) for source in SOURCES.values() for table in source.tables()}
    marts = {key for key, spec in specs.items() if spec.group_name == "marts"}
    assert marts <= above
    assert {key.to_user_string() for key in raw - above} <= {
        "raw/ecfr_rows",  # what became of each printed row: for people who look into the build
        "raw/ecfr_notes",
        "raw/csl_lists",
    }


def test_every_gate_is_a_visible_check_and_the_lists_block(
    definitions: dg.Definitions, manifest: Mapping[str, Any]
) -> None:
    graph = definitions.resolve_asset_graph()
    checks = {
        (key.asset_key.to_user_string(), key.name): graph.get_check_spec(key)
        for key in graph.asset_check_keys
    }
    names = {name for _, name in checks}
    tests = {n["name"] for n in manifest["nodes"].values() if n["resource_type"] == "test"}
    assert tests <= names
    for source in SOURCES.values():
        first = f"raw/{next(iter(source.tables()))}"
        assert checks[first, "landed_files_are_complete_and_true"].blocking is source.blocks
    assert checks["marts/dim_entities", "marts_are_what_the_landed_files_say"].blocking


def test_the_schedule_runs_every_morning_by_default(definitions: dg.Definitions) -> None:
    (schedule,) = definitions.schedules or ()
    assert schedule.default_status is dg.DefaultScheduleStatus.RUNNING
    assert schedule.execution_timezone == "America/New_York"
    assert schedule.cron_schedule == "30 9 * * *"
    tick = schedule.evaluate_tick(
        dg.build_schedule_context(scheduled_execution_time=datetime(2026, 1, 5, 14, 30, tzinfo=UTC))
    )
    (request,) = tick.run_requests or ()
    job = definitions.resolve_job_def(DAILY)
    assert request.run_config["resources"]["house"]["config"] == {"input": "live"}
    assert dg.validate_run_config(job, request.run_config)


def test_a_run_that_finds_the_lock_taken_does_nothing(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "data")
    settings.data.mkdir()
    job = build_definitions(settings).resolve_job_def(DAILY)
    with FileLock(settings.refresh_lock), pytest.raises(Exception) as raised:
        job.execute_in_process(
            run_config={"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}
        )
    causes = _causes(raised.value)
    assert any(isinstance(cause, Problem) and cause.code is Exit.BUSY for cause in causes)
    assert not settings.warehouse.exists()


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def test_publishing_alone_does_not_pass_the_gate(sample_copy: CommandLine) -> None:
    """Materialising only `published` runs no check: what was judged must be what is published."""
    settings = Settings(sample_copy.data)
    served = (settings.published / "current").resolve()
    with duckdb.connect(str(settings.warehouse)) as connection:
        connection.execute("delete from marts.dim_entities where entity_name ilike '%sense%'")
    definitions = build_definitions(settings)
    with pytest.raises(GateStopped, match="was not run on the rows that are to be published"):
        dg.materialize(
            list(definitions.assets or ()),
            selection=["published"],
            resources=definitions.resources,
            run_config={"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}},
        )
    assert (settings.published / "current").resolve() == served


def test_a_failing_dbt_test_stops_the_run_and_names_the_rows(sample_copy: CommandLine) -> None:
    """What gate 1 let through and the build then lost: rows changed behind the loader's back."""
    settings = Settings(sample_copy.data)
    served = (settings.published / "current").resolve()
    with duckdb.connect(str(settings.warehouse)) as connection:
        connection.execute(
            "update raw.ecfr_entries set country = null where entity_name = 'Megvii Technology'"
        )
    ran = sample_copy("refresh", "--input", "landed", "--now", SAMPLE_NOW)
    assert ran.code == 3, ran.err
    assert ran.out == ""
    assert "not_null_dim_entities_country" in ran.err
    assert "Megvii Technology" in ran.err
    assert (settings.published / "current").resolve() == served
    status = json.loads((settings.published / "status.json").read_text())
    assert status["outcome"] == "stopped_by_gate"


def test_a_backfill_partition_lands_one_version(
    loopback: Loopback, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    version = SAMPLE / "ecfr" / "2019-10-09_supplement-4.xml"
    Ecfr(loopback, {"2019-10-09": version.read_bytes()})
    monkeypatch.setenv("ENTITY_LIST_URL_ECFR", loopback.url)
    monkeypatch.setenv("ENTITY_LIST_LOOPBACK_HTTP", "1")
    settings = Settings(tmp_path / "data")
    definitions = build_definitions(settings)
    with dg.DagsterInstance.ephemeral() as instance:
        instance.add_dynamic_partitions(str(VERSION_DATES.name), ["2019-10-09"])
        done = definitions.resolve_job_def(BACKFILL).execute_in_process(
            instance=instance, partition_key="2019-10-09"
        )
    assert done.success
    (landed,) = (settings.landing / "ecfr").glob("2019-10-09/*/*.xml")
    assert landed.read_bytes() == version.read_bytes()
