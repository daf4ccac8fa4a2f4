"""Where things lie and how the house is run, read once from the environment and passed down.

Here: every variable of `.env.example`, its default and its type. Not here: anything that opens,
creates or checks a file. Pure rooms never see this module; they are given paths and values.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "data" / "sample"
DBT_PROJECT = ROOT / "dbt"


class BadSetting(ValueError):
    """A variable of the environment has a value that cannot be used."""


# What builds the models; the first is the default.
ENGINES = ("duckdb", "spark")

# What DuckDB takes for a size of memory.
_MEMORY = re.compile(r"[1-9]\d*(\.\d+)? ?([KMGT]i?B|%)")

# Sources with an address of their own to ask; feeds, documents and awards need to be named.
BASE_URLS = ("ecfr", "federal-register", "csl", "gdelt", "nsf")


@dataclass(frozen=True)
class Live:
    """How the live sources are asked. An empty base URL is the source's own."""

    contact: str = "no contact given"
    sources: tuple[str, ...] = ("ecfr", "federal-register", "csl")
    base_urls: Mapping[str, str] = field(default_factory=dict)
    feeds: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    nsf_awardees: tuple[str, ...] = ()
    loopback_http: bool = False
    proxy: str = ""
    ca_bundle: str = ""


@dataclass(frozen=True)
class Settings:
    """The settings of one run. `data` holds landing/, build/, published/, decisions/, receipts/."""

    data: Path
    stale_after_days: int = 14
    keep_generations: int = 30
    schedule_input: str = "live"
    engine: str = "duckdb"
    duckdb_memory: str = "80%"
    spark_master: str = "local[*]"
    spark_memory: str = "4g"
    live: Live = field(default_factory=Live)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Settings:
        """Raises BadSetting, which names the variable, the value and what is expected."""
        read = os.environ if environment is None else environment
        days = read.get("ENTITY_LIST_STALE_AFTER_DAYS", "") or "14"
        if not days.isdigit() or int(days) == 0:
            raise BadSetting(
                f"ENTITY_LIST_STALE_AFTER_DAYS is {days!r}; expected a whole number of days above 0"
            )
        keep = read.get("ENTITY_LIST_KEEP_GENERATIONS", "") or "30"
        if not keep.isdigit() or int(keep) < 2:
            raise BadSetting(
                f"ENTITY_LIST_KEEP_GENERATIONS is {keep!r}; expected a whole number above 1"
            )
        schedule_input = read.get("ENTITY_LIST_SCHEDULE_INPUT", "") or "live"
        if schedule_input not in ("live", "landed"):
            raise BadSetting(
                f"ENTITY_LIST_SCHEDULE_INPUT is {schedule_input!r}; expected `live` or `landed`"
            )
        engine = read.get("ENTITY_LIST_ENGINE", "") or ENGINES[0]
        if engine not in ENGINES:
            raise BadSetting(f"ENTITY_LIST_ENGINE is {engine!r}; expected `duckdb` or `spark`")
        memory = read.get("ENTITY_LIST_DUCKDB_MEMORY", "") or cls.duckdb_memory
        if not _MEMORY.fullmatch(memory):
            raise BadSetting(
                f"ENTITY_LIST_DUCKDB_MEMORY is {memory!r}; expected for instance `4GiB` or `80%`"
            )
        data = read.get("ENTITY_LIST_DATA", "") or str(ROOT / "data")
        return cls(
            data=Path(data).expanduser().resolve(),
            stale_after_days=int(days),
            keep_generations=int(keep),
            schedule_input=schedule_input,
            engine=engine,
            duckdb_memory=memory,
            spark_master=read.get("ENTITY_LIST_SPARK_MASTER", "") or cls.spark_master,
            spark_memory=read.get("ENTITY_LIST_SPARK_MEMORY", "") or cls.spark_memory,
            live=_live(read),
        )

    @property
    def landing(self) -> Path:
        return self.data / "landing"

    @property
    def build(self) -> Path:
        """The build directory, one for each engine; it may be thrown away at any time."""
        folder = self.data / "build"
        return folder if self.engine == ENGINES[0] else folder / self.engine

    @property
    def warehouse(self) -> Path:
        return self.build / "warehouse.duckdb"

    @property
    def dbt_target(self) -> Path:
        return self.build / "dbt"

    @property
    def published(self) -> Path:
        return self.data / "published"

    @property
    def decisions(self) -> Path:
        return self.data / "decisions"

    @property
    def receipts(self) -> Path:
        return self.data / "receipts"

    @property
    def refresh_lock(self) -> Path:
        """Held by whoever writes; a second refresh finds it taken."""
        return self.data / "refresh.lock"


def _live(read: Mapping[str, str]) -> Live:
    return Live(
        contact=read.get("ENTITY_LIST_CONTACT", "") or Live.contact,
        sources=tuple(read.get("ENTITY_LIST_LIVE_SOURCES", "").split()) or Live.sources,
        base_urls={
            source: url
            for source in BASE_URLS
            if (url := read.get(f"ENTITY_LIST_URL_{source.upper().replace('-', '_')}", ""))
        },
        feeds=tuple(read.get("ENTITY_LIST_FEEDS", "").split()),
        documents=tuple(read.get("ENTITY_LIST_DOCUMENTS", "").split()),
        nsf_awardees=tuple(
            name.strip() for name in read.get("ENTITY_LIST_NSF_AWARDEES", "").split(";") if name
        ),
        loopback_http=read.get("ENTITY_LIST_LOOPBACK_HTTP", "") == "1",
        proxy=read.get("HTTPS_PROXY", "") or read.get("https_proxy", ""),
        ca_bundle=read.get("REQUESTS_CA_BUNDLE", "") or read.get("SSL_CERT_FILE", ""),
    )
