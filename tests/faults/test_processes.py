"""Faults of the machine: killed, out of disk or memory, twice at once, files damaged beneath.

After each, the generation served before must be whole and served; after one good run, the tables
must be those of a run that nothing disturbed.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dagster_project.schedules import CRON, TIME_ZONE
from faults.conftest import Record
from faults.runs import House, differing

STEPS = (
    "ingest bis-csv",
    "ingest ecfr",
    "ingest section-117",
    "identify entities",
    "follow gifts",
    "build: models before",
    "match reported names",
    "read the news",
    "build: all other",
    "gate 2",
    "certify and publish",
)
LOG_ELSEWHERE = "../said.log"


def _same_served(house: House, before: str) -> str:
    return "last good" if house.served() == before else "another generation"


@pytest.fixture(scope="module")
def disturbed(tmp_path_factory: pytest.TempPathFactory, sample_run: tuple, warm) -> House:
    """One data directory for many blows in a row: none may leave anything for the next."""
    folder = tmp_path_factory.mktemp("disturbed")
    shutil.copytree(sample_run[0].data, folder / "data", symlinks=True)
    return House(folder / "data", warm)


@pytest.mark.all_faults
@pytest.mark.parametrize("after_s", [0.0, 0.7], ids=["before", "during"])
@pytest.mark.parametrize("step", STEPS)
def test_killed_at_a_step(disturbed: House, step: str, after_s: float, record: Record) -> None:
    before = disturbed.served()
    code = disturbed.refresh(fault={"kind": "kill", "at": step, "after_s": after_s})
    served = disturbed.served()
    # A short step may be over when the blow falls: then the run is a whole one.
    expected = "killed, last good served"
    found = f"{'killed' if code == -9 else code}, {_same_served(disturbed, before)} served"
    if code == 0 and after_s:
        found = expected
    record("process", f"kill -9 {'in' if after_s else 'before'} {step!r}", expected, found)
    assert served


@pytest.mark.all_faults
@pytest.mark.parametrize("call", ["publish", "write_status"])
def test_killed_after_the_new_generation_is_served(
    disturbed: House, call: str, clean: dict[str, str], record: Record
) -> None:
    """The swap is the last step that counts: nothing after it can take it back."""
    before = disturbed.served()
    code = disturbed.refresh(now="2025-03-03T12:00:00", fault={"kind": "kill after", "call": call})
    wrong = differing(clean, disturbed.tables())
    record(
        "process",
        f"kill -9 after {call!r}",
        "killed, the new one served",
        f"{'killed' if code == -9 else code}, "
        f"{'the new one' if disturbed.served() != before else 'the last good one'} served",
        is_bad_publish=bool(wrong),
    )
    assert disturbed("verify") == 0, disturbed.said


@pytest.mark.all_faults
def test_after_all_blows_one_run_gives_the_tables_of_an_undisturbed_one(
    disturbed: House, clean: dict[str, str]
) -> None:
    assert disturbed.refresh(now="2025-03-04T12:00:00") == 0, disturbed.said
    assert differing(clean, disturbed.tables()) == []
    left = [path.name for path in (disturbed.settings.published / "generations").iterdir()]
    assert [name for name in left if name.startswith(".")] == []


@pytest.mark.all_faults
def test_two_refreshes_at_once(house: House, clean: dict[str, str], record: Record) -> None:
    marker = house.data.parent / "held"
    first = house.start(
        "refresh", "--input", "landed", "--now", "2025-03-02T12:00:00", log="first.log",
        fault={"kind": "hold", "at": "ingest ecfr", "marker": str(marker)},
    )  # fmt: skip
    _until(marker.exists)
    code = house.refresh()
    marker.unlink()
    assert "another refresh is running" in house.said
    record(
        "process",
        "two refreshes at once",
        "exit 5 for the second, 0 for the first",
        f"exit {code} for the second, {house.wait(first, 'first.log')} for the first",
    )
    assert differing(clean, house.tables()) == []


def _until(ready: Callable[[], bool], patience_s: float = 120) -> None:
    end = time.monotonic() + patience_s
    while not ready():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.02)


@pytest.fixture
def small_disk(house: House, tmp_path: Path) -> Iterator[House]:
    """The same house on a disk of its own with little room left."""
    place = tmp_path / "disk"
    place.mkdir()
    used = sum(path.stat().st_size for path in house.data.rglob("*") if path.is_file())
    size = used + 6 * 2**20
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(place)],
        capture_output=True,
        check=False,
    )
    if mounted.returncode:
        pytest.skip("a disk of one's own needs the right to mount one")
    try:
        shutil.copytree(house.data, place / "data", symlinks=True)
        yield House(place / "data", house.warm)
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)


@pytest.mark.all_faults
def test_the_disk_is_full(small_disk: House, clean: dict[str, str], record: Record) -> None:
    before = small_disk.served()
    code = small_disk.refresh(log=LOG_ELSEWHERE)
    record(
        "process",
        "the disk is full",
        "exit 1, last good served",
        f"exit {code}, {_same_served(small_disk, before)} served",
    )
    assert differing(clean, small_disk.tables()) == []
    assert "remedy:" in small_disk.said, small_disk.said[-2000:]


LIMITS = {
    "no file may grow beyond 1 MB while models are built": {
        "kind": "file size", "at": "build: all other", "mb": 1,
    },
    "no file may grow beyond 1 MB while publishing": {
        "kind": "file size", "at": "certify and publish", "mb": 1,
    },
    "40 MB of memory left to build the models": {
        "kind": "memory", "at": "build: models before", "left_mb": 40,
    },
    "40 MB of memory left for matching": {
        "kind": "memory", "at": "match reported names", "left_mb": 40,
    },
    "40 MB of memory left for publishing": {
        "kind": "memory", "at": "certify and publish", "left_mb": 40,
    },
}  # fmt: skip


@pytest.mark.all_faults
@pytest.mark.parametrize("name", LIMITS)
def test_out_of_disk_or_memory(
    disturbed: House, name: str, clean: dict[str, str], record: Record
) -> None:
    before = disturbed.served()
    code = disturbed.refresh(now="2025-03-05T12:00:00", fault=LIMITS[name])
    is_wrong = bool(differing(clean, disturbed.tables()))
    expected = "a failed run, last good served"
    found = "a failed run" if code not in (0, 6) else f"exit {code}"
    found = f"{found}, {_same_served(disturbed, before)} served"
    # A process that has its memory already may do with what is left: then the run is a whole one.
    if code == 0 and not is_wrong and "memory" in name:
        found = expected
    record("process", name, expected, found, is_bad_publish=is_wrong)


@pytest.mark.all_faults
def test_after_want_of_disk_and_memory_one_run_gives_the_same_tables(
    disturbed: House, clean: dict[str, str]
) -> None:
    assert disturbed.refresh(now="2025-03-06T12:00:00") == 0, disturbed.said
    assert differing(clean, disturbed.tables()) == []


@pytest.mark.all_faults
def test_duckdb_may_take_too_little_memory(
    house: House, clean: dict[str, str], record: Record
) -> None:
    before = house.served()
    house.environment = {"ENTITY_LIST_DUCKDB_MEMORY": "24MiB"}
    code = house.refresh(now="2025-03-05T12:00:00")
    record(
        "process",
        "DuckDB may take too little memory to build",
        "exit 1, last good served",
        f"exit {code}, {_same_served(house, before)} served",
        is_bad_publish=bool(differing(clean, house.tables())),
    )
    assert "remedy: give DuckDB more with ENTITY_LIST_DUCKDB_MEMORY" in house.said
    assert "Traceback" not in house.said


@pytest.mark.all_faults
def test_a_directory_that_may_not_be_written(small_disk: House, record: Record) -> None:
    before = small_disk.served()
    remount = ["mount", "-o", "remount,ro", str(small_disk.data.parent)]
    subprocess.run(remount, check=True, capture_output=True)
    code = small_disk.refresh(log=LOG_ELSEWHERE)
    record(
        "process",
        "a read-only data directory",
        "exit 1, last good served",
        f"exit {code}, {_same_served(small_disk, before)} served",
    )
    assert "remedy: make room, or let this user write there" in small_disk.said


def _overwrite(path: Path, at: float, what: bytes = b"\xa5" * 4096) -> None:
    with path.open("r+b") as file:
        file.seek(int(path.stat().st_size * at))
        file.write(what)


def _build_flipped(house: House) -> None:
    for tenth in range(1, 10):
        _overwrite(house.settings.warehouse, tenth / 10)


def _build_no_database(house: House) -> None:
    house.settings.warehouse.write_bytes(b"not a database")


def _build_cut(house: House) -> None:
    os.truncate(house.settings.warehouse, house.settings.warehouse.stat().st_size // 2)


def _build_gone(house: House) -> None:
    shutil.rmtree(house.settings.build)


def _stray_wal(house: House) -> None:
    house.settings.warehouse.with_suffix(".duckdb.wal").write_bytes(b"\x00" * 300)


def _manifest_cut(house: House) -> None:
    path = house.settings.dbt_target / "manifest.json"
    os.truncate(path, path.stat().st_size // 2)


def _parse_cut(house: House) -> None:
    path = house.settings.dbt_target / "partial_parse.msgpack"
    os.truncate(path, path.stat().st_size // 2)


def _manifest_of_fewer_checks(house: House) -> None:
    """A stale manifest, valid, without the tests of the list's own table."""
    path = house.settings.dbt_target / "manifest.json"
    manifest = json.loads(path.read_bytes())
    manifest["nodes"] = {
        key: node
        for key, node in manifest["nodes"].items()
        if not (key.startswith("test.") and "dim_entities" in key)
    }
    path.write_text(json.dumps(manifest), encoding="utf-8")


def _verdict_torn(house: House) -> None:
    for path in (house.settings.build / "gates").iterdir():
        os.truncate(path, path.stat().st_size // 2)


def _half_landed(house: House) -> None:
    """What a kill in the middle of landing leaves."""
    folder = house.settings.landing / "ecfr" / "2024-06-02" / ".landing-abcdef"
    folder.mkdir(parents=True)
    (folder / "list.xml").write_bytes(b"<DIV9>")


def _answers_torn(house: House) -> None:
    (house.settings.landing / "ecfr" / "answers.jsonl").write_bytes(b'{"url": "https://x", "ask')


def _half_published(house: House) -> None:
    folder = house.settings.published / "generations" / ".publishing-abcdef"
    folder.mkdir()
    (folder / "warehouse.duckdb").write_bytes(b"x")


def _candidate_left(house: House) -> None:
    """What a kill before the swap leaves."""
    folder = house.settings.build / "candidate"
    folder.mkdir()
    (folder / "warehouse.duckdb").write_bytes(b"not a database")


BENEATH = {
    "the build database is damaged": _build_flipped,
    "the build database is no database": _build_no_database,
    "the build database is cut": _build_cut,
    "the build directory is gone": _build_gone,
    "a stray write-ahead file beside the build": _stray_wal,
    "dbt's manifest is cut": _manifest_cut,
    "dbt's parsed project is cut": _parse_cut,
    "dbt's manifest is stale and names fewer checks": _manifest_of_fewer_checks,
    "the gates' records are torn": _verdict_torn,
    "a half-written landing": _half_landed,
    "a torn line in the log of answers": _answers_torn,
    "a half-written generation": _half_published,
    "a damaged candidate of an earlier run": _candidate_left,
}


@pytest.mark.all_faults
@pytest.mark.parametrize("name", BENEATH)
def test_files_beneath_are_damaged(
    house: House, name: str, clean: dict[str, str], record: Record
) -> None:
    """A run heals it: all of this is derived from what was landed."""
    BENEATH[name](house)
    code = house.refresh()
    record(
        "process",
        name,
        "exit 0, the same tables",
        f"exit {code}, {'the same' if not differing(clean, house.tables()) else 'other'} tables",
        is_bad_publish=bool(differing(clean, house.tables())),
    )
    assert _checks(house) >= 140
    if name.startswith("the build database is"):
        assert "the build database was damaged; it is built again" in house.said


def _checks(house: House) -> int:
    return int(house.ask("select count(*) from run_checks")[0][0])


def _landed_changed(house: House) -> None:
    path = next((house.settings.landing / "ecfr").rglob("2023-11-16*.xml"))
    path.chmod(0o644)
    _overwrite(path, 0.5, b"x")
    shutil.rmtree(house.settings.build)


def _landing_manifest_cut(house: House) -> None:
    path = next((house.settings.landing / "ecfr" / "2023-11-16").rglob("manifest.json"))
    os.truncate(path, path.stat().st_size // 2)


def _landing_manifest_of_another(house: House) -> None:
    path = next((house.settings.landing / "ecfr" / "2023-11-16").rglob("manifest.json"))
    fields = json.loads(path.read_bytes())
    path.write_text(json.dumps({**fields, "file": "../../../x.xml"}), encoding="utf-8")


LANDED = {
    "a landed file is changed": _landed_changed,
    "a landing manifest is cut": _landing_manifest_cut,
    "a landing manifest names a file elsewhere": _landing_manifest_of_another,
}


@pytest.mark.all_faults
@pytest.mark.parametrize("name", LANDED)
def test_landed_bytes_are_damaged(house: House, name: str, record: Record) -> None:
    """Facts cannot be made up again: the run stops and says which file to restore."""
    before = house.served()
    LANDED[name](house)
    code = house.refresh()
    record(
        "process",
        name,
        "exit 4, last good served",
        f"exit {code}, {_same_served(house, before)} served",
        is_bad_publish=house.served() != before,
    )
    assert "restore it from a backup" in house.said
    assert house("verify") == 4


def _manifest_of(house: House, source: str) -> Path:
    return min((house.settings.landing / source).rglob("manifest.json"))


def _feed_manifest_cut(house: House) -> None:
    os.truncate(_manifest_of(house, "feed"), 20)


def _ledger_manifest_cut(house: House) -> None:
    os.truncate(_manifest_of(house, "ledger"), 20)


def _ledger_file_gone(house: House) -> None:
    shutil.rmtree(_manifest_of(house, "ledger").parent)


def _decision_manifest_cut(house: House) -> None:
    os.truncate(_manifest_of(house, "decision"), 20)


OTHERS = {
    "a manifest of a feed is cut": _feed_manifest_cut,
    "a manifest of the ledger is cut": _ledger_manifest_cut,
    "a landed file of the ledger is gone": _ledger_file_gone,
    "a manifest of a decision is cut": _decision_manifest_cut,
}


@pytest.mark.all_faults
@pytest.mark.parametrize("name", OTHERS)
def test_landed_bytes_of_other_sources_are_damaged(
    house: House, name: str, clean: dict[str, str], record: Record
) -> None:
    """The list goes on; of the other source what was loaded before is used, and the run says so."""
    before, key = house.served(), "held back: "
    OTHERS[name](house)
    code = house.refresh()
    told = [line for line in house.said.splitlines() if line.startswith(key)]
    record(
        "process",
        name,
        "exit 6, the same tables",
        f"exit {code}, {'the same' if not differing(clean, house.tables()) else 'other'} tables",
        rows_lost=len(differing(clean, house.tables())),
    )
    assert house.served() != before
    assert len(told) == 1
    assert "restore it from a backup" in told[0]
    assert house.outcome()["outcome"] == "published_with_batch_held_back"
    assert house("verify") == 4


@pytest.mark.all_faults
def test_a_file_of_another_source_is_lost_and_so_is_the_build(house: House, record: Record) -> None:
    """Nothing is left of it but its name: the list is published, and the run says what lacks."""
    _ledger_file_gone(house)
    shutil.rmtree(house.settings.build)
    code = house.refresh()
    told = [line for line in house.said.splitlines() if line.startswith("held back: ledger")]
    record(
        "process",
        "a landed file of the ledger is gone, and the build too",
        "exit 6, the file is named",
        f"exit {code}, {'the file is named' if len(told) == 1 else 'nothing is said'}",
    )
    assert "was landed and is no longer there" in told[0]


@pytest.mark.all_faults
def test_the_clock_is_moved_back(house: House, clean: dict[str, str], record: Record) -> None:
    code = house.refresh(now="2025-02-01T12:00:00")
    record(
        "process",
        "the clock is moved back by a month",
        "exit 0, the same tables",
        f"exit {code}, {'the same' if not differing(clean, house.tables()) else 'other'} tables",
        is_bad_publish=bool(differing(clean, house.tables())),
    )


def test_each_day_has_one_run_also_when_the_clocks_change(record: Record) -> None:
    """In 2026 New York's clocks change on 8 March and 1 November."""
    from datetime import datetime, timedelta
    from zoneinfo import ZoneInfo

    from dagster._utils.schedules import schedule_execution_time_iterator

    zone = ZoneInfo(TIME_ZONE)
    ticks = []
    start = datetime(2026, 1, 1, tzinfo=zone)
    for tick in schedule_execution_time_iterator(start.timestamp(), CRON, TIME_ZONE):
        if tick >= datetime(2027, 1, 1, tzinfo=zone):
            break
        ticks.append(tick.astimezone(zone))
    days = [tick.date() for tick in ticks]
    minute, hour = map(int, CRON.split()[:2])
    wrong = [tick for tick in ticks if (tick.hour, tick.minute) != (hour, minute)]
    record(
        "process",
        "nights on which the clocks change",
        "one run a day",
        "one run a day"
        if days == [start.date() + timedelta(days=day) for day in range(365)] and not wrong
        else f"{len(days)} runs in a year, {len(wrong)} at another time",
    )
