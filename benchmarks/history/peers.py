"""The same change points by pandas or polars: `python peers.py polars members.parquet`.

Each gets the members of every version in memory, on one thread, and gives the runs: a run begins
where the state differs from the one before, or a version between did not print the member. One
clock only: neither knows when anything was known.
Prints runs and CPU seconds as JSON.
"""

from __future__ import annotations

import json
import sys
import time

ROUNDS = 3


def with_pandas(path: str) -> tuple[int, float]:
    import pandas as pd

    members = pd.read_parquet(path)
    best = float("inf")
    for _ in range(ROUNDS):
        started = time.process_time()
        ordered = members.sort_values(["entity_id", "version_number"])
        grouped = ordered.groupby("entity_id", sort=False)
        begins = (ordered["state_key"] != grouped["state_key"].shift()) | (
            ordered["version_number"] != grouped["version_number"].shift() + 1
        )
        runs = ordered[begins]
        valid_to = runs.groupby("entity_id", sort=False)["published_on"].shift(-1)
        runs = runs.assign(valid_to=valid_to)
        best = min(best, time.process_time() - started)
    return len(runs), best


def with_polars(path: str) -> tuple[int, float]:
    import polars as pl

    members = pl.read_parquet(path)
    best = float("inf")
    for _ in range(ROUNDS):
        started = time.process_time()
        runs = (
            members.lazy()
            .sort("entity_id", "version_number")
            .filter(
                (pl.col("state_key") != pl.col("state_key").shift().over("entity_id")).fill_null(
                    True
                )
                | (
                    pl.col("version_number")
                    != pl.col("version_number").shift().over("entity_id") + 1
                ).fill_null(True)
            )
            .with_columns(valid_to=pl.col("published_on").shift(-1).over("entity_id"))
            .collect()
        )
        best = min(best, time.process_time() - started)
    return len(runs), best


if __name__ == "__main__":
    runs, cpu_s = {"pandas": with_pandas, "polars": with_polars}[sys.argv[1]](sys.argv[2])
    print(json.dumps({"runs": runs, "cpu_s": cpu_s}))
