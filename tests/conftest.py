"""Fixtures every test may use."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "data" / "sample"


@pytest.fixture(scope="session")
def sample() -> Path:
    """The bundled sample inputs."""
    return SAMPLE


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The real files, where they exist; `ENTITY_LIST_REAL_DATA` names another place."""
    path = Path(os.environ.get("ENTITY_LIST_REAL_DATA", ROOT.parent / "shared" / "data"))
    if not path.is_dir():
        pytest.skip(f"the real files are not here: {path.name} does not exist")
    return path
