"""The compiled history models and an in-memory house to run them in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest
from list_histories import House, Model, compile_models


@pytest.fixture(scope="session")
def history_models(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Model]:
    return compile_models(tmp_path_factory.mktemp("history"))


@pytest.fixture(scope="session")
def shared_house(history_models: Mapping[str, Model]) -> Iterator[House]:
    house = House(history_models)
    yield house
    house.close()


@pytest.fixture
def house(shared_house: House) -> House:
    """A house that holds nothing."""
    shared_house.empty()
    return shared_house
