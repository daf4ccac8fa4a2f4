"""The office's contract: what is taken, and how it is told what is wrong."""

from __future__ import annotations

import csv
import io
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from dagster_project.sources.ledger.parse import parse
from dagster_project.sources.ledger.records import COLUMNS, REQUIRED_COLUMNS, TABLES
from dagster_project.sources.parsed import Parsed, Unreadable

ROW = {
    "record_id": "OSP-1",
    "institution_name": "Example Institute of Technology (fictional)",
    "unit": "Computer Science Laboratory",
    "counterparty_name": "SenseTime Group Limited",
    "counterparty_country": "Hong Kong",
    "relationship_kind": "sponsored_project",
    "title": "Low-power vision",
    "amount": "250000.00",
    "currency": "USD",
    "funded_on": "2018-06-28",
    "starts_on": "2018-07-01",
    "ends_on": "2021-06-30",
    "status": "active",
}


def ledger(*rows: dict[str, str], columns: list[str] | None = None) -> str:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns or list(COLUMNS), restval="", extrasaction="raise")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def read(text: str | bytes) -> Parsed:
    content = text.encode() if isinstance(text, str) else text
    return parse(content, name="ledger.csv", published_on=None)


def records_of(parsed: Parsed) -> list[dict[str, Any]]:
    assert parsed.tables["ledger_records"].schema == TABLES["ledger_records"]
    return parsed.tables["ledger_records"].to_pylist()


def refused(**cells: str) -> str:
    """The reason why this row is rejected."""
    parsed = read(ledger(ROW | cells))
    assert (parsed.rows_found, parsed.rows_parsed) == (1, 0)
    [rejected] = parsed.rejected
    return rejected.reason


def test_a_row_is_taken_with_its_types() -> None:
    parsed = read(ledger(ROW))
    assert (parsed.rows_found, parsed.rows_parsed, parsed.rejected) == (1, 1, ())
    assert records_of(parsed) == [
        {
            "row_number": 2,
            "record_id": "OSP-1",
            "institution_name": "Example Institute of Technology (fictional)",
            "unit": "Computer Science Laboratory",
            "counterparty_name": "SenseTime Group Limited",
            "counterparty_text": "SenseTime Group Limited",
            "disclosure": "named",
            "counterparty_country": "Hong Kong",
            "counterparty_country_code": "HK",
            "counterparty_parent": None,
            "relationship_kind": "sponsored_project",
            "title": "Low-power vision",
            "amount": Decimal("250000.00"),
            "amount_text": "250000.00",
            "currency": "USD",
            "funded_on": date(2018, 6, 28),
            "starts_on": date(2018, 7, 1),
            "ends_on": date(2021, 6, 30),
            "status": "active",
            "terminated_on": None,
            "termination_reason": None,
            "amended_on": None,
            "notes": None,
            "repairs": [],
        }
    ]


def test_columns_may_stand_in_any_order_and_optional_ones_may_be_absent() -> None:
    columns = [*REQUIRED_COLUMNS, "starts_on"][::-1]
    row = {column: ROW[column] for column in columns}
    [record] = records_of(read(ledger(row, columns=columns)))
    assert (record["record_id"], record["starts_on"]) == ("OSP-1", date(2018, 7, 1))
    assert (record["amount"], record["title"], record["counterparty_country"]) == (None,) * 3


def test_a_byte_order_mark_as_excel_writes_it_is_no_part_of_the_header() -> None:
    assert read(b"\xef\xbb\xbf" + ledger(ROW).encode()).rows_parsed == 1


def test_a_last_line_without_its_end_is_taken() -> None:
    """Google Sheets exports CSV without a line end after the last row."""
    assert read(ledger(ROW).rstrip("\r\n")).rows_parsed == 1


def test_a_counterparty_who_is_not_named_is_never_taken_for_a_name() -> None:
    blank, anonymous = ROW | {"counterparty_name": ""}, ROW | {"counterparty_name": "Anonymous"}
    rows = records_of(read(ledger(blank, anonymous | {"record_id": "OSP-2"})))
    assert [(row["disclosure"], row["counterparty_name"]) for row in rows] == [
        ("undisclosed", None),
        ("anonymous", None),
    ]


def test_the_body_that_a_counterparty_belongs_to_is_stated_in_a_column() -> None:
    [row] = records_of(read(ledger({**ROW, "counterparty_parent": " SenseTime  Group Inc."})))
    assert row["counterparty_parent"] == "SenseTime Group Inc."
    [rejected] = read(ledger({**ROW, "counterparty_parent": "SENSETIME group limited"})).rejected
    assert "column 'counterparty_parent' is 'SENSETIME group limited'" in rejected.reason


def test_thousands_separators_are_read_and_said() -> None:
    [record] = records_of(read(ledger(ROW | {"amount": "1,250,000"})))
    assert (record["amount"], record["amount_text"]) == (Decimal("1250000.00"), "1,250,000")
    assert record["repairs"] == ["thousands_separators"]


def test_notes_may_hold_commas_quotes_and_line_breaks() -> None:
    note = 'first line, with "quotes"\nsecond line'
    second = ROW | {"record_id": "OSP-2"}
    rows = records_of(read(ledger(ROW | {"notes": note}, second)))
    assert rows[0]["notes"] == 'first line, with "quotes" second line'
    assert rows[1]["row_number"] == 3


def test_an_amendment_keeps_its_record_id() -> None:
    amended = ROW | {"amount": "300000", "amended_on": "2020-03-16"}
    rows = records_of(read(ledger(ROW, amended)))
    assert [(row["record_id"], row["amended_on"]) for row in rows] == [
        ("OSP-1", None),
        ("OSP-1", date(2020, 3, 16)),
    ]


def test_every_row_and_column_that_is_wrong_is_told_at_once() -> None:
    bad = ROW | {
        "record_id": "",
        "relationship_kind": "Sponsored Project",
        "status": "Active",
        "amount": "$250k",
        "currency": "usd",
        "starts_on": "7/1/2018",
        "counterparty_country": "Dutschland",
    }
    parsed = read(ledger(bad, ROW, ROW | {"record_id": "OSP-3", "amount": "12", "currency": ""}))
    assert (parsed.rows_found, parsed.rows_parsed) == (3, 1)
    assert [rejected.reason for rejected in parsed.rejected] == [
        "row 2: column 'counterparty_country' is 'Dutschland', expected a country name or an ISO "
        "3166-1 alpha-2 code, like CN; "
        "column 'amount' is '$250k', expected digits with at most two decimals and no currency "
        "sign, like 250000.00; "
        "column 'currency' is 'usd', expected an ISO 4217 code in capitals, like USD; "
        "column 'relationship_kind' is 'Sponsored Project', expected one of sponsored_project, "
        "gift, restricted_gift, grant, contract, membership, agreement, appointment, "
        "consortium_participation (sponsored_project?); "
        "column 'status' is 'Active', expected one of proposed, active, suspended, ended, "
        "terminated, declined (active?); "
        "column 'starts_on' is '7/1/2018', expected a date YYYY-MM-DD, like 2019-10-09; "
        "column 'record_id' is '', expected a value",
        "row 4: column 'currency' is blank, expected an ISO 4217 code beside the amount",
    ]
    assert parsed.rejected[0].row_text.startswith(",Example Institute")


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"starts_on": "2019-02-30"}, "'starts_on' is '2019-02-30', expected a date"),
        ({"ends_on": "2018-01-01"}, "'ends_on' is 2018-01-01, expected a day not before"),
        ({"starts_on": "", "funded_on": ""}, "'funded_on' and 'starts_on' are blank"),
        ({"status": "terminated"}, "'terminated_on' is blank and status 'terminated'"),
        ({"terminated_on": "2019-04-03"}, "'terminated_on' is 2019-04-03 and status 'active'"),
        (
            {"status": "terminated", "terminated_on": "2017-01-01"},
            "'terminated_on' is 2017-01-01, expected a day not before 2018-07-01",
        ),
        ({"relationship_kind": "marriage"}, "'relationship_kind' is 'marriage', expected one of"),
        ({"amount": "1.250,00"}, "'amount' is '1.250,00'"),
        ({"amount": "1,25"}, "'amount' is '1,25'"),
        ({"institution_name": "  "}, "'institution_name' is '  ', expected a value"),
    ],
)
def test_a_row_that_contradicts_itself_is_rejected(cells: dict[str, str], reason: str) -> None:
    assert reason in refused(**cells)


def test_two_rows_of_a_record_that_nothing_puts_in_order_are_both_rejected() -> None:
    parsed = read(ledger(ROW, ROW | {"amount": "300000"}, ROW | {"record_id": "OSP-2"}))
    assert (parsed.rows_found, parsed.rows_parsed) == (3, 1)
    assert [rejected.row_number for rejected in parsed.rejected] == [2, 3]
    assert "'OSP-1', which also stands in row 3" in parsed.rejected[0].reason


def test_a_ragged_row_is_rejected() -> None:
    parsed = read(ledger(ROW) + "OSP-2,Example\r\n")
    assert parsed.rejected[0].reason == "row 3: found 2 cells, expected 18"


def test_the_header_is_told_all_that_is_wrong_with_it() -> None:
    text = ledger(ROW).replace("record_id", "Record ID").replace("status,", "")
    with pytest.raises(Unreadable) as error:
        read(text)
    assert "missing columns 'record_id', 'status'" in str(error.value)
    assert "unknown column 'Record ID' (record_id?)" in str(error.value)
    with pytest.raises(Unreadable, match="column twice: 'notes'"):
        read(ledger(ROW).replace("title", "notes", 1))


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (ledger(ROW | {"title": "Café"}).encode("cp1252"), "byte 0xE9 at offset"),
        (ledger(ROW).encode("utf-16"), "UTF-16"),
        (b"PK\x03\x04 a workbook", "an .xlsx workbook"),
        (ledger(ROW).replace(",", ";").encode(), "separated by semicolons"),
        (ledger(ROW | {"title": "Caf\ufffd"}).encode(), "already lost letters"),
        (b"\r\n", "an empty file"),
        (ledger(ROW).replace("OSP-1", '"OSP-1').encode(), "unexpected end of data"),
    ],
)
def test_another_format_is_refused_with_a_remedy(content: bytes, found: str) -> None:
    with pytest.raises(Unreadable, match=found) as error:
        read(content)
    assert "CSV UTF-8" in error.value.remedy


def test_the_sample_tells_the_story_of_the_notice_of_9_october_2019(sample: Path) -> None:
    """31 of the fictional institution's relationships, 29 of them live: see its README."""
    folder = sample / "ledger"
    before = read((folder / "2019-09-30_ledger.csv").read_bytes())
    after = read((folder / "2020-12-31_ledger.csv").read_bytes())
    assert (before.rows_parsed, before.rejected) == (43, ())
    assert (after.rows_parsed, after.rejected) == (5, ())
    rows = records_of(before)
    touched = [
        row
        for row in rows
        if any(
            name in row["counterparty_text"].lower().replace(" ", "")
            for name in ("sensetime", "iflytek", "hikvision")
        )
    ]
    assert Counter(row["status"] for row in touched) == {"active": 29, "ended": 2}
    sensetime = [row for row in touched if "sense" in row["counterparty_text"].lower()]
    assert Counter(row["relationship_kind"] for row in sensetime) == {
        "sponsored_project": 27,
        "membership": 1,
        "gift": 1,
    }
    assert [
        (row["counterparty_name"], row["terminated_on"]) for row in rows if row["terminated_on"]
    ] == [
        ("Huawei Technologies Co., Ltd.", date(2019, 4, 3)),
        ("ZTE Corporation", date(2019, 4, 3)),
    ]
    amended = {row["record_id"] for row in records_of(after) if row["amended_on"]}
    assert len(amended) == 4
    assert amended < {row["record_id"] for row in rows}
    every = rows + records_of(after)
    assert all("ictional" in row["notes"] for row in every)
    assert all("(fictional)" in row["institution_name"] for row in every)
