"""How fast the history of the list is rebuilt, side by side with what others would use.

    ENTITY_LIST_REAL_DATA=… python benchmarks/history/measure.py [--versions 150] [--replay 8]

One run makes the versions (`versions.py`), rebuilds every history model on one thread, replays the
first versions through a dbt snapshot (`snapshots.py`), lets pandas and polars find the same change
points (`peers.py`), and asks a million intervals for one day through the published macro and
through the plain query. Figures go to benchmarks/results/history/ (not in git) and to the screen.
CPU seconds count where one thread works; dbt is timed by the clock, since it waits for itself.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "dbt")]

import duckdb  # noqa: E402
from list_histories import MACROS, compile_models  # noqa: E402
from snapshots import replay  # noqa: E402
from versions import make  # noqa: E402

from dagster_project.identity import resolve_in  # noqa: E402

RESULTS = ROOT / "benchmarks" / "results" / "history"
# What the history of each kind is asked with.
QUERIES = {
    kind: (f"int_entities__{kind}_boundaries", f"int_entities__{kind}_spells")
    for kind in ("entity", "name", "address", "term")
}
ROUNDS = 3
INTERVALS = 1_000_000
PLAIN = """
select * from dim_entities
where valid_from <= date '2019-10-09'
  and date '2019-10-09' < coalesce(valid_to, date '9999-12-31')
  and recorded_from <= timestamp '2021-01-01'
  and timestamp '2021-01-01' < coalesce(recorded_to, timestamp 'infinity')
"""
MACRO = "select * from entity_list_on('2019-10-09', known_at := '2021-01-01 00:00:00')"


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--versions", type=int, default=150)
    arguments.add_argument("--replay", type=int, default=8)
    given = arguments.parse_args()
    if "ENTITY_LIST_REAL_DATA" not in os.environ:
        sys.exit("set ENTITY_LIST_REAL_DATA to the folder that holds entity_list/ecfr/*.xml")
    real = Path(os.environ["ENTITY_LIST_REAL_DATA"]) / "entity_list" / "ecfr"
    work = RESULTS / "work"
    work.mkdir(parents=True, exist_ok=True)
    warehouse = make(work / "build.duckdb", sorted(real.glob("*.xml"))[-1], given.versions)
    started = time.process_time()
    resolve_in(warehouse)
    found: dict[str, Any] = {"versions": given.versions}
    found["identity_cpu_s"] = time.process_time() - started
    found |= rebuild(warehouse.path, work)
    found["peers"] = {name: peer(name, work) for name in ("pandas", "polars")}
    for name, result in found["peers"].items():
        result["rows_per_cpu_s"] = found["rows"]["entity"] / result["cpu_s"]
        if result["runs"] != found["entity_spells_now_known"]:
            sys.exit(f"{name} found {result['runs']} runs, not {found['entity_spells_now_known']}")
    for old in work.glob("replay*"):
        old.unlink()
    elapsed = replay(work / "snapshot", work / "members.parquet", given.replay)
    per_version = sum(elapsed[1:]) / len(elapsed[1:])
    query = found["query_cpu_s"]["entity"]
    found["snapshots"] = {
        "versions_replayed": given.replay,
        "s_per_version": per_version,
        "s_extrapolated_to_all_versions": per_version * given.versions,
        "times_slower_than_the_query": per_version * given.versions / query,
        "times_slower_than_the_query_and_its_members": per_version * given.versions
        / (query + found["model_cpu_s"]["int_entities__entity_members"]),
        "times_slower_than_every_history_model": per_version * given.versions
        / found["all_models_cpu_s"],
    }  # fmt: skip
    found["point_query"] = point_query()
    (RESULTS / "history.json").write_text(json.dumps(found, indent=1), encoding="utf-8")
    print(json.dumps(found, indent=1))


def rebuild(path: Path, work: Path) -> dict[str, Any]:
    """Every history model once, the change-point queries some more times; one thread."""
    models = compile_models(work / "dbt")
    with duckdb.connect(str(path), config={"threads": 1}) as connection:
        for schema in ("staging", "intermediate", "marts"):
            connection.execute(f"create schema if not exists {schema}")
        cpu: dict[str, float] = {}
        for name, model in models.items():
            sql = f"create or replace {model.materialized} {model.relation} as {model.sql}"
            rounds = ROUNDS if any(name in names for names in QUERIES.values()) else 1
            cpu[name] = min(_cpu(connection, sql) for _ in range(rounds))
        rows = {
            kind: _one(
                connection, f"select count(*) from intermediate.int_entities__{kind}_members"
            )
            for kind in QUERIES
        }
        connection.execute(
            "copy (select members.entity_id, members.state_key, versions.version_number, "
            "versions.published_on from intermediate.int_entities__entity_members as members "
            "inner join intermediate.int_versions__numbered as versions using (landed_id)) "
            f"to '{work / 'members.parquet'}'"
        )
        asked = {kind: sum(cpu[name] for name in names) for kind, names in QUERIES.items()}
        return {
            "rows": rows,
            "query_cpu_s": asked,
            "query_rows_per_cpu_s": {kind: rows[kind] / asked[kind] for kind in QUERIES},
            "all_models_cpu_s": sum(cpu.values()),
            "model_cpu_s": cpu,
            "entity_spells_now_known": _one(
                connection,
                "select count(*) from intermediate.int_entities__entity_spells "
                "where recorded_to is null and listing_state = 'listed'",
            ),
        }


def peer(name: str, work: Path) -> dict[str, Any]:
    """Run a peer on one thread; polars in an environment made here."""
    python = Path(sys.executable)
    if name == "polars":
        python = RESULTS / "peers-venv" / "bin" / "python"
        if not python.exists():
            subprocess.run([sys.executable, "-m", "venv", str(python.parents[1])], check=True)
            subprocess.run(
                [
                    str(python),
                    "-m",
                    "pip",
                    "install",
                    "--quiet",
                    "--only-binary",
                    ":all:",
                    "polars",
                ],
                check=True,
            )
    done = subprocess.run(
        [
            str(python),
            str(Path(__file__).with_name("peers.py")),
            name,
            str(work / "members.parquet"),
        ],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "POLARS_MAX_THREADS": "1", "OMP_NUM_THREADS": "1"},
    )
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def point_query() -> dict[str, Any]:
    """One day, as known at one moment, out of a million intervals: macro against plain query."""
    with duckdb.connect(config={"threads": 1}) as connection:
        connection.execute(
            f"""
            create table dim_entities as
            select
                'el-' || (i % 20000) as entity_id,
                'Entity ' || (i % 20000) as entity_name,
                date '2000-01-01' + cast(hash(i) % 9000 as integer) as valid_from,
                case when i % 10 <> 0
                    then date '2000-01-02' + cast(hash(i) % 9000 + hash(i, 1) % 700 as integer)
                end as valid_to,
                timestamp '2010-01-01' + interval 1 hour * cast(hash(i, 2) % 90000 as integer)
                    as recorded_from,
                case when i % 3 = 0 then
                    timestamp '2010-01-01' + interval 1 hour
                        * cast(hash(i, 2) % 90000 + 1 + hash(i, 3) % 9000 as integer)
                end as recorded_to
            from range({INTERVALS}) as made(i)
            """
        )
        connection.execute(MACROS.read_text("utf-8").partition("create macro relationships")[0])
        timed: dict[str, Any] = {"intervals": INTERVALS}
        answers = []
        for name, sql in (("plain", PLAIN), ("macro", MACRO)):
            answers.append(
                _one(connection, f"select count(*) || ' ' || sum(hash(rows)) from ({sql}) as rows")
            )
            best = float("inf")
            for _ in range(10):
                started = time.process_time()
                connection.sql(sql).to_arrow_table()
                best = min(best, time.process_time() - started)
            timed[f"{name}_cpu_ms"] = best * 1000
        if answers[0] != answers[1]:
            sys.exit(f"macro and plain query differ: {answers}")
        timed["rows_answered"] = int(answers[0].split()[0])
        timed["macro_to_plain"] = timed["macro_cpu_ms"] / timed["plain_cpu_ms"]
        return timed


def _cpu(connection: duckdb.DuckDBPyConnection, sql: str) -> float:
    started = time.process_time()
    connection.execute(sql)
    return time.process_time() - started


def _one(connection: duckdb.DuckDBPyConnection, sql: str) -> Any:
    return connection.execute(sql).fetchall()[0][0]


if __name__ == "__main__":
    main()
