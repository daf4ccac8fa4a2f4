"""Faults in files: landed, loaded and judged as a refresh does it, without building anything.

Each source's faults are landed side by side in one data directory in which the true files were
accepted before; each is judged by gate 1 on its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from dagster_project.intake import land_sample
from dagster_project.quality.landed import judge_landed, rules_of
from dagster_project.settings import Settings
from dagster_project.sources.landing import Landing
from dagster_project.sources.registry import SOURCES, Source
from dagster_project.warehouse import Warehouse, landed_id
from faults import files
from faults.bytes_of import LIST_FILE, SAMPLE
from faults.conftest import Record
from faults.files import FileFault

NOW = datetime(2025, 3, 1, 12, tzinfo=UTC)
FIRST_DAY = date(2024, 6, 1)


@dataclass(frozen=True)
class Judged:
    """One faulty file after loading and gate 1."""

    is_read: bool
    failed: Mapping[str, str]  # rule → severity
    rows_found: int
    rows_accounted: int
    rows_rejected: int
    rejected_kept: int
    rows_of_others_lost: int

    @property
    def is_accepted(self) -> bool:
        return not any(severity in ("block", "hold") for severity in self.failed.values())


class World:
    """A data directory in which a source's true files were accepted, then faulty ones came."""

    def __init__(self, folder: Path, source: Source) -> None:
        self.source = source
        self.settings = Settings(folder)
        self.warehouse = Warehouse(self.settings.warehouse)
        self.warehouse.prepare()
        self.landed: dict[str, str] = {}
        self._days = 0

    def land(self, content: bytes, name: str, published_on: date | None = None) -> str:
        self._days += 1
        landed, _ = Landing(self.settings.landing).land(
            self.source.name,
            content,
            name=name,
            published_on=published_on or FIRST_DAY + timedelta(days=self._days),
            fetched_at=NOW - timedelta(days=100) + timedelta(minutes=self._days),
        )
        return landed_id(landed)

    def judge(self) -> None:
        self.warehouse.load(self.source, Landing(self.settings.landing))
        judge_landed(self.warehouse, self.source, now=NOW)

    def rows(self) -> dict[str, int]:
        """A checksum over all raw rows of each landed file that is loaded."""
        sums: dict[str, int] = {}
        with self.warehouse.connect() as connection:
            for table in self.source.tables():
                for key, total in connection.execute(
                    f'select landed_id, sum(hash(t)::hugeint) from raw."{table}" as t group by 1'
                ).fetchall():
                    sums[key] = sums.get(key, 0) + int(total)
        return sums

    def look(self, key: str, lost: int) -> Judged:
        with self.warehouse.connect() as connection:
            outcome, found, parsed, structural, rejected = connection.execute(
                """
                select outcome, rows_found, rows_parsed, rows_structural, rows_rejected
                from raw.landed_files where landed_id = ?
                """,
                [key],
            ).fetchall()[0]
            failed = dict(
                connection.execute(
                    """
                    select split_part(check_name, '.', 3), severity from raw.landed_verdicts
                    where landed_id = ? and not passed
                    """,
                    [key],
                ).fetchall()
            )
            kept = connection.execute(
                "select count(*) from raw.rejected_rows where landed_id = ? and row_text <> ''",
                [key],
            ).fetchall()[0][0]
        return Judged(
            is_read=outcome == "read",
            failed=failed,
            rows_found=found or 0,
            rows_accounted=(parsed or 0) + (structural or 0) + (rejected or 0),
            rows_rejected=rejected or 0,
            rejected_kept=kept,
            rows_of_others_lost=lost,
        )


Look = Callable[[FileFault], Judged]


@pytest.fixture(scope="module")
def look(tmp_path_factory: pytest.TempPathFactory) -> Look:
    """What came of a fault; all faults of its group are landed at once, the first time one asks."""
    groups: dict[str, tuple[World, int, dict[str, str]]] = {}

    def found(fault: FileFault) -> Judged:
        group = _group(fault)
        if group not in groups:
            world = World(tmp_path_factory.mktemp("world") / "data", SOURCES[fault.source])
            true = {(other.base, other.file_name) for other in _of_group(group)}
            if fault.source == "ecfr":
                for name in ("2023-06-15_part-744.xml", LIST_FILE):
                    content = (SAMPLE / "ecfr" / name).read_bytes()
                    world.land(content, name, date.fromisoformat(name[:10]))
            else:
                land_sample(world.settings, world.source)
            for base, file_name in sorted(true, key=lambda pair: pair[1]):
                if fault in files.LONG_LIST_FAULTS or fault.source in ("csl", "bis-csv"):
                    world.land(base(), file_name, FIRST_DAY)
            world.judge()
            before = world.rows()
            keys = {}
            for other in _of_group(group):
                content = other.injected(other.base())
                assert content != other.base(), f"{other.id} was not injected"
                keys[other.id] = world.land(content, other.file_name, other.published_on)
            world.judge()
            after = world.rows()
            lost = sum(after.get(key) != total for key, total in before.items())
            groups[group] = world, lost, keys
        world, lost, keys = groups[group]
        return world.look(keys[fault.id], lost)

    return found


def _group(fault: FileFault) -> str:
    """A file that is accepted is what the next one is held against: each of those stands alone."""
    if fault in files.LONG_LIST_FAULTS:
        return f"long list, {fault.caught == 'kept'}"
    if fault in files.KEPT_LIST_FAULTS:
        return fault.id
    return fault.source


def _of_group(group: str) -> list[FileFault]:
    return [fault for fault in files.FILE_FAULTS if _group(fault) == group]


def test_every_fault_has_a_name_of_its_own_and_a_reason_to_be_kept() -> None:
    ids = [fault.id for fault in files.FILE_FAULTS]
    assert len(ids) == len(set(ids))
    assert [f.id for f in files.FILE_FAULTS if f.caught == "kept" and not f.why] == []
    known = {rule.name for fault in files.FILE_FAULTS for rule in rules_of(SOURCES[fault.source])}
    assert {f.caught for f in files.FILE_FAULTS} <= {"parser", "rejected", "kept", *known}


@pytest.mark.parametrize("fault", files.FILE_FAULTS, ids=lambda fault: fault.id)
def test_a_faulty_file_is_caught(fault: FileFault, look: Look, record: Record) -> None:
    found = look(fault)
    should_be_accepted = fault.caught in ("kept", "rejected") or _only_flags(fault)
    record(
        "file",
        fault.id,
        fault.caught,
        _caught(fault, found),
        is_bad_publish=found.is_accepted and not should_be_accepted,
        rows_lost=found.rows_of_others_lost + found.rows_found - found.rows_accounted,
    )
    assert found.is_accepted == should_be_accepted
    assert found.rejected_kept == found.rows_rejected, "a rejected row lost its text"


def _caught(fault: FileFault, found: Judged) -> str:
    if not found.is_read:
        assert "file_is_readable" in found.failed
        return "parser"
    if fault.caught in found.failed:
        return fault.caught
    if found.failed:
        return ", ".join(sorted(found.failed))
    return "rejected" if found.rows_rejected else "kept"


def _only_flags(fault: FileFault) -> bool:
    return fault.caught == "no_name_is_an_address_or_footnote"
