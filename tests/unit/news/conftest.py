"""The finder over the test parties, built once."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from labelled import parties

from dagster_project.news import MentionFinder


@pytest.fixture(scope="session")
def finder() -> MentionFinder:
    return MentionFinder(parties())
