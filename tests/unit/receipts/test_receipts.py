"""A receipt says when it was changed, and its chain when a link is."""

from __future__ import annotations

import json
import multiprocessing
from pathlib import Path

import pytest

from dagster_project.receipts import (
    Difference,
    ReceiptDamaged,
    append,
    broken_links,
    canonical,
    differences,
    read,
    seal,
)

CONTENT = {"kind": "screening", "query": {"names": ["Ünïcode & Co."]}, "score": 0.97}


@pytest.fixture
def chain(tmp_path: Path) -> Path:
    for number in range(3):
        append(tmp_path / "receipts", {**CONTENT, "at": number})
    return tmp_path / "receipts"


def names(chain: Path) -> list[str]:
    return sorted(path.name for path in chain.iterdir())


def test_receipts_are_numbered_and_each_names_the_one_before(chain: Path) -> None:
    receipts = [read(chain / name) for name in names(chain)]
    assert names(chain) == ["000001.json", "000002.json", "000003.json"]
    assert [receipt["number"] for receipt in receipts] == [1, 2, 3]
    assert [receipt["previous_sha256"] for receipt in receipts] == [
        None,
        receipts[0]["sha256"],
        receipts[1]["sha256"],
    ]
    assert broken_links(chain) == []


def test_a_file_is_canonical_json(chain: Path) -> None:
    content = (chain / "000001.json").read_bytes()
    assert content == canonical(json.loads(content)) + b"\n"
    assert "Ünïcode".encode() in content


def test_what_is_no_number_of_json_is_no_receipt() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        canonical({"score": float("nan")})


def test_a_changed_character_breaks_the_seal(chain: Path) -> None:
    path = chain / "000002.json"
    path.write_bytes(path.read_bytes().replace(b"0.97", b"0.79"))
    with pytest.raises(ReceiptDamaged, match="was changed after it was written"):
        read(path)
    assert len(broken_links(chain)) == 1
    assert "000002.json was changed" in broken_links(chain)[0]


def test_a_receipt_sealed_anew_no_longer_fits_its_chain(chain: Path) -> None:
    path = chain / "000002.json"
    forged = {**read(path), "score": 0.0}
    content = {
        name: value
        for name, value in forged.items()
        if name not in ("sha256", "number", "previous_sha256")
    }
    resealed = seal(content, number=2, previous_sha256=forged["previous_sha256"])
    path.write_bytes(canonical(resealed))
    assert read(path)["score"] == 0.0
    assert broken_links(chain) == ["000003.json does not follow the receipt before it"]


def test_a_missing_link_is_named(chain: Path) -> None:
    (chain / "000002.json").unlink()
    assert broken_links(chain) == ["receipt 2 is missing: after it comes 000003.json"]


def test_nothing_is_chained_to_a_damaged_receipt(chain: Path) -> None:
    (chain / "000003.json").write_text("{}")
    with pytest.raises(ReceiptDamaged, match="has no seal"):
        append(chain, CONTENT)


def test_a_field_that_stands_twice_is_damage(tmp_path: Path) -> None:
    path = tmp_path / "twice.json"
    path.write_text('{"number": 1, "number": 2}')
    with pytest.raises(ReceiptDamaged, match="stands twice"):
        read(path)


def test_differences_name_the_fact() -> None:
    recorded = {"candidates": [{"name": "A", "score": 0.9}], "gone": 1, "same": [1, 2]}
    found = {"candidates": [{"name": "A", "score": 0.8}, {"name": "B"}], "same": [1, 2]}
    assert list(differences(recorded, found)) == [
        Difference("candidates[0].score", 0.9, 0.8),
        Difference("candidates[1]", None, {"name": "B"}),
        Difference("gone", 1, None),
    ]
    assert list(differences(recorded, recorded)) == []


def _append_ten(directory: str) -> None:
    for number in range(10):
        append(Path(directory), {**CONTENT, "at": number})


def test_two_processes_at_once_break_no_chain(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=_append_ten, args=(str(tmp_path),)) for _ in range(2)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert [writer.exitcode for writer in writers] == [0, 0]
    assert len(names(tmp_path)) == 20
    assert broken_links(tmp_path) == []
