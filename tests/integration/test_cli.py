"""The command line: data on standard output, messages on standard error, exit codes as promised."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest
from filelock import FileLock

from dagster_project.settings import ROOT, SAMPLE
from tests.conftest import SAMPLE_NOW, CommandLine, Ran

SampleRun = tuple[CommandLine, Ran]
NEWEST = SAMPLE / "ecfr" / "2023-11-16_part-744.xml"


def test_every_command_has_help() -> None:
    from typer.testing import CliRunner

    from dagster_project.cli import app

    promised = {
        "import", "refresh", "list", "changes", "screen", "exposures", "review", "decide",
        "status", "query", "ledger-template", "fetch", "backfill", "quarantine", "release",
        "restore", "verify",
    }  # fmt: skip
    offered = {command.name or command.callback.__name__ for command in app.registered_commands}
    assert promised <= offered
    for command in sorted(offered):
        result = CliRunner().invoke(app, [command, "--help"])
        assert (result.exit_code, "Usage:" in result.output) == (0, True), command


def test_list_answers_for_a_day_in_each_format(sample_run: SampleRun) -> None:
    entity_list = sample_run[0]
    as_json = entity_list("list", "--on", "2019-10-09", "--format", "json")
    as_csv = entity_list("list", "--on", "2019-10-09", "--format", "csv")
    rows = json.loads(as_json.out)
    assert (as_json.code, as_csv.code) == (0, 0)
    assert len(rows) == 73
    assert len(list(csv.DictReader(as_csv.out.splitlines()))) == 73
    assert {"Sense Time"} == {row["entity_name"] for row in rows if "Sense" in row["entity_name"]}


def test_list_as_known_the_day_before_does_not_know_the_notice(sample_run: SampleRun) -> None:
    ran = sample_run[0](
        "list", "--on", "2019-10-09", "--known-at", "2019-10-08T23:00:00", "--format", "json"
    )
    assert "Sense Time" not in {row["entity_name"] for row in json.loads(ran.out)}


def test_changes_name_the_28_additions_with_their_citation(sample_run: SampleRun) -> None:
    ran = sample_run[0](
        "changes", "--since", "2019-10-09", "--until", "2019-10-09", "--format", "json"
    )
    added = [row for row in json.loads(ran.out) if row["event_kind"] == "added"]
    assert len(added) == 28
    assert {row["document_number"] for row in added} == {"2019-22210"}


def test_screen_says_what_it_did_not_search(sample_run: SampleRun) -> None:
    ran = sample_run[0](
        "screen", "SenseTime", "Corner Bakery", "--on", "2019-10-09", "--format", "json"
    )
    rows = json.loads(ran.out)
    first = rows[0]
    assert (first["name"], first["verdict"], first["is_listed"]) == ("SenseTime", "match", True)
    assert first["listed_from"] == "2019-10-09"
    assert {row["verdict"] for row in rows if row["name"] == "Corner Bakery"} == {"no_match"}
    assert "not searched" in ran.err
    assert "unknown since" not in ran.err
    # Libraries complain at the end of a process in which their objects were not let go.
    assert len(ran.err.splitlines()) == 3, ran.err


@pytest.mark.parametrize(
    "asked", [("screen", "Corner Bakery", "--on"), ("list", "--on")], ids=["screen", "list"]
)
def test_a_day_long_after_the_list_was_verified_is_unknown(
    sample_run: SampleRun, asked: tuple[str, ...]
) -> None:
    """The sample's newest version came on 2023-11-16; 14 days later it still answers."""
    entity_list = sample_run[0]
    assert "unknown since" not in entity_list(*asked, "2023-11-30").err
    assert "unknown since 2023-11-16" in entity_list(*asked, "2023-12-01").err
    longer = entity_list(*asked, "2023-12-01", ENTITY_LIST_STALE_AFTER_DAYS="15")
    assert "unknown since" not in longer.err


def test_screen_reads_a_file_of_names(sample_run: SampleRun, tmp_path: Path) -> None:
    names = tmp_path / "names.csv"
    names.write_text("name,country\nZTE Corporation,CN\n,\n", encoding="utf-8")
    ran = sample_run[0]("screen", "--file", names, "--on", "2016-06-01", "--format", "json")
    assert {row["name"] for row in json.loads(ran.out)} == {"ZTE Corporation"}
    names.write_text("organisation\nZTE\n", encoding="utf-8")
    wrong = sample_run[0]("screen", "--file", names)
    assert wrong.code == 2
    assert "give it a column called `name`" in wrong.err


def test_exposures_can_be_narrowed(sample_run: SampleRun) -> None:
    ran = sample_run[0](
        "exposures", "--institution", "Example Institute", "--class", "undisclosed",
        "--format", "json",
    )  # fmt: skip
    rows = json.loads(ran.out)
    assert rows
    assert {row["exposure_class"] for row in rows} == {"undisclosed"}


def test_query_cannot_reach_outside_the_file(sample_run: SampleRun, tmp_path: Path) -> None:
    entity_list = sample_run[0]
    good = entity_list(
        "query", "select count(*) as n from entity_list_on('2019-10-09')", "--format", "json"
    )
    assert json.loads(good.out) == [{"n": 73}]
    for sql in (
        f"copy dim_entities to '{tmp_path}/x.csv'",
        "from read_text('/etc/hostname')",
        "create table x as select 1",
        "set enable_external_access = true",
    ):
        assert entity_list("query", sql).code == 2, sql
    assert list(tmp_path.glob("*.csv")) == []


def test_a_decision_is_recorded_and_closes_the_finding(sample_copy: CommandLine) -> None:
    before = json.loads(sample_copy("review", "--format", "json").out)
    review_id = before[0]["review_id"]
    blank = sample_copy("decide", review_id, "confirmed", "--author", "R. Viewer", "--reason", " ")
    assert blank.code == 2
    done = sample_copy(
        "decide", review_id, "confirmed", "--author", "R. Viewer",
        "--reason", "same party; the project was modified", "--now", SAMPLE_NOW,
    )  # fmt: skip
    assert done.code == 0, done.err
    assert sample_copy("refresh", "--input", "landed", "--now", SAMPLE_NOW).code == 0
    after = json.loads(sample_copy("review", "--format", "json").out)
    assert review_id not in {row["review_id"] for row in after}
    assert len(after) == len(before) - 1


def test_status_tells_the_last_run_and_the_age_of_each_source(sample_run: SampleRun) -> None:
    found = json.loads(sample_run[0]("status", "--format", "json").out)
    assert found["last_run"]["outcome"] == "published"
    assert found["last_run"]["serving"] == found["serving"]["generation"]
    people = sample_run[0]("status").out
    assert "source ecfr" in people
    assert "14 files" in people
    landed = [path for path in (sample_run[0].data / "landing").rglob("*") if path.is_file()]
    size = sum(path.stat().st_size for path in landed)
    assert found["disk"]["landed"] == {"files": len(landed), "bytes": size}
    assert found["disk"]["published"]["generations"] == 1
    assert all(use["bytes"] > 0 for use in found["disk"].values())
    assert "disk landed" in people
    assert f"{size / 1e6:,.1f} MB, {len(landed)} files" in people


def test_verify_finds_a_changed_byte(sample_copy: CommandLine) -> None:
    assert sample_copy("verify").code == 0
    page = sample_copy.data / "published" / "current" / "review.html"
    page.write_bytes(page.read_bytes() + b" ")
    ran = sample_copy("verify")
    assert ran.code == 1
    assert "review.html" in ran.err


@pytest.mark.parametrize(
    "arguments",
    [
        ["list", "--on", "2019-13-01"],
        ["import", "no-such-source", str(NEWEST)],
        ["import", "ecfr", "no-such-file.xml"],
        ["import", "ecfr", str(NEWEST), "--published-on", "2999-01-01"],
        ["import", "ecfr", str(NEWEST), "--published-on", "1990-01-01"],
        ["refresh", "--input", "elsewhere"],
        ["screen"],
        ["nothing-of-the-kind"],
    ],
    ids=lambda arguments: " ".join(Path(part).name for part in arguments),
)
def test_wrong_usage_exits_2(entity_list: CommandLine, arguments: list[str]) -> None:
    ran = entity_list(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert "Traceback" not in ran.err


def test_a_file_that_does_not_say_its_date_is_asked_for_it(
    entity_list: CommandLine, tmp_path: Path
) -> None:
    nameless = tmp_path / "list.xml"
    nameless.write_bytes(NEWEST.read_bytes())
    asked = entity_list("import", "ecfr", nameless)
    assert asked.code == 2
    assert "--published-on" in asked.err
    given = entity_list("import", "ecfr", nameless, "--published-on", "2023-11-16")
    assert given.code == 0, given.err
    again = entity_list("import", "ecfr", nameless, "--published-on", "2023-11-16")
    assert "already landed" in again.err


def test_an_unreadable_file_is_kept_and_exits_4(entity_list: CommandLine, tmp_path: Path) -> None:
    page = tmp_path / "2024-01-02_list.xml"
    page.write_bytes(b"<html><body>Service unavailable</body></html>")
    ran = entity_list("import", "ecfr", page)
    assert ran.code == 4
    assert "kept as evidence" in ran.err
    assert [path.read_bytes() for path in entity_list.data.rglob("2024-01-02_list.xml")] == [
        page.read_bytes()
    ]


def test_a_second_refresh_while_one_runs_exits_5(sample_copy: CommandLine) -> None:
    with FileLock(sample_copy.data / "refresh.lock"):
        ran = sample_copy("refresh", "--input", "landed")
    assert ran.code == 5
    assert "another refresh is running" in ran.err


def test_nothing_published_says_what_to_run(entity_list: CommandLine) -> None:
    ran = entity_list("list", "--on", "2019-10-09")
    assert ran.code == 1
    assert "entity-list refresh" in ran.err


def test_a_data_directory_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    """A file in the way stands for a read-only disk: root may write where it should not."""
    from tests.conftest import command_line

    (tmp_path / "data").write_text("in the way")
    ran = command_line(tmp_path / "data")("refresh", "--input", "sample")
    assert ran.code == 1
    assert "ENTITY_LIST_DATA names another" in ran.err
    assert "Traceback" not in ran.err


def test_the_template_is_an_empty_ledger_that_the_parser_takes(entity_list: CommandLine) -> None:
    from dagster_project.sources.ledger.records import COLUMNS

    ran = entity_list("ledger-template")
    assert next(csv.reader(ran.out.splitlines())) == list(COLUMNS)
    assert "record_id" in ran.err


def test_the_module_and_the_command_are_the_same() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from dagster_project.cli import main; main(['--help'])"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
