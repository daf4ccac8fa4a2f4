"""The Federal Register and NSF: pages that land one by one and must fit together."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from loopback.server import Loopback, Scripted
from loopback.sources import AWARDS, FederalRegister, Nsf, as_json

from dagster_project.sources.federal_register import fetch as federal_register
from dagster_project.sources.fetching import ChangedWhilePaging, TooMany, no_check
from dagster_project.sources.http import Refused, Unreachable
from dagster_project.sources.nsf import fetch as nsf

pytest_plugins = ("loopback.fixtures",)

NOON = datetime(2019, 10, 9, 12, 0, tzinfo=UTC)


def document(number: int, on: str = "2019-10-09") -> dict[str, str]:
    return {"document_number": f"2019-{number:05}", "publication_date": on, "title": "Addition"}


def award(number: int, on: str = "10/09/2019") -> dict[str, str]:
    return {"id": f"{1900000 + number}", "date": on, "awardeeName": "A University"}


@pytest.fixture
def register(loopback: Loopback, monkeypatch) -> FederalRegister:
    monkeypatch.setattr(federal_register, "PER_PAGE", 4)
    return FederalRegister(loopback, [document(number) for number in range(10)])


@pytest.fixture
def awards(loopback: Loopback) -> Nsf:
    return Nsf(loopback, [award(number) for number in range(60)])


@pytest.fixture
def run(client, landing, loopback):
    def fetch_at(source, now: datetime = NOON, **more):
        if source is nsf:
            more = {"since": date(2019, 10, 1), **more}
        return source.fetch(client, landing, now=now, check=no_check, base_url=loopback.url, **more)

    return fetch_at


def landed_numbers(landing) -> list[str]:
    return [
        row["document_number"]
        for file in sorted(landing.files("federal-register"), key=lambda file: file.name)
        for row in json.loads(file.read()).get("results", [])
    ]


def landed_awards(landing) -> list[str]:
    return [
        row["id"]
        for file in sorted(landing.files("nsf"), key=lambda file: file.name)
        for row in json.loads(file.read())["response"]["award"]
    ]


def test_every_page_of_documents_lands_once(register, landing, run):
    fetched = run(federal_register)

    assert register.asked_pages == [1, 2, 3]
    assert landed_numbers(landing) == [row["document_number"] for row in register.records]
    assert [file.name for file in fetched.landed] == [
        f"documents_1994-01-03_2019-10-09_page-00{number}.json" for number in (1, 2, 3)
    ]
    assert fetched.notes == ["10 documents"]
    assert {file.published_on for file in fetched.landed} == {None}


def test_the_question_names_agency_term_and_fields(register, loopback: Loopback, run):
    run(federal_register)

    asked = loopback.asked[0].query
    assert asked["conditions[agencies][]"] == "industry-and-security-bureau"
    assert asked["conditions[term]"] == '"entity list"'
    assert asked["order"] == "oldest"
    assert asked["fields[]"] in federal_register.FIELDS


def test_pages_that_are_the_same_later_do_not_land_again(register, landing, run):
    run(federal_register)
    fetched = run(federal_register, NOON + timedelta(hours=8))

    assert register.asked_pages == [1, 2, 3, 1, 2, 3]
    assert (fetched.landed, fetched.unchanged) == ([], 3)
    assert len(landing.files()) == 3


def test_no_document_is_an_answer(register, landing, run):
    register.records.clear()

    assert run(federal_register).notes == ["0 documents"]
    assert landing.files() == []
    assert [(a.outcome, a.note) for a in landing.answers("federal-register")] == [
        ("full", "no records")
    ]


def test_a_document_added_while_paging_makes_the_walk_start_over(register, landing, run):
    def add_once(number: int) -> None:
        if number == 2 and len(register.records) == 10:
            register.records.append(document(10))

    register.before_page = add_once
    fetched = run(federal_register)

    assert register.asked_pages == [1, 2, 1, 2, 3]
    assert fetched.notes == [
        "documents_1994-01-03_2019-10-09_page-001.json: started over, 10 records on the first "
        "page, 11 on page 2",
        "11 documents",
    ]
    assert set(landed_numbers(landing)) == {row["document_number"] for row in register.records}


def test_a_document_that_slips_onto_the_next_page_makes_the_walk_start_over(register, landing, run):
    """One comes in front, one goes behind: the total stays and only the repetition tells."""

    def slip_once(number: int) -> None:
        if number == 2 and len(register.asked_pages) == 2:
            register.records.insert(0, document(99))
            register.records.pop()

    register.before_page = slip_once
    fetched = run(federal_register)

    assert "page 2 repeats 1 records" in fetched.notes[0]
    assert {row["document_number"] for row in register.records} <= set(landed_numbers(landing))


def test_a_document_that_slipped_by_unseen_lands_with_the_next_walk(register, landing, run):
    """One goes in front while one comes behind: the total stays, nothing repeats, and a record
    between two pages is not seen. Paging by offset cannot tell; the next walk brings it."""

    def slip_by_once(number: int) -> None:
        if number == 3 and len(register.asked_pages) == 3:
            del register.records[0]
            register.records.append(document(98))

    register.before_page = slip_by_once
    run(federal_register)
    assert "2019-00008" not in landed_numbers(landing)

    run(federal_register, NOON + timedelta(days=1))
    assert {row["document_number"] for row in register.records} <= set(landed_numbers(landing))


def test_an_answer_that_never_stands_still_is_an_error_and_loses_nothing(register, landing, run):
    register.before_page = lambda number: register.records.append(
        document(1000 + len(register.asked_pages))
    )

    with pytest.raises(ChangedWhilePaging, match=r"do not fit together in 3 walks: .* on page 2"):
        run(federal_register)
    assert len(landing.files("federal-register")) == 6


def test_a_walk_that_breaks_off_is_taken_up_where_it_stopped(register, landing, run):
    register.instead[3] = Scripted(status=503)
    with pytest.raises(Unreachable, match="only the rest is asked for"):
        run(federal_register)
    register.instead.clear()
    register.asked_pages.clear()

    fetched = run(federal_register, NOON + timedelta(minutes=10))

    assert register.asked_pages == [3]
    assert len(fetched.landed) == 1
    assert landed_numbers(landing) == [row["document_number"] for row in register.records]


def test_what_an_interrupted_walk_left_long_ago_is_asked_for_again(register, run):
    register.instead[3] = Scripted(status=503)
    with pytest.raises(Unreachable):
        run(federal_register)
    register.instead.clear()
    register.asked_pages.clear()

    run(federal_register, NOON + timedelta(hours=7))

    assert register.asked_pages == [1, 2, 3]


def test_left_pages_that_no_longer_fit_are_all_asked_for_again(register, landing, run):
    register.instead[3] = Scripted(status=503)
    with pytest.raises(Unreachable):
        run(federal_register)
    register.instead.clear()
    register.asked_pages.clear()
    register.records.append(document(10))

    run(federal_register, NOON + timedelta(minutes=10))

    assert register.asked_pages == [3, 1, 2, 3]
    assert set(landed_numbers(landing)) == {row["document_number"] for row in register.records}


@pytest.mark.parametrize(
    "body",
    [b"<html>Down for maintenance</html>", b"[]", b'{"count": "many"}', b'{"errors": {}}', b"null"],
)
def test_a_page_of_another_shape_lands_as_evidence_and_is_an_error(register, landing, run, body):
    register.instead[2] = Scripted(body)

    with pytest.raises(Refused, match="no page of records"):
        run(federal_register)
    assert body in [file.read() for file in landing.files("federal-register")]

    register.instead.clear()
    register.asked_pages.clear()
    run(federal_register, NOON + timedelta(minutes=1))
    assert register.asked_pages == [2, 3]


def test_an_answer_that_the_api_cuts_off_is_asked_for_in_stretches(register, monkeypatch, run):
    monkeypatch.setattr(federal_register, "COUNTS_NO_FURTHER_THAN", 8)
    register.records[:] = [document(number, f"2019-10-{number + 1:02}") for number in range(10)]

    fetched = run(federal_register, since=date(2019, 10, 1), until=date(2019, 10, 10))

    assert fetched.notes == ["10 documents"]
    names = {file.name.split("_page")[0] for file in fetched.landed}
    assert {"documents_2019-10-01_2019-10-05", "documents_2019-10-06_2019-10-10"} <= names


def test_a_single_day_that_is_too_long_is_an_error(register, monkeypatch, run):
    monkeypatch.setattr(federal_register, "COUNTS_NO_FURTHER_THAN", 8)

    with pytest.raises(TooMany, match="10 records match, the source hands out fewer than 8"):
        run(federal_register)


def test_a_link_to_another_host_is_refused(register, run):
    register.instead[1] = as_json(
        {
            "count": 10,
            "results": register.records[:4],
            "next_page_url": "https://elsewhere.example/api/v1/documents.json?page=2",
        }
    )

    with pytest.raises(Refused, match="is not configured"):
        run(federal_register)


def test_a_link_that_leads_in_a_circle_is_an_error(register, loopback: Loopback, run):
    first = None

    def circle(number: int) -> None:
        nonlocal first
        asked = loopback.asked[-1]
        first = first or f"{loopback.url}{asked.path}"

    register.before_page = circle
    page = {
        "count": 10,
        "results": [],
        "next_page_url": f"{loopback.url}/api/v1/documents.json?x=1",
    }
    register.instead[1] = as_json(page)

    with pytest.raises(ChangedWhilePaging, match="leads back to an earlier page"):
        run(federal_register)


@pytest.mark.parametrize("tells_total", [True, False])
@pytest.mark.parametrize(
    ("count", "pages"), [(60, [1, 2, 3]), (25, [1]), (26, [1, 2]), (1, [1]), (0, [1])]
)
def test_every_award_lands_once(awards, landing, run, count: int, pages, tells_total: bool):
    awards.tells_total = tells_total
    awards.records[:] = [award(number) for number in range(count)]

    fetched = run(nsf)

    # Without a total a full page may be followed by an empty one, which ends the walk.
    assert awards.asked_pages == ([1, 2] if count == 25 and not tells_total else pages)
    assert landed_awards(landing) == [row["id"] for row in awards.records]
    assert fetched.notes == [f"{count} awards"]
    assert {file.published_on for file in fetched.landed} <= {NOON.date()}
    assert len(fetched.landed) == (0 if count == 0 else len(awards.asked_pages))


def test_awards_are_asked_for_without_natural_persons(awards, loopback: Loopback, run):
    run(nsf, query={"awardeeName": '"A University"'})

    asked = loopback.asked[1].query
    assert asked["awardeeName"] == '"A University"'
    assert (asked["dateStart"], asked["dateEnd"]) == ("10/01/2019", "10/09/2019")
    assert (asked["rpp"], asked["offset"]) == ("25", "26")
    assert not [name for name in asked["printFields"].split(",") if name.startswith(("pi", "pd"))]


def test_awards_restated_in_place_land_with_the_day_of_asking(awards, landing, run):
    run(nsf)
    awards.records[0] = {**award(0), "fundsObligatedAmt": "500000"}
    run(nsf, NOON + timedelta(days=1), until=NOON.date())

    assert [str(file.published_on) for file in landing.files("nsf")] == [
        *["2019-10-09"] * 3,
        *["2019-10-10"] * 3,
    ]


def test_pages_of_yesterday_are_not_taken_up_into_the_edition_of_today(awards, landing, run):
    awards.instead[2] = Scripted(status=503)
    with pytest.raises(Unreachable):
        run(nsf, NOON.replace(hour=23, minute=55), until=NOON.date())
    awards.instead.clear()
    awards.asked_pages.clear()

    fetched = run(nsf, NOON + timedelta(hours=12, minutes=5), until=NOON.date())

    assert awards.asked_pages == [1, 2, 3]
    assert {str(file.published_on) for file in fetched.landed} == {"2019-10-10"}


def test_an_empty_page_before_the_end_is_an_error(awards, landing, run):
    response = {"award": [], "metadata": {"totalCount": 60}}
    awards.instead[2] = as_json({"response": response})

    with pytest.raises(ChangedWhilePaging, match="25 records on 2 pages, 60 announced"):
        run(nsf)
    assert len(landed_awards(landing)) == 25


def test_an_empty_page_that_is_there_once_makes_the_walk_start_over(awards, landing, run):
    awards.instead[2] = as_json({"response": {"award": [], "metadata": {"totalCount": 60}}})
    awards.before_page = lambda number: (
        awards.instead.clear() if len(awards.asked_pages) > 2 else None
    )

    fetched = run(nsf)

    assert "started over, 25 records on 2 pages" in fetched.notes[0]
    assert len(set(landed_awards(landing))) == 60


def test_a_page_that_comes_twice_is_an_error(awards, run):
    first = {"award": awards.records[:25], "metadata": {"totalCount": 60}}
    awards.instead[2] = as_json({"response": first})

    with pytest.raises(ChangedWhilePaging, match="page 2 repeats 25 records"):
        run(nsf)


def test_a_service_that_answers_with_a_notification_is_an_error(awards, landing, run):
    notification = {
        "notificationType": "ERROR",
        "notificationCode": "INVALID-001",
        "notificationMessage": "Invalid parameter dateStart",
    }
    awards.instead[1] = as_json({"response": {"serviceNotification": [notification]}})

    with pytest.raises(Refused, match="Invalid parameter dateStart"):
        run(nsf)
    assert len(landing.files("nsf")) == 1


def test_more_awards_than_the_service_gives_are_asked_for_in_stretches(awards, monkeypatch, run):
    monkeypatch.setattr(nsf, "GIVES_NO_MORE_THAN", 40)
    awards.records[:] = [award(number, f"10/0{1 + number % 6}/2019") for number in range(60)]

    fetched = run(nsf)

    assert fetched.notes == ["60 awards"]


def test_an_untold_total_that_reaches_the_cap_is_split_too(awards, monkeypatch, run):
    monkeypatch.setattr(nsf, "GIVES_NO_MORE_THAN", 40)
    awards.tells_total = False
    awards.most = 40
    awards.records[:] = [award(number, f"10/0{1 + number % 6}/2019") for number in range(60)]

    assert run(nsf).notes == ["60 awards"]


def test_awards_come_from_the_public_address_by_default():
    assert nsf.BASE_URL + AWARDS == "https://api.nsf.gov/services/v1/awards.json"
