"""GDELT's quarters of an hour: listed, verified by md5, and waited for when late."""

from __future__ import annotations

import zipfile
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from loopback.server import Loopback, Scripted
from loopback.sources import Gdelt, zipped

from dagster_project.sources.fetching import no_check
from dagster_project.sources.gdelt import fetch as gdelt
from dagster_project.sources.http import Refused, Unreachable

pytest_plugins = ("loopback.fixtures",)

SINCE = datetime(2019, 10, 9, 12, 0, tzinfo=UTC)
NOW = datetime(2019, 10, 9, 12, 30, tzinfo=UTC)
SLOTS = ["20191009120000", "20191009121500"]
ALL = [f"{slot}{kind}.gkg.csv.zip" for slot in SLOTS for kind in ("", ".translation")]


@pytest.fixture
def files(loopback: Loopback) -> Gdelt:
    served = Gdelt(loopback)
    for slot in SLOTS:
        served.add(slot, f"English {slot}")
        served.add(f"{slot}.translation", f"translated {slot}")
    return served


@pytest.fixture
def run(client, landing, loopback):
    def fetch_at(now: datetime = NOW, **more):
        arguments = {"since": SINCE, "check": no_check, "base_url": loopback.url, **more}
        return gdelt.fetch(client, landing, now=now, **arguments)

    return fetch_at


def landed(landing) -> list[str]:
    return sorted(file.name for file in landing.files("gdelt"))


def test_every_listed_file_lands_as_it_was_zipped(files: Gdelt, landing, run):
    fetched = run()

    assert landed(landing) == ALL
    assert (fetched.missing, fetched.failed, fetched.notes) == ([], [], [])
    [first, *_] = fetched.landed
    with zipfile.ZipFile(BytesIO(first.read())) as archive:
        assert archive.read("20191009120000.gkg.csv") == b"English 20191009120000"
    assert (str(first.published_on), first.fetched_at) == ("2019-10-09", NOW)


def test_only_slots_within_the_stretch_are_asked_for(files: Gdelt, landing, run):
    run(since=SINCE, until=SINCE + timedelta(minutes=15))

    assert landed(landing) == ALL[:2]


def test_a_second_run_asks_for_the_lists_only(files: Gdelt, loopback: Loopback, run):
    run()
    loopback.asked.clear()

    assert run().done == 0
    assert [asked.path.rsplit("/", 1)[-1] for asked in loopback.asked] == list(gdelt.MASTER_LISTS)


def test_one_language_can_be_asked_for_alone(files: Gdelt, landing, run):
    run(lists=["masterfilelist-translation.txt"])

    assert landed(landing) == [name for name in ALL if ".translation." in name]


def test_a_list_cannot_send_us_elsewhere(files: Gdelt, loopback: Loopback, run):
    """The lists give http addresses of the public host; here only the loopback was asked."""
    run()

    assert {asked.headers["Host"] for asked in loopback.asked} == {
        loopback.url.removeprefix("http://")
    }


def test_a_late_slot_is_remembered_and_asked_for_again_outside_its_stretch(
    files: Gdelt, loopback: Loopback, landing, run
):
    late = files.add("20191009121500", "late", served=False)
    loopback.serve(files.path("20191009121500.gkg.csv.zip"), Scripted(b"", status=404))

    first = run()
    assert [url.rsplit("/", 1)[-1] for url in first.missing] == ["20191009121500.gkg.csv.zip"]
    assert len(landed(landing)) == 3

    tomorrow = NOW + timedelta(days=1)
    files.lines["masterfilelist.txt"] = files.lines["masterfilelist.txt"][:3]
    still = run(tomorrow, since=tomorrow)
    assert still.missing == first.missing

    loopback.serve(files.path("20191009121500.gkg.csv.zip"), late)
    third = run(tomorrow + timedelta(hours=1), since=tomorrow)
    assert [file.read() for file in third.landed] == [late]
    assert (third.landed[0].name, third.missing) == ("20191009121500.gkg.csv.zip", [])


def test_a_slot_that_never_comes_is_given_up_after_two_weeks(files: Gdelt, loopback: Loopback, run):
    path = files.path("20191009121500.gkg.csv.zip")
    loopback.serve(path, Scripted(b"", status=404))
    run()
    loopback.asked.clear()

    later = NOW + timedelta(days=13)
    run(later, since=later)
    assert loopback.count(path) == 1
    later = NOW + timedelta(days=15)
    run(later, since=later)
    assert loopback.count(path) == 1


def test_bytes_of_another_md5_do_not_land_and_are_asked_for_again(
    files: Gdelt, loopback: Loopback, landing, run
):
    path = files.path("20191009120000.gkg.csv.zip")
    right = zipped("20191009120000.gkg.csv", b"English 20191009120000")
    loopback.serve(path, zipped("20191009120000.gkg.csv", b"something else"), right)

    first = run()
    assert first.missing == [loopback.url + path]
    assert landed(landing) == ALL[1:]
    [answer] = landing.answers("gdelt", loopback.url + path)
    assert "bytes came, whose md5 is" in str(answer.note)

    assert [file.read() for file in run().landed] == [right]


def test_a_zip_bomb_is_refused_and_holds_up_no_other(
    files: Gdelt, loopback: Loopback, landing, run, monkeypatch
):
    monkeypatch.setattr(gdelt, "MAX_TEXT_BYTES", 3_000_000)
    files.add("20191009121500", "\0" * 5_000_000)

    fetched = run()

    [(url, reason)] = fetched.failed
    assert url.endswith("20191009121500.gkg.csv.zip")
    assert "more than 3000000 bytes inside" in reason
    assert landed(landing) == [name for name in ALL if name != "20191009121500.gkg.csv.zip"]


@pytest.mark.parametrize("damage", ["not a zip", "a member damaged", "cut"])
def test_a_file_that_is_no_sound_zip_does_not_land(
    files: Gdelt, loopback: Loopback, landing, run, damage: str
):
    """GDELT's own list may vouch for a broken file: the md5 is right, the zip is not."""
    name = "20191009120000.gkg.csv.zip"
    sound = bytearray(zipped("20191009120000.gkg.csv", b"text " * 1000))
    broken = {
        "not a zip": b"<html>Not Found</html>",
        "a member damaged": bytes(sound[:45]) + b"\xff\xff" + bytes(sound[47:]),
        "cut": bytes(sound[:60]),
    }[damage]
    files.list_line(name, broken)
    loopback.serve(files.path(name), broken)

    fetched = run()

    assert [url.rsplit("/", 1)[-1] for url, _ in fetched.failed] == [name]
    assert "no sound zip file" in fetched.failed[0][1]
    assert name not in landed(landing)


def test_lines_not_understood_are_counted_and_shown(files: Gdelt, landing, run):
    files.lines["masterfilelist.txt"] += [
        "http://data.gdeltproject.org/gdeltv2/20191009123000.gkg.csv.zip",
        "12 zz http://data.gdeltproject.org/gdeltv2/20191009123000.gkg.csv.zip",
        f"12 {'0' * 32} http://data.gdeltproject.org/gdeltv2/20191399999999.gkg.csv.zip",
        f"12 {'0' * 32} http://data.gdeltproject.org/gdeltv2/../../x.gkg.csv.zip",
    ]

    fetched = run()

    [note] = fetched.notes
    assert "masterfilelist.txt: 4 lines not understood, the first 'http://data." in note
    assert landed(landing) == ALL


def test_slots_that_no_list_names_are_counted(files: Gdelt, run):
    fetched = run(NOW + timedelta(minutes=30))

    assert fetched.notes == [
        "masterfilelist.txt: 2 of 4 slots are not listed, the first 2019-10-09 12:30",
        "masterfilelist-translation.txt: 2 of 4 slots are not listed, the first 2019-10-09 12:30",
    ]


def test_the_short_lists_bring_the_newest_slot(files: Gdelt, loopback: Loopback, landing, run):
    for short, long in zip(gdelt.LATEST_LISTS, gdelt.MASTER_LISTS, strict=True):
        loopback.serve(f"/gdeltv2/{short}", "\n".join(files.lines[long][-3:]).encode())

    fetched = run(lists=gdelt.LATEST_LISTS)

    assert landed(landing) == ALL[2:]
    assert fetched.notes == []


def test_an_error_page_in_place_of_a_list_is_an_error(loopback: Loopback, run):
    loopback.serve("/gdeltv2/masterfilelist.txt", b"<html>Service Unavailable</html>")

    with pytest.raises(Refused, match="no list of GKG files; it begins with"):
        run()


def test_a_host_that_goes_down_keeps_what_landed(files: Gdelt, loopback: Loopback, landing, run):
    path = files.path("20191009121500.gkg.csv.zip")
    right = zipped("20191009121500.gkg.csv", b"English 20191009121500")
    loopback.serve(path, Scripted(status=503))
    with pytest.raises(Unreachable):
        run()
    assert landed(landing) == ALL[:2]

    loopback.serve(path, right)
    loopback.asked.clear()
    assert [file.name for file in run().landed] == ALL[2:]
    assert loopback.count(files.path(ALL[0])) == 0
