"""Both engines publish the same tables from the same landed files, row for row.

Where Java 17 and the extra `spark` are: `python3 run.py test tests/spark`, and with `--spark-real`
over the real files too, with `--spark-cluster` on a master and two workers, with `--spark-unit`
dbt's unit tests on Spark.
"""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from pathlib import Path

import duckdb
import pytest

from dagster_project import dbt_project, spark
from dagster_project.parsing import parse_landed
from dagster_project.settings import Settings
from dagster_project.sources.landing import Landing, LandingDamaged
from dagster_project.sources.registry import SOURCES
from tests.conftest import REAL_NOW, SAMPLE_NOW, command_line

# Says which run made the file, and when.
OF_THE_RUN = "rpt_run"
NOW = {"sample": SAMPLE_NOW, "real": REAL_NOW}
# Of little data compiling is most of the work: the quick compiler does.
QUICK = {"JAVA_TOOL_OPTIONS": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"}
HERE = "127.0.0.1"
WORKERS = 2


@pytest.fixture(
    scope="module",
    params=["sample", pytest.param("real", marks=pytest.mark.real_data), "cluster"],
)
def published(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Mapping[str, Path]:
    """Engine → the file that the main job published from the same landed files."""
    if importlib.util.find_spec("pyspark") is None:
        pytest.skip("the extra is not installed: `python3 run.py install spark`")
    if shutil.which("java") is None:
        pytest.skip("there is no Java here")
    asked = request.param == "sample" or request.config.getoption(f"--spark-{request.param}", False)
    if not asked:
        pytest.skip(f"takes many minutes: asked for with --spark-{request.param}")
    files = "real" if request.param == "real" else "sample"
    by_duckdb, _ = request.getfixturevalue(f"{files}_run")
    by_spark = command_line(tmp_path_factory.mktemp("spark") / "data")
    shutil.copytree(by_duckdb.data / "landing", by_spark.data / "landing")
    with ExitStack() as stack:
        more = dict(QUICK)
        if request.param == "cluster":
            log = tmp_path_factory.mktemp("cluster") / "master.log"
            more |= {"ENTITY_LIST_SPARK_MASTER": _cluster(stack, log), "SPARK_LOCAL_IP": HERE}
        ran = by_spark(
            *("refresh", "--input", "landed", "--now", NOW[files]),
            ENTITY_LIST_ENGINE="spark",
            **more,
        )
    assert ran.code == 0, ran.err[-3000:]
    if request.param == "cluster":
        assert "Registering app entity-list" in log.read_text()
    return {
        engine: entity_list.data / "published" / "current" / "warehouse.duckdb"
        for engine, entity_list in (("duckdb", by_duckdb), ("spark", by_spark))
    }


def _cluster(stack: ExitStack, log: Path) -> str:
    """The address of a master with workers, each a process of its own, stopped with the stack."""
    import pyspark

    home = Path(pyspark.__file__).parent
    environment = {**os.environ, **QUICK, "SPARK_HOME": str(home), "SPARK_LOCAL_IP": HERE}
    with socket.socket() as free:
        free.bind((HERE, 0))
        port = free.getsockname()[1]
    address = f"spark://{HERE}:{port}"

    def start(kind: str, *arguments: str) -> None:
        process = subprocess.Popen(
            [home / "bin" / "spark-class", f"org.apache.spark.deploy.{kind}", *arguments],
            env=environment,
            cwd=log.parent,
            stdout=subprocess.DEVNULL,
            stderr=stack.enter_context(log.open("a")),
        )
        stack.callback(process.wait)
        stack.callback(process.terminate)

    host = ("--host", HERE, "--webui-port", "0")
    start("master.Master", *host, "--port", str(port))
    for number in range(WORKERS):
        work = str(log.parent / f"work-{number}")
        start("worker.Worker", address, *host, "--cores", "1", "--memory", "2g", "--work-dir", work)
    by = time.monotonic() + 120
    while log.read_text().count("Registering worker") < WORKERS:
        assert time.monotonic() < by, log.read_text()[-3000:]
        time.sleep(0.2)
    return address


def test_both_engines_publish_the_same_rows(published: Mapping[str, Path]) -> None:
    with duckdb.connect() as connection:
        for engine, path in published.items():
            connection.execute(f"attach '{path}' as {engine}_built (read_only)")
        tables = [
            name
            for (name,) in connection.execute(
                "select table_name from duckdb_tables() where database_name = 'duckdb_built'"
            ).fetchall()
            if name != OF_THE_RUN
        ]
        differing = {
            f"{table}, only from {one}": rows
            for table in tables
            for one, other in (("duckdb", "spark"), ("spark", "duckdb"))
            if (
                rows := connection.execute(
                    f'from {one}_built."{table}" except all from {other}_built."{table}" limit 3'
                ).fetchall()
            )
        }
    assert len(tables) > 20
    assert differing == {}


def test_both_engines_publish_the_same_columns_with_the_same_words(
    published: Mapping[str, Path],
) -> None:
    said = {}
    for engine, path in published.items():
        with duckdb.connect(str(path), read_only=True) as connection:
            said[engine] = connection.execute(
                "select table_name, column_name, data_type, comment from duckdb_columns() "
                "where schema_name = 'main' order by all"
            ).fetchall()
    assert said["spark"] == said["duckdb"]


@pytest.fixture(scope="module")
def on_spark(published: Mapping[str, Path]) -> Iterator[Settings]:
    """The settings of Spark's build; its session ends with the tests that use it."""
    data = published["spark"].parents[2]
    settings = replace(Settings.from_environment({}), data=data, engine="spark")
    yield settings
    spark.session(settings).stop()


@pytest.mark.parametrize("published", ["sample"], indirect=True)
def test_a_build_has_one_session(on_spark: Settings) -> None:
    """One that is made anew loads all of its catalog's classes again."""
    assert spark.session(on_spark) is spark.session(on_spark)


@pytest.mark.parametrize("published", ["sample"], indirect=True)
def test_sparks_workers_parse_what_one_process_does_and_raise_what_it_raises(
    on_spark: Settings, tmp_path: Path
) -> None:
    files = Landing(on_spark.landing).files("ecfr")
    parse = partial(parse_landed, SOURCES["ecfr"])
    assert list(spark.over_workers(on_spark, parse, files)) == list(map(parse, files))
    gone = replace(files[1], path=tmp_path / "gone.xml")
    parsing = spark.over_workers(on_spark, parse, [files[0], gone, files[2]])
    assert next(parsing) == parse(files[0])
    with pytest.raises(LandingDamaged, match=re.escape(str(gone.path))):
        next(parsing)


@pytest.mark.parametrize("published", ["sample"], indirect=True)
def test_dbts_unit_tests_pass_on_spark_too(
    on_spark: Settings, request: pytest.FixtureRequest
) -> None:
    """dbt asks the tables that were built for the columns of a test's inputs."""
    if not request.config.getoption("--spark-unit", False):
        pytest.skip("takes minutes: asked for with --spark-unit")
    expected = {test["name"] for test in dbt_project.manifest(on_spark)["unit_tests"].values()}
    results = dbt_project._invoke(on_spark, ["test", "--select", "test_type:unit"], is_parsed=True)
    outcome = {found.node.name: (found.status.value, found.message) for found in results}
    assert outcome == {name: ("pass", None) for name in expected}
    assert len(expected) > 20
