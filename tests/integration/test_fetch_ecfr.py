"""The Entity List's versions, one file a date, against a server that answers as the eCFR does."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from loopback.server import Loopback, Scripted
from loopback.sources import VERSIONS, Ecfr, as_json

from dagster_project.sources.ecfr.fetch import (
    END_MARKER,
    fetch,
    fetch_version,
    missing_versions,
)
from dagster_project.sources.http import Incomplete, Refused, Unreachable

pytest_plugins = ("loopback.fixtures",)

NOON = datetime(2019, 10, 10, 12, 0, tzinfo=UTC)
DATES = ["2016-12-27", "2018-08-01", "2019-05-21", "2019-10-09"]


def xml(text: str) -> bytes:
    return f'<?xml version="1.0"?>\n<DIV9 N="Supplement No. 4">{text}</DIV9>\n'.encode()


def check(content: bytes) -> dict[str, object]:
    return {"bytes": len(content)} if content.startswith(b"<?xml") else {"error": "not XML"}


@pytest.fixture
def ecfr(loopback: Loopback) -> Ecfr:
    return Ecfr(loopback, {on: xml(f"as of {on}") for on in DATES})


@pytest.fixture
def run(client, landing, loopback):
    def fetch_at(now: datetime = NOON, **more):
        return fetch(client, landing, now=now, check=check, base_url=loopback.url, **more)

    return fetch_at


def landed(landing) -> list[tuple[str, bytes]]:
    return [(str(file.published_on), file.read()) for file in landing.files("ecfr")]


def test_each_version_lands_as_of_its_date(ecfr: Ecfr, landing, run):
    fetched = run()

    assert landed(landing) == [(on, xml(f"as of {on}")) for on in DATES]
    assert [str(file.published_on) for file in fetched.landed] == DATES
    assert (fetched.unchanged, fetched.missing, fetched.failed) == (0, [], [])
    last = landing.files("ecfr")[-1]
    assert last.name == "title-15_part-744_supplement-4_2019-10-09.xml"
    assert last.url.endswith(
        "/full/2019-10-09/title-15.xml?part=744&appendix=Supplement%20No.%204%20to%20Part%20744"
    )
    assert (last.fetched_at, last.parser_outcome) == (NOON, {"bytes": len(last.read())})


def test_a_second_run_asks_only_what_is_new(ecfr: Ecfr, loopback: Loopback, landing, run):
    run()
    loopback.asked.clear()
    ecfr.add("2020-06-05", xml("renamed"))

    fetched = run(NOON + timedelta(hours=1))

    assert [str(file.published_on) for file in fetched.landed] == ["2020-06-05"]
    assert [asked.path for asked in loopback.asked] == [VERSIONS, ecfr.path("2020-06-05")]


def test_the_newest_version_is_downloaded_again_once_a_day(
    ecfr: Ecfr, loopback: Loopback, landing, run
):
    run()
    loopback.asked.clear()

    same_day = run(NOON + timedelta(hours=2))
    next_day = run(NOON + timedelta(days=1))
    later_that_day = run(NOON + timedelta(days=1, hours=2))

    assert [f.unchanged for f in (same_day, next_day, later_that_day)] == [0, 1, 0]
    assert loopback.count(ecfr.path("2019-10-09")) == 1
    full = [a for a in landing.answers("ecfr") if "/full/2019-10-09/" in a.url]
    assert [answer.asked_at for answer in full] == [NOON, NOON + timedelta(days=1)]
    assert len(landing.files("ecfr")) == len(DATES)


def test_a_correction_after_the_fact_lands_beside_the_first(ecfr: Ecfr, landing, run):
    run()
    ecfr.add("2019-10-09", xml("corrected"))

    run(NOON + timedelta(days=1))

    assert landed(landing)[-2:] == [
        ("2019-10-09", xml("as of 2019-10-09")),
        ("2019-10-09", xml("corrected")),
    ]


def test_the_version_in_force_when_history_begins_is_wanted_and_none_before(
    ecfr: Ecfr, client, landing, loopback: Loopback
):
    missing = missing_versions(
        client, landing, now=NOON, since=date(2019, 1, 1), base_url=loopback.url
    )

    assert missing == [date(2018, 8, 1), date(2019, 5, 21), date(2019, 10, 9)]


def test_one_version_can_be_fetched_by_itself(ecfr: Ecfr, client, landing, loopback: Loopback):
    file, is_new = fetch_version(
        client, landing, date(2019, 5, 21), now=NOON, check=check, base_url=loopback.url
    )

    assert is_new
    assert file.read() == xml("as of 2019-05-21")
    assert date(2019, 5, 21) not in missing_versions(
        client, landing, now=NOON, base_url=loopback.url
    )


def test_a_date_on_which_the_supplement_was_removed_is_not_wanted(
    ecfr: Ecfr, client, landing, loopback: Loopback
):
    ecfr.removed.add("2019-05-21")

    missing = missing_versions(client, landing, now=NOON, base_url=loopback.url)

    assert [str(on) for on in missing] == ["2016-12-27", "2018-08-01", "2019-10-09"]


def test_versions_on_several_pages_are_all_found(ecfr: Ecfr, client, landing, loopback: Loopback):
    ecfr.per_page = 2

    missing = missing_versions(client, landing, now=NOON, base_url=loopback.url)

    assert [str(on) for on in missing] == DATES
    assert loopback.count(VERSIONS) == 3


def test_fewer_versions_than_announced_are_an_error(client, landing, loopback: Loopback):
    row = {"date": "2019-10-09", "identifier": "Supplement No. 4 to Part 744", "removed": False}
    loopback.serve(VERSIONS, as_json({"content_versions": [row], "meta": {"result_count": "3"}}))

    with pytest.raises(Incomplete, match="1 of 3 announced versions"):
        missing_versions(client, landing, now=NOON, base_url=loopback.url)


@pytest.mark.parametrize(
    "listing",
    [
        Scripted(b"<html>Request Access</html>"),
        as_json({}),
        as_json([]),
        as_json({"content_versions": [{"date": "soon"}], "meta": {}}),
        as_json({"content_versions": None, "meta": {}}),
    ],
)
def test_a_listing_of_another_shape_is_an_error(client, landing, loopback: Loopback, listing):
    loopback.serve(VERSIONS, listing)

    with pytest.raises(Refused, match="no listing of versions"):
        missing_versions(client, landing, now=NOON, base_url=loopback.url)


def test_a_listing_without_the_supplement_is_an_error_and_not_an_empty_list(
    client, landing, loopback: Loopback
):
    row = {"date": "2019-10-09", "identifier": "744.11", "removed": False}
    loopback.serve(VERSIONS, as_json({"content_versions": [row], "meta": {"result_count": "1"}}))

    with pytest.raises(Refused, match=r"none of .Supplement No\. 4"):
        missing_versions(client, landing, now=NOON, base_url=loopback.url)


def test_a_date_without_text_is_missing_and_is_asked_for_again(ecfr: Ecfr, landing, run):
    ecfr.absent.add("2016-12-27")
    first = run()
    ecfr.absent.clear()
    second = run(NOON + timedelta(hours=1))

    assert len(first.landed) == 3
    assert [url.split("/")[7] for url in first.missing] == ["2016-12-27"]
    assert [str(file.published_on) for file in second.landed] == ["2016-12-27"]
    assert [a.outcome for a in landing.answers("ecfr", first.missing[0])] == ["missing", "full"]


def test_an_error_page_lands_as_evidence_and_the_version_stays_wanted(
    ecfr: Ecfr, landing, run, make_client
):
    page = b"<html>Request Rate Exceeded</html>"
    ecfr.add("2019-10-09", Scripted(page))
    run()

    assert landed(landing)[-1] == ("2019-10-09", page)
    assert landing.files("ecfr")[-1].parser_outcome == {"error": "not XML"}

    ecfr.add("2019-10-09", xml("as of 2019-10-09"))
    fetched = run(NOON + timedelta(hours=1))
    assert [file.read() for file in fetched.landed] == [xml("as of 2019-10-09")]


def test_a_run_that_breaks_off_keeps_what_landed_and_goes_on_from_there(
    ecfr: Ecfr, loopback: Loopback, landing, run
):
    ecfr.add("2019-05-21", Scripted(xml("cut"), sent=20))

    with pytest.raises(Incomplete, match="Remedy"):
        run()
    assert [on for on, _ in landed(landing)] == DATES[:2]

    ecfr.add("2019-05-21", xml("as of 2019-05-21"))
    loopback.asked.clear()
    fetched = run(NOON + timedelta(hours=1))

    assert [on for on, _ in landed(landing)] == DATES
    assert [str(file.published_on) for file in fetched.landed] == DATES[2:]
    assert loopback.count(ecfr.path("2018-08-01")) == 0


def test_the_rate_limit_of_the_ecfr_is_waited_out(ecfr: Ecfr, loopback, landing, run, fake_time):
    loopback.serve(
        ecfr.path("2019-10-09"),
        Scripted(status=429, headers={"Retry-After": "11"}),
        xml("as of 2019-10-09"),
    )

    run()

    assert fake_time.slept == [11.0]
    assert [on for on, _ in landed(landing)] == DATES


def test_an_ecfr_that_is_down_is_unreachable(loopback: Loopback, run):
    loopback.serve(VERSIONS, Scripted(status=503))

    with pytest.raises(Unreachable, match="5 tries: status 503"):
        run()


def test_progress_tells_each_version(ecfr: Ecfr, run):
    told = []
    run(progress=lambda what, done, total: told.append((what, done, total)))

    assert told == [(f"Entity List as of {on}", n, 4) for n, on in enumerate(DATES, start=1)]


@pytest.mark.real_data
def test_the_end_of_every_real_file_is_known(real_data):
    files = sorted((real_data / "entity_list" / "ecfr").glob("*.xml"))

    assert len(files) == 3
    assert [file.name for file in files if not END_MARKER.search(file.read_bytes())] == []
    assert not END_MARKER.search(files[0].read_bytes()[:-20])
