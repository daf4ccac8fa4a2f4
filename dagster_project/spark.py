"""The build on Apache Spark: the same models and the same pure rooms, on many cores or machines.

Here: the session; raw tables handed to Spark as Parquet; what dbt built there seen from the build
database, so that gates and publishing read it as they read their own; a pure function run over
Arrow batches, or over files. Not here: any model, any matching, any format, and when the build is
Spark's (`settings.Settings.engine`).

Needs Java 17 and the extra `spark`. A cluster is Spark's own configuration (`SPARK_CONF_DIR`); the
data directory must then lie where every machine reaches it.
"""

from __future__ import annotations

import os
import shutil
import sys
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from dagster_project.computed import Work
from dagster_project.outcomes import Exit, Problem
from dagster_project.parsing import Given, Made, in_order
from dagster_project.publishing.served import sql_name, sql_text
from dagster_project.settings import ROOT, Settings
from dagster_project.warehouse import Warehouse

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

# Each is needed for the models to mean the same on both engines.
_SAME_MEANING = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.timestampType": "TIMESTAMP_NTZ",  # `timestamp` has no zone, as in DuckDB
    "spark.sql.parser.escapedStringLiterals": "true",  # '\d' is a backslash and a d
    "spark.sql.ansi.enabled": "true",
    "spark.sql.ansi.doubleQuotedIdentifiers": "true",  # "id" is a column, not a text
    "spark.sql.sources.default": "parquet",
}

# Which tables Spark sends whole to every worker. It goes by their size on disk, where a thousand
# nearly equal versions of the list are a thousandth of what they are in memory.
_SENT_WHOLE = {
    "spark.sql.sources.fileCompressionFactor": "20",
    "spark.sql.autoBroadcastJoinThreshold": "1MB",
}

# The planner finds out what follows from each pair of a query's expressions, once for each of their
# names: 9 s for the ledger's dozen columns in one key.
_PLANNED_SOON = {"spark.sql.constraintPropagation.enabled": "false"}

# A third of the processor time of a small build was the JVM's second compiler, at work on code that
# is called some thousand times. It waits for ten times as many calls: many rows make them soon.
_COMPILED_LATER = (
    "-XX:Tier4InvocationThreshold=50000 -XX:Tier4MinInvocationThreshold=6000 "
    "-XX:Tier4CompileThreshold=150000 -XX:Tier4BackEdgeThreshold=400000"
)
# Code that Spark makes for each query fills the 48 MiB that the quick compiler alone is given. A
# full cache stops compiling, and now and then the whole context, in the middle of a query.
_ROOM_FOR_CODE = "-XX:ReservedCodeCacheSize=512m"

# Which build a session is of, in our own word: Spark writes the tables' address in its own way.
_BUILD = "spark.entityList.build"


def session(settings: Settings) -> SparkSession:
    """The one session of this process, with its tables below the build directory.

    Raises Problem where PySpark or Java is missing.
    """
    try:
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise Problem(
            f"the build engine is spark, and {error.name or 'pyspark'} is not installed",
            "`python3 run.py install spark`, or unset ENTITY_LIST_ENGINE",
            Exit.UNFORESEEN,
        ) from error
    active: SparkSession | None = SparkSession.getActiveSession()
    home = settings.build.resolve()
    if active is not None and active.conf.get(_BUILD, None) == str(home):
        return active
    if active is not None:
        active.stop()
    if not os.environ.get("JAVA_HOME") and shutil.which("java") is None:
        raise Problem(
            "the build engine is spark, and there is no Java here",
            "install Java 17, or unset ENTITY_LIST_ENGINE",
            Exit.UNFORESEEN,
        )
    home.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    # A machine's own name may resolve to nothing; local mode needs only itself.
    if settings.spark_master.startswith("local"):
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    cores = os.cpu_count() or 1
    settled = {
        **_SAME_MEANING,
        **_SENT_WHOLE,
        **_PLANNED_SOON,
        "spark.master": settings.spark_master,
        "spark.app.name": "entity-list",
        _BUILD: str(home),
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.log.level": "ERROR",
        "spark.sql.shuffle.partitions": str(2 * cores),
        "spark.sql.warehouse.dir": (home / "tables").as_uri(),
        "spark.sql.catalogImplementation": "hive",
        "spark.hadoop.javax.jdo.option.ConnectionURL": (
            f"jdbc:derby:;databaseName={home / 'metastore'};create=true"
        ),
        # The catalog may be thrown away like all of the build: it need not wait for the disk.
        "spark.driver.extraJavaOptions": (
            f"-Dderby.stream.error.file={home / 'derby.log'} -Dderby.system.durability=test "
            f"{_COMPILED_LATER} {_ROOM_FOR_CODE}"
        ),
        "spark.driver.memory": settings.spark_memory,
        "spark.executorEnv.PYTHONPATH": str(ROOT),
    }
    builder = SparkSession.builder.enableHiveSupport()
    for name, value in settled.items():
        builder = builder.config(name, value)
    made: SparkSession = builder.getOrCreate()
    made.udf.register("strip_accents", _strip_accents, "string")
    return made


def share_raw(settings: Settings, warehouse: Warehouse, tables: Iterable[str]) -> None:
    """Raw tables of the build database, written as Parquet, as Spark's `raw.<table>`."""
    from pyspark.sql.pandas.types import from_arrow_schema

    spark = session(settings)
    spark.sql("create schema if not exists raw")
    folder = settings.build.resolve() / "raw"
    with warehouse.connect() as connection:
        for table in sorted(tables):
            target = folder / table
            shutil.rmtree(target, ignore_errors=True)
            target.mkdir(parents=True)
            rows = target / "rows.parquet"
            connection.execute(f"copy raw.{sql_name(table)} to {sql_text(str(rows))}")
            spark.sql(f"drop table if exists raw.{table}")
            # Told its columns, Spark starts no job to read them.
            columns = from_arrow_schema(pq.read_schema(rows), prefer_timestamp_ntz=True)
            spark.catalog.createTable(f"raw.{table}", target.as_uri(), "parquet", columns)


def show_tables(
    settings: Settings, warehouse: Warehouse, nodes: Iterable[Mapping[str, Any]]
) -> None:
    """What dbt built (nodes of its manifest) as views of the build database, described."""
    tables = settings.build.resolve() / "tables"
    with warehouse.connect() as connection:
        for node in nodes:
            schema, name = node["schema"], node["alias"]
            relation = f"{sql_name(schema)}.{sql_name(name)}"
            folder = tables / f"{schema}.db" / name
            if not any(folder.glob("*.parquet")):  # Spark writes no file for a table without rows
                columns = session(settings).table(f"{schema}.{name}").toArrow()
                pq.write_table(columns, folder / "no_rows.parquet")
            connection.execute(f"create schema if not exists {sql_name(schema)}")
            connection.execute(
                f"create or replace view {relation} as "
                f"from read_parquet({sql_text(str(folder / '*.parquet'))})"
            )
            described = {f"view {relation}": node["description"]} | {
                f"column {relation}.{sql_name(column)}": facts["description"]
                for column, facts in node["columns"].items()
            }
            for what, words in described.items():
                if words:
                    connection.execute(f"comment on {what} is {sql_text(words)}")


def over_batches(
    settings: Settings,
    relation: str,
    columns: Sequence[str],
    make_work: Callable[[], Work],
    schema: pa.Schema,
) -> pa.Table:
    """What `make_work()` makes of `relation`'s columns, batch by batch, wherever the batches are.

    `make_work` is sent to each worker once and called there; the work must give for each row what
    that row alone asks for.
    """
    from pyspark.sql.pandas.types import from_arrow_schema

    spark = session(settings)
    sent = spark.sparkContext.broadcast(make_work)

    def of_batches(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        work = None
        for batch in batches:
            work = work or sent.value()
            yield from work(pa.Table.from_batches([batch])).cast(schema).to_batches()

    rows = spark.table(relation).select(*columns)
    if rows.rdd.getNumPartitions() < spark.sparkContext.defaultParallelism:
        rows = rows.repartition(spark.sparkContext.defaultParallelism)
    found = rows.mapInArrow(of_batches, from_arrow_schema(schema, prefer_timestamp_ntz=True))
    return found.toArrow().cast(schema)


def over_workers(
    settings: Settings, do: Callable[[Given], Made], given: Sequence[Given]
) -> Iterator[Made]:
    """What `do` makes of each, in order: a job each, as many at once as the workers have cores.

    A worker that dies is Spark's to replace; what `do` raises is raised here as it is.
    """
    context = session(settings).sparkContext
    cores = context.defaultParallelism

    def job(one: Given) -> Made:
        [(made, error)] = context.parallelize([one], 1).map(partial(_caught, do)).collect()
        if error is not None:
            raise error
        return made

    pool = ThreadPoolExecutor(cores)
    try:
        yield from in_order(lambda one: pool.submit(job, one), given, 2 * cores)
    finally:
        pool.shutdown(cancel_futures=True)


def _caught(do: Callable[[Given], Made], one: Given) -> tuple[Made | None, Exception | None]:
    """Raised in a worker, an error would be tried again, and come back in Java's words."""
    try:
        return do(one), None
    except Exception as error:  # noqa: BLE001
        return None, error


def _strip_accents(text: str | None) -> str | None:
    """As DuckDB's function: letters without the marks that Unicode writes apart from them."""
    if text is None or text.isascii():
        return text
    apart = unicodedata.normalize("NFD", text)
    return unicodedata.normalize(
        "NFC", "".join(letter for letter in apart if unicodedata.category(letter) != "Mn")
    )
