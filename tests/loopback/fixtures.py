"""Fixtures: the server, and clients that may ask it and never really sleep."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from dagster_project.sources.http import Client, ClientSettings
from dagster_project.sources.landing import Landing
from loopback.server import Loopback


class FakeTime:
    """A clock that only moves when somebody sleeps, or by `tick_s` whenever it is read."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.tick_s = 0.0
        self.slept: list[float] = []

    def clock(self) -> float:
        self.now += self.tick_s
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@pytest.fixture
def loopback() -> Iterator[Loopback]:
    """A server of one's own."""
    server = Loopback()
    yield server
    server.close()


@pytest.fixture
def fake_time() -> FakeTime:
    return FakeTime()


@pytest.fixture
def make_client(fake_time: FakeTime) -> Callable[..., Client]:
    """A client for the loopback server; keyword arguments are settings."""

    def make(*, resolver: Any = None, session: Any = None, **settings: Any) -> Client:
        chosen = {
            "hosts": frozenset({"127.0.0.1"}),
            "contact": "export-control@example.edu",
            "loopback_http": True,
            "pause_s": 0.0,
            "connect_timeout_s": 2.0,
            "read_timeout_s": 5.0,
            **settings,
        }
        extra = {"resolver": resolver} if resolver else {}
        return Client(
            ClientSettings(**chosen),
            session=session,
            clock=fake_time.clock,
            sleep=fake_time.sleep,
            jitter=lambda: 1.0,
            **extra,
        )

    return make


@pytest.fixture
def client(make_client: Callable[..., Client]) -> Client:
    return make_client()


@pytest.fixture
def landing(tmp_path: Path) -> Landing:
    return Landing(tmp_path / "landing")
