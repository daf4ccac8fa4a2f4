"""Many readers while generations are published: `python benchmarks/load/readers.py`.

Twenty processes open the served file in a loop, and one holds it open, while 150 generations are
published: each built, certified and swapped by the code of a refresh, from a small world. Each
generation says its number in three tables, so a reader that saw two of them over one connection
would know. Printed: reads, errors, mixed answers, publishes that a reader kept from happening, and
how long a publish took with and without readers. Here: the measurement; `reader.py` is the reader.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb

from dagster_project.publishing.generation import (
    Certificate,
    GateResult,
    RunFacts,
    build_candidate,
    certify,
    prune,
    publish,
)

HERE = Path(__file__).resolve().parent
WORLD = HERE.parent.parent / "tests" / "unit" / "publishing" / "world.sql"
START = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Figures:
    """What was seen; times in seconds."""

    readers: int
    publishes: int
    rounds: int
    errors: tuple[str, ...]
    mixed: int
    backwards: int
    most_generations_seen: int
    held_generations: int
    blocked: tuple[str, ...]
    longest_read_s: float
    publish_alone_s: float
    publish_median_s: float
    publish_longest_s: float

    def lines(self) -> Iterator[str]:
        yield f"readers {self.readers}, publishes {self.publishes}, reads {self.rounds}"
        yield f"errors {len(self.errors)}, mixed answers {self.mixed}, steps back {self.backwards}"
        yield (
            f"generations one reader saw: up to {self.most_generations_seen}; "
            f"over one held connection: {self.held_generations}"
        )
        yield f"longest read {self.longest_read_s:.2f} s"
        yield (
            f"writer blocked {len(self.blocked)}; a publish alone {self.publish_alone_s:.2f} s, "
            f"beside readers median {self.publish_median_s:.2f} s, "
            f"longest {self.publish_longest_s:.2f} s"
        )


def measure(folder: Path, *, readers: int, publishes: int, keep: int = 5) -> Figures:
    """Publish `publishes` generations below `folder` beside so many readers."""
    certificates = [_certificate(folder, number) for number in range(publishes + 1)]
    published, stop = folder / "published", folder / "stop"
    began = time.perf_counter()
    publish(certificates[0], published, START)
    alone_s = time.perf_counter() - began
    served = published / "current" / "warehouse.duckdb"
    modes = ["open"] * readers + ["hold"]
    running = [
        subprocess.Popen(
            [sys.executable, str(HERE / "reader.py"), str(served), str(stop), mode],
            stdout=subprocess.PIPE,
        )
        for mode in modes
    ]
    took: list[float] = []
    blocked: list[str] = []
    try:
        for number, certificate in enumerate(certificates[1:], start=1):
            began = time.perf_counter()
            try:
                publish(certificate, published, START + timedelta(seconds=number))
            except (OSError, duckdb.Error) as error:
                blocked.append(f"{type(error).__name__}: {error}"[:300])
            took.append(time.perf_counter() - began)
            prune(published, keep)
    finally:
        stop.touch()
        said = [json.loads(reader.communicate()[0]) for reader in running]
    return Figures(
        readers=readers,
        publishes=publishes,
        rounds=sum(one["rounds"] for one in said),
        errors=tuple(error for one in said for error in one["errors"]),
        mixed=sum(one["mixed"] for one in said),
        backwards=sum(one["backwards"] for one in said),
        most_generations_seen=max(one["generations_seen"] for one in said),
        held_generations=said[-1]["generations_seen"],
        blocked=tuple(blocked),
        longest_read_s=max(one["longest_s"] for one in said),
        publish_alone_s=alone_s,
        publish_median_s=statistics.median(took),
        publish_longest_s=max(took),
    )


def _certificate(folder: Path, number: int) -> Certificate:
    """A certified candidate that says its number in three tables."""
    build = folder / "build.duckdb"
    with duckdb.connect(str(build)) as connection:
        if not number:
            connection.execute(WORLD.read_text(encoding="utf-8"))
            _describe(connection)
        connection.execute("update marts.dim_entities set license_review_policy = ?", [number])
        connection.execute(
            "update marts.fct_funding set counterparty_name_as_reported = ?", [number]
        )
    results = [GateResult("load", "a_check_of_the_run", True, 1, 0, "block")]
    facts = RunFacts(f"run-{number}", START, START, {}, (), results, "0", 14)
    candidate = build_candidate(build, folder / f"candidate-{number}", facts)
    return certify(candidate, {result.check for result in results})


def _describe(connection: duckdb.DuckDBPyConnection) -> None:
    """The gate asks for a word on every table and column."""
    for table, column in connection.execute(
        "select table_name, column_name from duckdb_columns() where schema_name = 'marts'"
    ).fetchall():
        connection.execute(f"comment on table marts.{table} is 'Rows of {table}.'")
        connection.execute(f"comment on column marts.{table}.{column} is 'The {column}.'")


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--readers", type=int, default=20)
    parser.add_argument("--publishes", type=int, default=150)
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="readers-") as folder:
        figures = measure(Path(folder), readers=asked.readers, publishes=asked.publishes)
    for line in figures.lines():
        print(line)
    if figures.errors or figures.mixed or figures.backwards or figures.blocked:
        said = (*figures.errors, *figures.blocked)[:5]
        sys.exit("\n".join(said) or "a reader saw two generations at once")


if __name__ == "__main__":
    main()
