"""The Bureau's hand-kept sheet: every row kept, its damage flagged."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dagster_project.sources.bis_csv.parse import parse
from dagster_project.sources.parsed import Parsed, Unreadable

HEADER = (
    "Source List", "Entity Number", "SDN Type", "Programs", "Name", "Title", "Address", "City",
    "State/Province", "Postal Code", "Country", "Federal Register Notice", "Effective Date",
    "Date Lifted/Waived/Expired", "Standard Order", "License Requirement", "License Policy",
    "Call Sign", "Vessel Type", "Gross Tonnage", "Gross Register Tonnage", "Vessel Flag",
    "Vessel Owner", "Remarks/Notes", "Address Number", "Address Remarks", "Alternate Number",
    "Alternate Type", "Alternate Name", "Alternate Remarks", "Web Link", "", "", "", "",
)  # fmt: skip
ROW = {
    "Source List": "EL ",
    "Name": "Sense Time",
    "Address": "No. 8 Hill Road ",
    "City": "Beijing",
    "Country": "China",
    "Federal Register Notice": "84 FR 54002; 85 FR 44159",
    "Effective Date": "10/9/2019; 7/22/2020",
    "License Requirement": "For all items subject to the EAR.  (See §744.11 of the EAR)",
    "License Policy": "Presumption of denial.",
    "Alternate Name": "Shangtang; and ST",
    "Web Link": "http://www.bis.doc.gov/entities/default.htm",
}


def _csv(*rows: dict[str, str], header: tuple[str, ...] = HEADER) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(header)
    writer.writerows([row.get(column, "") if column else "" for column in header] for row in rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _read(content: bytes) -> Parsed:
    return parse(content, name="entity_list.csv", published_on=None)


def _rows(content: bytes) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = _read(content).tables["bis_csv_rows"].to_pylist()
    return rows


def test_one_row_whole() -> None:
    assert _rows(_csv(ROW)) == [
        {
            "row_number": 2,
            "source_list": "EL ",
            "name": "Sense Time",
            "name_key": "sense time",
            "alternate_names": ["Shangtang", "ST"],
            "alternate_name_keys": ["shangtang", "st"],
            "alternate_names_text": "Shangtang; and ST",
            "address": "No. 8 Hill Road",
            "city": "Beijing",
            "state_province": None,
            "postal_code": None,
            "country": "China",
            "country_code": "CN",
            "citations": ["84 FR 54002", "85 FR 44159"],
            "citation_text": "84 FR 54002; 85 FR 44159",
            "effective_dates": [date(2019, 10, 9), date(2020, 7, 22)],
            "effective_date_text": "10/9/2019; 7/22/2020",
            "license_requirement": "For all items subject to the EAR. (See §744.11 of the EAR)",
            "license_policy": "Presumption of denial.",
            "terms": [
                "scope: all_items_subject_to_the_ear",
                "ear_section: 744.11",
                "review_policy_tier: presumption_of_denial",
            ],
            "remarks": None,
            "web_link": "http://www.bis.doc.gov/entities/default.htm",
            "flagged": ["several_effective_dates"],
        }
    ]


@pytest.mark.parametrize(
    "text",
    [
        "3/3/2022; 6/6/2022",
        "3/3/2022, 6/6/2022",
        "3/3/2022: 6/6/2022",
        "3/3/22 6/6/22",
        "03/03/22;6/6/2022 ",
    ],
)
def test_dates_are_read_whatever_parts_them(text: str) -> None:
    (row,) = _rows(_csv(ROW | {"Effective Date": text}))
    assert row["effective_dates"] == [date(2022, 3, 3), date(2022, 6, 6)]
    assert row["effective_date_text"] == text


ONE_DATE = ROW | {"Effective Date": "10/9/2019"}


@pytest.mark.parametrize(
    ("changes", "flags"),
    [
        ({}, []),
        ({"Source List": ""}, ["source_list_blank"]),
        ({"Effective Date": ""}, ["effective_date_blank"]),
        ({"Effective Date": "2/30/2019"}, ["effective_date_is_no_date: 2/30/2019"]),
        ({"Effective Date": "8/414/2019"}, ["effective_date_with_other_text"]),
        ({"Federal Register Notice": ""}, ["no_citation"]),
        ({"Federal Register Notice": "85 FR 83420; 88 FR"}, ["citation_without_page"]),
        ({"Name": "Xi?an Research Institute"}, ["character_lost_to_question_mark"]),
        ({"Address": "5 Rue de l€t"}, ["character_misread"]),
        ({"Country": "Moracco"}, ["country_spelling"]),
        ({"Country": "Atlantis"}, ["country_unknown"]),
        ({"Country": ""}, ["country_blank"]),
        ({"Call Sign": "Presumption of denial"}, ["text_in_unused_column: Call Sign"]),
    ],
)
def test_damage_is_flagged_and_the_row_kept(changes: dict[str, str], flags: list[str]) -> None:
    (row,) = _rows(_csv(ONE_DATE | changes))
    assert row["flagged"] == flags


def test_moracco_is_morocco() -> None:
    (row,) = _rows(_csv(ONE_DATE | {"Country": "Moracco"}))
    assert (row["country"], row["country_code"]) == ("Moracco", "MA")


def test_rows_of_other_lists_and_rows_without_a_name_are_rejected() -> None:
    parsed = _read(_csv(ROW, ROW | {"Source List": "SDN"}, ROW | {"Name": " "}, {}))
    assert [(r.row_number, r.reason) for r in parsed.rejected] == [
        (3, "source list 'SDN', not EL or blank"),
        (4, "no name"),
    ]
    assert (parsed.rows_found, parsed.rows_parsed, parsed.rows_structural) == (4, 1, 1)


WHOLE = _csv(ROW)


@pytest.mark.parametrize(
    ("content", "found"),
    [
        pytest.param(b"", "an empty file", id="empty"),
        pytest.param(WHOLE[:-2], "no line end", id="no line end"),
        pytest.param(WHOLE[:-9], "a row of", id="cut short"),
        pytest.param(_csv(), "no row", id="no rows"),
        pytest.param(WHOLE.replace(b"License Policy", b"Policy"), "missing column", id="columns"),
        pytest.param(WHOLE.replace(b"Beijing", b"Beijing\xa7"), "not UTF-8", id="encoding"),
        pytest.param(b"PK\x03\x04sheet", "zip container", id="a workbook"),
    ],
)
def test_what_is_not_the_whole_sheet_is_refused(content: bytes, found: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        _read(content)
    assert found in refusal.value.found


@pytest.mark.real_data
def test_the_sheet_of_november_2023_keeps_all_its_rows(real_data: Path) -> None:
    path = real_data / "entity_list" / "bis_csv" / "2023-11-21_entity_list.csv"
    parsed = parse(path.read_bytes(), name=path.name, published_on=None)
    assert (parsed.rows_found, parsed.rows_parsed) == (4637, 4637)
    assert parsed.repairs == {
        "effective_date_blank": 439,
        "several_effective_dates": 667,
        "effective_date_with_other_text": 1,
        "citation_without_page": 82,
        "no_citation": 70,
        "source_list_blank": 4,
        "character_lost_to_question_mark": 252,
        "character_misread": 43,
        "country_blank": 9,
        "country_spelling": 1,
        "text_in_unused_column": 6,
    }
