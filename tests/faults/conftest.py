"""The whole or the fast part, and what is demanded of every fault.

Here: the option `--all-faults`, and the fixtures. Not here: any fault, and the table at the end
(`report.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from dagster_project.publishing.served import opened
from faults.report import LEDGER, Ledger, Outcome
from faults.runs import House, Warm, tables_of


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
    return LEDGER


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
