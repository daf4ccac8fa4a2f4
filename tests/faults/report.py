"""What every injected fault came to, and the table at the end of the session.

Here: the record of one fault, the ledger of a session, its way from test processes that run side
by side to the one that reports. Not here: any fault, and the demand that it be as expected
(`conftest.py`).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import Any

import pytest


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


LEDGER = Ledger()


def pytest_sessionfinish(session: pytest.Session) -> None:
    output = getattr(session.config, "workeroutput", None)
    if output is not None:
        output["faults"] = asdict(LEDGER)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any, error: object) -> None:
    found = getattr(node, "workeroutput", {}).get("faults", {"outcomes": [], "tables": []})
    LEDGER.outcomes.extend(Outcome(**outcome) for outcome in found["outcomes"])
    LEDGER.tables.extend((title, lines) for title, lines in found["tables"])


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    outcomes = LEDGER.outcomes
    if not outcomes and not LEDGER.tables:
        return
    write = terminalreporter.write_line
    terminalreporter.section("faults")
    counted = Counter((outcome.layer, outcome.caught) for outcome in outcomes)
    width = max((len(caught) for _, caught in counted), default=9)
    write(f"{'where':<10}  {'caught by':<{width}}  faults")
    for (layer, caught), number in sorted(counted.items()):
        write(f"{layer:<10}  {caught:<{width}}  {number:>6}")
    for title, lines in LEDGER.tables:
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
