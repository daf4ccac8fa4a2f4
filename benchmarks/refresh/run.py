"""What a refresh costs in which nothing changed, beside a bare `dbt build` of the same project.

Whole processes, CPU time (user and system, children included), in pairs in one run. Also:
`entity-list --help`, and one more landed version on a short and on a long history.

    python benchmarks/refresh/run.py [rounds]
"""

from __future__ import annotations

import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CLI = (sys.executable, "-m", "dagster_project.cli")


def cpu_of(*command: str, data: Path, **environment: str) -> float:
    """Seconds of CPU time of one process and its children."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        command,
        check=True,
        cwd=ROOT,
        env={**os.environ, "ENTITY_LIST_DATA": str(data), **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def refresh(data: Path) -> float:
    return cpu_of(*CLI, "refresh", "--input", "landed", data=data)


def dbt_build(data: Path, scratch: Path) -> float:
    build = scratch / "warehouse.duckdb"
    if not build.exists():
        shutil.copy(data / "build" / "warehouse.duckdb", build)
    return cpu_of(
        str(Path(sys.executable).with_name("dbt")), "build", "--quiet",
        "--exclude-resource-type", "unit_test",
        "--project-dir", str(ROOT / "dbt"), "--profiles-dir", str(ROOT / "dbt"),
        "--target-path", str(scratch / "target"), "--log-path", str(scratch / "logs"),
        data=data, ENTITY_LIST_BUILD=str(build),
    )  # fmt: skip


def one_more_version(scratch: Path, versions: int) -> float:
    """CPU of a refresh that takes one more version on top of so many, less one without."""
    data = scratch / f"history-{versions}"
    files = sorted((ROOT / "data/sample/ecfr").glob("*.xml"))[: versions + 1]
    for path in files[:-1]:
        cpu_of(*CLI, "import", "ecfr", str(path), data=data)
    refresh(data)
    idle = refresh(data)
    cpu_of(*CLI, "import", "ecfr", str(files[-1]), data=data)
    return refresh(data) - idle


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        data = scratch / "data"
        first = cpu_of(*CLI, "refresh", "--input", "sample", data=data)
        dbt_build(data, scratch)
        pairs = [(refresh(data), dbt_build(data, scratch)) for _ in range(rounds)]
        print(f"first run on the sample        {first:6.1f} s CPU")
        for ours, bare in pairs:
            print(
                f"nothing changed {ours:6.1f} s   dbt build {bare:6.1f} s   ratio {ours / bare:.2f}"
            )
        print(f"median ratio {statistics.median(ours / bare for ours, bare in pairs):.2f}")
        print(f"entity-list --help             {cpu_of(*CLI, '--help', data=data):6.2f} s CPU")
        for versions in (3, 12):
            more = one_more_version(scratch, versions)
            print(f"one more version on {versions:>2}         {more:6.1f} s CPU more than none")


if __name__ == "__main__":
    main()
