"""The compiled history models and an in-memory house to run them in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest
from list_histories import MARTS, WITNESS_MARTS, House, Model, compile_models, made_from


@pytest.fixture(scope="session")
def compiled_models(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Model]:
    return compile_models(tmp_path_factory.mktemp("history"), (*MARTS, *WITNESS_MARTS))


@pytest.fixture(scope="session")
def history_models(compiled_models: Mapping[str, Model]) -> Mapping[str, Model]:
    return made_from(compiled_models, MARTS)


@pytest.fixture(scope="session")
def reconciliation_models(compiled_models: Mapping[str, Model]) -> Mapping[str, Model]:
    return made_from(compiled_models, WITNESS_MARTS)


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
