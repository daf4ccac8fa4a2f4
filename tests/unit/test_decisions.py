"""A decision file is read strictly, and only as it was written."""

from __future__ import annotations

import json
import multiprocessing
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from dagster_project.settings import SAMPLE
from dagster_project.sources.decisions.parse import parse
from dagster_project.sources.decisions.records import DECISIONS, decision_id, facts_hash
from dagster_project.sources.parsed import Unreadable
from dagster_project.write_once import write_once

FACTS = [
    {"fact": "name", "item": "", "compared": "sense time", "text": "Sense Time"},
    {"fact": "citation", "item": "84 FR 54004", "compared": "84 FR 54004", "text": "84 FR 54004"},
]


def sealed(**changed: Any) -> dict[str, Any]:
    """A decision as `entity-list decide` writes it, with its hashes right."""
    fields = {
        "review_id": "rev-1",
        "about": "Institute with Sense Time: Sense Time (el-1)",
        "decision": "no_action_needed",
        "author": "Example Officer (fictional)",
        "decided_at": "2019-11-20T11:30:00+01:00",
        "reason": "looked at",
        "generation": "20191120T090000Z-0123456789abcdef",
        "facts_known_at": "2019-11-20T09:00:00+00:00",
        "facts": FACTS,
        **changed,
    }
    if "facts_hash" not in fields:
        fields["facts_hash"] = facts_hash(FACTS if changed.get("facts") == [] else fields["facts"])
    return {"decision_id": decision_id(fields), **fields}


def content(fields: dict[str, Any]) -> bytes:
    return json.dumps(fields, ensure_ascii=False).encode()


def read(fields: dict[str, Any]) -> dict[str, Any]:
    parsed = parse(content(fields), name="d.json", published_on=None)
    assert (parsed.rows_found, parsed.rows_parsed) == (1, 1)
    return {name: table.to_pylist() for name, table in parsed.tables.items()}


def test_a_decision_comes_out_with_the_facts_it_relies_on() -> None:
    fields = sealed()
    assert read(fields) == {
        "decisions": [
            {
                "decision_id": fields["decision_id"],
                "review_id": "rev-1",
                "about": "Institute with Sense Time: Sense Time (el-1)",
                "decision": "no_action_needed",
                "author": "Example Officer (fictional)",
                "decided_at": datetime(2019, 11, 20, 10, 30),
                "reason": "looked at",
                "generation": "20191120T090000Z-0123456789abcdef",
                "facts_known_at": datetime(2019, 11, 20, 9),
                "facts_hash": fields["facts_hash"],
            }
        ],
        "decision_facts": [
            {
                "decision_id": fields["decision_id"],
                "fact": fact["fact"],
                "item": fact["item"],
                "compared": fact["compared"],
                "fact_value": fact["text"],
            }
            for fact in FACTS
        ],
    }


@pytest.mark.parametrize("decision", DECISIONS)
def test_every_decision_of_the_contract_is_read(decision: str) -> None:
    assert read(sealed(decision=decision))["decisions"][0]["decision"] == decision


def test_the_hash_is_of_exactly_these_facts_in_any_order() -> None:
    assert facts_hash(FACTS) == facts_hash(FACTS[::-1])
    assert facts_hash(FACTS) != facts_hash(FACTS[:1])
    moved = [{**FACTS[0], "item": "sense time", "compared": ""}, FACTS[1]]
    assert facts_hash(FACTS) != facts_hash(moved)


def edited(field: str, value: Any) -> dict[str, Any]:
    return {**sealed(), field: value}


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        (edited("reason", "another reason"), "decision_id .* while the content gives"),
        (edited("decided_at", "2024-01-01T00:00:00+00:00"), "decision_id .* while the content"),
        (edited("facts", FACTS[:1]), "facts_hash .* while the content gives"),
        (sealed(facts_hash="0" * 64), "facts_hash .* while the content gives"),
        (sealed(decision="approved"), "the decision 'approved'"),
        (sealed(author=" "), "author ' '"),
        (sealed(reason=""), "reason ''"),
        (sealed(decided_at="2019-11-20T10:30:00"), "decided_at without a zone"),
        (sealed(decided_at="yesterday"), "decided_at 'yesterday'"),
        (sealed(decided_at="2019-11-19T00:00:00+00:00"), "decided_at before facts_known_at"),
        (sealed(facts=[]), "no list of facts"),
        (sealed(facts=[*FACTS, FACTS[0]]), "a fact that stands twice"),
        ({**sealed(), "note": "x"}, "the fields"),
        ({"decision": "confirmed"}, "the fields"),
    ],
)
def test_what_decide_would_not_have_written_is_refused_with_a_remedy(
    fields: dict[str, Any], found: str
) -> None:
    with pytest.raises(Unreadable, match=found) as refused:
        parse(content(fields), name="2019-11-20_d.json", published_on=None)
    assert "2019-11-20_d.json" in str(refused.value)
    assert "restore this one from version control" in str(refused.value)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text[:-20],
        lambda text: b"\xff" + text,
        lambda text: text.replace(b'"reason"', b'"author": "B", "reason"'),
        lambda text: b"[]",
    ],
    ids=["cut", "bytes", "twice", "list"],
)
def test_a_damaged_file_is_refused(spoil: Callable[[bytes], bytes]) -> None:
    with pytest.raises(Unreadable):
        parse(spoil(content(sealed())), name="d.json", published_on=None)


@pytest.mark.parametrize(
    "path", sorted((SAMPLE / "decisions").glob("*.json")), ids=lambda path: path.stem[:17]
)
def test_the_sample_decisions_are_whole(path: Path) -> None:
    parsed = parse(path.read_bytes(), name=path.name, published_on=None)
    (decision,) = parsed.tables["decisions"].to_pylist()
    assert decision["author"] == "Example Officer (fictional)"
    assert decision["decision_id"] in path.name


def test_a_name_that_is_taken_is_never_written_over(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "one.json"
    assert write_once(path, b"first")
    assert not write_once(path, b"second")
    assert path.read_bytes() == b"first"
    assert [file.name for file in path.parent.iterdir()] == ["one.json"]


def _write_twenty(directory: str, who: str) -> None:
    for number in range(20):
        write_once(Path(directory, f"{number}.json"), who.encode() * 10_000)


def test_two_processes_at_once_leave_whole_files(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=_write_twenty, args=(str(tmp_path), who)) for who in "ab"]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert [writer.exitcode for writer in writers] == [0, 0]
    files = list(tmp_path.iterdir())
    assert len(files) == 20
    assert {file.read_bytes() for file in files} <= {b"a" * 10_000, b"b" * 10_000}
