"""dbt's own unit tests, run as dbt runs them, and all of them."""

from __future__ import annotations

import re
from pathlib import Path

from list_histories import DATABASE, invoke_dbt

from dagster_project.settings import DBT_PROJECT
from dagster_project.warehouse import Warehouse

UNIT_TESTS = sorted(DBT_PROJECT.rglob("_*__unit_tests.yml"))


def test_every_unit_test_beside_the_models_passes(tmp_path: Path):
    """dbt asks the database for the columns of a test's inputs, so the models stand there empty."""
    expected = {
        name
        for path in UNIT_TESTS
        for name in re.findall(r"^  - name: (\w+)", path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    tested = {
        model
        for path in UNIT_TESTS
        for model in re.findall(
            r"^    model: (\w+)", path.read_text(encoding="utf-8"), re.MULTILINE
        )
    }
    Warehouse(tmp_path / f"{DATABASE}.duckdb").prepare()
    parents = [f"+{model},resource_type:model" for model in sorted(tested)]
    invoke_dbt(tmp_path, "run", "--select", *parents)
    results = invoke_dbt(tmp_path, "test", "--select", "test_type:unit")
    outcome = {found.node.name: (found.status.value, found.message) for found in results}
    assert outcome == {name: ("pass", None) for name in expected}
    assert len(expected) >= 18
