"""What every asset is handed: the rooms of one run, its moment, and where its files come from.

Here: one resource. Not here: any work.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import dagster as dg
from pydantic import Field, PrivateAttr

from dagster_project.gates import GateBook
from dagster_project.intake import published_inputs
from dagster_project.lock import only_writer
from dagster_project.settings import Settings
from dagster_project.sources.landing import Landing
from dagster_project.warehouse import Warehouse


class House(dg.ConfigurableResource):
    """The rooms, as one run sees them."""

    data: str = Field(default="", description="The data directory; blank: ENTITY_LIST_DATA.")
    input: str = Field(
        default="landed",
        description="live: fetch first. landed: only what is landed. sample: the bundled sample.",
    )
    now: str | None = Field(default=None, description="Take this UTC timestamp for now.")
    _is_prepared: bool = PrivateAttr(default=False)
    _published_inputs: frozenset[str] | None = PrivateAttr(default=None)
    _started_at: datetime = PrivateAttr(default_factory=lambda: datetime.now(UTC))

    @contextmanager
    def yield_for_execution(self, context: dg.InitResourceContext) -> Iterator[House]:
        """A run holds the lock from its first step to its last."""
        with only_writer(self.settings):
            yield self

    @property
    def settings(self) -> Settings:
        settings = Settings.from_environment()
        return replace(settings, data=Path(self.data)) if self.data else settings

    @property
    def moment(self) -> datetime:
        """The run's now: given, or the moment it began."""
        return datetime.fromisoformat(self.now) if self.now else self._started_at

    @property
    def landing(self) -> Landing:
        return Landing(self.settings.landing)

    @property
    def warehouse(self) -> Warehouse:
        """The build database, its raw tables prepared once a run."""
        warehouse = Warehouse(self.settings.warehouse, self.settings.duckdb_memory)
        if not self._is_prepared:
            warehouse.prepare()
            self._is_prepared = True
        return warehouse

    @property
    def published_inputs(self) -> frozenset[str]:
        """What generations were made of, read once a run."""
        if self._published_inputs is None:
            self._published_inputs = published_inputs(self.settings)
        return self._published_inputs

    @property
    def gates(self) -> GateBook:
        return GateBook(self.settings.build / "gates")
