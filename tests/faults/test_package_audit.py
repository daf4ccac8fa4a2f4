"""The audit of locked packages: what it finds, what is allowed, and what it says unanswered."""

from __future__ import annotations

import importlib.util
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from dagster_project.settings import ROOT

WEAK = {"jinja2": ["GHSA-aaaa", "GHSA-bbbb"], "urllib3": ["GHSA-cccc"]}


def _script() -> Any:
    specification = importlib.util.spec_from_file_location("audit", ROOT / ".ci" / "audit.py")
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


audit = _script()


class Osv(HTTPServer):
    """A server with the answers of OSV: ids in the order asked, the second advisory on page two."""

    answer: bytes | None = None
    asked: list[dict[str, Any]]


class Answers(BaseHTTPRequestHandler):
    server: Osv

    def do_POST(self) -> None:
        queries = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["queries"]
        self.server.asked += queries
        results = []
        for query in queries:
            weak = WEAK.get(query["package"]["name"], [])
            page = int(query.get("page_token", "0"))
            result: dict[str, Any] = {}
            if weak:
                result["vulns"] = [{"id": weak[page], "modified": "2026-01-01T00:00:00Z"}]
            if page + 1 < len(weak):
                result["next_page_token"] = str(page + 1)
            results.append(result)
        body = self.server.answer or json.dumps({"results": results}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def osv() -> Iterator[Osv]:
    server = Osv(("127.0.0.1", 0), Answers)
    server.asked = []
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


def _run(osv: Osv, tmp_path: Path, *rows: str, offline: bool = False) -> int:
    file = tmp_path / "allowed.csv"
    file.write_text("\n".join(["advisory,package,until,reason", *rows]))
    address = f"http://127.0.0.1:{osv.server_port}/v1/querybatch"
    more = ["--may-be-offline"] if offline else []
    return int(audit.main(["--service", address, "--allowed", str(file), *more]))


def test_every_package_of_the_locks_is_asked_for_and_every_page_read(
    osv: Osv, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run(osv, tmp_path) == audit.FOUND
    entries = [
        line
        for lock in ("requirements.lock", "requirements-spark.lock")
        for line in (ROOT / lock).read_text().splitlines()
        if line[:1].isalnum()
    ]
    assert len(osv.asked) == len(entries) + 1
    said = capsys.readouterr().out
    assert [said.count(one) for one in ("GHSA-aaaa", "GHSA-bbbb", "GHSA-cccc")] == [1, 1, 1]
    assert "3 advisories, 0 of them allowed" in said


def test_what_is_allowed_passes_until_its_day(osv: Osv, tmp_path: Path) -> None:
    rows = [f"{one},jinja2,2999-12-31,only templates of ours" for one in WEAK["jinja2"]]
    assert _run(osv, tmp_path, *rows) == audit.FOUND
    assert _run(osv, tmp_path, *rows, "GHSA-cccc,urllib3,2999-12-31,no proxy") == audit.NONE_FOUND
    assert _run(osv, tmp_path, *rows, "GHSA-cccc,urllib3,2020-01-01,no proxy") == audit.FOUND
    assert _run(osv, tmp_path, *rows, "GHSA-cccc,jinja2,2999-12-31,another one") == audit.FOUND


@pytest.mark.parametrize("row", ["GHSA-x,jinja2,2999-12-31,", "GHSA-x,jinja2,soon,why", "GHSA-x"])
def test_an_allowance_without_reason_or_day_is_an_error(row: str, osv: Osv, tmp_path: Path) -> None:
    assert _run(osv, tmp_path, row) == audit.BAD_LIST


@pytest.mark.parametrize("answer", [b"<html>", b"{}", b'{"results": []}', b'{"results": null}'])
def test_no_whole_answer_is_said_and_is_no_clean_result(
    answer: bytes, osv: Osv, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    osv.answer = answer
    assert _run(osv, tmp_path) == audit.NOT_ASKED
    assert _run(osv, tmp_path, offline=True) == audit.NONE_FOUND
    said = capsys.readouterr()
    assert said.err.count("audit: NOT DONE, nothing is known of ") == 2
    assert said.out == ""


def test_the_allow_list_itself_can_be_read() -> None:
    audit.allowed(audit.ALLOWED.read_text(encoding="utf-8"), audit.date(2020, 1, 1))
