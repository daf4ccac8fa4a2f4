"""What a run tells of its sources: when a file was landed, and when it was last seen to hold."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from dagster_project.release import source_facts
from dagster_project.sources.landing import Answer, Landing
from dagster_project.sources.registry import SOURCES
from dagster_project.warehouse import Warehouse

LANDED = datetime(2026, 11, 1, 6, tzinfo=UTC)


def test_a_whole_download_verifies_a_file_and_not_modified_does_not(
    tmp_path: Path, sample: Path
) -> None:
    landing, warehouse = Landing(tmp_path / "landing"), Warehouse(tmp_path / "warehouse.duckdb")
    path = sample / "ecfr" / "2019-10-09_supplement-4.xml"
    file, _ = landing.land("ecfr", path.read_bytes(), name=path.name, fetched_at=LANDED)
    warehouse.prepare()
    warehouse.load(SOURCES["ecfr"], landing)

    def answered(day: int, outcome: str, sha256: str) -> datetime | None:
        asked_at = datetime(2026, 11, day, 7, tzinfo=UTC)
        landing.record_answer("ecfr", Answer("https://example.org/", asked_at, outcome, sha256))
        return source_facts(warehouse, landing, ())[0].verified_at

    assert source_facts(warehouse, landing, ())[0].verified_at == LANDED.replace(tzinfo=None)
    assert answered(9, "full", file.sha256) == datetime(2026, 11, 9, 7)
    assert answered(10, "not_modified", file.sha256) == datetime(2026, 11, 9, 7)
    assert answered(11, "full", "0" * 64) == datetime(2026, 11, 9, 7)
