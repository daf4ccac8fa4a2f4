"""How the build grows with funding: synthetic Section 117 editions of 10⁴, 10⁵ and 10⁶ rows.

Each edition is a file in the true columns of 2020, parsed, loaded, linked, matched and built by
the project's own steps; the list is the bundled sample. Each size is a process of its own. Prints,
for each size, the seconds by the clock and of processor time and the rows per second of each
stage, the peak of resident memory, and the growth against linear.

    python benchmarks/funding/run.py [rows ...]
"""

from __future__ import annotations

import csv
import io
import itertools
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

WORDS = [
    "Advanced",
    "Central",
    "Coastal",
    "Delta",
    "East",
    "Global",
    "Harbour",
    "Inland",
    "Jade",
    "Lake",
    "Meridian",
    "National",
    "Northern",
    "Ocean",
    "Pacific",
    "Quantum",
    "River",
    "Southern",
    "Summit",
    "Union",
    "Valley",
    "Western",
    "Zenith",
]
KINDS = [
    "University",
    "Institute",
    "Academy",
    "Laboratory",
    "Corporation",
    "Foundation",
    "Industries",
    "Group",
]
FIELDS = [
    "Optics",
    "Materials",
    "Software",
    "Energy",
    "Medicine",
    "Agriculture",
    "Physics",
    "Logistics",
    "Design",
]
LISTED = ["Huawei Technologies", "Sichuan University", "Harbin Engineering University", "SenseTime"]
COUNTRIES = ["CHINA", "GERMANY", "JAPAN", "CANADA", "ENGLAND", "FRANCE", "SOUTH KOREA"]


def edition(rows: int, seed: int = 117) -> bytes:
    """A file of so many rows: some 4,000 institutions, one donor for every five rows, 1 % of the
    names listed, 13 % of the donors blank."""
    chance = random.Random(seed)
    donors = [
        f"{chance.choice(WORDS)} {chance.choice(FIELDS)} {chance.choice(KINDS)} {number}"
        for number in range(max(1, rows // 5))
    ]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(
        [
            "ID", "OPEID", "Institution Name", "City", "State", "Foreign Gift Received Date",
            "Foreign Gift Amount", "Gift Type", "Country of Giftor", "Giftor Name",
        ]
    )  # fmt: skip
    first = date(2014, 1, 1)
    for number in range(1, rows + 1):
        institution = chance.randrange(4000)
        draw = chance.random()
        donor = "" if draw < 0.13 else chance.choice(LISTED if draw > 0.99 else donors)
        received = first + timedelta(days=chance.randrange(2300))
        writer.writerow(
            [
                number,
                f"{institution:06d}00",
                f"Example University {institution}",
                "Example City",
                "AL",
                (received - date(1899, 12, 30)).days,
                chance.randrange(250_000, 5_000_000),
                chance.choice(["Contract", "Monetary Gift"]),
                chance.choice(COUNTRIES),
                donor[:35],
            ]
        )
    return out.getvalue().encode()


def measure(rows: int) -> dict[str, tuple[float, float]]:
    """Stage → seconds by the clock and of processor time, for one size."""
    from dagster_project import computed, dbt_project, identity
    from dagster_project.settings import Settings
    from dagster_project.sources.landing import Landing
    from dagster_project.sources.registry import SOURCES
    from dagster_project.warehouse import Warehouse

    seconds: dict[str, tuple[float, float]] = {}

    def stage(name: str, do: Callable[[], object]) -> None:
        clock, processor = time.perf_counter(), time.process_time()
        do()
        earlier = seconds.get(name, (0.0, 0.0))
        seconds[name] = (
            earlier[0] + time.perf_counter() - clock,
            earlier[1] + time.process_time() - processor,
        )

    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder)
        landing = Landing(base / "landing")
        for path in sorted((ROOT / "data/sample/ecfr").glob("*.xml")):
            landing.land(
                "ecfr",
                path.read_bytes(),
                name=path.name,
                fetched_at=datetime(2024, 1, 1, tzinfo=UTC),
                published_on=date.fromisoformat(path.name[:10]),
            )
        landing.land(
            "section-117",
            edition(rows),
            name="2020-10-19_foreign_gifts.csv",
            fetched_at=datetime(2020, 10, 19, tzinfo=UTC),
            published_on=date(2020, 10, 19),
        )
        settings = replace(Settings.from_environment(), data=base)
        warehouse = Warehouse(settings.warehouse)
        warehouse.prepare()
        for name in ("ecfr", "section-117"):
            stage("parse and load", lambda name=name: warehouse.load(SOURCES[name], landing))
        stage("identity", lambda: identity.resolve_in(warehouse))
        stage("link editions", lambda: computed.link_gifts(warehouse))

        def build(*selection: str) -> None:
            bad = [node for node in dbt_project.build(settings, selection) if not node.passed]
            if bad:
                raise SystemExit(f"dbt failed: {bad[0].unique_id}: {bad[0].message}")

        before = [
            "+int_counterparties__names_to_screen", "+int_entities__listed_names",
            "+int_news__articles", "+int_news__parties",
        ]  # fmt: skip
        stage("dbt before matching", lambda: build("--select", *before))
        stage("matching", lambda: computed.match_names(warehouse))
        stage("dbt after matching", lambda: build("--exclude", *before))
    return seconds


def in_a_process(rows: int) -> tuple[dict[str, tuple[float, float]], float]:
    """`measure` in a process of its own, and that process's peak of resident memory in GiB."""
    done = subprocess.run(
        [sys.executable, __file__, "--only", str(rows)], check=True, stdout=subprocess.PIPE
    )
    answer = json.loads(done.stdout.splitlines()[-1])
    return {stage: (clock, cpu) for stage, (clock, cpu) in answer["stages"].items()}, answer["peak"]


def main() -> None:
    if sys.argv[1:2] == ["--only"]:
        stages = measure(int(sys.argv[2]))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
        print(json.dumps({"stages": stages, "peak": peak}))
        return
    sizes = [int(size) for size in sys.argv[1:]] or [10_000, 100_000, 1_000_000]
    total: dict[int, float] = {}
    for size in sizes:
        stages, peak = in_a_process(size)
        total[size] = sum(cpu for _, cpu in stages.values())
        stages["all"] = sum(clock for clock, _ in stages.values()), total[size]
        print(f"{size:,} rows: peak of resident memory {peak:.1f} GiB")
        for name, (clock, cpu) in stages.items():
            rate = size / clock
            print(f"  {name:20} {clock:8.1f} s  {cpu:8.1f} s of processor  {rate:9,.0f} rows/s")
        sys.stdout.flush()
    for smaller, larger in itertools.pairwise(sizes):
        grew = total[larger] / total[smaller]
        print(f"{smaller:,} → {larger:,}: processor × {grew:.1f}, rows × {larger / smaller:.0f}")


if __name__ == "__main__":
    main()
