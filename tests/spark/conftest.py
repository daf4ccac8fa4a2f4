"""The other engine over the real files takes long and is run where it is asked for."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--spark-real", action="store_true", help="also the real files on Spark")
    parser.addoption("--spark-cluster", action="store_true", help="also on a master and workers")
    parser.addoption("--spark-unit", action="store_true", help="also dbt's unit tests on Spark")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest file of all is the first: no process then waits for it at the end."""
    items.sort(key=lambda item: item.path.parent.name != "spark")
