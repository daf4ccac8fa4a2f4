"""How the build grows with its rows, on DuckDB and on local Spark in one run.

    python -m benchmarks.growth.run --of funding --sizes 10000,100000 --engines duckdb,spark

Each cell (axis, engine, size) is a process of its own over a data directory of its own, which is
deleted afterwards. Prints each stage as it ends, and appends it to `--into` as one JSON line. A
cell that fails or does not end leaves a line that says so. `tables.py` makes tables of the lines.

Axes: `funding` (rows of Section 117), `articles` (records of GDELT), `mentions` (rows that the
finder gives), `versions` (of the list); `limits` are mentions with less and less memory for DuckDB.
Real files of the list are used where ENTITY_LIST_REAL_DATA has them.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
from dataclasses import asdict
from importlib import import_module
from pathlib import Path
from typing import Any

from benchmarks.stages import ROOT, Steps

AXES = ("funding", "articles", "mentions", "versions", "limits")
INTO = ROOT / "benchmarks" / "results" / "growth" / "measured.jsonl"


def main() -> None:
    given = arguments()
    if given.only:
        measure(given)
        return
    given.into.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="growth-") as folder:
        given.parsed = given.parsed or Path(folder)
        for size in given.sizes:
            for engine in given.engines:
                cell(given, engine, size)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--of", choices=AXES, required=True)
    parser.add_argument("--sizes", type=_numbers, required=True)
    parser.add_argument("--engines", type=lambda text: text.split(","), default=["duckdb", "spark"])
    parser.add_argument("--memory", default="", help="DuckDB's memory limit, e.g. 1GiB")
    parser.add_argument("--parsed-at-most", type=int, help="funding: rows of the parsed edition")
    parser.add_argument("--at-most", type=float, default=720, help="seconds a cell may take")
    parser.add_argument("--parsed", type=Path, help="where dbt's parsed project is kept")
    parser.add_argument("--into", type=Path, default=INTO)
    parser.add_argument("--only", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


def cell(given: argparse.Namespace, engine: str, size: int) -> None:
    """One process; whatever it prints as JSON is a stage."""
    what = {"axis": given.of, "engine": engine, "size": size, "memory": given.memory or "80%"}
    print(f"{given.of}, {engine}, {size:,}, DuckDB's memory {what['memory']}", flush=True)
    command = [
        sys.executable, "-m", "benchmarks.growth.run", "--only", "--of", given.of,
        "--sizes", str(size), "--engines", engine, "--memory", given.memory,
        "--parsed", str(given.parsed),
    ]  # fmt: skip
    if given.parsed_at_most:
        command += ["--parsed-at-most", str(given.parsed_at_most)]
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        out, err = process.communicate(timeout=given.at_most)
        failed = "" if process.returncode == 0 else _last_words(err, process.returncode)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        out, _ = process.communicate()
        failed = f"did not end in {given.at_most:.0f} s"
    with given.into.open("a", encoding="utf-8") as file:
        for line in out.splitlines():
            if line.startswith(('{"stage"', '{"failed"')):
                told = json.loads(line)
                file.write(json.dumps({**what, **told}) + "\n")
                print(f"  {told.pop('memory', '')} {_shown(told)}", flush=True)
        if failed:
            file.write(json.dumps({**what, "failed": failed}) + "\n")
            print(f"  failed: {failed}", flush=True)


def measure(given: argparse.Namespace) -> None:
    """The child's part: build, and print each stage as it ends."""
    with tempfile.TemporaryDirectory(prefix="growth-") as folder:
        os.chdir(folder)  # Spark leaves its own files where it is started
        os.environ["SPARK_LOCAL_DIRS"] = folder
        steps = Steps(
            Path(folder), given.engines[0], given.memory, given.sizes[0],
            lambda stage: print(json.dumps(asdict(stage)), flush=True),
            given.parsed,
        )  # fmt: skip
        more = {"parsed_at_most": given.parsed_at_most} if given.parsed_at_most else {}
        import_module(f"benchmarks.growth.{given.of}").measure(steps, given.sizes[0], **more)


def _shown(told: dict[str, Any]) -> str:
    if "failed" in told:
        return f"failed: {told['failed']}"
    return (
        f"{told['stage']:40} {told['clock_s']:8.1f} s {told['cpu_s']:8.1f} s of processor "
        f"{told['peak_gib']:6.2f} GiB  spilled {told['spilled_gib']:.2f} GiB"
    )


def _numbers(text: str) -> list[int]:
    return [int(number) for number in text.split(",")]


def _last_words(err: str, code: int) -> str:
    said = [line for line in err.splitlines() if line.strip() and not line.startswith(("\t", "{"))]
    errors = [line for line in said if re.search(r"Out of Memory|^\S*(Error|Exception)\b", line)]
    return (errors or said or [f"exit {code}"])[-1].strip()[:300]


if __name__ == "__main__":
    main()
