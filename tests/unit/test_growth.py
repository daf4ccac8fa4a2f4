"""Counting with what was measured: slopes, crossings, and the cost on paper."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import fields, replace
from pathlib import Path

import pytest

from benchmarks.growth import cost, tables
from benchmarks.growth.cost import Assumed, Cluster, Work, cluster, seconds
from benchmarks.growth.tables import Cell, crossing, line_through, read, slope
from benchmarks.stages import LOADING, PARSING, Clock

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "growth.md").read_text(encoding="utf-8")


def cells(**spread_s: float) -> list[Cell]:
    """Two sizes of every axis on Spark, linear: by axis, seconds for each 1,000 rows; beside it
    three seconds for each 1,000 rows of parsing, one of them the loading process's, and 1 GiB."""
    return [
        Cell(axis, "spark", rows, "8GiB", {
            "start Spark": {"rows": rows, "cpu_s": 15.0, "clock_s": 15.0, "peak_gib": 1.0},
            PARSING: {"rows": rows, "cpu_s": 3 * rows / 1000, "clock_s": 1, "peak_gib": 1.0},
            LOADING: {"rows": rows, "cpu_s": rows / 1000, "clock_s": 1, "peak_gib": 1.0},
            "models": {
                "rows": rows, "cpu_s": rows / 1000 * spread_s.get(axis, 0.0), "clock_s": 1,
                "peak_gib": rows / 1000,
            },
        })
        for axis in ("articles", "funding", "mentions", "versions")
        for rows in (1000, 2000)
    ]  # fmt: skip


def test_ten_times_the_rows_in_ten_times_the_time_is_a_slope_of_one():
    assert slope((1e4, 3.0), (1e5, 30.0)) == pytest.approx(1)
    assert slope((1e4, 3.0), (1e5, 300.0)) == pytest.approx(2)


def test_engines_cross_where_their_lines_do_and_never_where_the_later_one_is_steeper():
    fast_to_start, cheap_a_row = (
        line_through((10, 20), (20, 30)),
        line_through((10, 105), (20, 110)),
    )
    assert crossing(fast_to_start, cheap_a_row) == pytest.approx(180)
    assert crossing(cheap_a_row, fast_to_start) is None


def test_a_stage_is_carried_on_along_its_line_and_in_proportion_where_there_is_one_size():
    assert seconds([(100, 11.0), (200, 21.0)], 1000) == pytest.approx(101)
    assert seconds([(100, 10.0)], 1000) == pytest.approx(100)
    assert seconds([(100, 10.0), (200, 9.0)], 1000) == 10
    assert seconds([(100, 10.0)], 0) == 0


def test_work_is_counted_in_the_rows_and_seconds_that_it_says():
    """4,000 seconds for 1,000 rows are 4 a row; 10 institutions of 7 relationships are 70 rows."""
    few = Assumed(institutions=10, relationships=7, articles_a_day=0, mentions=0, versions=0)
    found = cost.work(cells(funding=4000), few, daily=False)
    assert found["funding"].spread_s == pytest.approx(70 * 4 + 70 * 2 / 1000)
    assert found["funding"].one_machine_s == pytest.approx(70 / 1000)
    twice = cost.work(cells(funding=4000), replace(few, institutions=20), daily=False)
    assert twice["funding"].spread_s == pytest.approx(2 * found["funding"].spread_s)


def test_parsing_of_which_nothing_is_told_apart_is_one_machines():
    whole = [
        replace(cell, stages={name: took for name, took in cell.stages.items() if name != LOADING})
        for cell in cells(funding=4000)
    ]
    few = Assumed(institutions=10, relationships=7, articles_a_day=0, mentions=0, versions=0)
    found = cost.work(whole, few, daily=False)["funding"]
    assert (found.one_machine_s, found.spread_s) == pytest.approx((70 * 3 / 1000, 70 * 4))


def test_a_days_refresh_parses_one_day_and_computes_every_model_again():
    whole = cost.work(cells(articles=2), Assumed(), daily=False)["articles"]
    daily = cost.work(cells(articles=2), Assumed(), daily=True)["articles"]
    articles = Assumed().rows()["articles"]
    assert whole.spread_s == pytest.approx(articles * (2 + 2) / 1000)
    assert daily.spread_s == pytest.approx((articles * 2 + Assumed().articles_a_day * 2) / 1000)
    assert whole.one_machine_s / daily.one_machine_s == pytest.approx(5 * cost.DAYS)


def test_a_cluster_has_the_nodes_that_keep_to_the_target():
    """Ten hours of one core in an hour, half an hour of it taken by one machine: 20 cores."""
    assumed = Assumed(cores=4, efficiency=1.0, target_h=1.0, price=0.1)
    found = cluster(Work(1800, 36_000), assumed)
    assert found == Cluster(5, pytest.approx(1.0), pytest.approx((0.5 * 4 + 10) * 0.1))
    assert cluster(Work(1800, 36_000), replace(assumed, price=0.2)).dollars == pytest.approx(2.4)


def test_no_cluster_is_promised_where_one_machine_takes_longer_than_the_target():
    assert cluster(Work(7200, 36_000), Assumed(target_h=1.0)).nodes is None


def test_every_assumption_is_printed():
    printed = next(cost.report(cells(), Assumed()))
    assert [field.name for field in fields(Assumed) if f"{field.name} " not in printed] == []


def test_the_page_holds_the_tables_of_the_committed_lines():
    missing = [line for line in tables.report(read()) if line not in PAGE]
    assert missing == []


def test_the_page_holds_what_the_command_prints():
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.growth.cost"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.strip() in PAGE


def test_time_and_memory_are_those_of_children_too(tmp_path: Path):
    """Spark's work is done by a JVM and its workers, which are none of this process's threads."""
    clock = Clock(1, tmp_path)
    busy = "text = bytearray(200 * 2**20); import time; end = time.process_time() + 0.6\n"
    busy += "while time.process_time() < end: pass"
    clock.stage("child", lambda: subprocess.run([sys.executable, "-c", busy], check=True))
    clock.stage("nothing", lambda: None)
    child, nothing = clock.stages
    assert child.cpu_s >= 0.6
    assert child.peak_gib >= 200 / 1024
    assert nothing.cpu_s < 0.3
