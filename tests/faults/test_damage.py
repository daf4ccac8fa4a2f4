"""Files that were damaged after they were written: found out, and healed or held back.

Each part by itself, without a run; whole runs over the same damage are in `test_processes.py`.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import dagster as dg
import duckdb
import pytest

from dagster_project import dbt_project
from dagster_project.gates import GateBook
from dagster_project.intake import landed_files, left_out, quarantined, set_quarantine
from dagster_project.jobs import write_failure_status
from dagster_project.outcomes import Problem
from dagster_project.publishing.facts import GateResult, GateStopped
from dagster_project.resources import House
from dagster_project.settings import Settings
from dagster_project.sources.landing import LandedFile, Landing, LandingDamaged
from dagster_project.sources.registry import SOURCES
from dagster_project.warehouse import Loaded, Warehouse, landed_id, prove_landed, threw_away
from faults.bytes_of import SAMPLE
from faults.conftest import Record

NOW = datetime(2025, 3, 1, 12, tzinfo=UTC)


# --- the build ------------------------------------------------------------------------------


def _flip(path: Path, at: int) -> None:
    with path.open("r+b") as file:
        file.seek(at)
        file.write(b"\xa5" * 4096)


BLOWS: dict[str, Callable[[Path], object]] = {
    "no database": lambda path: path.write_bytes(b"not a database"),
    "empty": lambda path: path.write_bytes(b""),
    "cut to a half": lambda path: os.truncate(path, path.stat().st_size // 2),
    "cut to its head": lambda path: os.truncate(path, 5000),
    "its head overwritten": lambda path: _flip(path, 4096),
    "its rows overwritten": lambda path: _flip(path, 300_000),
}


@pytest.mark.parametrize("name", BLOWS)
def test_a_damaged_build_is_known_and_thrown_away(name: str, tmp_path: Path) -> None:
    build = tmp_path / "build"
    warehouse = Warehouse(build / "warehouse.duckdb")
    with warehouse.connect() as connection:
        connection.execute("create table numbers as select hash(n) as n from range(200000) as r(n)")
    BLOWS[name](warehouse.path)
    with pytest.raises(duckdb.Error) as error, warehouse.connect() as connection:
        connection.execute("select sum(n) from numbers").fetchall()
    assert threw_away(build, error.value)
    assert not build.exists()


@pytest.mark.parametrize(
    "words",
    [
        "Corrupt database file: computed checksum 1 does not match stored checksum 2",
        "FATAL Error: Failed: database has been invalidated because of a previous fatal error.",
    ],
)
def test_damage_is_known_where_dbt_or_a_gate_tells_of_it(words: str, tmp_path: Path) -> None:
    wrapped = RuntimeError("a step failed")
    wrapped.__cause__ = GateStopped([f"unique_dim_entities_entity_id: {words}"])
    assert threw_away(tmp_path / "build", wrapped)


@pytest.mark.parametrize(
    "error",
    [
        GateStopped(["too few rows"]),
        LandingDamaged("landing/ecfr: sha256 is 1, the manifest says 2"),
        duckdb.CatalogException("Table with name x does not exist"),
        OSError(28, "No space left on device"),
        MemoryError(),
    ],
    ids=lambda error: type(error).__name__,
)
def test_other_trouble_throws_no_build_away(error: Exception, tmp_path: Path) -> None:
    (tmp_path / "build").mkdir()
    assert not threw_away(tmp_path / "build", error)
    assert (tmp_path / "build").is_dir()


def test_no_connection_to_the_build_uses_the_optimizer_that_gives_it_up(tmp_path: Path) -> None:
    import yaml

    profile = yaml.safe_load((dbt_project.DBT_PROJECT / "profiles.yml").read_text())
    switched_off = profile["entity_list"]["outputs"]["duckdb"]["settings"]["disabled_optimizers"]
    with Warehouse(tmp_path / "warehouse.duckdb").connect() as connection:
        found = connection.execute("select current_setting('disabled_optimizers')").fetchall()
    assert found == [(switched_off,)]


@pytest.mark.parametrize(
    ("error", "is_run_again"),
    [
        (duckdb.IOException("the file is not a valid DuckDB database file"), True),
        (GateStopped(["too few rows"]), False),
    ],
    ids=["a damaged build", "a stopped gate"],
)
def test_a_run_of_dagster_is_launched_again_once_where_the_build_was_damaged(
    error: Exception, is_run_again: bool, tmp_path: Path
) -> None:
    @dg.op(required_resource_keys={"house"})
    def step() -> None:
        raise error

    @dg.job(
        hooks={write_failure_status},
        resource_defs={"house": House(data=str(tmp_path))},
        tags={"dagster/max_retries": "0"},
    )
    def job() -> None:
        step()

    retries = {"enabled": True, "max_retries": 0, "retry_on_asset_or_op_failure": False}
    with dg.DagsterInstance.local_temp(overrides={"run_retries": retries}) as instance:
        ran = job.execute_in_process(instance=instance, raise_on_error=False)
        run = instance.get_run_by_id(ran.run_id)
    assert run is not None
    assert not ran.success
    assert run.tags["dagster/will_retry"] == str(is_run_again).lower()
    # The daemon hands the tags on, and counts the runs: the second is the last.
    assert run.tags["dagster/max_retries"] == ("1" if is_run_again else "0")


def _settings_with_a_parser_that_counts(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> tuple[Settings, list[int]]:
    settings, parsed = Settings(folder / "data"), []

    def parse(settings: Settings, arguments: Sequence[str]) -> None:
        parsed.append(1)
        (settings.dbt_target / "manifest.json").write_text('{"nodes": {}}', encoding="utf-8")
        (settings.dbt_target / "partial_parse.msgpack").write_bytes(b"parsed")

    monkeypatch.setattr(dbt_project, "_invoke", parse)
    return settings, parsed


@pytest.mark.parametrize("name", ["manifest.json", "partial_parse.msgpack", "stamp.json"])
@pytest.mark.parametrize("content", [b"", b"{", b'{"nodes": {"fewer": "tests"}}', None])
def test_a_changed_manifest_is_made_again(
    name: str, content: bytes | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings, parsed = _settings_with_a_parser_that_counts(tmp_path, monkeypatch)
    for _ in range(2):
        assert dbt_project.manifest(settings) == {"nodes": {}}
    assert len(parsed) == 1
    path = settings.dbt_target / name
    path.unlink() if content is None else path.write_bytes(content)
    assert dbt_project.manifest(settings) == {"nodes": {}}
    assert len(parsed) == 2


@pytest.mark.parametrize("what", ["project_digest", "version"])
def test_a_manifest_of_another_project_or_another_dbt_is_made_again(
    what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings, parsed = _settings_with_a_parser_that_counts(tmp_path, monkeypatch)
    dbt_project.manifest(settings)
    monkeypatch.setattr(dbt_project, what, lambda *_: "another")
    dbt_project.manifest(settings)
    assert len(parsed) == 2


TORN = (b"", b"{", b"[]", b"null", b'{"seal": "s"}', b'{"seal": "s", "results": [{"gate": "g"}]}')


@pytest.mark.parametrize("content", TORN)
def test_a_torn_record_of_a_gate_counts_as_not_run(content: bytes, tmp_path: Path) -> None:
    book = GateBook(tmp_path)
    results = [GateResult("g", "c", True, 1, 0, "block")]
    book.write("marts", results, "s")
    assert book.find("marts", "s") == results
    (tmp_path / "marts.json").write_bytes(content)
    assert book.find("marts", "s") is None
    with pytest.raises(GateStopped, match="was not run"):
        book.read("marts", "s")


# --- landed files ---------------------------------------------------------------------------


class Room:
    """Two landed files of one source, loaded."""

    def __init__(self, folder: Path, source: str) -> None:
        self.settings, self.source = Settings(folder), SOURCES[source]
        self.landing = Landing(self.settings.landing)
        self.warehouse = Warehouse(self.settings.warehouse)
        self.warehouse.prepare()
        paths = sorted((SAMPLE / self.source.package).glob("20*"))[:2]
        self.files = [self.land(path) for path in paths]
        self.load()
        self.rows = self.count()
        assert len(self.rows) == 2

    def land(self, path: Path) -> LandedFile:
        on = date.fromisoformat(path.name[:10])
        content = path.read_bytes()
        return self.landing.land(
            self.source.name, content, name=path.name, fetched_at=NOW, published_on=on
        )[0]

    def load(self, **more: list[str]) -> Loaded:
        left = left_out(self.settings)
        return self.warehouse.load(self.source, self.landing, quarantined=left, **more)

    def count(self) -> dict[str, int]:
        table = next(iter(self.source.tables()))
        with self.warehouse.connect() as connection:
            return dict(
                connection.execute(
                    f'select landed_id, count(*) from raw."{table}" group by all'
                ).fetchall()
            )


def _cut_manifest(file: LandedFile) -> None:
    os.truncate(file.path.with_name("manifest.json"), 20)


def _other_bytes(file: LandedFile) -> None:
    file.path.write_bytes(file.path.read_bytes() + b"x")


def _gone(file: LandedFile) -> None:
    shutil.rmtree(file.path.parent)


def _manifest_gone(file: LandedFile) -> None:
    file.path.with_name("manifest.json").unlink()


DAMAGE: dict[str, Callable[[LandedFile], None]] = {
    "its manifest is cut": _cut_manifest,
    "its bytes are others": _other_bytes,
    "it is gone": _gone,
    "its manifest is gone": _manifest_gone,
}


@pytest.mark.parametrize("name", DAMAGE)
@pytest.mark.parametrize("source", ["ledger", "feed"])
def test_a_damaged_file_of_another_source_is_held_back_and_its_rows_stay(
    source: str, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, record: Record
) -> None:
    room = Room(tmp_path, source)
    DAMAGE[name](room.files[0])
    # A new parser would read every file again; what cannot be read keeps the rows it has.
    monkeypatch.setattr(type(room.source), "parser_version", lambda self: 10_000)
    loaded = room.load()
    key = landed_id(room.files[0])
    found = [one.landed_id for one in loaded.damaged]
    record(
        "landed",
        f"{source}: {name}",
        "held back, its rows stay",
        f"{'held back' if found == [key] else found}, "
        f"{'its rows stay' if room.count() == room.rows else 'its rows are gone'}",
        rows_lost=sum(room.rows.values()) - sum(room.count().values()),
    )
    assert key in loaded.damaged[0].reason
    # A person may say that it is not wanted: then it is missed no more.
    set_quarantine_of(room, key)
    assert room.load().damaged == []
    assert key not in room.count()


def set_quarantine_of(room: Room, key: str) -> None:
    known = key in [row[0] for row in landed_files(room.settings).rows]
    if not known:  # gone: only what was published still knows it
        with pytest.raises(Problem, match="no landed file is called"):
            set_quarantine(
                room.settings, key, action="quarantine", decided_by="x", reason="x", now=NOW
            )
        generation = room.settings.published / "generations" / f"20250301T120000Z-{'0' * 16}"
        generation.mkdir(parents=True)
        (generation / "manifest.json").write_text(json.dumps({"inputs": {key: "0"}}))
    set_quarantine(room.settings, key, action="quarantine", decided_by="x", reason="x", now=NOW)
    assert quarantined(room.settings) == {key}


@pytest.mark.parametrize("name", DAMAGE)
def test_a_damaged_file_of_the_list_stops_before_anything_is_changed(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, record: Record
) -> None:
    room = Room(tmp_path, "ecfr")
    DAMAGE[name](room.files[0])
    monkeypatch.setattr(type(room.source), "parser_version", lambda self: 10_000)
    said = ""
    try:
        room.load()
    except LandingDamaged as error:
        said = str(error)
    record(
        "landed",
        f"ecfr: {name}",
        "stops and names the file",
        "stops and names the file" if landed_id(room.files[0]) in said else said,
        rows_lost=sum(room.rows.values()) - sum(room.count().values()),
    )
    assert "restore it from a backup" in said


def test_after_the_build_is_gone_too_a_lost_file_is_still_missed(tmp_path: Path) -> None:
    """A generation knows what it was made of."""
    room = Room(tmp_path, "ledger")
    key = landed_id(room.files[0])
    _gone(room.files[0])
    shutil.rmtree(room.settings.build)
    room.warehouse.prepare()
    assert [one.landed_id for one in room.load(expected=[key]).damaged] == [key]


def test_verifying_names_every_file_that_is_not_what_it_was(tmp_path: Path) -> None:
    room = Room(tmp_path, "ledger")
    keys = [landed_id(file) for file in room.files]
    assert prove_landed(room.settings.landing, keys) == (2, [])
    _other_bytes(room.files[0])
    _gone(room.files[1])
    _, damaged = prove_landed(room.settings.landing, keys)
    assert [one.landed_id for one in damaged] == keys
