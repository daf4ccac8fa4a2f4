"""What a refresh would cost far beyond what was measured: nodes, hours and money, on paper.

    python -m benchmarks.growth.cost [--institutions 4000 --price 0.05 …]

A count, not a measurement: each stage's measured time is carried on along a straight line to the
rows that are asked for. Stages that one machine does add up; the others are divided by the cores
of a cluster and by what is lost on the way. Every assumption is an option and is printed.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

from benchmarks.growth.tables import (
    EITHER_ENGINE,
    MEASURED,
    NOT_COUNTED,
    STARTING,
    Cell,
    line_through,
    read,
    whole,
)
from benchmarks.stages import LOADING, PARSING

DAYS = 365.25
GIB_OF_MACHINE = "memory of the one machine"
# Of these a refresh does what is new, and keeps what it did before.
ONCE_A_FILE = (PARSING, LOADING, "gate 1")
# The same work with either engine, so that both engines' figures tell of it.
ONE_MACHINE = (LOADING, *(stage for stage in EITHER_ENGINE if stage != PARSING))
HANDED_OVER = ("raw to Spark", "seen from DuckDB")


@dataclass(frozen=True)
class Assumed:
    """What nobody measured here. GDELT: 83 million articles in English in 2019 (its blog,
    "Announcing the Global Entity Graph's G1 Baseline Dataset"), 227,000 a day."""

    institutions: int = 4000
    relationships: int = 2500  # of each institution, over the years
    articles_a_day: int = 227_000
    years: float = 5.0
    mentions: float = 0.02  # of an article
    versions: int = 250  # of the list: one a week
    cores: int = 8  # of a node
    node_gib: float = 64.0
    efficiency: float = 0.7  # what is left of a core in a cluster
    price: float = 0.05  # of a core for an hour, in dollars
    target_h: float = 2.0  # a refresh

    def rows(self) -> dict[str, float]:
        """Axis → rows at the end of the years."""
        articles = self.articles_a_day * self.years * DAYS
        return {
            "articles": articles,
            "funding": float(self.institutions * self.relationships),
            "mentions": articles * self.mentions,
            "versions": float(self.versions),
        }


@dataclass(frozen=True)
class Work:
    """Seconds of processor time: of one machine, and of what is spread over the cluster."""

    one_machine_s: float
    spread_s: float


@dataclass(frozen=True)
class Cluster:
    """`nodes` is None where one machine's part alone takes longer than the target."""

    nodes: int | None
    hours: float
    dollars: float


def seconds(points: Sequence[tuple[float, float]], rows: float) -> float:
    """What a stage takes for so many rows, by its measured (rows, seconds): along the line through
    the two largest sizes; what it took, where the larger took no longer; in proportion, which is
    too much, where there is but one size."""
    known = sorted({of: max(0.0, took) for of, took in points}.items())
    if rows <= 0 or not known:
        return 0.0
    most_rows, most = known[-1]
    if len(known) > 1:
        starting, each = line_through(known[-2], known[-1])
        return max(0.0, starting) + each * rows if each > 0 else max(most, known[-2][1])
    return most * max(1.0, rows / most_rows)


def work(cells: Sequence[Cell], assumed: Assumed, *, daily: bool) -> dict[str, Work]:
    """Axis → its work for a full rebuild, or for a day's refresh: that parses one day's articles,
    and no edition that is known; all models are computed again from all rows."""
    found = {}
    for axis, rows in assumed.rows().items():
        runs = whole(cells, axis, "spark")
        if not runs:
            raise SystemExit(f"{axis} was not measured on Spark")
        on_duckdb = whole(cells, axis, "duckdb", unfinished=True)
        one_machine = spread = 0.0
        stages = dict.fromkeys(name for run in (*on_duckdb, *runs) for name in run.stages)
        # Where loading was not told apart from it, one process parsed.
        alone = ONE_MACHINE if LOADING in stages else (*ONE_MACHINE, PARSING)
        for stage in stages:
            if stage in STARTING:
                continue
            points = [
                (run.stages[stage]["rows"], run.stages[stage]["cpu_s"])
                for run in (*(on_duckdb if stage in alone else ()), *runs)
                if stage in run.stages
            ]
            asked = rows
            if daily and stage in ONCE_A_FILE:
                asked = assumed.articles_a_day if axis == "articles" else 0
            took = seconds(points, asked)
            if stage in NOT_COUNTED:  # told once more, inside another stage
                one_machine, spread = one_machine + took, spread - took
            elif stage in alone or stage.startswith(HANDED_OVER):
                one_machine += took
            else:
                spread += took
        found[axis] = Work(one_machine, max(0.0, spread))
    return found


def memory_gib(cells: Sequence[Cell], assumed: Assumed) -> dict[str, float]:
    """Axis → peak of memory on one machine, carried on like time; where two sizes were measured."""
    found = {}
    for axis, rows in assumed.rows().items():
        points = [(float(run.size), run.most("peak_gib")) for run in whole(cells, axis, "spark")]
        if len(points) > 1:
            found[axis] = seconds(points, rows)
    return found


def cluster(needed: Work, assumed: Assumed) -> Cluster:
    """The fewest nodes that keep to the target; the first of them does the one machine's part."""
    left_s = assumed.target_h * 3600 - needed.one_machine_s
    if left_s <= 0:
        nodes, spread_h = None, 0.0
        of_nodes = 1
    else:
        of_nodes = max(
            1, math.ceil(needed.spread_s / (left_s * assumed.cores * assumed.efficiency))
        )
        nodes = of_nodes
    spread_h = needed.spread_s / (of_nodes * assumed.cores * assumed.efficiency) / 3600
    hours = needed.one_machine_s / 3600 + spread_h
    # While one machine works, the others are not paid.
    paid_h = needed.one_machine_s / 3600 * assumed.cores + spread_h * of_nodes * assumed.cores
    return Cluster(nodes, hours, paid_h * assumed.price)


def report(cells: Sequence[Cell], assumed: Assumed) -> Iterator[str]:
    yield "assumed: " + ", ".join(
        f"{field.name} {getattr(assumed, field.name):,g}" for field in fields(assumed)
    )
    yield "rows: " + ", ".join(f"{axis} {rows:,.0f}" for axis, rows in assumed.rows().items())
    for name, daily in (("full rebuild", False), ("a day's refresh", True)):
        works = work(cells, assumed, daily=daily)
        yield ""
        yield f"{name:20} {'one machine':>14} {'spread, core hours':>20}"
        for axis, needed in works.items():
            yield (
                f"  {axis:18} {needed.one_machine_s / 3600:12,.2f} h"
                f" {needed.spread_s / 3600:20,.2f}"
            )
        every = Work(
            sum(one.one_machine_s for one in works.values()),
            sum(one.spread_s for one in works.values()),
        )
        needed = cluster(every, assumed)
        if needed.nodes is None:
            yield (
                f"  not in {assumed.target_h:g} h on any cluster: one machine's part alone takes"
                f" {every.one_machine_s / 3600:,.1f} h; on one node {needed.hours:,.1f} h,"
                f" {needed.dollars:,.2f} $"
            )
        else:
            yield (
                f"  {needed.nodes} nodes of {assumed.cores} cores,"
                f" {needed.hours:,.2f} h, {needed.dollars:,.2f} $"
            )
    yield ""
    for axis, gib in memory_gib(cells, assumed).items():
        word = "" if gib <= assumed.node_gib else f": more than a node's {assumed.node_gib:g}"
        yield f"{GIB_OF_MACHINE}, {axis}: {gib:,.0f} GiB{word}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    for field in fields(Assumed):
        option = "--" + field.name.replace("_", "-")
        parser.add_argument(option, type=type(field.default), default=field.default)
    parser.add_argument("--measured", type=Path, default=MEASURED)
    given = vars(parser.parse_args())
    cells = read(given.pop("measured"))
    print("\n".join(report(cells, Assumed(**given))))


if __name__ == "__main__":
    main()
