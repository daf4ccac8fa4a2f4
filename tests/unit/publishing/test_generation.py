"""Generations come into place whole, readers never see less, and there is a way back."""

from __future__ import annotations

import json
import multiprocessing
import shutil
import stat
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest
from publishing_world import EXPECTED_CHECKS, FACTS

from dagster_project.publishing import generation as publishing
from dagster_project.publishing.facts import GateResult, GateStopped, RunStatus, sha256_of
from dagster_project.publishing.generation import (
    GenerationDamaged,
    certify,
    generations,
    prune,
    publish,
    restore,
    verify,
    write_status,
)
from dagster_project.publishing.served import current_generation

DAY = timedelta(days=1)


def test_a_generation_is_whole_named_by_time_and_hash_and_linked(publish_with, tmp_path):
    directory = publish_with()
    published = tmp_path / "published"
    sha256 = sha256_of(directory / "warehouse.duckdb")
    assert directory == published / "generations" / f"20261124T080500Z-{sha256[:16]}"
    assert (published / "current").readlink() == Path(f"generations/{directory.name}")
    assert sorted(path.name for path in directory.iterdir()) == [
        "csv",
        "data_dictionary.html",
        "feed.json",
        "manifest.json",
        "parquet",
        "review.html",
        "review_queue.xlsx",
        "warehouse.duckdb",
    ]
    assert stat.S_IMODE((directory / "warehouse.duckdb").stat().st_mode) == 0o444
    assert sorted(path.name for path in published.iterdir()) == ["current", "generations"]


def test_the_manifest_tells_counts_hashes_inputs_and_checks(publish_with):
    directory = publish_with()
    manifest = verify(directory)
    assert manifest["tables"]["dim_entities"]["rows"] == 7
    assert manifest["inputs"] == FACTS.input_hashes
    assert manifest["same_content_as"] is None
    assert manifest["run_id"] == "run-1"
    checks = {result["check"]: result["passed"] for result in manifest["gate_results"]}
    assert checks["every_row_is_accounted_for"]
    assert checks["tables_equal_the_build"]
    on_disk = {
        path.relative_to(directory).as_posix(): {
            "sha256": sha256_of(path),
            "bytes": path.stat().st_size,
        }
        for path in directory.rglob("*")
        if path.is_file() and path.name != "manifest.json"
    }
    assert manifest["files"] == on_disk
    assert json.loads((directory / "manifest.json").read_text()) == manifest


def test_the_same_content_again_is_a_new_generation_that_says_so(publish_with):
    first = publish_with()
    second = publish_with(now=FACTS.now + DAY, run_id="run-2")
    third = publish_with(
        "update marts.fct_funding set amount = 9", now=FACTS.now + 2 * DAY, run_id="run-3"
    )
    assert verify(second)["same_content_as"] == first.name
    assert verify(third)["same_content_as"] is None
    assert len({first, second, third}) == 3


def test_publishing_one_certificate_twice_gives_one_generation(candidate_of, tmp_path):
    certificate = certify(candidate_of(), EXPECTED_CHECKS)
    first = publish(certificate, tmp_path / "published", FACTS.now)
    assert publish(certificate, tmp_path / "published", FACTS.now) == first
    assert len(list(first.parent.iterdir())) == 1


def test_a_candidate_changed_after_its_certificate_is_not_served(candidate_of, tmp_path):
    certificate = certify(candidate_of(), EXPECTED_CHECKS)
    with certificate.candidate.path.open("ab") as file:
        file.write(b"x")
    with pytest.raises(GateStopped, match="certified was"):
        publish(certificate, tmp_path / "published", FACTS.now)
    assert list((tmp_path / "published" / "generations").iterdir()) == []
    assert current_generation(tmp_path / "published") is None


def test_a_publish_that_breaks_halfway_leaves_the_last_good_one(
    publish_with, tmp_path, monkeypatch
):
    first = publish_with()

    def full(*_):
        raise OSError("No space left on device")

    monkeypatch.setattr(publishing, "export_tables", full)
    with pytest.raises(OSError, match="No space left"):
        publish_with(now=FACTS.now + DAY)
    assert current_generation(tmp_path / "published") == first
    assert list(first.parent.iterdir()) == [first]


def test_what_a_killed_publish_left_behind_is_cleared(publish_with, tmp_path):
    left = tmp_path / "published" / "generations" / ".publishing-dead"
    left.mkdir(parents=True)
    (left / "warehouse.duckdb").write_bytes(b"half")
    publish_with()
    assert not left.exists()


def test_restore_serves_an_earlier_generation_again(publish_with, tmp_path):
    first, second = publish_with(), publish_with(now=FACTS.now + DAY)
    published = tmp_path / "published"
    assert current_generation(published) == second
    assert restore(published, first.name) == first
    assert current_generation(published) == first


@pytest.mark.parametrize("name", ["../../etc", "", "20261124T080500Z-0000000000000000"])
def test_restore_refuses_what_is_no_generation(publish_with, tmp_path, name):
    served = publish_with()
    with pytest.raises(GenerationDamaged):
        restore(tmp_path / "published", name)
    assert current_generation(tmp_path / "published") == served


def test_restore_refuses_a_whole_generation_that_lies_elsewhere(publish_with, tmp_path):
    served = publish_with()
    shutil.copytree(served, tmp_path / "published" / "backup")
    with pytest.raises(GenerationDamaged, match="no name of a generation"):
        restore(tmp_path / "published", "../backup")
    assert current_generation(tmp_path / "published") == served


@pytest.mark.parametrize("name", ["review.html", "warehouse.duckdb", "csv/dim_entities.csv"])
def test_restore_refuses_a_generation_with_a_changed_file(publish_with, tmp_path, name):
    first, second = publish_with(), publish_with(now=FACTS.now + DAY)
    damaged = first / name
    damaged.chmod(0o644)
    damaged.write_bytes(damaged.read_bytes() + b" ")
    with pytest.raises(GenerationDamaged, match=name):
        restore(tmp_path / "published", first.name)
    damaged.unlink()
    with pytest.raises(GenerationDamaged, match="not there"):
        restore(tmp_path / "published", first.name)
    assert current_generation(tmp_path / "published") == second


def test_a_stray_write_ahead_file_is_named(publish_with):
    directory = publish_with()
    (directory / "warehouse.duckdb.wal").write_bytes(b"")
    with pytest.raises(GenerationDamaged, match="stray"):
        verify(directory)


def test_prune_keeps_the_newest_the_served_and_the_last_of_each_month(tmp_path):
    generations = tmp_path / "generations"
    days = ["20260930", "20261001", "20261031", "20261101", "20261102", "20261103"]
    names = [f"{day}T000000Z-{'0' * 16}" for day in days]
    for name in names:
        (generations / name).mkdir(parents=True)
    (generations / "README").touch()
    (tmp_path / "current").symlink_to(f"generations/{names[1]}")
    assert prune(tmp_path, 2) == [names[3]]
    assert sorted(path.name for path in generations.iterdir()) == [
        *names[:3],
        *names[4:],
        "README",
    ]
    with pytest.raises(ValueError, match="at least one"):
        prune(tmp_path, 0)


def test_prune_keeps_what_it_is_told_to_besides(tmp_path):
    names = [f"202611{day:02}T000000Z-{'0' * 16}" for day in range(1, 6)]
    for name in names:
        (tmp_path / "generations" / name).mkdir(parents=True)
    assert prune(tmp_path, 2, besides=[names[1], "not a generation"]) == [names[0], names[2]]
    assert [path.name for path in generations(tmp_path)] == [names[1], names[3], names[4]]


def test_a_pruning_that_is_cut_off_leaves_no_half_generation(publish_with, tmp_path, monkeypatch):
    published = tmp_path / "published"
    for day in range(3):
        publish_with(now=FACTS.now + day * DAY)

    def cut_off(path: Path) -> None:
        (path / "manifest.json").unlink()
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as patch:
        patch.setattr(publishing.shutil, "rmtree", cut_off)
        with pytest.raises(OSError):
            prune(published, 1)
    for generation in generations(published):
        verify(generation)
    publish_with(now=FACTS.now + 3 * DAY)
    left = [path.name for path in (published / "generations").iterdir()]
    assert [name for name in left if name.startswith(".")] == []


def test_status_of_a_stopped_run_names_the_check_and_what_is_served(publish_with, tmp_path):
    served = publish_with()
    published = tmp_path / "published"
    write_status(
        published,
        RunStatus(
            outcome="stopped_by_gate",
            run_id="run-2",
            started_at=FACTS.now,
            ended_at=datetime(2026, 11, 24, 9, tzinfo=UTC),
            summary="the list shrank",
            gate_results=[
                GateResult("landed", "list_shrank", False, 7, 5, "hold", "<b>7 → 2</b>"),
            ],
            sources=FACTS.sources,
        ),
    )
    told = json.loads((published / "status.json").read_text())
    assert told["outcome"] == "stopped_by_gate"
    assert told["serving"] == served.name
    assert told["gate_results"][0]["check"] == "list_shrank"
    page = (published / "status.html").read_text()
    assert "stopped by a gate; nothing was published" in page
    assert "list_shrank" in page
    assert "&lt;b&gt;7 → 2&lt;/b&gt;" in page
    assert "<b>7" not in page
    assert served.name in page
    assert current_generation(published) == served


def test_status_can_be_told_before_anything_was_published(tmp_path):
    write_status(
        tmp_path / "published",
        RunStatus("failed", "run-1", FACTS.started_at, FACTS.now, "no build"),
    )
    assert json.loads((tmp_path / "published" / "status.json").read_text())["serving"] is None
    assert "nothing has been published yet" in (tmp_path / "published/status.html").read_text()


def _read_until_told(path, stop, outcome) -> None:
    reads, errors, runs = 0, [], set()
    while not stop.is_set():
        try:
            with duckdb.connect(path, read_only=True) as connection:
                rows = connection.execute(
                    "select run_id, (select count(*) from entities_current), "
                    "(select sum(amount) from fct_funding) from rpt_run"
                ).fetchall()
            runs.add(rows[0][0])
            if rows[0][1] != 2:
                errors.append(f"saw {rows}")
        except Exception as error:  # noqa: BLE001 - whatever a reader meets is the finding
            errors.append(repr(error))
        reads += 1
        time.sleep(0.02)
    outcome.put((reads, errors, runs))


def test_twenty_publishes_under_two_reading_processes_disturb_no_reader(candidate_of, tmp_path):
    published = tmp_path / "published"
    certificates = [
        certify(candidate_of(run_id=run_id), EXPECTED_CHECKS) for run_id in ("run-1", "run-2")
    ]
    publish(certificates[0], published, FACTS.now)
    context = multiprocessing.get_context("spawn")
    stop, outcome = context.Event(), context.Queue()
    path = str(published / "current" / "warehouse.duckdb")
    readers = [
        context.Process(target=_read_until_told, args=(path, stop, outcome)) for _ in range(2)
    ]
    for reader in readers:
        reader.start()
    for n in range(1, 21):
        publish(certificates[n % 2], published, FACTS.now + n * DAY)
    stop.set()
    results = [outcome.get(timeout=60) for _ in readers]
    for reader in readers:
        reader.join(timeout=60)
    for reads, errors, runs in results:
        assert errors == []
        assert reads > 5
        assert runs == {"run-1", "run-2"}


def test_an_old_generation_stays_readable_while_a_new_one_is_served(publish_with, tmp_path):
    first = publish_with()
    with duckdb.connect(first / "warehouse.duckdb", read_only=True) as reader:
        publish_with(now=FACTS.now + DAY, run_id="run-2")
        assert reader.execute("select run_id from rpt_run").fetchall() == [("run-1",)]
    current = tmp_path / "published" / "current" / "warehouse.duckdb"
    with duckdb.connect(current, read_only=True) as reader:
        assert reader.execute("select run_id from rpt_run").fetchall() == [("run-2",)]


def test_facts_of_another_run_change_the_file_but_not_its_content(candidate_of):
    one = candidate_of()
    other = candidate_of(run_id="run-2")
    assert one.sha256 != other.sha256
    assert one.tables == other.tables
