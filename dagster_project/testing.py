"""What `python3 run.py test` does: lint, types, SQL style, then every test.

Here: which checks make up the test command, and in which order they speak. Not here: any test.
Tests run in as many processes as there are cores, each file in one of them. With arguments
(`python3 run.py test tests/house -k columns`) only pytest runs, with these arguments. pytest's
summary is the last line.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

CHECKS: dict[str, tuple[str, ...]] = {
    "ruff check": ("-m", "ruff", "check", "."),
    "ruff format": ("-m", "ruff", "format", "--check", "."),
    "mypy": ("-m", "mypy"),
    "sqlfluff": ("-m", "sqlfluff", "lint", "dbt/models", "--nocolor"),
}

# Each process holds a build of its own in memory; more than a few gain nothing.
MOST_PROCESSES = 4


@dataclass(frozen=True)
class Outcome:
    name: str
    passed: bool
    elapsed_s: float
    output: str


def run_check(name: str, arguments: Sequence[str]) -> Outcome:
    started = time.monotonic()
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return Outcome(name, done.returncode == 0, time.monotonic() - started, done.stdout)


def main(arguments: Sequence[str]) -> int:
    """0 if everything passed; else 1, or pytest's own code."""
    failed = [] if arguments else _run_checks()
    print(f"pytest       {' '.join(arguments) or 'every test'}", flush=True)
    if failed:
        print(f"             (failed before it: {', '.join(failed)})", flush=True)
    processes = min(os.cpu_count() or 1, MOST_PROCESSES)
    wanted = arguments or ("-n", str(processes), "--dist", "loadfile")
    code = subprocess.run(
        [sys.executable, "-m", "pytest", *wanted], cwd=ROOT, check=False
    ).returncode
    return code or (1 if failed else 0)


def _run_checks() -> list[str]:
    failed = []
    with ThreadPoolExecutor(max_workers=2) as pool:
        waiting = [pool.submit(run_check, name, command) for name, command in CHECKS.items()]
        for future in waiting:
            outcome = future.result()
            verdict = "passed" if outcome.passed else "FAILED"
            print(f"{outcome.name:<12} {verdict} in {outcome.elapsed_s:.0f} s", flush=True)
            if not outcome.passed:
                failed.append(outcome.name)
                print(outcome.output, flush=True)
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
