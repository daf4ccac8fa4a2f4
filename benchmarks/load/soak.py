"""Refreshes with random faults, and what is left of them: `python benchmarks/load/soak.py`.

The main job runs on the sample, then so many times again, each time with a fault drawn by a seed:
killed at a step, want of memory or disk, files damaged beneath, a bad version of the list that
lands and is quarantined afterwards. After each, the generation served must be whole and its
tables those of one clean run; at the end one undisturbed refresh must give them too. Printed: a
line a refresh, and the counts. Here: the drawing and the counting; the faults themselves are those
of `tests/faults`.
"""

from __future__ import annotations

import argparse
import contextlib
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from faults import files  # noqa: E402
from faults.runs import House, Warm, differing  # noqa: E402
from faults.test_pipeline import STOPPING  # noqa: E402
from faults.test_processes import BENEATH, LIMITS, STEPS  # noqa: E402

from dagster_project.warehouse import landed_id  # noqa: E402

FIRST_DAY = date(2025, 3, 2)
Blow = Callable[[House, random.Random, int], int]


def _at(number: int) -> str:
    return f"{FIRST_DAY + timedelta(days=number)}T12:00:00"


def nothing(house: House, draw: random.Random, number: int) -> int:
    return house.refresh(now=_at(number))


def killed(house: House, draw: random.Random, number: int) -> int:
    fault = {"kind": "kill", "at": draw.choice(STEPS), "after_s": draw.choice([0, 0.1, 0.5, 2])}
    return house.refresh(now=_at(number), fault=fault)


def in_want(house: House, draw: random.Random, number: int) -> int:
    return house.refresh(now=_at(number), fault=LIMITS[draw.choice(sorted(LIMITS))])


def damaged_beneath(house: House, draw: random.Random, number: int) -> int:
    name = draw.choice(sorted(BENEATH))
    # What it damages may not be there after the blow before: then the run is a plain one.
    with contextlib.suppress(OSError):
        BENEATH[name](house)
    return house.refresh(now=_at(number))


def bad_list(house: House, draw: random.Random, number: int) -> int:
    """A bad version lands, stops the run, and is taken out by a person."""
    fault = draw.choice([f for f in STOPPING if f.published_on is None])
    file = house.land("ecfr", fault.injected(fault.base()), fault.file_name, date(2024, 6, 2))
    code = house.refresh(now=_at(number))
    house("quarantine", landed_id(file), "--by", "soak", "--reason", "a bad day")
    return code


def bad_news(house: House, draw: random.Random, number: int) -> int:
    """A bad file of a source that holds nothing up; it stays."""
    bad = [f for f in files.FILE_FAULTS if f.source in ("feed", "gdelt") and f.caught == "parser"]
    fault = draw.choice(bad)
    day = FIRST_DAY - timedelta(days=400 + number)
    house.land(fault.source, fault.injected(fault.base()), fault.file_name, day)
    return house.refresh(now=_at(number))


BLOWS: tuple[Blow, ...] = (nothing, killed, killed, in_want, damaged_beneath, bad_list, bad_news)


def soak(folder: Path, refreshes: int, seed: int, minutes: float) -> bool:
    """So many refreshes, or as many as begin within the minutes.

    True where every generation served was whole and right, and the end is a clean run's.
    """
    draw = random.Random(seed)
    house = House(folder / "data", Warm(folder))
    began = time.monotonic()
    if house.refresh(now="2025-03-01T12:00:00", input_="sample") != 0:
        sys.exit(house.said)
    clean = house.tables()
    ended: Counter[str] = Counter()
    wrong = 0
    done = 0
    for number in range(1, refreshes + 1):
        if time.monotonic() - began > 60 * minutes:
            break
        done = number
        blow = draw.choice(BLOWS)
        code = blow(house, draw, number)
        others = differing(clean, house.tables())
        house.served()
        wrong += bool(others)
        ended[f"{blow.__name__:<16} exit {code}"] += 1
        print(f"{number:>4} {blow.__name__:<16} exit {code:>3} {' '.join(others)}", flush=True)
    code = house.refresh(now=_at(done + 1))
    others = differing(clean, house.tables())
    for line, times in sorted(ended.items()):
        print(f"{line:<30} {times:>4}")
    print(
        f"refreshes {done}, seed {seed}, {time.monotonic() - began:.0f} s; wrong or damaged "
        f"generations served {wrong}; the last, undisturbed run: exit {code}, "
        f"{'the tables of one clean run' if not others else f'other tables: {others}'}"
    )
    house.warm.close()
    return not wrong and not others and code in (0, 6)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--refreshes", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=24 * 60, help="begin none after these")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="soak-") as folder:
        sys.exit(0 if soak(Path(folder), asked.refreshes, asked.seed, asked.minutes) else 1)


if __name__ == "__main__":
    main()
