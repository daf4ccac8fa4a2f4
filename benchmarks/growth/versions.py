"""Versions that grow: the list, made by perturbing one real file (`benchmarks/history`)."""

from __future__ import annotations

from benchmarks.history.versions import make
from benchmarks.stages import Steps, hand_over, the_list

_RAW = (
    "ecfr_entries", "ecfr_names", "ecfr_addresses", "ecfr_terms", "ecfr_citations",
    "entity_identities", "federal_register_documents", "landed_files", "landed_verdicts",
)  # fmt: skip
# The history models, with all that they read.
_HISTORY = (
    "dim_entities", "dim_entity_names", "dim_entity_addresses", "dim_entity_terms",
    "fct_listing_events", "rpt_unexplained_absences",
)  # fmt: skip


def measure(steps: Steps, size: int) -> None:
    """So many versions of the list, from raw rows to its history."""
    from dagster_project import identity

    base = steps.beforehand()
    make(base.warehouse.path, the_list()[-1], size)
    base.prepare()
    base.clock.done = steps.done
    base.clock.stage("identity", lambda: identity.resolve_in(base.warehouse))
    hand_over(base, steps, ())
    steps.prepare()
    steps.models("history models", _RAW, "--select", *(f"+{name}" for name in _HISTORY))
