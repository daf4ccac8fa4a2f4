"""The Consolidated Screening List: the Entity List's records, all lists counted."""

from __future__ import annotations

import csv
import gzip
import io
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dagster_project.sources.consolidated_screening_list.parse import parse
from dagster_project.sources.parsed import Parsed, Unreadable

HEADER = (
    "_id", "source", "entity_number", "type", "programs", "name", "title", "addresses",
    "federal_register_notice", "start_date", "end_date", "standard_order", "license_requirement",
    "license_policy", "call_sign", "vessel_type", "gross_tonnage", "gross_registered_tonnage",
    "vessel_flag", "vessel_owner", "remarks", "source_list_url", "alt_names", "citizenships",
    "dates_of_birth", "nationalities", "places_of_birth", "source_information_url", "ids",
)  # fmt: skip
EL = "Entity List (EL) - Bureau of Industry and Security"
DPL = "Denied Persons List (DPL) - Bureau of Industry and Security"
SENSE_TIME = {
    "_id": "4398d3",
    "source": EL,
    "name": "Beijing Sensetime Technology Development Co., Ltd.",
    "addresses": "5F Block B, Beijing, CN; 12 Science Park, Shatin, Hong Kong",
    "federal_register_notice": "85 FR 34505; 85 FR 44159",
    "start_date": "2020-06-05",
    "license_requirement": "For all items subject to the EAR. (See §744.11 of the EAR). ",
    "license_policy": "Presumption of denial. ",
    "alt_names": "Beijing Shangtang Technology Development Co., Ltd., and Sense Time",
}


def _csv(*records: dict[str, str], header: tuple[str, ...] = HEADER) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([record.get(column, "") for column in header] for record in records)
    return out.getvalue().encode()


def _read(content: bytes) -> Parsed:
    return parse(content, name="consolidated.csv", published_on=None)


def _entries(content: bytes) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = _read(content).tables["csl_entries"].to_pylist()
    return rows


def test_one_record_whole() -> None:
    assert _entries(_csv(SENSE_TIME)) == [
        {
            "row_number": 2,
            "source_list": EL,
            "source_id": "4398d3",
            "name": "Beijing Sensetime Technology Development Co., Ltd.",
            "name_key": "beijing sensetime technology development co ltd",
            "alt_names": ["Beijing Shangtang Technology Development Co., Ltd.", "Sense Time"],
            "alt_name_keys": [
                "beijing shangtang technology development co ltd",
                "sense time",
            ],
            "alt_names_text": SENSE_TIME["alt_names"],
            "addresses": ["5F Block B, Beijing, CN", "12 Science Park, Shatin, Hong Kong"],
            "addresses_text": SENSE_TIME["addresses"],
            "country_codes": ["CN", "HK"],
            "citations": ["85 FR 34505", "85 FR 44159"],
            "citation_text": "85 FR 34505; 85 FR 44159",
            "start_date": date(2020, 6, 5),
            "start_date_text": "2020-06-05",
            "license_requirement": "For all items subject to the EAR. (See §744.11 of the EAR).",
            "license_policy": "Presumption of denial.",
            "terms": [
                "scope: all_items_subject_to_the_ear",
                "ear_section: 744.11",
                "review_policy_tier: presumption_of_denial",
            ],
            "remarks": None,
            "flagged": [],
        }
    ]


def test_other_lists_are_counted_and_not_kept() -> None:
    parsed = _read(_csv({"source": DPL, "name": "X"}, SENSE_TIME, {"source": DPL, "name": "Y"}))
    assert parsed.tables["csl_lists"].to_pylist() == [
        {"source_list": DPL, "rows": 2},
        {"source_list": EL, "rows": 1},
    ]
    assert (parsed.rows_found, parsed.rows_parsed, parsed.rows_structural) == (3, 1, 2)
    assert parsed.tables["csl_entries"].num_rows == 1


def test_gzip_is_recognised_by_its_content() -> None:
    plain = _csv(SENSE_TIME)
    assert _entries(gzip.compress(plain)) == _entries(plain)


def test_an_older_file_without_id_columns_is_read() -> None:
    header = tuple(column for column in HEADER if column not in ("_id", "ids"))
    (entry,) = _entries(_csv(SENSE_TIME, header=header))
    assert entry["source_id"] is None


@pytest.mark.parametrize(
    ("changes", "flag"),
    [
        ({"start_date": ""}, "start_date_blank"),
        ({"start_date": "2020-02-30"}, "start_date_is_no_date"),
        ({"start_date": "6/5/2020"}, "start_date_is_no_date"),
        ({"federal_register_notice": ""}, "no_citation"),
        ({"alt_names": "Xi?an Wolan Co., Ltd."}, "character_lost_to_question_mark"),
    ],
)
def test_damage_is_flagged_and_the_record_kept(changes: dict[str, str], flag: str) -> None:
    parsed = _read(_csv(SENSE_TIME | changes))
    (entry,) = parsed.tables["csl_entries"].to_pylist()
    assert entry["flagged"] == [flag]
    assert parsed.repairs == {flag: 1}


WHOLE = _csv(SENSE_TIME, SENSE_TIME | {"name": 'Party "B", Ltd.'})


@pytest.mark.parametrize(
    ("content", "found"),
    [
        pytest.param(b"", "an empty file", id="empty"),
        pytest.param(WHOLE[: WHOLE.rindex(b",2020-06-05")], "a record of", id="cut in a record"),
        pytest.param(WHOLE[: WHOLE.index(b'"Party') + 5], "unexpected end", id="cut in quotes"),
        pytest.param(WHOLE[:-1], "no line end", id="cut before the last line end"),
        pytest.param(gzip.compress(WHOLE)[:-9], "gzip stream", id="gzip cut short"),
        pytest.param(gzip.compress(WHOLE) + b"x", "gzip stream", id="gzip with more behind"),
        pytest.param(b"\x1f\x8bjunk", "gzip stream", id="no gzip"),
        pytest.param(_csv({"source": DPL}), "no record of the Entity List", id="list lost"),
        pytest.param(WHOLE.replace(b"alt_names", b"aliases"), "missing column", id="columns"),
        pytest.param(b"<html>\n</html>\n", "missing column", id="a web page"),
        pytest.param(WHOLE.replace(b"Shatin", b"Shatin\xff"), "not UTF-8", id="encoding"),
    ],
)
def test_what_is_not_the_whole_list_is_refused(content: bytes, found: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        _read(content)
    assert found in refusal.value.found


@pytest.mark.real_data
def test_the_list_of_may_2022_is_complete(real_data: Path) -> None:
    path = real_data / "entity_list" / "csl" / "2022-05-16_consolidated.csv.gz"
    parsed = parse(path.read_bytes(), name=path.name, published_on=None)
    assert (parsed.rows_found, parsed.rows_parsed) == (14160, 2001)
    assert parsed.repairs["start_date_blank"] == 174
    lists = {r["source_list"]: r["rows"] for r in parsed.tables["csl_lists"].to_pylist()}
    assert len(lists) == 13
    assert lists[EL] == 2001


@pytest.mark.real_data
def test_the_list_of_november_2023_was_cut_and_is_refused_with_its_row(real_data: Path) -> None:
    path = real_data / "entity_list" / "csl" / "2023-11-30_consolidated_truncated.csv.gz"
    with pytest.raises(Unreadable) as refusal:
        parse(path.read_bytes(), name=path.name, published_on=None)
    assert refusal.value.where.endswith("row 4229")
