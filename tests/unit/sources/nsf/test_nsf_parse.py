"""A page of NSF's award search and the yearly sheet become awards without persons."""

from __future__ import annotations

import io
import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from dagster_project.sources.nsf.parse import SHEET_COLUMNS, parse
from dagster_project.sources.nsf.records import TABLES
from dagster_project.sources.parsed import Parsed, Unreadable

AWARD = {
    "id": "0123456",
    "title": "Robust  Perception",
    "awardeeName": "EXAMPLE INSTITUTE OF TECHNOLOGY",
    "awardeeCity": "CAMBRIDGE",
    "awardeeStateCode": "MA",
    "awardeeCountryCode": "US",
    "ueiNumber": "ABCDEFGHIJK1",
    "fundProgramName": "ROBUST INTELLIGENCE",
    "transType": "Standard Grant",
    "piFirstName": "Given",
    "piLastName": "Family",
    "pdPIName": "Given Family",
    "date": "08/10/2018",
    "startDate": "09/01/2018",
    "expDate": "08/31/2021",
    "estimatedTotalAmt": "449998.00",
    "fundsObligatedAmt": "449998",
}


def page(*awards: Any) -> bytes:
    return json.dumps({"response": {"award": awards}}).encode()


def read(content: bytes) -> Parsed:
    return parse(content, name="awards.json", published_on=None)


def awards_of(parsed: Parsed) -> list[dict[str, Any]]:
    assert parsed.tables["nsf_awards"].schema == TABLES["nsf_awards"]
    return parsed.tables["nsf_awards"].to_pylist()


def test_an_award_is_read_without_its_investigators() -> None:
    parsed = read(page(AWARD))
    assert (parsed.rows_found, parsed.rows_parsed, parsed.rejected) == (1, 1, ())
    assert awards_of(parsed) == [
        {
            "row_number": 1,
            "award_id_nsf": "0123456",
            "title": "Robust Perception",
            "institution_name": "EXAMPLE INSTITUTE OF TECHNOLOGY",
            "institution_text": "EXAMPLE INSTITUTE OF TECHNOLOGY",
            "uei": "ABCDEFGHIJK1",
            "city": "CAMBRIDGE",
            "state": "MA",
            "country": "US",
            "country_code": "US",
            "program_name": "ROBUST INTELLIGENCE",
            "award_kind": "Standard Grant",
            "funds_obligated_usd": Decimal("449998.00"),
            "estimated_total_usd": Decimal("449998.00"),
            "listed_amount_usd": None,
            "awarded_on": date(2018, 8, 10),
            "starts_on": date(2018, 9, 1),
            "ends_on": date(2021, 8, 31),
            "repairs": ["extra_spaces"],
        }
    ]


def test_a_page_with_totals_and_one_without_awards_are_pages() -> None:
    content = json.dumps({"response": {"award": [], "metadata": {"totalCount": 0}}}).encode()
    assert read(content).rows_found == 0


def test_a_field_that_was_not_asked_for_is_null() -> None:
    asked_for = {"id": "1", "title": "T", "awardeeName": "I", "date": "08/10/2018"}
    [award] = awards_of(read(page(asked_for)))
    assert (award["award_id_nsf"], award["repairs"]) == ("0000001", ["lost_leading_zeros"])
    assert (award["funds_obligated_usd"], award["starts_on"], award["country_code"]) == (None,) * 3


def test_a_bad_award_is_rejected_with_every_field_and_no_person() -> None:
    bad = AWARD | {"id": "12-3", "title": "", "date": "2018-08-10", "fundsObligatedAmt": "$5"}
    bad["expDate"] = "02/30/2020"
    parsed = read(page(AWARD, bad))
    assert (parsed.rows_found, parsed.rows_parsed) == (2, 1)
    [rejected] = parsed.rejected
    assert rejected.row_number == 2
    for sentence in (
        "field 'id' is '12-3', expected seven digits",
        "field 'title' is missing or blank",
        "field 'fundsObligatedAmt' is '$5', expected dollars",
        "field 'date' is '2018-08-10', expected a date mm/dd/yyyy",
        "field 'expDate' is '02/30/2020', expected a date mm/dd/yyyy",
    ):
        assert sentence in rejected.reason
    assert "Family" not in rejected.reason + rejected.row_text


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b'{"response": {"award": [', "Expecting value"),
        (b'{"response": {"award": [], "award": []}}', "the key 'award' twice"),
        (b'{"response": {"award": [{"id": NaN}]}}', "NaN, which is no JSON number"),
        (b'{"response": {"awards": []}}', "no list of awards"),
        (b"[]", "no list of awards"),
        (b"<html>busy</html>", "Expecting value"),
        (
            b'{"response": {"serviceNotification": [{"notificationMessage": "Invalid offset"}]}}',
            "Invalid offset",
        ),
    ],
)
def test_what_is_no_page_of_awards_is_refused(content: bytes, found: str) -> None:
    with pytest.raises(Unreadable, match=found):
        read(content)


def sheet(columns: tuple[str, ...], *rows: dict[str, Any]) -> bytes:
    book = openpyxl.Workbook()
    book.active.append(list(columns))
    for row in rows:
        book.active.append([row.get(column) for column in columns])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def test_the_yearly_sheet_is_read_and_does_not_say_which_amount_it_holds() -> None:
    row = {
        "award_id": 2540313,
        "title_clean": "Topological devices",
        "pi_last": "Family",
        "institution": "Purdue University",
        "state": "IN",
        "amount_usd": 547905,
        "transaction_type": "Continuing Grant",
        "start_date": "08/01/2026",
        "end_date": "07/31/2031",
    }
    [award] = awards_of(read(sheet(SHEET_COLUMNS, row)))
    assert (award["row_number"], award["award_id_nsf"]) == (2, "2540313")
    assert (award["listed_amount_usd"], award["funds_obligated_usd"]) == (
        Decimal("547905.00"),
        None,
    )
    assert (award["starts_on"], award["ends_on"]) == (date(2026, 8, 1), date(2031, 7, 31))


def test_a_sheet_with_other_columns_or_cut_short_is_refused() -> None:
    with pytest.raises(Unreadable, match="missing column 'abstract'"):
        read(sheet(SHEET_COLUMNS[:-1]))
    with pytest.raises(Unreadable, match="cannot be read"):
        read(sheet(SHEET_COLUMNS)[:-200])


def test_the_sample_is_a_page(sample: Path) -> None:
    [path] = (sample / "nsf").glob("*.json")
    rows = awards_of(read(path.read_bytes()))
    assert [row["award_id_nsf"] for row in rows] == ["1899001", "1999002", "2099003"]


@pytest.mark.real_data
def test_the_real_sheet_is_read_whole(real_data: Path) -> None:
    path = real_data / "funding" / "nsf" / "fy2026_awards.xlsx"
    parsed = read(path.read_bytes())
    assert (parsed.rows_found, parsed.rows_parsed, parsed.rejected) == (1_151, 1_151, ())
    rows = awards_of(parsed)
    assert sum(row["listed_amount_usd"] for row in rows) == Decimal("573575293.00")
    assert len({row["award_id_nsf"] for row in rows}) == 1_151
