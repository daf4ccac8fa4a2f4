"""Pages of the documents API and lines of documents: read whole or refused."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dagster_project.sources.federal_register.parse import parse
from dagster_project.sources.parsed import Parsed, Unreadable

BUREAU = {"raw_name": "Bureau of Industry and Security", "name": "Industry and Security Bureau",
          "id": 241, "slug": "industry-and-security-bureau"}  # fmt: skip
HOMELAND = {"raw_name": "DEPARTMENT OF HOMELAND SECURITY", "name": "Homeland Security Department"}
RULE: dict[str, Any] = {
    "document_number": "2019-22210",
    "citation": "84 FR 54002",
    "volume": 84,
    "start_page": 54002,
    "end_page": 54009,
    "publication_date": "2019-10-09",
    "effective_on": "2019-10-09",
    "title": "Addition of Certain Entities to the Entity List",
    "abstract": "This rule adds twenty-eight entities to the Entity List.",
    "type": "Rule",
    "agencies": [BUREAU],
    "html_url": "https://www.federalregister.gov/documents/2019/10/09/2019-22210/addition",
}


def _page(*documents: dict[str, Any], **changes: Any) -> bytes:
    page = {"count": len(documents), "total_pages": 1, "results": list(documents)} | changes
    return json.dumps(page).encode()


def _read(content: bytes) -> Parsed:
    return parse(content, name="page.json", published_on=None)


def _rows(content: bytes) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = _read(content).tables["federal_register_documents"].to_pylist()
    return rows


def test_one_document_whole() -> None:
    assert _rows(_page(RULE)) == [
        {
            "row_number": 1,
            "document_number": "2019-22210",
            "citation": "84 FR 54002",
            "volume": 84,
            "start_page": 54002,
            "end_page": 54009,
            "published_on": date(2019, 10, 9),
            "effective_on": date(2019, 10, 9),
            "title": "Addition of Certain Entities to the Entity List",
            "abstract": "This rule adds twenty-eight entities to the Entity List.",
            "document_type": "Rule",
            "agencies": ["Industry and Security Bureau"],
            "html_url": RULE["html_url"],
            "is_entity_list_rule": True,
        }
    ]


def test_lines_of_documents_give_the_same_rows_as_a_page() -> None:
    other = RULE | {"document_number": "2019-99999", "citation": "84 FR 60000", "start_page": 60000,
                    "end_page": 60001}  # fmt: skip
    lines = b"\n".join(json.dumps(document).encode() for document in (RULE, other)) + b"\n"
    assert _rows(lines) == _rows(_page(RULE, other))


def test_fields_not_asked_for_are_null() -> None:
    short = {k: RULE[k] for k in ("document_number", "title", "publication_date", "abstract")}
    (row,) = _rows(json.dumps(short).encode())
    assert row["is_entity_list_rule"]
    assert [row[c] for c in ("citation", "end_page", "effective_on", "agencies")] == [None] * 4


@pytest.mark.parametrize(
    "changes",
    [
        {"agencies": [HOMELAND]},
        {"title": "Notice Regarding the Uyghur Forced Labor Prevention Act Entity List",
         "agencies": None, "type": None},
        {"type": "Notice"},
        {"title": "Procedures for Access to the Public Briefing", "type": None},
        {"title": "Revisions to the Unverified List", "abstract": "Adds nine persons."},
    ],
)  # fmt: skip
def test_documents_that_share_the_phrase_are_no_rule_of_ours(changes: dict[str, Any]) -> None:
    (row,) = _rows(_page(RULE | changes))
    assert not row["is_entity_list_rule"]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"volume": 83}, "citation 84 FR 54002 but volume 83"),
        ({"publication_date": "2018-10-09"}, "volume 84 cannot be of 2018"),
        ({"publication_date": "10/09/2019"}, "publication_date is '10/09/2019'"),
        ({"publication_date": None}, "no publication_date"),
        ({"end_page": 1}, "ends on page 1 before it starts on 54002"),
        ({"start_page": "54002"}, "start_page is '54002'"),
        ({"citation": "84 Fed. Reg. 54002"}, "is not like 84 FR 54002"),
        ({"agencies": [{"id": 1}]}, "has no name"),
    ],
)
def test_a_document_that_contradicts_itself_is_rejected_whole(
    changes: dict[str, Any], reason: str
) -> None:
    parsed = _read(_page(RULE, RULE | {"document_number": "2019-2"} | changes))
    (rejected,) = parsed.rejected
    assert rejected.row_number == 2
    assert reason in rejected.reason
    assert json.loads(rejected.row_text)["document_number"] == "2019-2"
    assert parsed.rows_found == 2
    assert parsed.rows_parsed == 1


def test_a_document_twice_in_one_file_is_taken_once() -> None:
    parsed = _read(_page(RULE, RULE))
    assert parsed.rows_parsed == 1
    assert "stands twice" in parsed.rejected[0].reason


TEXT = _page(RULE).decode()


@pytest.mark.parametrize(
    ("content", "found"),
    [
        pytest.param(b"", "JSON that cannot be read", id="empty"),
        pytest.param(TEXT[:-30].encode(), "JSON that cannot be read", id="cut short"),
        pytest.param(
            TEXT.replace('"volume": 84', '"volume": 84, "volume": 85').encode(),
            "a name stands twice",
            id="a name twice",
        ),
        pytest.param(TEXT.replace("54009", "NaN").encode(), "NaN is no JSON number", id="NaN"),
        pytest.param(b'{"errors": {"conditions": "bad"}}', "an answer with ['errors']", id="error"),
        pytest.param(_page(), "a page without documents", id="nothing found"),
        pytest.param(_page(RULE, count=2), "1 documents where the page says 2", id="too few"),
        pytest.param(b"<html></html>", "JSON that cannot be read", id="a web page"),
        pytest.param(b"[1]", "a list", id="a list"),
        pytest.param(_page(RULE | {"retracted": True}), "unknown fields ['retracted']", id="new"),
        pytest.param(
            json.dumps(RULE).encode() + b'\n{"document_number": "2',
            "JSON that cannot be read",
            id="lines cut short",
        ),
        pytest.param("é".encode("latin-1"), "not UTF-8", id="another encoding"),
    ],
)  # fmt: skip
def test_what_is_not_the_whole_answer_is_refused(content: bytes, found: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        _read(content)
    assert found in refusal.value.found


@pytest.mark.real_data
def test_the_collected_documents_hold_62_rules(real_data: Path) -> None:
    path = real_data / "federal_register" / "fr_entity_list_docs_2020_2026.jsonl"
    parsed = parse(path.read_bytes(), name=path.name, published_on=None)
    rows = parsed.tables["federal_register_documents"].to_pylist()
    assert (parsed.rows_found, parsed.rows_parsed) == (72, 72)
    assert sum(row["is_entity_list_rule"] for row in rows) == 62
    others = {row["title"] for row in rows if not row["is_entity_list_rule"]}
    assert sum("Uyghur" in title for title in others) == 2
    assert all("Additions" not in title for title in others)
