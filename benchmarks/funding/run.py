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
import random
import sys
import tempfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from benchmarks.stages import Clock, answer, build, in_a_process, land_the_list, show  # noqa: E402

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


def measure(rows: int) -> None:
    """One size, from its landed file to its marts."""
    from dagster_project.sources.landing import Landing

    clock = Clock()
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder)
        land_the_list(base, sorted((ROOT / "data/sample/ecfr").glob("*.xml")))
        Landing(base / "landing").land(
            "section-117",
            edition(rows),
            name="2020-10-19_foreign_gifts.csv",
            fetched_at=datetime(2020, 10, 19, tzinfo=UTC),
            published_on=date(2020, 10, 19),
        )
        build(base, ("ecfr", "section-117"), clock)
    answer(clock.seconds)


def main() -> None:
    if sys.argv[1:2] == ["--only"]:
        measure(int(sys.argv[2]))
        return
    sizes = [int(size) for size in sys.argv[1:]] or [10_000, 100_000, 1_000_000]
    total = {
        size: show(f"{size:,} rows", *in_a_process(__file__, str(size)), size) for size in sizes
    }
    for smaller, larger in itertools.pairwise(sizes):
        grew = total[larger] / total[smaller]
        print(f"{smaller:,} → {larger:,}: processor × {grew:.1f}, rows × {larger / smaller:.0f}")


if __name__ == "__main__":
    main()
