"""One reader: opens the served file again and again, as somebody's dashboard would.

Here: a program of its own, started by `readers.py`, which imports DuckDB and nothing of this
project. Each round opens `published/current/warehouse.duckdb`, asks three tables of which
generation they are, and closes. With `hold` one connection stays open to the end.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import duckdb

PAUSE_S = 0.5
QUESTIONS = (
    "select distinct license_review_policy from dim_entities",
    "select distinct counterparty_name_as_reported from fct_funding",
    "select run_id from rpt_run",
)


def main(served: str, stop: str, mode: str) -> None:
    rounds, mixed, backwards, errors, longest_s = 0, 0, 0, [], 0.0
    seen: list[int] = []
    held = duckdb.connect(served, read_only=True) if mode == "hold" else None
    while not Path(stop).exists() or not rounds:
        began = time.perf_counter()
        try:
            generations = _ask(held) if held else _fresh(served)
        except (duckdb.Error, OSError, ValueError) as error:
            errors.append(f"{type(error).__name__}: {error}"[:300])
            time.sleep(PAUSE_S)
            continue
        longest_s = max(longest_s, time.perf_counter() - began)
        rounds += 1
        mixed += len(generations) != 1
        number = max(generations)
        backwards += bool(seen) and number < seen[-1]
        if not seen or seen[-1] != number:
            seen.append(number)
        time.sleep(PAUSE_S)
    print(
        json.dumps(
            {
                "rounds": rounds,
                "mixed": mixed,
                "backwards": backwards,
                "errors": errors,
                "generations_seen": len(seen),
                "longest_s": longest_s,
            }
        )
    )


def _fresh(served: str) -> set[int]:
    with duckdb.connect(served, read_only=True, config={"threads": 1}) as connection:
        return _ask(connection)


def _ask(connection: duckdb.DuckDBPyConnection) -> set[int]:
    return {
        int(str(value).removeprefix("run-"))
        for question in QUESTIONS
        for (value,) in connection.execute(question).fetchall()
    }


if __name__ == "__main__":
    main(*sys.argv[1:])
