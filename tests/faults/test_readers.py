"""Readers beside publishing: none fails, none is shown two generations, nobody waits."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

from dagster_project.settings import ROOT
from faults.conftest import Record
from faults.report import Ledger


@pytest.mark.parametrize(
    ("readers", "publishes"), [(5, 3), pytest.param(20, 15, marks=pytest.mark.all_faults)]
)
def test_readers_beside_publishes(
    readers: int, publishes: int, tmp_path: Path, ledger: Ledger, record: Record
) -> None:
    """One more reader holds its connection through all of them, and stays with what it opened.

    Generations are pruned meanwhile: a file that is open stays readable when it is deleted.
    """
    figures = _benchmark().measure(tmp_path, readers=readers, publishes=publishes)
    ledger.tables.append(("readers beside publishing", list(figures.lines())))
    record(
        "readers",
        f"the served generation is swapped {publishes} times under {readers + 1} readers",
        "no error, no mixed answer",
        "no error, no mixed answer"
        if not figures.errors and not figures.mixed and not figures.backwards
        else f"{figures}",
    )
    assert figures.held_generations == 1
    assert figures.most_generations_seen > 1, "the readers saw no swap"
    assert figures.rounds > readers


def _benchmark():  # type: ignore[no-untyped-def]
    path = ROOT / "benchmarks" / "load" / "readers.py"
    specification = importlib.util.spec_from_file_location("load_readers", path)
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    sys.modules[specification.name] = module
    specification.loader.exec_module(module)
    return module
