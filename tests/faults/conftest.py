"""The whole or the fast part, and the table at the end.

Here: the option `--all-faults`, and what every injected fault came to. Not here: any fault.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from dagster_project.publishing.candidate import opened
from faults.runs import House, Warm, tables_of


@dataclass(frozen=True)
class Outcome:
    """What came of one fault. `expected` and `caught` are names of catchers, see `files.py`.

    `is_bad_publish`: something wrong would be served; `rows_lost`: rows that are gone though they
    were landed and accepted before.
    """

    layer: str
    fault: str
    expected: str
    caught: str
    is_bad_publish: bool = False
    rows_lost: int = 0


@dataclass
class Ledger:
    """Every outcome of the session, and tables that a test wants printed."""

    outcomes: list[Outcome] = field(default_factory=list)
    tables: list[tuple[str, list[str]]] = field(default_factory=list)


_LEDGER = Ledger()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--all-faults", action="store_true", help="also the slow faults: whole runs")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "all_faults: slow; runs with --all-faults only")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    # Collected as a folder of the whole suite, the option is not known: then the fast part runs.
    if config.getoption("all_faults", default=False):
        return
    slow = pytest.mark.skip(reason="pytest tests/faults --all-faults runs it")
    for item in items:
        if item.get_closest_marker("all_faults"):
            item.add_marker(slow)


@pytest.fixture(scope="session")
def ledger() -> Ledger:
    return _LEDGER


Record = Callable[..., None]


@pytest.fixture(scope="session")
def record(ledger: Ledger) -> Record:
    """Enter what came of a fault, then demand that it is what was expected."""

    def enter(layer: str, fault: str, expected: str, caught: str, **more: object) -> None:
        outcome = Outcome(layer, fault, expected, caught, **more)  # type: ignore[arg-type]
        ledger.outcomes.append(outcome)
        assert outcome.caught == outcome.expected, outcome
        assert not outcome.is_bad_publish, outcome
        assert outcome.rows_lost == 0, outcome

    return enter


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    outcomes = _LEDGER.outcomes
    if not outcomes and not _LEDGER.tables:
        return
    write = terminalreporter.write_line
    terminalreporter.section("faults")
    counted = Counter((outcome.layer, outcome.caught) for outcome in outcomes)
    width = max((len(caught) for _, caught in counted), default=9)
    write(f"{'where':<10}  {'caught by':<{width}}  faults")
    for (layer, caught), number in sorted(counted.items()):
        write(f"{layer:<10}  {caught:<{width}}  {number:>6}")
    for title, lines in _LEDGER.tables:
        write("")
        write(title)
        for line in lines:
            write(line)
    bad = [outcome.fault for outcome in outcomes if outcome.is_bad_publish]
    other = [outcome for outcome in outcomes if outcome.caught != outcome.expected]
    write("")
    write(f"faults injected     {len(outcomes):>5}")
    write(f"not as expected     {len(other):>5}  {'; '.join(o.fault for o in other)}".rstrip())
    write(f"bad publishes       {len(bad):>5}  {'; '.join(bad)}".rstrip())
    write(f"rows lost           {sum(outcome.rows_lost for outcome in outcomes):>5}")


@pytest.fixture(scope="session")
def warm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warm]:
    process = Warm(tmp_path_factory.mktemp("warm"))
    yield process
    process.close()


@pytest.fixture
def house(sample_copy: Any, warm: Warm) -> House:
    """A data directory in which the sample was run, and commands over it."""
    return House(sample_copy.data, warm)


@pytest.fixture(scope="session")
def clean(published: Path) -> dict[str, str]:
    """What a clean run of the sample serves: a checksum for each table."""
    with opened(published / "warehouse.duckdb") as connection:
        return tables_of(connection)
