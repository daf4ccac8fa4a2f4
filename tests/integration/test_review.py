"""The review officer's day: what waits, what was decided and still holds, and the proof of it."""

from __future__ import annotations

import contextlib
import csv
import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any
from unittest import mock

import duckdb
import openpyxl
import pytest

from dagster_project import cli
from dagster_project.intake import land
from dagster_project.receipts import canonical, read, seal
from dagster_project.settings import SAMPLE, Settings
from dagster_project.sources.registry import SOURCES
from tests.conftest import ROOT, SAMPLE_NOW, CommandLine, Query, Ran, command_line

NUDT, SENSE_TIME, ZTE = "rev-ec72c89ba23d0d5b", "rev-dfc7d08b702be3ee", "rev-d301d6a90b128eee"
IFLYTEK, BEIHANG = "rev-e784b9e5574f7f4d", "rev-a6361e37e8360fa4"


@dataclass(frozen=True)
class Here:
    """`entity-list` over one data directory, in this process: starting one costs a second."""

    data: Path

    def __call__(self, *arguments: str | Path) -> Ran:
        out, err = io.StringIO(), io.StringIO()
        code: Any = 0
        with (
            mock.patch.dict(os.environ, {"ENTITY_LIST_DATA": str(self.data)}),
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(err),
        ):
            try:
                cli.main([str(argument) for argument in arguments])
            except SystemExit as ended:
                code = ended.code
        return Ran(int(code or 0), out.getvalue(), err.getvalue())


@pytest.fixture
def here(sample_run: tuple[CommandLine, Ran]) -> Here:
    """The published sample. Ask it; do not write to it."""
    return Here(sample_run[0].data)


@pytest.fixture
def own(sample_copy: CommandLine) -> Here:
    """A copy of it, for tests that write."""
    return Here(sample_copy.data)


def rows_of(ran: Ran) -> list[dict[str, Any]]:
    assert ran.code == 0, ran.err
    rows: list[dict[str, Any]] = json.loads(ran.out)
    return rows


def review(entity_list: Here, *options: str) -> dict[str, dict[str, Any]]:
    ran = entity_list("review", *options, "--format", "json")
    return {row["review_id"]: row for row in rows_of(ran)}


# -- the queue


def test_each_touched_relationship_has_one_review_with_reason_citation_evidence_and_dates(
    query: Query,
) -> None:
    (touched, queued) = query(
        """
        select
            (select count(*) from (
                select distinct relationship_id, entity_id from fct_exposures
                inner join fct_funding using (funding_id, relationship_id)
                where entity_id is not null and fct_funding.recorded_to is null
                  and (exposure_class <> 'near_miss' or match_verdict = 'review')
                  and (occurred_on >= listed_from or was_live_at_listing
                      or (status not in ('ended', 'terminated')
                          and coalesce(ends_on, date '9999-12-31') > listed_from))
            )),
            (select count(*) from rpt_review_queue)
        """
    )[0]
    assert queued == touched > 0
    incomplete = query(
        """
        select review_id from rpt_review_queue
        where reason_opened is null or citation is null or evidence is null
           or opened_on is null or listed_from is null or first_occurred_on is null
        """
    )
    assert incomplete == []


def test_what_ended_before_the_listing_and_what_the_press_says_opens_nothing(
    query: Query,
) -> None:
    """Hikvision's membership ended in 2018, and the press ties Huawei to MIT: neither is a list
    event nor a funding record that touches the list."""
    reviewed = {name for (name,) in query("select entity_name from rpt_review_queue")}
    mentioned = {
        name
        for (name,) in query(
            "select entity_name from fct_news_mentions inner join dim_entities using (entity_id)"
        )
    }
    assert not any("Hikvision" in name for name in reviewed)
    assert any("Hikvision" in name for name in mentioned)


@pytest.mark.parametrize("document", ["84 FR 54002", "84 FR 54004", "2019-22210"])
def test_a_document_is_found_by_any_of_its_pages(here: Here, document: str) -> None:
    found = review(here, "--all", "--document", document)
    entities = {row["entity_name"] for row in found.values()}
    assert entities == {"Beijing Sensetime Technology Development Co., Ltd.", "IFLYTEK"}


def test_an_amendment_touches_what_it_amends(here: Here) -> None:
    """87 FR 38925 gave NUDT two aliases; the review itself cites its addition of 2015."""
    found = review(here, "--document", "87 FR 38925")
    assert NUDT in found
    assert found[NUDT]["citation"] == "80 FR 8527"


def test_a_page_that_nothing_knows_is_wrong_usage(here: Here) -> None:
    ran = here("review", "--document", "1 FR 1")
    assert (ran.code, ran.out) == (2, "")
    assert "no landed document holds 1 FR 1" in ran.err
    assert here("review", "--document", "2019-00000").code == 2


def test_the_queue_is_narrowed_by_institution_class_and_age(here: Here) -> None:
    entity_list = here
    everything = review(entity_list)
    ours = review(entity_list, "--institution", "example institute")
    at_date = review(entity_list, "--class", "listed_at_date")
    old = review(entity_list, "--older-than", "1825", "--now", SAMPLE_NOW)
    assert 0 < len(ours) < len(everything)
    assert {row["institution_name"] for row in ours.values()} == {
        "Example Institute of Technology (fictional)"
    }
    assert {row["exposure_class"] for row in at_date.values()} == {"listed_at_date"}
    assert 0 < len(old) < len(everything)
    assert max(row["waiting_since"] for row in old.values()) < "2020-03-03"
    assert NUDT not in old, "open again since 2022, so not waiting since 2019"


# -- decisions, and that they expire


def test_the_alias_of_2022_reopens_the_clearance_of_2020(here: Here) -> None:
    row = review(here)[NUDT]
    assert row["decision"] == "no_action_needed"
    assert row["waiting_since"] == "2022-06-28T12:00:00Z"
    assert "alias added: CSCC; " in row["moved_facts"]
    assert "alias added: Central South CAD Center" in row["moved_facts"]
    assert "citation added: 87 FR 38925" in row["moved_facts"]
    assert "address added: No. 54 Deya Road, Changsha, China" in row["moved_facts"]
    assert row["reason_opened"].startswith(
        "decision of 2020-03-02 (no action needed, Example Officer (fictional)) no longer holds: "
    )


def test_the_renaming_of_june_2020_reopens_the_clearance_of_november_2019(
    here: Here,
) -> None:
    row = review(here)[SENSE_TIME]
    assert row["waiting_since"] == "2020-06-05T12:00:00Z"
    assert (
        "name changed: “Sense Time” is now “Beijing Sensetime Technology Development Co., Ltd.”"
    ) in row["moved_facts"]


def test_a_decision_whose_facts_stand_holds(here: Here) -> None:
    assert ZTE not in review(here)
    decided = review(here, "--all")[ZTE]
    assert (decided["status"], decided["decision"]) == ("decided", "no_action_needed")
    assert decided["moved_facts"] is None


def test_the_editorial_version_of_june_2023_moves_no_fact(query: Query) -> None:
    """`EAR.)` became `EAR)` and dashes changed: print moved, the facts did not."""
    moment = "timestamp '2023-06-15 12:00:00'"
    landed = query(f"select outcome from rpt_landing where landed_at = {moment}")
    begun = query(f"select fact from rpt_review_facts where recorded_from = {moment}")
    moved = query(f"select words from rpt_review_moved_facts where moved_at = {moment}")
    assert landed == [("accepted",)]
    assert begun == moved == []


@pytest.mark.parametrize(
    "path", sorted((SAMPLE / "decisions").glob("*.json")), ids=lambda path: path.stem[:17]
)
def test_what_was_known_at_a_decision_is_what_it_relies_on(query: Query, path: Path) -> None:
    """The facts of a file written years ago equal those which the history has for its moment."""
    decision = json.loads(path.read_text(encoding="utf-8"))
    known = query(
        """
        select distinct fact, item, compared from rpt_review_facts
        where review_id = $review_id and recorded_from <= $known_at
          and $known_at < coalesce(recorded_to, timestamp '9999-12-31')
        order by all
        """,
        {
            "review_id": decision["review_id"],
            "known_at": datetime.fromisoformat(decision["facts_known_at"]).replace(tzinfo=None),
        },
    )
    relied = sorted((fact["fact"], fact["item"], fact["compared"]) for fact in decision["facts"])
    assert known == relied


def land_sample_until(data: Path, until: date) -> None:
    """The sample's dated files as they would have come by then."""
    for source in SOURCES.values():
        for path in sorted((SAMPLE / source.package).glob("[12]*")):
            on = dated(path)
            if on <= until:
                land(
                    Settings(data),
                    source,
                    path.read_bytes(),
                    name=path.name,
                    published_on=on,
                    fetched_at=datetime.combine(on, time(12), UTC),
                )


def dated(path: Path) -> date:
    digits = path.name.replace("-", "")[:8]
    return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))


def decide_at_once(entity_list: CommandLine, arguments: list[list[str]]) -> list[int]:
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "dagster_project.cli", "decide", *each],
            cwd=ROOT,
            env=dict(entity_list.environment),
            stderr=subprocess.DEVNULL,
        )
        for each in arguments
    ]
    return [process.wait() for process in running]


@pytest.fixture(scope="module")
def two_runs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """January 2022, when all decisions of 2020 are looked at and more are made; then July 2022,
    after the amendment of 28 June. A bad decision file lies in the folder the first time."""
    processes = command_line(tmp_path_factory.mktemp("years") / "data")
    entity_list = Here(processes.data)
    folder = entity_list.data / "decisions"
    folder.mkdir(parents=True)
    (sample,) = (SAMPLE / "decisions").glob("2020-03-02T103000Z*.json")
    bad = folder / "2020-03-02T103000Z_edited.json"
    bad.write_text(sample.read_text(encoding="utf-8").replace("dormant", "active"), "utf-8")

    land_sample_until(entity_list.data, date(2022, 1, 15))
    first = processes("refresh", "--input", "landed", "--now", "2022-01-15T09:00:00")
    assert first.code in (0, 6), first.err
    then = review(entity_list, "--all")
    one = (entity_list.data / "published" / "current").resolve().name
    now = ["--now", "2022-01-15T10:00:00"]
    codes = decide_at_once(
        processes,
        [
            [IFLYTEK, "confirmed", "--author", "A", "--reason", "same party", *now],
            [IFLYTEK, "modified", "--author", "B", "--reason", "scope reduced", *now],
        ],
    )
    codes.append(
        entity_list(
            "decide", BEIHANG, "escalated", "--author", "A", "--reason", "ask counsel", *now
        ).code
    )
    twice = entity_list(
        "decide", BEIHANG, "escalated", "--author", "A", "--reason", "ask counsel", *now
    )
    bad.unlink()
    land_sample_until(entity_list.data, date(2022, 7, 1))
    second = processes("refresh", "--input", "landed", "--now", "2022-07-01T09:00:00")
    return {
        "entity_list": entity_list,
        "first": first,
        "then": then,
        "one": one,
        "codes": codes,
        "twice": twice,
        "second": second,
        "after": review(entity_list, "--all"),
        "other": (entity_list.data / "published" / "current").resolve().name,
    }


def test_a_bad_decision_file_is_held_back_and_named_and_blocks_nothing(
    two_runs: dict[str, Any],
) -> None:
    first = two_runs["first"]
    assert first.code == 6, first.err
    (told,) = [line for line in first.err.splitlines() if line.startswith("held back: decision: ")]
    assert "2020-03-02T103000Z_edited.json" in told
    assert "while the content gives" in told
    assert two_runs["then"]
    assert two_runs["second"].code == 0, two_runs["second"].err


def test_as_of_january_2022_the_clearance_of_2020_held(two_runs: dict[str, Any]) -> None:
    then = two_runs["then"]
    assert (then[NUDT]["status"], then[NUDT]["moved_facts"]) == ("decided", None)
    assert then[SENSE_TIME]["status"] == "open"
    assert "name changed" in then[SENSE_TIME]["moved_facts"]


def test_the_amendment_reopens_its_own_review_and_no_other(two_runs: dict[str, Any]) -> None:
    after = two_runs["after"]
    assert after[NUDT]["status"] == "open"
    assert "alias added" in after[NUDT]["moved_facts"]
    assert after[ZTE]["status"] == "decided"
    assert after[IFLYTEK]["status"] == "decided"


def test_running_again_opens_nothing_twice(two_runs: dict[str, Any]) -> None:
    then, after = two_runs["then"], two_runs["after"]
    assert set(then) <= set(after)
    assert {after[review_id]["opened_on"] for review_id in then} == {
        row["opened_on"] for row in then.values()
    }


def test_two_people_deciding_at_once_lose_nothing(two_runs: dict[str, Any]) -> None:
    entity_list = two_runs["entity_list"]
    files = list((entity_list.data / "decisions").glob("*.json"))
    made = [json.loads(path.read_text(encoding="utf-8")) for path in files]
    assert two_runs["codes"] == [0, 0, 0]
    assert sorted((one["author"], one["decision"]) for one in made) == [
        ("A", "confirmed"),
        ("A", "escalated"),
        ("B", "modified"),
    ]
    assert two_runs["after"][IFLYTEK]["decision"] in ("confirmed", "modified")


def test_the_very_same_decision_is_refused_and_an_escalated_review_stays_open(
    two_runs: dict[str, Any],
) -> None:
    assert two_runs["twice"].code == 2
    assert "this very decision was recorded" in two_runs["twice"].err
    after = two_runs["after"][BEIHANG]
    assert (after["status"], after["decision"]) == ("open", "escalated")


def test_a_decision_before_the_facts_it_would_rely_on_is_refused(here: Here) -> None:
    ran = here("decide", NUDT, "confirmed", "--author", "A", "--reason", "x", "--now", "2020-01-01")
    assert ran.code == 2
    assert "lies before the facts it would rely on" in ran.err
    unknown = here("decide", "rev-0", "confirmed", "--author", "A", "--reason", "x")
    assert unknown.code == 2


# -- why the answer changed


def why(entity_list: Here, who: str, since: str, until: str) -> list[dict[str, Any]]:
    return rows_of(entity_list("why", who, "--from", since, "--to", until, "--format", "json"))


def test_why_between_two_days_names_the_cause(here: Here) -> None:
    entity_list = here
    listing = why(entity_list, "Sense Time", "2019-10-01", "2019-10-31")
    assert {(row["cause"], row["citation"], row["document_number"]) for row in listing} == {
        ("list", "84 FR 54004", "2019-22210")
    }
    told = [
        (row["known_at"], row["cause"], row["value_before"], row["value_after"])
        for row in why(entity_list, NUDT, "2019-01-01", "2022-07-01")
    ]
    assert told == [
        ("2019-09-30T12:00:00Z", "funding_record", None, "open"),
        ("2020-03-02T12:00:00Z", "decision", "open", "no_action_needed"),
        ("2022-06-28T12:00:00Z", "alias", "no_action_needed", "open"),
    ]
    nothing = entity_list("why", NUDT, "--from", "2021-01-01", "--to", "2021-12-31")
    assert "changed between the two" in nothing.err


def test_why_between_two_runs_names_the_cause(two_runs: dict[str, Any]) -> None:
    entity_list, one, other = two_runs["entity_list"], two_runs["one"], two_runs["other"]
    changed = {
        (row["review_id"], row["cause"], row["value_after"])
        for row in why(entity_list, "Example Institute", one, other)
        if row["change_kind"] == "review"
    }
    assert (NUDT, "alias", "open") in changed
    assert (BEIHANG, "decision", "escalated") in changed
    assert {(cause, value) for review_id, cause, value in changed if review_id == IFLYTEK} == {
        ("decision", "confirmed"),
        ("decision", "modified"),
    }
    assert ZTE not in {review_id for review_id, *_ in changed}


def test_why_tells_another_matcher_from_another_rule_and_both_from_a_new_name(own: Here) -> None:
    """Three answers of the published run are altered in an earlier one, each in one respect."""
    generations = own.data / "published" / "generations"
    (other,) = generations.iterdir()
    one = generations / f"20250201T120000Z-{'0' * 16}"
    shutil.copytree(other, one)
    file = one / "warehouse.duckdb"
    file.chmod(0o644)
    with duckdb.connect(str(file)) as connection:
        funding = [
            funding_id
            for (funding_id,) in connection.execute(
                "select min(funding_id) from fct_exposures where exposure_class = 'listed_later' "
                "group by entity_id, matched_name order by all limit 3"
            ).fetchall()
        ]
        for change, funding_id in zip(
            (
                "set exposure_class = 'near_miss', match_level = 'brand'",
                "set exposure_class = 'clear'",
                "set exposure_class = 'clear'",
            ),
            funding,
            strict=True,
        ):
            connection.execute(f"update fct_exposures {change} where funding_id = ?", [funding_id])
        connection.execute(
            "delete from dim_entity_names where name = "
            "(select matched_name from fct_exposures where funding_id = ?)",
            [funding[2]],
        )
        connection.execute("update rpt_run set published_at = timestamp '2025-03-01 11:00:00'")
    told = {
        funding_id: [row["cause"] for row in why(own, funding_id, one.name, other.name)]
        for funding_id in funding
    }
    assert told == dict(zip(funding, (["matcher"], ["rule"], ["alias"]), strict=True))


def test_why_wants_two_of_a_kind(here: Here) -> None:
    mixed = here("why", "x", "--from", "2020-01-01", "--to", "20200101T000000Z-0123456789abcdef")
    assert mixed.code == 2


# -- receipts


@pytest.fixture
def screened(own: Here, tmp_path: Path) -> tuple[Here, Path]:
    copy = tmp_path / "receipt.json"
    ran = own(
        "screen", "SenseTime", "Corner Bakery", "--on", "2019-10-09", "--receipt", copy,
        "--now", SAMPLE_NOW,
    )  # fmt: skip
    assert ran.code == 0, ran.err
    assert own("receipt", "write", "--now", SAMPLE_NOW).code == 0
    return own, copy


def test_a_receipt_tells_query_inputs_matcher_candidates_and_what_was_not_searched(
    screened: tuple[Here, Path],
) -> None:
    receipt = read(screened[1])
    assert receipt["query"]["names"] == [
        {"name": "SenseTime", "country": None},
        {"name": "Corner Bakery", "country": None},
    ]
    best = receipt["candidates"][0]
    assert (best["name"], best["verdict"], best["listed_from"]) == (
        "SenseTime", "match", "2019-10-09",
    )  # fmt: skip
    assert {one["verdict"] for one in receipt["candidates"] if one["name"] == "Corner Bakery"} == {
        "no_match"
    }
    ages = {source["source"]: source["age_days"] for source in receipt["sources"]}
    assert ages["ecfr"] == (datetime(2025, 3, 1, 12) - datetime(2023, 11, 16, 12)).days
    assert len(receipt["matcher"]["configuration_sha256"]) >= 16
    assert any("Unverified List" in text for text in receipt["not_searched"])
    assert {len(sha256) for sha256 in receipt["inputs"].values()} == {64}
    run = read(screened[0].data / "receipts" / "000002.json")
    assert run["kind"] == "run"
    assert run["previous_sha256"] == receipt["sha256"]
    assert run["verdicts"]["undisclosed"] > 0


def test_untouched_receipts_are_identical(screened: tuple[Here, Path]) -> None:
    entity_list, copy = screened
    for path in (copy, entity_list.data / "receipts" / "000002.json"):
        ran = entity_list("receipt", "verify", path)
        assert (ran.code, ran.out) == (0, "identical\n"), ran.out


def test_a_changed_receipt_and_a_forged_one_are_told_apart_from_true_ones(
    screened: tuple[Here, Path], tmp_path: Path
) -> None:
    entity_list, copy = screened
    changed = tmp_path / "changed.json"
    changed.write_bytes(copy.read_bytes().replace(b'"match"', b'"no_match"'))
    ran = entity_list("receipt", "verify", changed)
    assert ran.code == 3
    assert "was changed after it was written" in ran.out

    receipt = read(copy)
    receipt["candidates"][0]["verdict"] = "no_match"
    content = {
        name: value
        for name, value in receipt.items()
        if name not in ("sha256", "number", "previous_sha256")
    }
    forged = tmp_path / "forged.json"
    forged.write_bytes(canonical(seal(content, number=1, previous_sha256=None)))
    ran = entity_list("receipt", "verify", forged)
    assert ran.code == 3
    assert 'candidates[0].verdict: recorded "no_match", found "match"' in ran.out
    assert "receipt 1 in receipts/ is another one" in ran.out


def test_a_broken_chain_a_lost_input_and_a_changed_generation_are_told(
    screened: tuple[Here, Path],
) -> None:
    entity_list, copy = screened
    data = entity_list.data
    (landed,) = (data / "landing").glob("ledger/*/*/2019-09-30_ledger.csv")
    landed.write_bytes(landed.read_bytes() + b"\n")
    page = data / "published" / "current" / "review.html"
    page.chmod(0o644)
    page.write_bytes(page.read_bytes() + b" ")
    (data / "receipts" / "000001.json").unlink()
    ran = entity_list("receipt", "verify", copy)
    assert ran.code == 3
    assert "receipt 1 is missing" in ran.out
    assert "inputs.ledger/2019-09-30/" in ran.out
    assert "review.html" in ran.out


def test_a_run_whose_generation_is_gone_is_built_again_from_the_landed_bytes(
    screened: tuple[Here, Path], tmp_path: Path
) -> None:
    """A receipt that claims one more row of one table: all else is found as it was."""
    data = screened[0].data
    receipt = read(data / "receipts" / "000002.json")
    (data / "published" / "generations" / receipt["generation"]["name"]).rename(tmp_path / "away")
    claimed = receipt["tables"]["dim_entities"]["rows"]
    receipt["tables"]["dim_entities"]["rows"] = claimed + 1
    content = {
        name: value
        for name, value in receipt.items()
        if name not in ("sha256", "number", "previous_sha256")
    }
    forged = tmp_path / "forged.json"
    forged.write_bytes(
        canonical(seal(content, number=2, previous_sha256=receipt["previous_sha256"]))
    )
    ran = screened[0]("receipt", "verify", forged)
    assert ran.code == 3
    assert ran.out.splitlines() == [
        "chain: receipt 2 in receipts/ is another one",
        f"tables.dim_entities.rows: recorded {claimed + 1}, found {claimed}",
    ]
    assert "built again from the landed bytes alone" in ran.err


def test_where_the_generation_is_gone_the_served_one_answers_as_known_then(
    two_runs: dict[str, Any], tmp_path: Path
) -> None:
    """Screened in January 2022; that generation is pruned; the answer of July, as known in
    January, is the same, although CSCC is a listed alias since June."""
    entity_list = two_runs["entity_list"]
    ran = entity_list("restore", two_runs["one"])
    assert ran.code == 0, ran.err
    copy = tmp_path / "receipt.json"
    entity_list("screen", "CSCC", "NUDT", "--on", "2022-01-15", "--receipt", copy,
                "--now", "2022-01-16")  # fmt: skip
    entity_list("restore", two_runs["other"])
    generation = entity_list.data / "published" / "generations" / two_runs["one"]
    away = tmp_path / "away"
    generation.rename(away)
    try:
        verified = entity_list("receipt", "verify", copy)
    finally:
        away.rename(generation)
    assert (verified.code, verified.out) == (0, "identical\n"), verified.out
    assert "no longer here" in verified.err


# -- what leaves the house


def test_exports_hold_the_queue_and_the_exposures_with_names(
    here: Here, tmp_path: Path, query: Query
) -> None:
    counts = query(
        "select (select count(*) from rpt_review_queue), (select count(*) from fct_exposures)"
    )[0]
    for form in ("csv", "xlsx", "parquet"):
        assert here("export", "--format", form, tmp_path / form).code == 0
    for name, count in zip(("review_queue", "exposures"), counts, strict=True):
        with (tmp_path / "csv" / f"{name}.csv").open(newline="", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        assert len(rows) == count
        assert all(row["counterparty_name"] for row in rows)
        sheet = openpyxl.load_workbook(tmp_path / "xlsx" / f"{name}.xlsx").active
        assert sheet.max_row == count + 1
        assert (tmp_path / "parquet" / f"{name}.parquet").stat().st_size > 0


def test_the_feed_tells_listing_events_and_reviews_newest_first(published: Path) -> None:
    feed = json.loads((published / "feed.json").read_text(encoding="utf-8"))
    dates = [item["date_published"] for item in feed["items"]]
    titles = {item["title"] for item in feed["items"]}
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert dates == sorted(dates, reverse=True)
    assert len({item["id"] for item in feed["items"]}) == len(feed["items"])
    assert "IFLYTEK (CHINA, PEOPLE'S REPUBLIC OF): added" in titles
    assert any(
        title.endswith("Hunan Guofang Keji University: review open again") for title in titles
    )


def test_an_audit_pack_proves_itself_and_is_the_same_when_made_again(
    screened: tuple[Here, Path], tmp_path: Path
) -> None:
    entity_list = screened[0]
    period = ["--since", "2020-01-01", "--until", "2025-12-31"]
    for name in ("one.zip", "two.zip"):
        ran = entity_list("audit-pack", *period, tmp_path / name)
        assert ran.code == 0, ran.err
    packed = (tmp_path / "one.zip").read_bytes()
    assert packed == (tmp_path / "two.zip").read_bytes()
    assert ran.out.split()[0] == hashlib.sha256(packed).hexdigest()
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    sums = dict(
        reversed(line.split("  ")) for line in members.pop("SHA256SUMS").decode().splitlines()
    )
    assert sums == {name: hashlib.sha256(text).hexdigest() for name, text in members.items()}
    decisions = [name for name in members if name.startswith("decisions/")]
    assert len(decisions) == 2, "the decision of 2019 is not of the period"
    assert {"receipts/000001.json", "receipts/000002.json", "review_queue.csv"} <= set(members)
    assert members["receipts_chain.txt"] == b"whole\n"
    taken = entity_list("audit-pack", *period, tmp_path / "one.zip")
    assert taken.code == 2
    backwards = entity_list(
        "audit-pack", "--since", "2020-02-01", "--until", "2020-01-01", tmp_path / "x.zip"
    )
    assert backwards.code == 2
