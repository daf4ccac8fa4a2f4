"""One refresh with `--input live`: fetched over HTTP, landed, gated, built and published."""

from __future__ import annotations

import json
from pathlib import Path

from loopback.server import Loopback
from loopback.sources import Ecfr, FederalRegister

from tests.conftest import SAMPLE_NOW, CommandLine

pytest_plugins = ("loopback.fixtures",)

VERSIONS = ("2019-06-24", "2019-10-09")


def test_a_live_refresh_fetches_lands_and_publishes(
    entity_list: CommandLine, loopback: Loopback, sample: Path
) -> None:
    Ecfr(
        loopback,
        {on: (sample / "ecfr" / f"{on}_supplement-4.xml").read_bytes() for on in VERSIONS},
    )
    FederalRegister(
        loopback,
        [
            document
            for page in sorted((sample / "federal_register").glob("*.json"))
            for document in json.loads(page.read_bytes())["results"]
        ],
    )
    ledger = entity_list("import", "ledger", sample / "ledger" / "2019-09-30_ledger.csv")
    assert ledger.code == 0, ledger.err
    ran = entity_list(
        "refresh", "--input", "live", "--now", SAMPLE_NOW,
        ENTITY_LIST_URL_ECFR=loopback.url,
        ENTITY_LIST_URL_FEDERAL_REGISTER=loopback.url,
        ENTITY_LIST_LIVE_SOURCES="ecfr federal-register",
        ENTITY_LIST_LOOPBACK_HTTP="1",
    )  # fmt: skip
    assert ran.code == 0, ran.err
    versions = [asked.path for asked in loopback.asked if "/full/" in asked.path]
    assert versions == [Ecfr.path(on) for on in VERSIONS]
    assert "28 entities added by 84 FR 54002, in force 2019-10-09" in ran.out
    assert "27 of them live, 2 ended before the listing (Hikvision, SENSETIME)" in ran.out
    manifests = sorted((entity_list.data / "landing" / "ecfr").rglob("manifest.json"))
    landed = [json.loads(path.read_bytes()) for path in manifests]
    assert [manifest["published_on"] for manifest in landed] == [*VERSIONS]
    assert {manifest["url"].split("?")[0] for manifest in landed} == {
        f"{loopback.url}{Ecfr.path(on)}" for on in VERSIONS
    }
