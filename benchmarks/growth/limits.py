"""DuckDB with less and less memory: the models of the news over so many mentions, again and again.

What they stand on is built once, with ample memory; each limit is then a run over the same rows. A
run that fails says so in the words a person would be shown.
"""

from __future__ import annotations

import json
from dataclasses import asdict, replace

from benchmarks.growth.mentions import build_up
from benchmarks.stages import Stage, Steps
from dagster_project.outcomes import explained

LIMITS = ("4GiB", "2GiB", "1GiB", "512MiB", "256MiB", "128MiB", "64MiB")


def measure(steps: Steps, size: int) -> None:
    grown = build_up(steps, size)
    steps.prepare()
    for limit in LIMITS:

        def tell(stage: Stage, limit: str = limit) -> None:
            print(json.dumps({**asdict(stage), "memory": limit}), flush=True)

        limited = replace(steps, memory=limit, done=tell)
        limited.manifest = steps.manifest
        try:
            limited.models("models of the news", (), "--select", *grown.models)
        except SystemExit as error:
            problem = explained(error)
            failed = problem.found if problem else str(error)
            print(json.dumps({"failed": " ".join(failed.split()), "memory": limit}), flush=True)
