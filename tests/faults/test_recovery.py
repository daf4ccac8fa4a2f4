"""The ways back: each is one command, as the runbooks say."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import duckdb
import pytest

from dagster_project.publishing.served import current_generation
from faults.conftest import Record
from faults.runs import House, differing

LATER = "2025-03-02T12:00:00"


@pytest.mark.all_faults
def test_the_build_is_made_again_and_the_publish_before_is_restored(
    house: House, clean: dict[str, str], record: Record
) -> None:
    before = house.served()
    shutil.rmtree(house.settings.build)
    code = house.refresh(now=LATER)
    same = not differing(clean, house.tables())
    after = house.served()
    restored = house("restore", before)
    record(
        "recovery",
        "the build is gone; the publish after it is not wanted",
        "exit 0, the same tables; exit 0, the one before",
        f"exit {code}, {'the same' if same else 'other'} tables; exit {restored}, "
        f"{'the one before' if house.served() == before != after else 'another'}",
    )
    manifest = json.loads(
        (house.settings.published / "generations" / after / "manifest.json").read_bytes()
    )
    assert manifest["same_content_as"] == before
    assert house("verify") == 0
    assert "files equal their manifest" in house.said


@pytest.fixture
def generations(house: House) -> list[str]:
    """Five generations of three months; the newest is served."""
    served = current_generation(house.settings.published)
    assert served is not None
    names = []
    for day in ("20250110", "20250210", "20250215", "20250225"):
        names.append(f"{day}T120000Z-{served.name[-16:]}")
        shutil.copytree(served, served.with_name(names[-1]))
    return [*names, served.name]


def _here(house: House) -> list[str]:
    return sorted(path.name for path in (house.settings.published / "generations").iterdir())


def test_pruning_keeps_two_and_the_last_of_each_month_and_every_landed_file(
    house: House, generations: list[str], record: Record
) -> None:
    """A reader that holds a pruned file open goes on reading it."""
    january, first, _, last, served = generations
    old = house.settings.published / "generations" / first / "warehouse.duckdb"
    landed = sorted(house.settings.landing.rglob("*"))
    with duckdb.connect(str(old), read_only=True) as connection:
        code = house("prune", "--keep", "2")
        assert connection.execute("select count(*) from dim_entities").fetchall()[0][0] > 0
    kept = _here(house) == [january, last, served]
    record(
        "recovery",
        "too many generations",
        "exit 0, pruned by rule",
        f"exit {code}, {'pruned by rule' if kept else _here(house)}",
        rows_lost=len(set(landed) - set(house.settings.landing.rglob("*"))),
    )
    assert house("prune", "--keep", "1") == 2
    assert house.served() == served


@pytest.mark.all_faults
def test_a_publish_prunes_and_keeps_the_one_before_it(house: House, generations: list[str]) -> None:
    january, first, _, last, served = generations
    assert house("restore", first) == 0
    house.environment = {"ENTITY_LIST_KEEP_GENERATIONS": "2"}
    assert house.refresh(now=LATER) == 0
    # `first` was served before, whatever its age.
    assert _here(house) == [january, first, last, served, house.served()]
    assert not (house.settings.build / "candidate").exists()


def test_a_damaged_generation_is_not_restored(
    house: House, generations: list[str], record: Record
) -> None:
    served, old = generations[-1], generations[0]
    file = house.settings.published / "generations" / old / "warehouse.duckdb"
    file.chmod(0o644)
    with file.open("r+b") as opened_file:
        opened_file.seek(file.stat().st_size // 2)
        opened_file.write(b"\xa5")
    code = house("restore", old)
    record(
        "recovery",
        "one byte of an old generation is changed",
        "exit 1, last good served",
        f"exit {code}, {'last good' if house.served() == served else 'another'} served",
        is_bad_publish=house.served() != served,
    )
    assert "the manifest says" in house.said


def test_every_landed_file_is_proven_and_all_that_are_not_are_named(
    house: House, record: Record
) -> None:
    assert house("verify") == 0
    first, second = sorted((house.settings.landing / "document").rglob("*.txt"))[:2]
    first.chmod(0o644)
    first.write_bytes(first.read_bytes() + b"x")
    shutil.rmtree(second.parent)
    code = house("verify")
    named = first.name in house.said and second.parent.name in house.said
    record(
        "recovery",
        "one landed file is changed and one is gone",
        "exit 4, both are named",
        f"exit {code}, {'both are named' if named else house.said}",
    )
    assert "restore it from a backup" in house.said


def test_a_file_goes_into_quarantine_and_comes_back(house: House, record: Record) -> None:
    def landed() -> dict[str, bool]:
        assert house("quarantine", "--format", "json") == 0
        rows = json.loads(house.said[house.said.index("[") :])
        return {row["landed_id"]: row["is_left_out"] for row in rows}

    key = next(key for key in landed() if key.startswith("ledger/2020"))
    reason = ("--by", "officer", "--reason", "the wrong sheet")
    assert house("quarantine", key) == 2, "a reason is asked for"
    taken = house("quarantine", key, *reason), landed()[key]
    back = house("release", key, *reason), landed()[key]
    record(
        "recovery",
        "the wrong file was landed",
        "quarantined, released",
        f"{'quarantined' if taken == (0, True) else taken}, "
        f"{'released' if back == (0, False) else back}",
    )
    assert house("quarantine", "ledger/2020-12-31/nothing", *reason) == 2


def test_no_landed_byte_is_deleted_by_any_command_of_ours() -> None:
    """Nothing in the package removes a path below the landing but a half-written one."""
    package = Path(__file__).resolve().parents[2] / "dagster_project"
    removing = [
        str(path.relative_to(package))
        for path in package.rglob("*.py")
        if any(word in path.read_text(encoding="utf-8") for word in ("rmtree(", ".unlink("))
    ]
    known = {
        "dbt_project.py", "publishing/candidate.py", "publishing/generation.py", "release.py",
        "sources/landing.py", "spark.py", "warehouse.py", "write_once.py",
    }  # fmt: skip
    assert set(removing) <= known
