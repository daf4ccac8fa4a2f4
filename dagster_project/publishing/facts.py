"""What a run knows about itself, and what it hands from one step of publishing to the next.

Here: frozen records and the error of a stopped gate. Not here: the steps (`candidate.py`,
`certificate.py`, `generation.py`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

SEVERITIES = ("block", "hold", "flag", "warn")
STOPPING = ("block", "hold")


@dataclass(frozen=True)
class GateResult:
    """One check, and how many rows it looked at.

    `severity` is what a failure would mean: `block` and `hold` stop a publish, `flag` and `warn`
    are counted and shown. An approved hold is handed in as passed, with the approval in `detail`.
    """

    gate: str
    check: str
    passed: bool
    rows_checked: int
    rows_failed: int
    severity: str
    detail: str = ""

    def __post_init__(self) -> None:
        if self.severity not in SEVERITIES:
            raise ValueError(
                f"check {self.check}: severity {self.severity!r}; expected one of {SEVERITIES}"
            )

    @property
    def stops(self) -> bool:
        """Whether this result alone keeps a candidate from being published."""
        return not self.passed and self.severity in STOPPING


@dataclass(frozen=True)
class SourceFacts:
    """One source as this run used it.

    `fetched_at` is when its newest accepted file was landed; `verified_at` when an accepted file
    was last downloaded whole, whether or not anything had changed.
    """

    source: str
    files: int
    newest_published_on: date | None
    fetched_at: datetime | None
    verified_at: datetime | None
    rows_found: int
    rows_parsed: int
    rows_structural: int
    rows_rejected: int
    held_back: bool = False


@dataclass(frozen=True)
class RunFacts:
    """One run: when, from which bytes, through which checks. `now` is the moment of publishing;
    a list that was not verified for more than `stale_after_days` is called stale."""

    run_id: str
    started_at: datetime
    now: datetime
    input_hashes: Mapping[str, str]
    sources: Sequence[SourceFacts]
    gate_results: Sequence[GateResult]
    code_version: str
    stale_after_days: int


@dataclass(frozen=True)
class TableFacts:
    """What the build held for one mart: columns with types in order, rows, and a checksum.

    The checksum is the sum of DuckDB's hash of each row: the same whatever the order of rows.
    """

    columns: tuple[tuple[str, str], ...]
    rows: int
    checksum: int


@dataclass(frozen=True)
class Candidate:
    """A closed DuckDB file that may be published once its gate has passed."""

    path: Path
    sha256: str
    tables: Mapping[str, TableFacts]
    facts: RunFacts


@dataclass(frozen=True)
class Certificate:
    """Every expected check was run and passed for the candidate with exactly this sha256."""

    candidate: Candidate
    sha256: str
    gate_results: tuple[GateResult, ...]


@dataclass(frozen=True)
class RunStatus:
    """How a run ended, for people who open `status.html`.

    `outcome`: `published`, `published_with_batch_held_back`, `stopped_by_gate`,
    `source_unreadable` or `failed`.
    """

    outcome: str
    run_id: str
    started_at: datetime
    ended_at: datetime
    summary: str
    gate_results: Sequence[GateResult] = field(default_factory=tuple)
    sources: Sequence[SourceFacts] = field(default_factory=tuple)


class GateStopped(RuntimeError):
    """A candidate may not be published; `failures` says why, one line each."""

    def __init__(self, failures: Sequence[str]) -> None:
        self.failures = tuple(failures)
        listed = "\n".join(f"  - {failure}" for failure in self.failures)
        super().__init__(
            f"the gate stopped this run for {len(self.failures)} reason(s); "
            f"the last good data is still served:\n{listed}"
        )


def sha256_of(path: Path) -> str:
    """The file's sha256 as hexadecimal text."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def to_utc(moment: datetime) -> datetime:
    """The same moment in UTC. A moment without a zone is refused: it could be any."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment.isoformat()} has no time zone; give it in UTC")
    return moment.astimezone(UTC)
