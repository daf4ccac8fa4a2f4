"""Landing: written once, proven on reading, never half there."""

from __future__ import annotations

import json
import os
import stat
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from dagster_project.sources import landing as landing_module
from dagster_project.sources.landing import (
    Answer,
    Landing,
    LandingDamaged,
    LandingUnwritable,
    manifest_fields,
)

NOON = datetime(2019, 10, 9, 12, 0, tzinfo=UTC)
LISTED = date(2019, 10, 9)


@pytest.fixture
def landing(tmp_path: Path) -> Landing:
    return Landing(tmp_path / "landing")


def land(landing: Landing, content: bytes = b"<DIV9/>", **changes):
    arguments = {"name": "part-744.xml", "fetched_at": NOON, "published_on": LISTED, **changes}
    return landing.land("ecfr", content, **arguments)


def test_a_landed_file_has_its_bytes_and_a_manifest_that_says_all(landing: Landing):
    landed, new = land(
        landing,
        url="https://www.ecfr.gov/x",
        etag='"v1"',
        last_modified="Wed, 09 Oct 2019 00:00:00 GMT",
        parser_outcome={"rows": 28},
    )

    assert new
    assert landed.read() == b"<DIV9/>"
    assert landed.path.parent.parent == landing.root / "ecfr" / "2019-10-09"
    assert landed.path.parent.name == landed.sha256[:16]
    assert manifest_fields(landed) == {
        "source": "ecfr",
        "name": "part-744.xml",
        "sha256": landed.sha256,
        "size": 7,
        "fetched_at": NOON,
        "published_on": LISTED,
        "url": "https://www.ecfr.gov/x",
        "etag": '"v1"',
        "last_modified": "Wed, 09 Oct 2019 00:00:00 GMT",
        "parser_outcome": {"rows": 28},
    }
    assert landing.files() == [landed]


def test_same_bytes_for_the_same_date_land_once_and_keep_the_first_manifest(landing: Landing):
    first, _ = land(landing)
    second, new = land(landing, name="other.xml", fetched_at=NOON + timedelta(days=1))

    assert not new
    assert second == first
    assert landing.files("ecfr") == [first]


def test_same_bytes_for_another_date_are_another_fact(landing: Landing):
    land(landing)
    _, new = land(landing, published_on=date(2020, 6, 5))

    assert new
    assert [file.published_on for file in landing.files()] == [LISTED, date(2020, 6, 5)]


def test_other_bytes_for_the_same_date_lie_beside_the_first(landing: Landing):
    land(landing)
    corrected, new = land(landing, b"<DIV9>corrected</DIV9>", fetched_at=NOON + timedelta(hours=1))

    assert new
    assert landing.files()[-1] == corrected
    assert len(landing.files()) == 2


def test_the_moment_of_landing_is_kept_in_utc(landing: Landing):
    local = datetime(2019, 10, 9, 8, 0, tzinfo=timezone(timedelta(hours=-4)))

    landed, _ = land(landing, fetched_at=local)

    assert landed.fetched_at == NOON
    assert json.loads(landed.path.with_name("manifest.json").read_text())["fetched_at"].endswith(
        "+00:00"
    )


def test_a_moment_without_time_zone_is_refused(landing: Landing):
    with pytest.raises(ValueError, match="without a time zone; give UTC"):
        land(landing, fetched_at=NOON.replace(tzinfo=None))
    assert landing.files() == []


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("../../../etc/passwd", "etc_passwd"),
        ("/etc/shadow", "etc_shadow"),
        ("..", "file"),
        ("", "file"),
        ("...", "file"),
        ("manifest.json", "landed-manifest.json"),
        ("MANIFEST.json", "landed-MANIFEST.json"),
        (".hidden", "hidden"),
        ("a\x00b\nc.xml", "a_b_c.xml"),
        ("实体清单.xml", "xml"),
        ("C:\\fakepath\\list.csv", "C_fakepath_list.csv"),
        ("x" * 300 + ".csv", "x" * 116 + ".csv"),
        ("x" * 300, "x" * 120),
        ("a." + "x" * 300, "a." + "x" * 118),
    ],
)
def test_a_hostile_file_name_stays_inside_its_folder(landing: Landing, name: str, expected: str):
    landed, _ = land(landing, name=name)

    assert landed.path.name == expected
    assert landed.path.parent.parent == landing.root / "ecfr" / "2019-10-09"
    assert landed.name == name
    assert landed.read() == b"<DIV9/>"
    assert landing.files() == [landed]


@pytest.mark.parametrize("source", ["../ecfr", "a/b", "", ".", "ECFR", "*"])
def test_a_hostile_source_is_refused(landing: Landing, source: str):
    with pytest.raises(ValueError, match="small letters, digits"):
        landing.land(source, b"x", name="x", fetched_at=NOON)


def test_changed_bytes_are_found_on_reading(landing: Landing):
    landed, _ = land(landing)
    landed.path.write_bytes(b"<DIV8/>")

    with pytest.raises(LandingDamaged, match="restore it from a backup or land it again"):
        landed.read()


def test_landing_the_true_bytes_again_mends_damaged_ones(landing: Landing):
    landed, _ = land(landing)
    landed.path.write_bytes(b"<DIV8/>")

    again, new = land(landing)

    assert not new
    assert again == landed
    assert again.read() == b"<DIV9/>"
    assert sorted(path.name for path in landed.path.parent.iterdir()) == [
        "manifest.json",
        "part-744.xml",
    ]


def test_a_lost_file_is_an_error_with_its_path(landing: Landing):
    landed, _ = land(landing)
    landed.path.unlink()

    with pytest.raises(LandingDamaged, match=r"part-744\.xml"):
        landed.read()


@pytest.mark.parametrize(
    "damage",
    [b"", b"{", b"[]", b'{"file": "x"}', b"\xff\xfe", b'{"file": "x", "fetched_at": "yesterday"}'],
)
def test_a_damaged_manifest_is_an_error_with_a_remedy(landing: Landing, damage: bytes):
    landed, _ = land(landing)
    landed.path.with_name("manifest.json").write_bytes(damage)

    with pytest.raises(LandingDamaged, match="move its folder away and land the file again"):
        landing.files()


def test_a_manifest_of_other_bytes_is_an_error(landing: Landing):
    landed, _ = land(landing)
    manifest = landed.path.with_name("manifest.json")
    fields = json.loads(manifest.read_text())
    manifest.write_text(json.dumps({**fields, "sha256": landed.sha256[:16] + "0" * 48}))

    with pytest.raises(LandingDamaged, match="its manifest speaks of sha256 3bfdf4cb80bf0d800000"):
        land(landing)


@pytest.mark.parametrize(
    "change",
    [{"source": "gdelt"}, {"published_on": "2020-06-05"}, {"published_on": None}, {"sha256": "0"}],
    ids=str,
)
def test_a_manifest_of_another_file_is_damaged_and_hides_no_other(
    landing: Landing, change: dict[str, str | None]
):
    landed, _ = land(landing)
    other, _ = land(landing, b"<DIV9 />")
    manifest = landed.path.with_name("manifest.json")
    manifest.write_text(json.dumps({**json.loads(manifest.read_text()), **change}))

    files, damaged = landing.look()
    assert files == [other]
    assert [one.landed_id for one in damaged] == [f"ecfr/2019-10-09/{landed.sha256[:16]}"]
    assert "it speaks of " in damaged[0].reason


def test_a_landing_that_fails_half_way_leaves_nothing(landing: Landing, monkeypatch):
    written = []

    def fails_on_the_manifest(path: Path, content: bytes) -> None:
        if written:
            raise OSError(28, "No space left on device")
        written.append(path)
        path.write_bytes(content)

    monkeypatch.setattr(landing_module, "_write", fails_on_the_manifest)
    with pytest.raises(LandingUnwritable, match=r"No space left.*room on its disk"):
        land(landing)

    assert written
    assert landing.files() == []
    assert list((landing.root / "ecfr" / "2019-10-09").iterdir()) == []


def test_a_landing_that_was_killed_half_way_is_not_seen(landing: Landing):
    scratch = landing.root / "ecfr" / "2019-10-09" / ".landing-killed"
    scratch.mkdir(parents=True)
    (scratch / "part-744.xml").write_bytes(b"<DIV")
    (scratch / "manifest.json").write_bytes(b"{")

    landed, new = land(landing)

    assert new
    assert landing.files() == [landed]


def test_a_folder_that_nobody_landed_is_an_error_and_is_left_alone(landing: Landing):
    landed, _ = land(landing)
    landed.path.with_name("manifest.json").unlink()

    with pytest.raises(LandingDamaged, match=r"without a manifest\.json"):
        land(landing)
    assert landed.path.read_bytes() == b"<DIV9/>"


def test_two_writers_of_the_same_bytes_both_get_the_one_file(landing: Landing, monkeypatch):
    real_write = landing_module._write
    raced = []

    def another_writer_comes_first(path: Path, content: bytes) -> None:
        if not raced:
            raced.append(True)
            land(landing)
        real_write(path, content)

    monkeypatch.setattr(landing_module, "_write", another_writer_comes_first)
    landed, new = land(landing, fetched_at=NOON + timedelta(hours=1))

    assert not new
    assert landed.fetched_at == NOON
    assert landing.files() == [landed]


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes everywhere")
def test_a_read_only_directory_is_an_error_with_a_remedy(landing: Landing):
    landing.root.mkdir()
    landing.root.chmod(stat.S_IRUSR | stat.S_IXUSR)
    try:
        with pytest.raises(LandingUnwritable, match="name another one with ENTITY_LIST_DATA"):
            land(landing)
        with pytest.raises(LandingUnwritable, match="ENTITY_LIST_DATA"):
            landing.record_answer("ecfr", Answer("https://x", NOON, "missing"))
    finally:
        landing.root.chmod(0o755)


def test_a_refusal_by_the_system_is_an_error_with_a_remedy(landing: Landing, monkeypatch):
    """The same as above for those who run the tests as root, whom no mode stops."""

    def refuse(**_: object) -> str:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(landing_module.tempfile, "mkdtemp", refuse)
    with pytest.raises(LandingUnwritable, match=r"Permission denied.*ENTITY_LIST_DATA"):
        land(landing)


def test_a_file_in_place_of_the_directory_is_an_error_with_a_remedy(landing: Landing):
    landing.root.write_bytes(b"")

    with pytest.raises(LandingUnwritable, match="name another one with ENTITY_LIST_DATA"):
        land(landing)


def test_files_come_by_source_date_and_moment(landing: Landing):
    land(landing, b"c", published_on=date(2020, 1, 1))
    land(landing, b"b", fetched_at=NOON + timedelta(hours=1))
    land(landing, b"a")
    landing.land("csl", b"d", name="consolidated.csv", fetched_at=NOON)

    assert [file.read() for file in landing.files()] == [b"d", b"a", b"b", b"c"]
    assert [file.read() for file in landing.files("csl")] == [b"d"]


def test_answers_are_kept_in_the_order_they_came(landing: Landing):
    first = Answer("https://x/feed", NOON, "full", "0" * 64, etag='"v1"')
    second = Answer("https://x/other", NOON, "missing", note="status 404")
    third = Answer("https://x/feed", NOON + timedelta(hours=1), "not_modified", "0" * 64)
    for answer in (first, second, third):
        landing.record_answer("feed", answer)

    assert landing.answers("feed") == [first, second, third]
    assert landing.answers("feed", "https://x/feed") == [first, third]
    assert landing.answers("document") == []
    assert landing.files() == []


def test_a_torn_line_of_the_log_is_passed_over_and_spoils_no_other(landing: Landing):
    first = Answer("https://x/feed", NOON, "missing")
    second = Answer("https://x/feed", NOON + timedelta(hours=1), "missing")
    landing.record_answer("feed", first)
    with (landing.root / "feed" / "answers.jsonl").open("ab") as log:
        log.write(b'{"url": "https://x/fe')
    landing.record_answer("feed", second)

    assert landing.answers("feed") == [first, second]
