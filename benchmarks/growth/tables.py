"""What was measured, as tables: seconds and memory by stage, slopes, and where the engines cross.

    python -m benchmarks.growth.tables [measured.jsonl]

Here: reading the lines of `run.py` and counting with them. Not here: measuring; prices
(`cost.py`). docs/growth.md holds what this prints of the committed lines, and a test says so.
"""

from __future__ import annotations

import itertools
import json
import math
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.stages import LOADING, PARSING

MEASURED = Path(__file__).with_name("measured.jsonl")
# What does not grow with rows, and is paid once a process.
STARTING = ("read dbt's project", "start Spark")
# None of the engine's work, and told apart where the engines are compared.
EITHER_ENGINE = (PARSING, "gate 1", "identity", "link editions")
# Measured once more by itself: it is a part of another stage, and one machine's.
NOT_COUNTED = (LOADING, "copies among articles")
# Limits of DuckDB's memory that no run came near, beside those that were set to be reached.
AMPLE = ("80%", "8GiB")


@dataclass(frozen=True)
class Cell:
    """One process: an axis, an engine, a size, DuckDB's memory limit; stage → figures."""

    axis: str
    engine: str
    size: int
    memory: str
    stages: Mapping[str, Mapping[str, float]]
    failed: str = ""

    def sum(self, figure: str, *, but: Sequence[str] = ()) -> float:
        """Of all stages that grow, but some."""
        left_out = (*STARTING, *NOT_COUNTED, *but)
        return sum(took[figure] for name, took in self.stages.items() if name not in left_out)

    def most(self, figure: str) -> float:
        return max((took[figure] for took in self.stages.values()), default=0.0)


def read(path: Path = MEASURED) -> list[Cell]:
    """Cells in the order of axis, memory, engine and size."""
    cells: dict[tuple[str, str, str, int], dict[str, Any]] = {}
    for line in path.read_text("utf-8").splitlines():
        found = json.loads(line)
        key = found.pop("axis"), found.pop("memory"), found.pop("engine"), found.pop("size")
        cell = cells.setdefault(key, {"stages": {}, "failed": ""})
        if "failed" in found:
            cell["failed"] = found["failed"]
        else:
            cell["stages"][found.pop("stage")] = found
    return [
        Cell(axis, engine, size, memory, **cells[axis, memory, engine, size])
        for axis, memory, engine, size in sorted(cells)
    ]


def whole(cells: Iterable[Cell], axis: str, engine: str, *, unfinished: bool = False) -> list[Cell]:
    """The cells of one axis and engine with ample memory that ended (or also others), by size."""
    found = [
        cell
        for cell in cells
        if (cell.axis, cell.engine) == (axis, engine)
        and cell.memory in AMPLE
        and (unfinished or not cell.failed)
    ]
    return sorted(found, key=lambda cell: cell.size)


def slope(smaller: tuple[float, float], larger: tuple[float, float]) -> float:
    """Of (rows, seconds) on logarithmic axes: 1 is linear. NaN where a figure is zero."""
    (rows, seconds), (more_rows, more_seconds) = smaller, larger
    if min(rows, seconds, more_seconds) <= 0 or rows == more_rows:
        return math.nan
    return math.log(more_seconds / seconds) / math.log(more_rows / rows)


def line_through(smaller: tuple[float, float], larger: tuple[float, float]) -> tuple[float, float]:
    """(seconds at no rows, seconds for each row) of the line through two (rows, seconds)."""
    each = (larger[1] - smaller[1]) / (larger[0] - smaller[0])
    return smaller[1] - each * smaller[0], each


def crossing(one: tuple[float, float], other: tuple[float, float]) -> float | None:
    """Rows from which `other` takes less than `one`, of two lines; None where it never does."""
    if other[1] >= one[1]:
        return None
    return max(0.0, (other[0] - one[0]) / (one[1] - other[1]))


def stages_table(cells: Sequence[Cell]) -> Iterator[str]:
    """Seconds of processor time by stage and size, and each stage's slope between the last two."""
    sizes = [cell.size for cell in cells]
    columns = len(sizes)
    yield "| stage | " + " | ".join(f"{size:,}" for size in sizes) + " | slope |"
    yield "|---" * (len(sizes) + 2) + "|"
    for name in dict.fromkeys(itertools.chain.from_iterable(cell.stages for cell in cells)):
        took = [cell.stages.get(name) for cell in cells]
        words = [f"{one['cpu_s']:.1f}" if one else "" for one in took]
        points = [(one["rows"], one["cpu_s"]) for one in took if one]
        steep = slope(*points[-2:]) if len(points) > 1 and name not in STARTING else math.nan
        yield f"| {name} | " + " | ".join([*words, _of(steep)]) + " |"
    cells = [cell for cell in cells if not cell.failed]
    sizes = [cell.size for cell in cells]
    totals = [cell.sum("cpu_s") for cell in cells]
    steep = slope(*zip(sizes[-2:], totals[-2:], strict=True)) if len(cells) > 1 else math.nan
    last = [("all that grows", [f"{total:.1f}" for total in totals], _of(steep))]
    last += [("seconds by the clock", [f"{cell.sum('clock_s'):.0f}" for cell in cells], "")]
    last += [("peak of memory, GiB", [f"{cell.most('peak_gib'):.1f}" for cell in cells], "")]
    if any(cell.most("spilled_gib") for cell in cells):
        spilled = [f"{cell.most('spilled_gib'):.1f}" for cell in cells]
        last += [("most on disk for want of memory, GiB", spilled, "")]
    for name, words, end in last:
        blank = [""] * (columns - len(words))
        yield f"| **{name}** | " + " | ".join([*words, *blank, end]) + " |"


def crossing_words(cells: Sequence[Cell], axis: str) -> str:
    """Where the engines cross on one axis, by the lines through each one's two largest sizes; what
    is none of the engine's work is left out."""
    found = {engine: whole(cells, axis, engine)[-2:] for engine in ("duckdb", "spark")}
    if any(len(two) < 2 for two in found.values()):
        return f"{axis}: not told, two sizes of each engine are needed."
    largest = min(two[-1].size for two in found.values())
    lines = {
        engine: line_through(*((cell.size, cell.sum("cpu_s", but=EITHER_ENGINE)) for cell in two))
        for engine, two in found.items()
    }
    more = 1_000_000 if largest > 1_000 else 100  # versions are few
    each = {engine: more * line[1] for engine, line in lines.items()}
    rows = crossing(lines["duckdb"], lines["spark"])
    end = (
        "so that on one machine they never cross."
        if rows is None
        else f"so that the lines cross at {rows:,.0f} (extrapolated)."
    )
    return (
        f"{axis}: none up to {largest:,}. Each further {more:,} cost DuckDB "
        f"{each['duckdb']:,.0f} s of processor time and Spark {each['spark']:,.0f} s, {end}"
    )


def memory_table(cells: Sequence[Cell]) -> Iterator[str]:
    """The axis `limits`: the same rows with less and less memory for DuckDB."""
    yield "| mentions | limit | processor | peak of the process | on disk for want of memory | |"
    yield "|---|---|---|---|---|---|"
    limited = sorted(
        (cell for cell in cells if cell.axis == "limits" and cell.memory not in AMPLE),
        key=lambda cell: (cell.size, -_mib(cell.memory)),
    )
    for cell in limited:
        yield (
            f"| {cell.size:,} | {cell.memory} | {cell.sum('cpu_s'):.1f} s "
            f"| {cell.most('peak_gib'):.1f} GiB | {cell.most('spilled_gib'):.2f} GiB "
            f"| {'failed' if cell.failed else 'built'} |"
        )
    for cell in [cell for cell in limited if cell.failed][:1]:
        yield from ("", f"What was said at {cell.memory}:", "", f"    {cell.failed}")


def report(cells: Sequence[Cell]) -> Iterator[str]:
    axes = sorted({cell.axis for cell in cells} - {"limits"})
    for axis in axes:
        for engine in ("duckdb", "spark"):
            found = whole(cells, axis, engine, unfinished=True)
            if found:
                yield from (f"### {axis}, {engine}", "", *stages_table(found), "")
    yield from ("### Crossing", "")
    for axis in axes:
        yield f"- {crossing_words(cells, axis)}"
    yield ""
    if any(cell.axis == "limits" for cell in cells):
        yield from ("### DuckDB with less memory", "", *memory_table(cells), "")
    unfinished = [cell for cell in cells if cell.failed and cell.axis in axes]
    if unfinished:
        yield from ("### Not finished", "")
        for cell in unfinished:
            yield f"- {cell.axis}, {cell.engine}, {cell.size:,}: {cell.failed}"
        yield ""


def _of(steep: float) -> str:
    return "" if math.isnan(steep) else f"{steep:.2f}"


def _mib(memory: str) -> float:
    number = float("".join(letter for letter in memory if letter in "0123456789."))
    return number * {"M": 1, "G": 1024}[memory.lstrip("0123456789. ")[0]]


def main() -> None:
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else MEASURED
    print("\n".join(report(read(path))), end="")


if __name__ == "__main__":
    main()
