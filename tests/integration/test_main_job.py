"""The main job on the bundled sample: what it publishes, what it says, and that it repeats."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from dagster_project.publishing.served import opened
from dagster_project.settings import SAMPLE
from tests.conftest import CommandLine, Ran

Query = Callable[..., list[tuple[Any, ...]]]


def test_the_run_tells_the_story_of_october_2019(sample_run: tuple[CommandLine, Ran]) -> None:
    """84 FR 54002: 28 entities, 31 records of the fictional ledger, 2 of them ended before."""
    out = sample_run[1].out
    closing = dict(line.split(maxsplit=1) for line in out.splitlines()[-5:])
    assert closing["gates"].startswith("all passed (")
    assert closing["list"] == "28 entities added by 84 FR 54002, in force 2019-10-09"
    assert closing["touched"].startswith(
        "31 relationships on record, 29 of them live, 2 ended before the listing"
    )
    assert closing["open"].endswith("published/current/review.html")
    assert closing["query"] == 'python3 run.py query "from rpt_review_queue limit 5"'
    assert "It touches 31 records" in out
    assert (
        "ended 2019-04-03; listed by another notice (84 FR 22963), from 2019-05-16 on"
        in " ".join(out.split())
    )
    assert "not disclosed, so nothing can be said" in out


def test_every_row_found_is_accounted_for(query: Query) -> None:
    rows = query(
        "select source, rows_found, rows_parsed + rows_structural + rows_rejected from run_sources"
    )
    assert {source for source, *_ in rows} >= {"ecfr", "ledger", "section-117", "gdelt", "feed"}
    assert [row for row in rows if row[1] != row[2]] == []


def test_every_landed_version_comes_back_as_it_was_printed(query: Query) -> None:
    """Round trip: the list on a version's date is that version, entry for entry.

    Up to editorial marks: an en dash that becomes a hyphen opens no new interval.
    """
    from dagster_project.sources.ecfr.normalise import key
    from dagster_project.sources.ecfr.parse import parse

    versions = sorted((SAMPLE / "ecfr").glob("*.xml"))
    assert len(versions) == 14
    for path in versions:
        entries = (
            parse(path.read_bytes(), name=path.name, published_on=None)
            .tables["ecfr_entries"]
            .to_pylist()
        )
        printed = sorted(
            (entry["country_code"], key(entry["entity_name"]))
            for entry in entries
            if entry["list_kind"] == "entity_list"
        )
        listed = query(
            "select country_code, entity_name from entity_list_on(?) order by all", [path.name[:10]]
        )
        assert sorted((code, key(name)) for code, name in listed) == printed, path.name


def test_the_build_comes_back_from_the_landing_row_for_row(
    sample_copy: CommandLine, published: Path
) -> None:
    """Landed bytes are the facts; all else is derived. The same bytes change nothing."""
    before = json.loads((published / "manifest.json").read_text())
    shutil.rmtree(sample_copy.data / "build")
    ran = sample_copy("refresh", "--input", "landed", "--now", "2025-03-02T12:00:00")
    assert ran.code == 0, ran.err
    current = sample_copy.data / "published" / "current"
    after = json.loads((current / "manifest.json").read_text())
    assert after["generation"] != before["generation"]
    assert after["same_content_as"] == before["generation"]
    with (
        opened(published / "warehouse.duckdb") as one,
        opened(current / "warehouse.duckdb") as other,
    ):
        for table in sorted(before["tables"]):
            rows = f"select * from {table} order by all"
            assert one.execute(rows).fetchall() == other.execute(rows).fetchall(), table


def test_an_empty_landing_stops_at_gate_1_and_says_what_to_do(entity_list: CommandLine) -> None:
    ran = entity_list("refresh", "--input", "landed")
    assert ran.code == 3
    assert "no version is landed" in ran.err
    assert "entity-list import ecfr FILE" in ran.err
    assert not (entity_list.data / "published" / "current").exists()
    assert (entity_list.data / "published" / "status.html").exists()
