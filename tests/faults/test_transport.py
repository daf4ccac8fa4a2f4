"""Faults on the wire: one version of the list is fetched from a server that misbehaves.

Expected: whole and true bytes land after all (`retried`), the page lands as evidence and its
manifest says that it is not the list (`evidence`), or nothing lands and the error says why.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

import pytest
from loopback.fixtures import FakeTime
from loopback.server import Loopback, Scripted

from dagster_project.fetching import _check
from dagster_project.sources.ecfr.fetch import fetch_version
from dagster_project.sources.http import (
    Client,
    FetchError,
    Incomplete,
    Refused,
    Unreachable,
    Validators,
)
from dagster_project.sources.landing import Landing
from dagster_project.sources.registry import SOURCES
from faults import bytes_of as b
from faults.conftest import Record

pytest_plugins = ("loopback.fixtures",)

ON = date(2023, 11, 16)
NOW = datetime(2023, 11, 17, 12, tzinfo=UTC)
PATH = f"/api/versioner/v1/full/{ON}/title-15.xml"
TRUE = b.the_list()
WHOLE = Scripted(TRUE)


@dataclass(frozen=True)
class WireFault:
    """What the server answers in turn, and the outcome: `retried`, `evidence` or an error."""

    name: str
    answers: tuple[Scripted, ...]
    caught: str
    settings: Mapping[str, Any] = field(default_factory=dict)
    tick_s: float = 0.0


def _fault(
    name: str, *answers: Scripted, caught: type[FetchError] | str, tick_s: float = 0.0, **more: Any
) -> WireFault:
    return WireFault(
        name, answers, caught if isinstance(caught, str) else caught.__name__, more, tick_s
    )


def _redirect(target: str, status: int = 302) -> Scripted:
    return Scripted(b"", status=status, headers={"Location": target})


CUT = Scripted(TRUE, sent=5_000)
FAULTS = [
    _fault("cut at 5,000 bytes, then whole", CUT, WHOLE, caught="retried"),
    _fault("cut at 5,000 bytes each time", CUT, caught=Incomplete),
    _fault(
        "cut one byte before the end each time",
        Scripted(TRUE, sent=len(TRUE) - 1),
        caught=Incomplete,
    ),
    _fault(
        "reset in the middle, then whole",
        Scripted(TRUE, sent=5_000, reset=True),
        WHOLE,
        caught="retried",
    ),
    _fault(
        "reset in the middle each time", Scripted(TRUE, sent=5_000, reset=True), caught=Unreachable
    ),
    _fault("no length, and cut", Scripted(TRUE, length=None, sent=5_000), caught=Incomplete),
    _fault("no length, but the list's last element", Scripted(TRUE, length=None), caught="retried"),
    _fault("too small a length", Scripted(TRUE, length=5_000), caught="evidence"),
    _fault("too great a length", Scripted(TRUE, length=len(TRUE) + 1), caught=Incomplete),
    _fault("a length that is no number", Scripted(TRUE, length="many"), caught=Incomplete),
    _fault(
        "chunks without the last one", Scripted(TRUE, chunked=True, sent=5_000), caught=Incomplete
    ),
    _fault(
        "gzip without its trailer",
        Scripted(TRUE, packed=True, length=None, sent=3_000),
        caught=Incomplete,
    ),
    _fault(
        "gzip in chunks, cut",
        Scripted(TRUE, packed=True, chunked=True, sent=3_000),
        caught=Incomplete,
    ),
    _fault(
        "gzip bytes that are damaged",
        Scripted(b"\x1f\x8b" + b"x" * 500, headers={"Content-Encoding": "gzip"}),
        caught=Incomplete,
    ),
    _fault(
        "an unknown encoding", Scripted(TRUE, headers={"Content-Encoding": "zstd"}), caught=Refused
    ),
    _fault(
        "a gzip bomb", Scripted(b"0" * 3_000_000, packed=True), caught=Refused, max_bytes=1_000_000
    ),
    _fault("a body announced too big", Scripted(TRUE), caught=Refused, max_wire_bytes=20_000),
    _fault(
        "a body that grows too big",
        Scripted(TRUE, length=None),
        caught=Refused,
        max_wire_bytes=20_000,
    ),
    _fault("an HTML page with status 200", Scripted(b.HTML), caught="evidence"),
    _fault("an empty body with status 200", Scripted(b""), caught="evidence"),
    _fault(
        "JSON with status 200",
        Scripted(b'{"error": "No matching content found."}'),
        caught="evidence",
    ),
    _fault("half a list that is whole on the wire", Scripted(TRUE[:20_000]), caught="evidence"),
    _fault("304 without a copy", Scripted(b"", status=304), caught=Refused),
    _fault("206, half an answer", Scripted(TRUE[:9_000], status=206), caught=Refused),
    _fault("401", Scripted(b"", status=401), caught=Refused),
    _fault("403", Scripted(b"", status=403), caught=Refused),
    _fault("410", Scripted(b"", status=410), caught=Refused),
    _fault(
        "429 with Retry-After, then whole",
        Scripted(b"", status=429, headers={"Retry-After": "7"}),
        WHOLE,
        caught="retried",
    ),
    _fault(
        "429 for ever",
        Scripted(b"", status=429, headers={"Retry-After": "99999"}),
        caught=Unreachable,
    ),
    _fault("500, then whole", Scripted(b"", status=500), WHOLE, caught="retried"),
    _fault("502 for ever", Scripted(b.HTML, status=502), caught=Unreachable),
    _fault("503 for ever", Scripted(b.HTML, status=503), caught=Unreachable),
    _fault("a slow drip", Scripted(TRUE, drip_s=0.001), caught=Unreachable, tick_s=200.0),
    _fault("a redirect to another host", _redirect("https://example.org/list.xml"), caught=Refused),
    _fault(
        "a redirect to a private address", _redirect("http://10.0.0.1/list.xml"), caught=Refused
    ),
    _fault(
        "a redirect to the cloud's metadata",
        _redirect("http://169.254.169.254/latest/"),
        caught=Refused,
    ),
    _fault("a redirect to a file", _redirect("file:///etc/passwd"), caught=Refused),
    _fault("a redirect without address", Scripted(b"", status=302), caught=Refused),
    _fault("a redirect in a circle", _redirect(PATH, 301), caught=Refused),
]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_fault_on_the_wire_is_caught(
    fault: WireFault,
    loopback: Loopback,
    make_client: Callable[..., Client],
    fake_time: FakeTime,
    landing: Landing,
    record: Record,
) -> None:
    loopback.serve(PATH, *fault.answers)
    fake_time.tick_s = fault.tick_s
    client = make_client(attempts=3, **fault.settings)
    caught = _fetched(client, landing, loopback)
    landed = landing.files("ecfr")
    record(
        "wire",
        fault.name,
        fault.caught,
        caught,
        is_bad_publish=any(
            "error" not in file.parser_outcome and file.read() != TRUE for file in landed
        ),
    )
    assert bool(landed) == (caught in ("retried", "evidence"))


def _fetched(client: Client, landing: Landing, loopback: Loopback) -> str:
    try:
        file, _ = fetch_version(
            client, landing, ON, now=NOW, check=_check(SOURCES["ecfr"]), base_url=loopback.url
        )
    except FetchError as error:
        return type(error).__name__ if error.found and error.remedy else "an error without remedy"
    return "evidence" if "error" in file.parser_outcome else "retried"


def test_a_304_never_counts_as_verification(
    loopback: Loopback, client: Client, landing: Landing
) -> None:
    loopback.serve(PATH, Scripted(b"", status=304))
    reply = client.get(loopback.url + PATH, validators=Validators(etag='"held"'))
    assert reply.not_modified
    assert reply.content == b""
    assert landing.files() == []
