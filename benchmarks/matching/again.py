"""What a day costs: the same list and some new names, and a new version of the list.

    python -m benchmarks.matching.again ../shared/data

Real names; the list of 2026 after one that lacks some of its parties, as before a rule that adds
them, and after that of 2023. Each step beside a run that starts from nothing, whose rows must be
the same. CPU seconds of one core, every word new at the start of each step.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pyarrow as pa

from benchmarks.matching.data import real_names
from benchmarks.matching.listed_names import listed_names
from dagster_project.matching import KEPT_MATCHES, SCREENED, Index, ListedName, ScreenedName
from dagster_project.matching.rounds import Matched, OverNames, match_in_rounds

EDITIONS = "entity_list/ecfr"
OLD, NEW = "2023-11-21_supplement-4.xml", "2026-07-18_part-744.xml"
_NEW_NAMES = 100
_RULES = (1, 28, 140)  # parties that a rule adds
_NOTHING = (SCREENED.empty_table(), KEPT_MATCHES.empty_table())
Dated = list[tuple[ListedName, datetime]]


def dated(path: Path) -> Dated:
    """The names of one version, on record since one moment, by an id that outlives a version."""
    names = listed_names(path)
    first: dict[str, str] = {}
    for entry in names:
        first.setdefault(entry.entity_id, f"{entry.country_code} {entry.name}")
    lasting = [replace(entry, entity_id=first[entry.entity_id]) for entry in names]
    return [(entry, datetime(2020, 1, 1)) for entry in sorted(lasting, key=repr)]


def over(names: Sequence[str]) -> OverNames:
    table = pa.table({"name": sorted(names), "country_code": pa.nulls(len(names), pa.string())})
    return lambda make_work, _: make_work()(table)


def timed(label: str, listed: Dated, names: Sequence[str], before: Matched | None) -> Matched:
    stored = (before.screened, before.matches) if before else _NOTHING
    start = time.process_time()
    matched = match_in_rounds(listed, over(names), *stored)
    seconds = time.process_time() - start
    print(f"  {label:24s} {seconds:6.2f} s, {matched.afresh:6,} matched, {matched.kept:6,} kept")
    return matched


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("data", type=Path)
    folder = arguments.parse_args().data
    names = real_names(folder)
    some = names[:-_NEW_NAMES]
    old, new = (dated(folder / EDITIONS / name) for name in (OLD, NEW))
    print(f"{len(names):,} names, {len(new):,} listed names")
    start = time.process_time()
    Index([entry for entry, _ in new]).match([ScreenedName(name) for name in some])
    print(f"  {'no state kept':24s} {time.process_time() - start:6.2f} s")
    full = timed("from nothing", new, some, None)
    timed("nothing new", new, some, full)
    more = timed(f"{_NEW_NAMES} new names", new, names, full)
    same(more, timed("  from nothing", new, names, None))
    parties = sorted({entry.entity_id for entry, _ in new})
    for count in _RULES:
        added = set(random.Random(count).sample(parties, count))
        fewer = [(entry, since) for entry, since in new if entry.entity_id not in added]
        before = match_in_rounds(fewer, over(some), *_NOTHING)
        same(timed(f"a rule of {count}", new, some, before), full)
    same(timed(f"after {OLD[:10]}", new, some, match_in_rounds(old, over(some), *_NOTHING)), full)


def same(kept: Matched, full: Matched) -> None:
    if not (kept.matches.equals(full.matches) and kept.screened.equals(full.screened)):
        raise SystemExit("the rows are not those of a run that starts from nothing")


if __name__ == "__main__":
    main()
