"""What benchmarks of the whole build share: the project's own steps, each a stage that is measured.

Here: measuring, and the steps on either engine. Not here: what is built from (`growth/`), nor
tables of figures. Processor time and memory are those of this process and all its descendants,
since Spark's are a JVM and its Python workers; both are read from /proc, so this needs Linux.
"""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dagster_project.parsing import Spread

ROOT = Path(__file__).resolve().parents[1]
GIB = 1024**3
# The second is a part of the first: what this process does of it, where others parse.
PARSING, LOADING = "parse and load", "loading, one process's part"
_TICKS, _PAGE = os.sysconf("SC_CLK_TCK"), os.sysconf("SC_PAGE_SIZE")
_EVERY_S = 0.25


@dataclass(frozen=True)
class Stage:
    """`peak_gib`: resident memory, shared pages counted for each process; `spilled_gib`: the most
    that lay in the temporary directory of the build database at once."""

    stage: str
    rows: int
    clock_s: float
    cpu_s: float
    peak_gib: float
    spilled_gib: float


def tree_of_processes(root: int) -> tuple[float, int]:
    """Seconds of processor time and resident bytes of a process and all its descendants.

    The time of a child that has ended is its parent's.
    """
    stats: dict[int, list[str]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            text = (folder / "stat").read_text(encoding="utf-8", errors="replace")
        except OSError:
            continue  # it has ended meanwhile
        stats[int(folder.name)] = text.rpartition(")")[2].split()
    children: dict[int, list[int]] = {}
    for pid, fields in stats.items():
        children.setdefault(int(fields[1]), []).append(pid)
    ticks = pages = 0
    waiting = [root]
    while waiting:
        pid = waiting.pop()
        waiting += children.get(pid, [])
        ticks += sum(map(int, stats[pid][11:15]))
        pages += int(stats[pid][21])
    return ticks / _TICKS, pages * _PAGE


def bytes_below(folder: Path) -> int:
    total = 0
    for path in folder.rglob("*"):
        try:
            total += path.stat().st_size
        except OSError:
            continue  # it has been deleted meanwhile
    return total


@dataclass
class Clock:
    """The stages that were measured, in order; each is handed to `done` as soon as it is."""

    rows: int
    spills_to: Path
    done: Callable[[Stage], None] = lambda stage: None
    stages: list[Stage] = field(default_factory=list)
    watching_s: float = 0.0  # processor time of the watch itself
    _last_s: float = 0.0
    _lost_s: float = 0.0

    def _read(self) -> tuple[float, int]:
        """As `tree_of_processes`, and never less time than before: that of a child whose parent
        does not wait for it (Spark's Python workers) would be lost."""
        seconds, resident = tree_of_processes(os.getpid())
        if seconds < self._last_s:  # a child may just have ended, and be counted nowhere yet
            seconds = max(seconds, tree_of_processes(os.getpid())[0])
        self._lost_s += max(0.0, self._last_s - seconds)
        self._last_s = seconds
        return seconds + self._lost_s, resident

    def stage(self, name: str, do: Callable[[], Any], rows: int | None = None) -> Any:
        most = [0, 0]
        ended = threading.Event()

        def watch() -> None:
            while not ended.wait(_EVERY_S):
                most[0] = max(most[0], self._read()[1])
                most[1] = max(most[1], bytes_below(self.spills_to))
            self.watching_s += time.thread_time()

        watcher = threading.Thread(target=watch, daemon=True)
        clock, (processor, resident) = time.perf_counter(), self._read()
        watcher.start()
        try:
            found = do()
        finally:
            ended.set()
            watcher.join()
            now, resident_now = self._read()
            stage = Stage(
                name,
                self.rows if rows is None else rows,
                round(time.perf_counter() - clock, 2),
                round(now - processor, 2),
                round(max(most[0], resident, resident_now) / GIB, 2),
                round(most[1] / GIB, 2),
            )
            self.tell(stage)
        return found

    def tell(self, stage: Stage) -> None:
        self.stages.append(stage)
        self.done(stage)


@dataclass
class Steps:
    """The project's own steps over one data directory, as the graph takes them.

    Models alone: dbt's tests are not run. `parsed`: where dbt's parsed project is kept from one
    process to the next, as a data directory keeps it from one refresh to the next.
    """

    base: Path
    engine: str
    memory: str = ""
    rows: int = 0
    done: Callable[[Stage], None] = lambda stage: None
    parsed: Path | None = None

    def __post_init__(self) -> None:
        from dagster_project.settings import Settings
        from dagster_project.sources.landing import Landing
        from dagster_project.warehouse import Warehouse

        settings = replace(Settings.from_environment(), data=self.base, engine=self.engine)
        self.settings = replace(settings, duckdb_memory=self.memory or settings.duckdb_memory)
        self.landing = Landing(self.base / "landing")
        self.warehouse = Warehouse(self.settings.warehouse, self.settings.duckdb_memory)
        self.clock = Clock(self.rows, self.settings.warehouse.with_suffix(".duckdb.tmp"), self.done)

    def beforehand(self) -> Steps:
        """The same directory on DuckDB, for what does not grow: nothing of it is told."""
        return replace(self, engine="duckdb", done=lambda stage: None)

    def prepare(self) -> None:
        """Raw tables, dbt's project and, on Spark, the session: what is there before any row."""
        from dagster_project import dbt_project

        self.warehouse.prepare()
        if self.parsed and (self.parsed / self.engine).exists():
            target = self.settings.dbt_target
            shutil.copytree(self.parsed / self.engine, target, dirs_exist_ok=True)
        self.clock.stage("read dbt's project", lambda: dbt_project.manifest(self.settings))
        if self.parsed and not (self.parsed / self.engine).exists():
            shutil.copytree(self.settings.dbt_target, self.parsed / self.engine)
        self.manifest = dbt_project.manifest(self.settings)
        if self.engine == "spark":
            from dagster_project import spark

            self.clock.stage("start Spark", lambda: spark.session(self.settings).range(1).count())

    def spread(self) -> Spread:
        """Who helps with many files. A session is there before it is asked."""
        from dagster_project import parsing, spark

        if self.engine != "spark":
            return parsing.over_cores
        spark.session(self.settings)
        return partial(spark.over_workers, self.settings)

    def load(
        self,
        sources: Sequence[str],
        rows: int | None = None,
        *,
        spread: Spread,
        judged: bool = True,
    ) -> None:
        """Landed files through parsing, gate 1 (where `judged`), identity and the links between
        editions; only of parsing others take a part."""
        from dagster_project import computed, identity
        from dagster_project.quality.landed import judge_landed
        from dagster_project.sources.registry import SOURCES

        def gate_1() -> None:
            now = datetime(2026, 8, 1, tzinfo=UTC)
            for name in sources:
                found = judge_landed(self.warehouse, SOURCES[name], now=now)
                bad = [result for result in found if not result.passed]
                if bad:
                    raise SystemExit(f"gate 1: {bad[0]}")

        def parse() -> None:
            for name in sources:
                self.warehouse.load(SOURCES[name], self.landing, spread=spread)

        began = time.process_time() - self.clock.watching_s
        self.clock.stage(PARSING, parse, rows)
        alone = time.process_time() - self.clock.watching_s - began
        self.clock.tell(replace(self.clock.stages[-1], stage=LOADING, cpu_s=round(alone, 2)))
        if judged:
            self.clock.stage("gate 1", gate_1, rows)
        self.clock.stage("identity", lambda: identity.resolve_in(self.warehouse), rows)
        self.clock.stage("link editions", lambda: computed.link_gifts(self.warehouse), rows)

    def models(self, stage: str, raw: Iterable[str], *selection: str) -> None:
        """Models of a selection (dbt's own words). On Spark: the raw tables that they read are
        handed over before, and what was built is seen from the build database after."""
        from dagster_project import dbt_project, spark

        tables = list(raw)

        def build() -> list[Any]:
            chosen = (*selection, "--exclude-resource-type", "test")
            found = dbt_project.build(self.settings, chosen)
            bad = [node for node in found if not node.passed]
            if bad:
                raise SystemExit(f"{stage}: {bad[0].unique_id}: {bad[0].message}")
            return found

        if self.engine != "spark":
            self.clock.stage(stage, build)
            return
        hand_over = partial(spark.share_raw, self.settings, self.warehouse, tables)
        self.clock.stage(f"raw to Spark, {stage}", hand_over)
        found = self.clock.stage(stage, build)
        nodes = [self.manifest["nodes"][node.unique_id] for node in found]
        show = partial(spark.show_tables, self.settings, self.warehouse, nodes)
        self.clock.stage(f"seen from DuckDB, {stage}", show)

    def compute(self, name: str) -> None:
        """`match_names` or `read_news` of `computed`, on Spark's workers where Spark builds."""
        from dagster_project import computed, spark

        each = partial(spark.over_batches, self.settings) if self.engine == "spark" else None
        stage = {"match_names": "matching", "read_news": "reading the news"}[name]
        self.clock.stage(stage, lambda: getattr(computed, name)(self.warehouse, each))


@dataclass(frozen=True)
class Grown:
    """The models that descend from some raw tables: what grows with these. `read`: raw tables, and
    `stood_on`: models and seeds, that they read besides."""

    models: tuple[str, ...]
    read: tuple[str, ...]
    stood_on: tuple[str, ...]


def grown_from(manifest: Mapping[str, Any], raw: Collection[str]) -> Grown:
    """All that descends from raw tables, by dbt's manifest."""
    sources = {id_: source["name"] for id_, source in manifest["sources"].items()}
    nodes = manifest["nodes"]
    waiting = [id_ for id_, name in sources.items() if name in raw]
    grown: set[str] = set()
    while waiting:
        for child in manifest["child_map"][waiting.pop()]:
            if child in nodes and nodes[child]["resource_type"] == "model" and child not in grown:
                grown.add(child)
                waiting.append(child)
    parents = {parent for id_ in grown for parent in manifest["parent_map"][id_]} - grown
    return Grown(
        tuple(sorted(nodes[id_]["name"] for id_ in grown)),
        tuple(sorted(sources[id_] for id_ in parents if id_ in sources)),
        tuple(sorted(nodes[id_]["name"] for id_ in parents if id_ in nodes)),
    )


def hand_over(base: Steps, steps: Steps, names: Collection[str]) -> None:
    """What DuckDB built in `base`, its raw rows too, becomes the build database of `steps`, and
    these models and seeds become Spark's tables. Nothing where DuckDB builds on."""
    if steps.engine != "spark":
        return
    from dagster_project import spark
    from dagster_project.publishing.served import sql_text

    steps.warehouse.path.parent.mkdir(parents=True, exist_ok=True)
    base.warehouse.path.rename(steps.warehouse.path)
    session = spark.session(steps.settings)
    folder = steps.settings.build.resolve() / "handed_over"
    with steps.warehouse.connect() as connection:
        for node in base.manifest["nodes"].values():
            if node["resource_type"] not in ("model", "seed") or node["name"] not in names:
                continue
            relation, target = f"{node['schema']}.{node['alias']}", folder / node["alias"]
            target.mkdir(parents=True)
            path = sql_text(str(target / "rows.parquet"))
            connection.execute(f"copy {relation} to {path}")
            session.sql(f"create schema if not exists {node['schema']}")
            session.sql(f"create table {relation} using parquet location '{target.as_uri()}'")


def the_list() -> list[Path]:
    """The Entity List where ENTITY_LIST_REAL_DATA has it, else the bundled sample."""
    real = Path(os.environ.get("ENTITY_LIST_REAL_DATA", "real-data")) / "entity_list" / "ecfr"
    sample = ROOT / "data" / "sample" / "ecfr"
    return sorted((real if real.is_dir() else sample).glob("*.xml"))


def land_the_list(base: Path) -> None:
    """Versions of the Entity List, under their dates."""
    from dagster_project.sources.landing import Landing

    for path in the_list():
        Landing(base / "landing").land(
            "ecfr",
            path.read_bytes(),
            name=path.name,
            fetched_at=datetime(2026, 7, 20, tzinfo=UTC),
            published_on=date.fromisoformat(path.name[:10]),
        )
