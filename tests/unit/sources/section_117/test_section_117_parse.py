"""Each edition, each repair and each refusal of Section 117."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from dagster_project.sources.parsed import Parsed, Unreadable
from dagster_project.sources.section_117.parse import parse
from dagster_project.sources.section_117.records import TABLES

Edition = Callable[..., bytes]
BANNER = "Foreign Gifts received as reported by the Institutions"
COLUMNS = [
    "ID", "OPEID", "Institution Name", "City", "State", "Foreign Gift Received Date",
    "Foreign Gift Amount", "Gift Type", "Country of Giftor", "Giftor Name",
]  # fmt: skip
HUAWEI_2020 = (
    "7,00217800,Massachusetts Institute of Technology,Cambridge,MA,43089,500000,Monetary Gift,"
    "CHINA,HUAWEI TECHNOLOGIES CO."
)


def read(content: bytes) -> Parsed:
    return parse(content, name="edition", published_on=date(2020, 10, 19))


def gifts(parsed: Parsed) -> list[dict[str, Any]]:
    assert parsed.tables["section_117_gifts"].schema == TABLES["section_117_gifts"]
    return parsed.tables["section_117_gifts"].to_pylist()


def donor_of_2017(
    edition_2017: Edition, donor: bytes, country: bytes = b"FRANCE"
) -> dict[str, Any]:
    row = b"113100,Caltech,Pasadena,CA,2016-06-01T00:00:00Z,5417,Contract,%b,%b,,Public,0"
    [gift] = gifts(read(edition_2017(row % (country, donor))))
    return gift


def test_the_edition_of_2020_is_read_with_its_serial_dates(edition_2020: Edition) -> None:
    parsed = read(edition_2020(HUAWEI_2020))
    assert (parsed.rows_found, parsed.rows_parsed, parsed.rejected) == (1, 1, ())
    assert gifts(parsed) == [
        {
            "row_number": 2,
            "source_row_id": "7",
            "opeid": "00217800",
            "opeid_text": "00217800",
            "institution_name": "Massachusetts Institute of Technology",
            "city": "Cambridge",
            "state": "MA",
            "received_on": date(2017, 12, 20),
            "received_text": "43089",
            "amount_usd": Decimal("500000.00"),
            "amount_text": "500000",
            "gift_type": "Monetary Gift",
            "funding_kind": "gift",
            "country": "CHINA",
            "country_code": "CN",
            "donor_name": "HUAWEI TECHNOLOGIES CO.",
            "donor_text": "HUAWEI TECHNOLOGIES CO.",
            "disclosure": "named",
            "is_truncated": False,
            "repairs": [],
        }
    ]


def test_the_edition_of_2017_is_read_with_its_repairs_named(edition_2017: Edition) -> None:
    parsed = read(
        edition_2017(
            "107000,Thunderbird School of Global Management,Glendale,AZ,2012-12-12T00:00:00Z,"
            "1.22E+06,Contract,MEXICO,Instituto Technologico y de Estudio,,,"
        )
    )
    assert parsed.repairs == {"lost_leading_zeros": 1, "scientific_notation": 1}
    [gift] = gifts(parsed)
    assert gift["source_row_id"] is None
    assert (gift["opeid"], gift["opeid_text"]) == ("00107000", "107000")
    assert (gift["amount_usd"], gift["amount_text"]) == (Decimal("1220000.00"), "1.22E+06")
    assert gift["received_on"] == date(2012, 12, 12)
    assert gift["is_truncated"] is True
    assert gift["repairs"] == ["lost_leading_zeros", "scientific_notation"]


def test_the_workbook_of_2019_is_read_below_its_banner(write_xls: Callable[..., bytes]) -> None:
    row = [
        1.0, "00143400", "American University (The)", "Washington", "DC", 40933.0, 500000.0,
        "Monetary Gift", "BAHRAIN", "Kingdom of Bahrain ",
    ]  # fmt: skip
    parsed = read(write_xls([[BANNER], COLUMNS, row]))
    [gift] = gifts(parsed)
    assert (gift["row_number"], gift["source_row_id"]) == (3, "1")
    assert (gift["received_on"], gift["received_text"]) == (date(2012, 1, 25), "40933")
    assert (gift["amount_usd"], gift["amount_text"]) == (Decimal("500000.00"), "500000")
    assert (gift["donor_name"], gift["donor_text"]) == ("Kingdom of Bahrain", "Kingdom of Bahrain ")
    assert gift["country_code"] == "BH"


@pytest.mark.parametrize(
    ("printed", "restored"),
    [
        (b"Re0 of Iraq", "Republic of Iraq"),
        (b"PRESIDENCIA DA RE0A", "PRESIDENCIA DA REPUBLICA"),
        (b"SAGE 0ATIONS LTD", "SAGE PUBLICATIONS LTD"),
        (b"0 Health Foundation of India", "Public Health Foundation of India"),
        (b"Bangkok Bank 0 Co. Ltd", "Bangkok Bank Public Co. Ltd"),
        (b"Bureau Expo Dubai 2020", "Bureau Expo Dubai 2020"),
        (b"INV 100813-02", "INV 100813-02"),
        (b"RiMed Foundation 10", "RiMed Foundation 10"),
    ],
)
def test_public_replaced_by_zero_is_restored(
    edition_2017: Edition, printed: bytes, restored: str
) -> None:
    """In the edition of 2017 somebody replaced "Public" by 0 in the whole sheet."""
    gift = donor_of_2017(edition_2017, printed)
    assert gift["donor_name"] == restored
    assert gift["donor_text"] == printed.decode()
    assert ("find_and_replace_damage" in gift["repairs"]) == (restored != printed.decode())


def test_a_zero_is_left_alone_where_nobody_replaced_it(edition_2020: Edition) -> None:
    [gift] = gifts(read(edition_2020(HUAWEI_2020.replace("HUAWEI TECHNOLOGIES CO.", "0 Health"))))
    assert (gift["donor_name"], gift["repairs"]) == ("0 Health", [])


def test_the_country_is_restored_too(edition_2017: Edition) -> None:
    gift = donor_of_2017(edition_2017, b"Masarykova Univerzita", country=b"CZECH RE0")
    assert (gift["country"], gift["country_code"]) == ("CZECH REPUBLIC", "CZ")


@pytest.mark.parametrize(
    ("printed", "restored"),
    [
        (b"\xed\x8acole polytechnique f\xed\xa9d\xed\xa9rale", "École polytechnique fédérale"),
        (b"FUNDACI\xed\xf1N RED DE ACCI\xed\xf1N POL\xed\x8dTICA",
         "FUNDACIÓN RED DE ACCIÓN POLÍTICA"),
        (b"INSTITUT CATAL\xed\xf3 DE CI\xed\x9aNCIES", "INSTITUT CATALÀ DE CIÈNCIES"),
        (b"United States \xe4\xf3\xf1 Israel", "United States – Israel"),
    ],
)  # fmt: skip
def test_letters_transcoded_twice_come_back(
    edition_2017: Edition, printed: bytes, restored: str
) -> None:
    """UTF-8 was twice taken for Windows-1252 and written as Mac Roman."""
    gift = donor_of_2017(edition_2017, printed)
    assert gift["donor_name"] == restored
    assert gift["donor_text"] == printed.decode("mac_roman")
    assert gift["repairs"] == ["lost_leading_zeros", "transcoded_twice"]


def test_a_letter_that_was_lost_is_not_invented(edition_2017: Edition) -> None:
    gift = donor_of_2017(edition_2017, b"Funda\xed_\xed\xa3o Lemann")
    assert gift["donor_name"] == "Funda\ufffdão Lemann"
    assert gift["repairs"] == ["lost_leading_zeros", "transcoded_twice", "lost_character"]


def test_bytes_of_no_known_origin_reject_the_row(edition_2017: Edition) -> None:
    row = b"113100,Caltech,Pasadena,CA,2016-06-01T00:00:00Z,5417,Contract,FRANCE,Caf\xe9,,,"
    parsed = read(edition_2017(row))
    assert (parsed.rows_found, parsed.rows_parsed) == (1, 0)
    assert "column 'Donor'" in parsed.rejected[0].reason


def test_debris_of_a_search_and_no_break_spaces_are_cleaned(edition_2017: Edition) -> None:
    gift = donor_of_2017(edition_2017, b" Search Results Taiwan Semiconductor Company")
    assert gift["donor_name"] == "Taiwan Semiconductor Company"
    assert "search_results_debris" in gift["repairs"]


def test_no_break_spaces_become_spaces(edition_2020: Edition) -> None:
    row = HUAWEI_2020.replace(
        "HUAWEI TECHNOLOGIES CO.", '"Huawei\xa0Technologies\xa0Co.,\xa0Ltd.\xa0"'
    )
    [gift] = gifts(read(edition_2020(row)))
    assert gift["donor_name"] == "Huawei Technologies Co., Ltd."
    assert gift["donor_text"] == "Huawei\xa0Technologies\xa0Co.,\xa0Ltd.\xa0"
    assert gift["repairs"] == ["no_break_space", "extra_spaces"]


@pytest.mark.parametrize(
    ("donor", "disclosure", "name"),
    [
        ("", "undisclosed", None),
        ("   ", "undisclosed", None),
        ("Individual", "undisclosed", None),
        ("Donor 4", "undisclosed", None),
        ("Private Entity", "undisclosed", None),
        ("2408712", "undisclosed", None),
        ("Anonymous #11", "anonymous", None),
        ("Anonynmous #113", "anonymous", None),
        ("Anon. Donor #8", "anonymous", None),
        ("Requested Anonymity", "anonymous", None),
        ("Donor Registry of Norway", "named", "Donor Registry of Norway"),
        ("Company of Biologists", "named", "Company of Biologists"),
        ("Anonas Foundation", "named", "Anonas Foundation"),
    ],
)
def test_a_donor_who_is_not_named_is_a_state_of_its_own(
    edition_2020: Edition, donor: str, disclosure: str, name: str | None
) -> None:
    [gift] = gifts(read(edition_2020(HUAWEI_2020.replace("HUAWEI TECHNOLOGIES CO.", donor))))
    assert (gift["disclosure"], gift["donor_name"]) == (disclosure, name)
    assert gift["donor_text"] == donor


@pytest.mark.parametrize(
    ("donor", "is_truncated"),
    [
        ("Semiconductor Manufacturing Interna", True),
        ("NOVARTIS PHARMACEUTICALS (NOVARTIS ", True),
        ("DCA Instruments Oy                 ", False),
        ("Nanjing University of Posts & Tele", False),
    ],
)
def test_a_name_that_fills_the_field_may_be_cut(
    edition_2020: Edition, donor: str, is_truncated: bool
) -> None:
    [gift] = gifts(read(edition_2020(HUAWEI_2020.replace("HUAWEI TECHNOLOGIES CO.", donor))))
    assert gift["is_truncated"] is is_truncated


@pytest.mark.parametrize(
    ("country", "code", "rule"),
    [
        ("ENGLAND", "GB", "country_within_united_kingdom"),
        ("KOREA", "KR", "country_read_as_south_korea"),
        ("CEYLON", "LK", "country_former_name"),
        ("UNITED NATIONS", None, "country_is_an_organisation"),
        ("BRITISH WEST INDIES", None, "country_of_several"),
        ("ATLANTIS", None, "country_unknown"),
        ("ABKHAZIA", None, "country_unknown"),
        ("HONG KONG", "HK", None),
    ],
)
def test_a_country_gets_its_code_by_a_named_rule(
    edition_2020: Edition, country: str, code: str | None, rule: str | None
) -> None:
    [gift] = gifts(read(edition_2020(HUAWEI_2020.replace("CHINA", country))))
    assert (gift["country"], gift["country_code"]) == (country, code)
    assert gift["repairs"] == ([rule] if rule else [])


def test_corrections_and_repeats_are_kept(edition_2020: Edition) -> None:
    correction = HUAWEI_2020.replace("500000", "-93455")
    parsed = read(edition_2020(correction, correction))
    assert [gift["amount_usd"] for gift in gifts(parsed)] == [Decimal("-93455.00")] * 2


def test_every_bad_cell_of_every_bad_row_is_told_at_once(edition_2020: Edition) -> None:
    parsed = read(
        edition_2020(
            HUAWEI_2020,
            "x,2178-00,,Cambridge,MA,12/20/2017,half a million,Grant,,Huawei",
            "9,00217800,MIT",
            HUAWEI_2020,
        )
    )
    assert (parsed.rows_found, parsed.rows_parsed) == (4, 2)
    bad, ragged = parsed.rejected
    assert (bad.row_number, ragged.row_number) == (3, 4)
    assert bad.reason == (
        "row 3: column 'ID' is 'x', expected a whole number; "
        "column 'OPEID' is '2178-00', expected 4 to 8 digits; "
        "column 'Foreign Gift Received Date' is '12/20/2017', expected a serial day number like "
        "43089, from 1986 on; "
        "column 'Foreign Gift Amount' is 'half a million', expected whole dollars like 250000, "
        "or 2.50E+05; "
        "column 'Gift Type' is 'Grant', expected one of Monetary Gift, Gift, Contract, "
        "Real Estate, Restricted Gift, Restricted Contract, Conditional Gift; "
        "column 'Country of Giftor' is '', expected a value; "
        "column 'Institution Name' is '', expected a value"
    )
    assert ragged.reason == "row 4: found 3 cells, expected 10"
    assert ragged.row_text == "9,00217800,MIT"


def test_blank_lines_are_counted_and_are_not_gifts(edition_2020: Edition) -> None:
    parsed = read(edition_2020(HUAWEI_2020, ",,,,,,,,,"))
    assert (parsed.rows_found, parsed.rows_parsed, parsed.rows_structural) == (2, 1, 1)


def test_another_header_names_what_is_missing_and_what_is_extra(edition_2020: Edition) -> None:
    content = edition_2020(HUAWEI_2020).replace(b"Gift Type", b"gift type").replace(b"State,", b"")
    with pytest.raises(Unreadable) as error:
        read(content)
    assert "missing columns 'State', 'Gift Type'; unknown column 'gift type'" in str(error.value)
    assert error.value.where == "edition, row 1"


def test_an_extra_column_is_refused(edition_2017: Edition, write_xls: Callable[..., bytes]) -> None:
    with pytest.raises(Unreadable, match="unknown column 'Notes'"):
        read(edition_2017().replace(b"CONTROL_2", b"CONTROL_2,Notes"))
    with pytest.raises(Unreadable, match="unknown column 'Notes'"):
        read(write_xls([[BANNER], [*COLUMNS, "Notes"]]))


def test_columns_in_another_order_are_refused(edition_2020: Edition) -> None:
    with pytest.raises(Unreadable, match="another order"):
        read(edition_2020().replace(b"City,State", b"State,City"))


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"", "an empty file"),
        ("ID,OPEID\n".encode("utf-16"), "UTF-16 text"),
        (b"PK\x03\x04....", "a zip container"),
        (b"ID,OPEID\n1,\x00\n", "a zero byte"),
    ],
)
def test_another_format_is_named(content: bytes, found: str) -> None:
    with pytest.raises(Unreadable, match=found):
        read(content)


def test_the_edition_of_2020_must_be_utf_8(edition_2020: Edition) -> None:
    content = edition_2020(HUAWEI_2020).replace(b"HUAWEI", b"Soci\xe9t\xe9")
    with pytest.raises(Unreadable, match="byte 0xE9 at offset"):
        read(content)


def test_an_edition_of_2017_saved_again_is_refused(edition_2017: Edition) -> None:
    row = "113100,Caltech,,CA,2016-06-01T00:00:00Z,1,Contract,FRANCE,Ìäcole,,,".encode()
    with pytest.raises(Unreadable, match="Mac Roman"):
        read(edition_2017(row))


def test_a_quotation_mark_that_swallows_rows_is_refused(edition_2020: Edition) -> None:
    """A lenient reading of the edition of 2017 "succeeds" and loses 80 rows."""
    opened = HUAWEI_2020.replace("HUAWEI", '"HUAWEI')
    with pytest.raises(Unreadable, match="unexpected end of data"):
        read(edition_2020(opened, HUAWEI_2020))
    with pytest.raises(Unreadable, match="swallowed the next row"):
        read(edition_2020(opened, HUAWEI_2020 + '"'))


def test_an_edition_cut_short_is_refused(
    edition_2020: Edition, edition_2017: Edition, write_xls: Callable[..., bytes]
) -> None:
    with pytest.raises(Unreadable, match="no line end after the last row"):
        read(edition_2020(HUAWEI_2020)[:-3])
    row = "113100,Caltech,Pasadena,CA,2016-06-01T00:00:00Z,5417,Contract,FRANCE,CNRS,,,"
    with pytest.raises(Unreadable, match="7 cells in the last row"):
        read(edition_2017(row, row[:55]))
    book = write_xls([[BANNER], COLUMNS])
    for length in (8, 600, len(book) // 2):
        with pytest.raises(Unreadable, match="cut short"):
            read(book[:length])


def test_a_workbook_without_the_header_is_refused(write_xls: Callable[..., bytes]) -> None:
    with pytest.raises(Unreadable, match="no header in the first 1 rows"):
        read(write_xls([[BANNER]]))


def test_the_samples_are_editions(sample: Path) -> None:
    for path in sorted((sample / "section_117").glob("*_foreign_gifts.csv")):
        parsed = read(path.read_bytes())
        assert parsed.rejected == ()
        assert parsed.rows_parsed == {"2017": 24, "2020": 38}[path.name[:4]]


# ---------------------------------------------------------------- the real editions

REAL = {
    "2017-12-07_foreign_gifts.csv": (17_210, 2_663),
    "2019-03-07_foreign_gifts.xls": (21_052, 3_248),
    "2020-10-19_foreign_gifts.csv": (28_221, 3_751),
}


@pytest.mark.real_data
def test_every_row_of_the_real_editions_is_read(real_editions: dict[str, Parsed]) -> None:
    for name, (rows, blank_donors) in REAL.items():
        parsed = real_editions[name]
        assert (parsed.rows_found, parsed.rows_parsed, parsed.rejected) == (rows, rows, ())
        donors = parsed.tables["section_117_gifts"]["donor_text"].to_pylist()
        assert sum(not donor.strip() for donor in donors) == blank_donors
        assert "country_unknown" not in parsed.repairs


@pytest.mark.real_data
def test_the_damage_of_the_real_editions_is_counted(real_editions: dict[str, Parsed]) -> None:
    of_2017, of_2019, of_2020 = (real_editions[name].repairs for name in REAL)
    assert of_2017["scientific_notation"] == 3_424
    assert of_2017["lost_leading_zeros"] == 17_210
    assert of_2017["find_and_replace_damage"] == 50
    assert (of_2017["transcoded_twice"], of_2017["lost_character"]) == (80, 18)
    assert of_2017["search_results_debris"] == 2
    assert of_2019["no_break_space"] == of_2020["no_break_space"] == 10


@pytest.mark.real_data
def test_money_of_the_real_editions_adds_up(real_editions: dict[str, Parsed]) -> None:
    totals = [
        sum(real_editions[name].tables["section_117_gifts"]["amount_usd"].to_pylist())
        for name in REAL
    ]
    assert totals == [
        Decimal("7021775276.00"),
        Decimal("10629930796.00"),
        Decimal("16600515514.00"),
    ]


@pytest.mark.real_data
def test_the_edition_of_2020_hides_one_donor_in_seven(real_editions: dict[str, Parsed]) -> None:
    parsed = real_editions["2020-10-19_foreign_gifts.csv"]
    rows = gifts(parsed)
    assert Counter(row["disclosure"] for row in rows) == {
        "named": 23_635,
        "undisclosed": 3_947,
        "anonymous": 639,
    }
    assert sum(row["amount_usd"] < 0 for row in rows) == 24
    assert sum(row["is_truncated"] for row in rows) == 2_659


@pytest.mark.real_data
def test_720_rows_of_2020_repeat_another_exactly(real_editions: dict[str, Parsed]) -> None:
    rows = gifts(real_editions["2020-10-19_foreign_gifts.csv"])
    read_from = ("row_number", "source_row_id", "repairs")
    bodies = [tuple(v for k, v in row.items() if k not in read_from) for row in rows]
    assert len(bodies) - len(set(bodies)) == 720
