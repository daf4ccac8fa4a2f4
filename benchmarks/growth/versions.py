"""Versions that grow: the list, made by perturbing one real file (`benchmarks/history`)."""

from __future__ import annotations

from benchmarks.history.versions import make
from benchmarks.stages import Steps, the_list

# The history models, with all that they read.
_HISTORY = (
    "dim_entities", "dim_entity_names", "dim_entity_addresses", "dim_entity_terms",
    "fct_listing_events", "rpt_unexplained_absences",
)  # fmt: skip


def measure(steps: Steps, size: int) -> None:
    """So many versions of the list, from raw rows to its history."""
    from dagster_project import identity

    make(steps.settings.warehouse, the_list()[-1], size)
    steps.prepare()
    steps.clock.stage("identity", lambda: identity.resolve_in(steps.warehouse))
    raw = [name for name in steps.raw_tables(computed=False) if not name.startswith("news_")]
    steps.models("history models", raw, "--select", *(f"+{name}" for name in _HISTORY))
