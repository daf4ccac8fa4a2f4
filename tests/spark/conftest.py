"""The tests of the other engine run only where they are asked for."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--spark", action="store_true", help="also build on Spark: several minutes")
