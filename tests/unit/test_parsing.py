"""Files parsed by several processes give what one process makes of them, and no process is left."""

from __future__ import annotations

import errno
import multiprocessing
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dagster_project import parsing, warehouse
from dagster_project.intake import Imported, import_files
from dagster_project.parsing import Spread, each, in_order, over_cores, parse_landed
from dagster_project.progress import listening
from dagster_project.settings import ROOT, SAMPLE, Settings
from dagster_project.sources.landing import LandedFile, Landing, LandingDamaged
from dagster_project.sources.registry import SOURCES
from dagster_project.warehouse import ACCOUNT, Loaded, Warehouse, landed_id

NOW = datetime(2026, 7, 20, 12, tzinfo=UTC)
ALWAYS, NEVER = -1.0, 1e9


@pytest.fixture(autouse=True)
def two_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 2)


# --- when help is asked for -------------------------------------------------------------------


class Clock:
    """Each file takes so long; every call of a clock is told the time, and a parse lies between."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, each_s: float) -> None:
        self.now, self.each_s = 0.0, each_s
        monkeypatch.setattr(parsing.time, "thread_time", lambda: self.now)

    def parse(self, one: int) -> int:
        self.now += self.each_s
        return -one


@pytest.mark.parametrize(
    ("each_s", "files", "here"),
    [
        (0.1, 14, 14),  # a day's files: done before help would be there
        (3.0, 1, 1),
        (3.0, 2, 1),
        (0.5, 100, 4),
        (0.5, 8, 4),
        (0.5, 7, 7),  # less is left than was done
        (0.1, 1000, 20),
    ],
)
def test_help_is_asked_for_when_parsing_took_long_and_as_much_is_left(
    each_s: float, files: int, here: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock(monkeypatch, each_s)
    helped: list[int] = []

    def spread(do: Any, given: Sequence[int]) -> Iterator[int]:
        helped.extend(given)
        return map(do, given)

    assert list(each(clock.parse, range(files), spread)) == [-one for one in range(files)]
    assert helped == list(range(here, files))


def _whose(one: int) -> int:
    return os.getpid()


def test_one_core_helps_nobody_and_one_file_needs_no_help(monkeypatch: pytest.MonkeyPatch) -> None:
    assert os.getpid() not in over_cores(_whose, range(2))
    assert list(over_cores(_whose, range(1))) == [os.getpid()]
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    assert list(over_cores(_whose, range(2))) == [os.getpid()] * 2


# --- order, and how far ahead -----------------------------------------------------------------


@given(st.lists(st.integers(0, 3), max_size=20), st.integers(1, 6))
@settings(deadline=None)
def test_order_is_kept_and_few_are_ahead_of_the_reader(takes_ms: list[int], ahead: int) -> None:
    submitted = 0

    def sleep(one: tuple[int, int]) -> int:
        time.sleep(one[1] / 1000)
        return one[0]

    with ThreadPoolExecutor(3) as pool:

        def submit(one: tuple[int, int]) -> Future[int]:
            nonlocal submitted
            submitted += 1
            return pool.submit(sleep, one)

        made = []
        for number in in_order(submit, list(enumerate(takes_ms)), ahead):
            made.append(number)
            assert submitted - len(made) < ahead
    assert made == list(range(len(takes_ms)))


# --- the same rows ----------------------------------------------------------------------------


def _land(landing: Landing, source: str, paths: Sequence[Path]) -> None:
    for path in paths:
        dated = re.match(r"\d{4}-\d\d-\d\d", path.name)
        landing.land(
            source,
            path.read_bytes(),
            name=path.name,
            fetched_at=NOW,
            published_on=date.fromisoformat(dated[0]) if dated else None,
        )


def _loaded(
    folder: Path, source: str, landing: Landing, spread: Spread = over_cores
) -> tuple[Loaded, list[tuple[str, int, int]], dict[str, list[tuple[Any, ...]]]]:
    """What loading did, what it told of its progress, and every row in the order of the tables."""
    told: list[tuple[str, int, int]] = []
    house = Warehouse(folder / "build" / "warehouse.duckdb")
    house.prepare()
    loaded = house.load(
        SOURCES[source], landing, progress=lambda *said: told.append(said), spread=spread
    )
    with house.connect() as connection:
        return (
            loaded,
            told,
            {
                table: connection.execute(f'from raw."{table}"').fetchall()
                for table in (*SOURCES[source].tables(), *ACCOUNT)
            },
        )


def _same_both_ways(
    tmp_path: Path, source: str, landing: Landing, monkeypatch: pytest.MonkeyPatch
) -> dict[str, list[tuple[Any, ...]]]:
    monkeypatch.setattr(parsing, "PAYS_FROM_S", NEVER)
    one = _loaded(tmp_path / "one", source, landing)
    monkeypatch.setattr(parsing, "PAYS_FROM_S", ALWAYS)
    several = _loaded(tmp_path / "several", source, landing)
    assert several == one
    assert multiprocessing.active_children() == []
    return one[2]


@pytest.mark.parametrize("source", ["ecfr", "gdelt", "feed"])
def test_several_processes_load_the_same_rows_and_accounts(
    source: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    landing = Landing(tmp_path / "landing")
    paths = sorted((SAMPLE / SOURCES[source].package).glob("[!.]*.[!m]*"))
    _land(landing, source, paths)
    content = paths[0].read_bytes()
    landing.land(source, b"<html>", name="page.html", fetched_at=NOW)
    landing.land(source, content[: len(content) // 2], name="half", fetched_at=NOW)
    landing.land(source, content + b"a\tb\n", name="more", fetched_at=NOW)
    rows = _same_both_ways(tmp_path, source, landing, monkeypatch)
    said = [parse_landed(SOURCES[source], file) for file in landing.files(source)]
    assert [row[10:12] + row[15:] for row in rows["landed_files"]] == [
        (None, None, one) if isinstance(one, str) else (one.rows_found, one.rows_parsed, None)
        for one in said
    ]
    outcomes = [row[9] for row in rows["landed_files"]]
    assert len(outcomes) == len(paths) + 3
    assert set(outcomes) == {"read", "unreadable"}
    assert bool(rows["rejected_rows"]) == (source == "gdelt")


@pytest.mark.real_data
@pytest.mark.parametrize(
    ("source", "files"),
    [
        ("ecfr", "entity_list/ecfr/*.xml"),
        ("section-117", "funding/section_117/*"),
        ("gdelt", "news/gdelt/gkg*.csv"),
    ],
)
def test_real_files_are_loaded_the_same_by_several_processes(
    source: str, files: str, real_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    landing = Landing(tmp_path / "landing")
    _land(landing, source, sorted(real_data.glob(files)))
    rows = _same_both_ways(tmp_path, source, landing, monkeypatch)
    assert {row[9] for row in rows["landed_files"]} == {"read"}


def test_several_processes_import_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = sorted((SAMPLE / "ledger").glob("20*"))
    bad = tmp_path / "2020-01-01_bad.csv"
    bad.write_bytes(paths[0].read_bytes().replace(b"gift", b"marriage"))
    none = tmp_path / "2020-01-02_none.csv"
    none.write_bytes(b"<html>")
    found: dict[float, list[Imported]] = {}
    for way in (NEVER, ALWAYS):
        monkeypatch.setattr(parsing, "PAYS_FROM_S", way)
        found[way] = import_files(
            Settings(tmp_path / str(way)),
            SOURCES["ledger"],
            [*paths, bad, none, paths[0]],
            published_on=None,
            landed_at=None,
            now=NOW,
        )
    one, several = (
        [replace(said, file=replace(said.file, path=Path())) for said in way]
        for way in found.values()
    )
    assert several == one
    assert [bool(said.error) for said in one] == [False] * (len(paths) + 1) + [True, False]
    assert one[len(paths)].rejected
    assert not one[-1].is_new


# --- trouble ----------------------------------------------------------------------------------


def _no_room(at: int, one: int) -> int:
    if one == at:
        raise OSError(errno.ENOSPC, "No space left on device", f"file {one}")
    return -one


def test_trouble_with_the_machine_is_raised_as_it_is_after_what_came_before() -> None:
    parsing_them = over_cores(partial(_no_room, 3), range(30))
    assert [next(parsing_them) for _ in range(3)] == [0, -1, -2]
    with pytest.raises(OSError, match="No space left on device") as raised:
        next(parsing_them)
    assert (raised.value.errno, raised.value.filename) == (errno.ENOSPC, "file 3")
    assert multiprocessing.active_children() == []


@pytest.mark.parametrize("way", [NEVER, ALWAYS], ids=["one process", "several"])
def test_a_file_that_is_damaged_while_others_load_is_named_and_those_are_kept(
    way: float, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parsing, "PAYS_FROM_S", way)
    landing = Landing(tmp_path / "landing")
    _land(landing, "ledger", sorted((SAMPLE / "ledger").glob("20*")))
    first, second = landing.files("ledger")
    second.path.write_bytes(b"x")
    monkeypatch.setattr(
        warehouse, "_changed", lambda files, spread: []
    )  # it was whole a moment ago
    with pytest.raises(LandingDamaged, match=re.escape(str(second.path))):
        _loaded(tmp_path, "ledger", landing)
    with Warehouse(tmp_path / "build" / "warehouse.duckdb").connect() as connection:
        found = connection.execute("select landed_id from raw.landed_files").fetchall()
    assert found == [(landed_id(first),)]


def _dies_where_it_helps(helped: int, do: Callable[[LandedFile], Any], file: LandedFile) -> Any:
    if os.getpid() != helped and file.name.startswith("2023"):
        os.kill(os.getpid(), signal.SIGKILL)
    return do(file)


def test_where_a_process_dies_the_rest_is_parsed_by_this_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    landing = Landing(tmp_path / "landing")
    _land(landing, "ecfr", sorted((SAMPLE / "ecfr").glob("20*")))
    monkeypatch.setattr(parsing, "PAYS_FROM_S", ALWAYS)
    whole = _loaded(tmp_path / "whole", "ecfr", landing)
    said: list[str] = []
    with listening(said.append):
        found = _loaded(
            tmp_path / "died",
            "ecfr",
            landing,
            lambda do, files: over_cores(partial(_dies_where_it_helps, os.getpid(), do), files),
        )
    assert found == whole
    # Once while the files are proven, once while they are parsed.
    assert said == ["a helping process has died; the rest is done by this one"] * 2
    assert multiprocessing.active_children() == []


def test_a_reader_that_stops_leaves_no_process() -> None:
    made = over_cores(abs, range(-100, 0))
    assert next(made) == 100
    made.close()
    assert multiprocessing.active_children() == []


# Each helper says who it is, and then waits for longer than any test.
KILLED = """
import os, sys, time
from dagster_project.parsing import over_cores

def wait(path):
    open(f"{path}.{os.getpid()}", "w").close()
    time.sleep(600)

if __name__ == "__main__":
    list(over_cores(wait, [sys.argv[1]] * 4))
"""


def test_helpers_end_with_the_process_that_they_help_however_that_ends(tmp_path: Path) -> None:
    script = tmp_path / "killed.py"
    script.write_text(KILLED, encoding="utf-8")
    helped = subprocess.Popen(
        [sys.executable, str(script), str(tmp_path / "helper")],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    _until(lambda: any(tmp_path.glob("helper.*")))
    helped.kill()
    helped.wait()
    helpers = [int(path.suffix[1:]) for path in tmp_path.glob("helper.*")]
    _until(lambda: not any(map(_is_running, helpers)))


def _is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def _until(ready: Callable[[], bool], patience_s: float = 60) -> None:
    end = time.monotonic() + patience_s
    while not ready():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.02)
