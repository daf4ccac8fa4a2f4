"""The facts of a run over the small world of `world.sql`."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

from dagster_project.publishing.generation import GateResult, RunFacts, SourceFacts

HERE = Path(__file__).parent
EXPECTED_CHECKS = frozenset({"every_row_is_accounted_for", "entity_ids_are_unique"})
FACTS = RunFacts(
    run_id="run-1",
    started_at=datetime(2026, 11, 24, 8, 0, tzinfo=UTC),
    now=datetime(2026, 11, 24, 8, 5, tzinfo=UTC),
    input_hashes={"ecfr/2026-11-20": "ab" * 32, "ledger/2026": "cd" * 32},
    sources=[
        SourceFacts(
            source="ecfr",
            files=2,
            newest_published_on=date(2026, 11, 20),
            fetched_at=datetime(2026, 11, 20, 6, 0, tzinfo=UTC),
            verified_at=datetime(2026, 11, 23, 6, 0, tzinfo=UTC),
            rows_found=9,
            rows_parsed=7,
            rows_structural=2,
            rows_rejected=0,
        ),
        SourceFacts(
            source="gdelt",
            files=1,
            newest_published_on=None,
            fetched_at=None,
            verified_at=None,
            rows_found=1,
            rows_parsed=0,
            rows_structural=0,
            rows_rejected=1,
            held_back=True,
        ),
    ],
    gate_results=[
        GateResult("landed", "every_row_is_accounted_for", True, 10, 0, "block"),
        GateResult("marts", "entity_ids_are_unique", True, 7, 0, "block"),
        GateResult("marts", "amounts_have_a_currency", False, 6, 1, "warn", "f5 <is> NOK"),
    ],
    code_version="0.1.0",
    stale_after_days=14,
)
