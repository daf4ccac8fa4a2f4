"""What benchmarks of the whole build share: a clock for each stage, and each size a process.

Here: measuring and printing. Not here: what is measured (`funding/`, `news/`).
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

Seconds = dict[str, tuple[float, float]]
BEFORE_MATCHING = (
    "+int_counterparties__names_to_screen",
    "+int_entities__listed_names",
    "+int_news__articles",
    "+int_news__parties",
)


@dataclass
class Clock:
    """Stage → seconds by the clock, and of processor time of all threads."""

    seconds: Seconds = field(default_factory=dict)

    def stage(self, name: str, do: Callable[[], object]) -> None:
        clock, processor = time.perf_counter(), time.process_time()
        do()
        earlier = self.seconds.get(name, (0.0, 0.0))
        self.seconds[name] = (
            earlier[0] + time.perf_counter() - clock,
            earlier[1] + time.process_time() - processor,
        )


def build(base: Path, sources: Sequence[str], clock: Clock) -> None:
    """Everything landed under `base` through the project's own steps, up to the marts."""
    from dataclasses import replace

    from dagster_project import computed, dbt_project, identity
    from dagster_project.quality.landed import judge_landed
    from dagster_project.quality.marts import judge_marts
    from dagster_project.settings import Settings
    from dagster_project.sources.landing import Landing
    from dagster_project.sources.registry import SOURCES
    from dagster_project.warehouse import Warehouse

    landing = Landing(base / "landing")
    settings = replace(Settings.from_environment(), data=base)
    warehouse = Warehouse(settings.warehouse)
    warehouse.prepare()
    now = datetime(2026, 8, 1, tzinfo=UTC)

    def gate_1() -> None:
        for name in sources:
            bad = [found for found in judge_landed(warehouse, SOURCES[name], now=now)
                   if not found.passed]  # fmt: skip
            if bad:
                raise SystemExit(f"gate 1: {bad[0]}")

    def dbt(*selection: str) -> None:
        bad = [node for node in dbt_project.build(settings, selection) if not node.passed]
        if bad:
            raise SystemExit(f"dbt failed: {bad[0].unique_id}: {bad[0].message}")

    for name in sources:
        clock.stage("parse and load", lambda name=name: warehouse.load(SOURCES[name], landing))
    clock.stage("gate 1", gate_1)
    clock.stage("identity", lambda: identity.resolve_in(warehouse))
    clock.stage("link editions", lambda: computed.link_gifts(warehouse))
    clock.stage("dbt before matching", lambda: dbt("--select", *BEFORE_MATCHING))
    clock.stage("matching", lambda: computed.match_names(warehouse))
    clock.stage("news", lambda: computed.read_news(warehouse))
    clock.stage("dbt after matching", lambda: dbt("--exclude", *BEFORE_MATCHING))
    clock.stage("gate 2", lambda: judge_marts(warehouse))


def land_the_list(base: Path, files: Sequence[Path]) -> None:
    """Versions of the Entity List, landed a day after each."""
    from dagster_project.sources.landing import Landing

    for path in files:
        Landing(base / "landing").land(
            "ecfr",
            path.read_bytes(),
            name=path.name,
            fetched_at=datetime(2026, 7, 20, tzinfo=UTC),
            published_on=date.fromisoformat(path.name[:10]),
        )


def in_a_process(script: str, *arguments: str) -> tuple[Seconds, float]:
    """The stages that `script` measures, and its peak of resident memory in GiB."""
    done = subprocess.run(
        [sys.executable, script, "--only", *arguments], check=True, stdout=subprocess.PIPE
    )
    answer = json.loads(done.stdout.splitlines()[-1])
    return {name: (clock, cpu) for name, (clock, cpu) in answer["stages"].items()}, answer["peak"]


def answer(seconds: Seconds) -> None:
    """Print what `in_a_process` reads."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    print(json.dumps({"stages": seconds, "peak": peak}))


def show(title: str, seconds: Seconds, peak: float, rows: int) -> float:
    """Print a table; returns the seconds of processor time of all stages."""
    print(f"{title}: peak of resident memory {peak:.1f} GiB")
    total = tuple(sum(column) for column in zip(*seconds.values(), strict=True))
    for name, (clock, cpu) in {**seconds, "all": total}.items():
        rate = rows / clock if clock else float("inf")
        print(f"  {name:20} {clock:8.1f} s  {cpu:8.1f} s of processor  {rate:11,.0f} rows/s")
    sys.stdout.flush()
    return total[1]
