"""Projects and participations of CORDIS, whose amounts are never multiplied."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from dagster_project.sources.cordis.parse import ORGANIZATION_COLUMNS, PROJECT_COLUMNS, parse
from dagster_project.sources.cordis.records import TABLES
from dagster_project.sources.parsed import Parsed, Unreadable

HUAWEI_DE = (
    "1,671680,HUAWEI TECHNOLOGIES DUESSELDORF GMBH,DE,Dusseldorf,PRC,651900.0,651900.0,651900.0,0"
)
HUAWEI_CN = "2,671680,HUAWEI TECHNOLOGIES CO LTD,CN,Shenzhen,PRC,,0.0,0.0,1"
PROJECT = {
    "project_id": "671680",
    "acronym": "METIS-II",
    "title": "Mobile  and wireless",
    "status": "CLOSED",
    "programme": "H2020",
    "start_date": "2015-07-01",
    "end_date": "2017-06-30",
    "total_cost": "7990416.25",
    "ec_contribution": "7990415.5",
    "num_organizations": "22",
}


def organizations(*rows: str) -> bytes:
    return "\r\n".join([",".join(ORGANIZATION_COLUMNS), *rows, ""]).encode()


def projects(*rows: dict[str, str]) -> bytes:
    lines = [",".join(row.get(column, "") for column in PROJECT_COLUMNS) for row in rows]
    return "\r\n".join([",".join(PROJECT_COLUMNS), *lines, ""]).encode()


def read(content: bytes) -> Parsed:
    parsed = parse(content, name="cordis.csv", published_on=None)
    assert {name: table.schema for name, table in parsed.tables.items()} == TABLES
    return parsed


def participations(parsed: Parsed) -> list[dict[str, Any]]:
    return parsed.tables["cordis_participations"].to_pylist()


def test_a_participation_is_read_whatever_it_was_paid() -> None:
    parsed = read(organizations(HUAWEI_DE, HUAWEI_CN))
    assert (parsed.rows_found, parsed.rows_parsed, parsed.rejected) == (2, 2, ())
    paid, unpaid = participations(parsed)
    assert paid == {
        "row_number": 2,
        "source_row_id": "1",
        "project_id": "671680",
        "pic": None,
        "organization_name": "HUAWEI TECHNOLOGIES DUESSELDORF GMBH",
        "organization_text": "HUAWEI TECHNOLOGIES DUESSELDORF GMBH",
        "country": "DE",
        "country_code": "DE",
        "city": "Dusseldorf",
        "organization_type": "PRC",
        "ec_contribution_eur": Decimal("651900.00"),
        "net_contribution_eur": Decimal("651900.00"),
        "net_contribution_text": "651900.0",
        "total_cost_eur": Decimal("651900.00"),
        "is_chinese": False,
        "repairs": [],
    }
    assert (unpaid["ec_contribution_eur"], unpaid["net_contribution_eur"]) == (None, Decimal(0))
    assert parsed.tables["cordis_projects"].num_rows == 0


def test_a_project_is_read() -> None:
    parsed = read(projects(PROJECT))
    [project] = parsed.tables["cordis_projects"].to_pylist()
    assert project == {
        "row_number": 2,
        "project_id": "671680",
        "acronym": "METIS-II",
        "title": "Mobile and wireless",
        "programme": "H2020",
        "funding_scheme": None,
        "call": None,
        "topics": None,
        "keywords": None,
        "status": "CLOSED",
        "starts_on": date(2015, 7, 1),
        "ends_on": date(2017, 6, 30),
        "total_cost_eur": Decimal("7990416.25"),
        "ec_contribution_eur": Decimal("7990415.50"),
        "organizations_stated": 22,
        "repairs": ["extra_spaces"],
    }
    assert parsed.tables["cordis_participations"].num_rows == 0


@pytest.mark.parametrize(("printed", "code"), [("UK", "GB"), ("EL", "GR")])
def test_the_eu_s_own_country_codes_become_iso_codes(printed: str, code: str) -> None:
    [row] = participations(read(organizations(HUAWEI_DE.replace(",DE,", f",{printed},"))))
    assert (row["country"], row["country_code"]) == (printed, code)
    assert row["repairs"] == ["country_code_of_the_eu"]


def test_a_sum_shared_out_is_rounded_to_cents() -> None:
    [row] = participations(read(organizations(HUAWEI_CN.replace(",0.0,0.0", ",24533.333333,0.0"))))
    assert row["net_contribution_eur"] == Decimal("24533.33")
    assert row["net_contribution_text"] == "24533.333333"
    assert row["repairs"] == ["rounded_to_cents"]


def test_every_bad_cell_is_told_at_once() -> None:
    bad = "x,671680,,CN,Shenzhen,PRC,€5,0.0,0.0,yes"
    parsed = read(organizations(HUAWEI_DE, bad, HUAWEI_DE, "4,671680"))
    assert (parsed.rows_found, parsed.rows_parsed) == (4, 1)
    assert [rejected.reason for rejected in parsed.rejected] == [
        "row 3: column 'id' is 'x', expected a whole number; "
        "column 'is_chinese' is 'yes', expected 0 or 1; "
        "column 'org_name' is '', expected a value; "
        "column 'ec_contribution' is '€5', expected euros like 4112446.25",
        "row 4: column 'id' is '1', expected a number that does not stand in row 2 too",
        "row 5: found 2 cells, expected 10",
    ]


def test_a_project_without_its_first_day_is_rejected() -> None:
    parsed = read(projects(PROJECT | {"start_date": "", "end_date": "30.06.2017"}))
    assert parsed.rejected[0].reason == (
        "row 2: column 'start_date' is '', expected a date YYYY-MM-DD; "
        "column 'end_date' is '30.06.2017', expected a date YYYY-MM-DD"
    )


def test_another_header_or_encoding_is_refused() -> None:
    with pytest.raises(Unreadable, match=r"missing column 'city'; unknown column 'town'"):
        read(organizations(HUAWEI_DE).replace(b"city", b"town"))
    with pytest.raises(Unreadable, match="missing column 'acronym'"):
        read(projects(PROJECT).replace(b"acronym,", b"", 1))
    with pytest.raises(Unreadable, match="which is not UTF-8"):
        read(organizations(HUAWEI_DE).replace(b"Dusseldorf", b"D\xfcsseldorf"))


ARCHIVE_PROJECTS = (
    "id;acronym;status;title;startDate;endDate;totalCost;ecMaxContribution;legalBasis;topics;"
    "frameworkProgramme;masterCall;subCall;fundingScheme;nature;objective;contentUpdateDate;rcn;"
    'grantDoi\n"671680";"METIS-II";"CLOSED";"Mobile; and wireless";"2015-07-01";"2017-06-30";'
    '"7990416,25";"7990415.5";"H2020";"ICT-14";"H2020";"CALL";"CALL";"RIA";"";"An objective";'
    '"2022-08-17";"1";"doi"\n"101";"LATER";"SIGNED";"No day yet";"";"";"0";"1";"";"";"HORIZON";'
    '"";"";"";"";"";"";"2";""\n'
)
ARCHIVE_ORGANIZATIONS = (
    "projectID;projectAcronym;organisationID;vatNumber;name;shortName;SME;activityType;street;"
    "postCode;city;country;nutsCode;geolocation;organizationURL;contactForm;order;role;"
    "ecContribution;netEcContribution;totalCost;endOfParticipation;active\n"
    '"671680";"METIS-II";"999927447";"";"HUAWEI TECHNOLOGIES DUESSELDORF GMBH";"";"false";"PRC";'
    '"";"";"Dusseldorf";"DE";"";"";"";"";"1";"participant";"651900";"651900";"651900";"false";""\n'
    '"671680";"METIS-II";"999927447";"";"HUAWEI TECHNOLOGIES DUESSELDORF GMBH";"";"false";"PRC";'
    '"";"";"Dusseldorf";"DE";"";"";"";"";"1";"thirdParty";"";"0";"";"false";""\n'
    '"671680";"METIS-II";"none";"";"A BODY";"";"";"PRC";"";"";"";"EL";"";"";"";"";"2";'
    '"participant";"1,250";"";"";"false";""\n'
)


def archive(**members: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as file:
        for member, text in members.items():
            file.writestr(f"{member}.csv", text)
    return content.getvalue()


def test_a_programme_s_archive_holds_both_tables_and_the_participants_numbers() -> None:
    """Its own columns and semicolons; members and columns that are not needed are not read."""
    parsed = read(archive(topics="x", project=ARCHIVE_PROJECTS, organization=ARCHIVE_ORGANIZATIONS))
    assert (parsed.rows_found, parsed.rows_parsed) == (5, 3)
    [project] = parsed.tables["cordis_projects"].to_pylist()
    assert (project["project_id"], project["title"]) == ("671680", "Mobile; and wireless")
    assert project["starts_on"] == date(2015, 7, 1)
    assert project["total_cost_eur"] == Decimal("7990416.25")
    assert project["ec_contribution_eur"] == Decimal("7990415.50")
    paid, unpaid = participations(parsed)
    assert (paid["pic"], paid["source_row_id"], paid["is_chinese"]) == ("999927447", None, None)
    assert [paid["ec_contribution_eur"], unpaid["ec_contribution_eur"]] == [Decimal(651900), None]
    assert [rejected.reason for rejected in parsed.rejected] == [
        "project.csv, row 3: column 'startDate' is '', expected a date YYYY-MM-DD",
        "organization.csv, row 4: column 'organisationID' is 'none', expected a whole number; "
        "column 'ecContribution' is '1,250', expected euros like 4112446.25",
    ]


def test_an_archive_that_is_damaged_or_lacks_a_member_is_refused() -> None:
    whole = archive(project=ARCHIVE_PROJECTS, organization=ARCHIVE_ORGANIZATIONS)
    with pytest.raises(Unreadable, match=r"project\.csv cannot be read"):
        read(whole[:200])
    with pytest.raises(Unreadable, match=r"organization\.csv cannot be read"):
        read(archive(project=ARCHIVE_PROJECTS))
    text = ARCHIVE_ORGANIZATIONS.replace("organisationID", "pic")
    with pytest.raises(Unreadable, match="missing column 'organisationID'"):
        read(archive(project=ARCHIVE_PROJECTS, organization=text))


def test_the_sample_s_participations_belong_to_its_projects(sample: Path) -> None:
    stated, found = {}, {}
    for path in sorted((sample / "cordis").glob("*.csv")):
        parsed = read(path.read_bytes())
        assert parsed.rejected == ()
        for row in parsed.tables["cordis_projects"].to_pylist():
            stated[row["project_id"]] = row["organizations_stated"]
        for row in participations(parsed):
            found[row["project_id"]] = found.get(row["project_id"], 0) + 1
    assert found == stated == {"734391": 5, "101006411": 6, "671680": 22}


@pytest.mark.real_data
def test_the_real_files_are_read_whole_and_add_up(real_data: Path) -> None:
    """What the projects got and what their participants got: two totals of the same money."""
    folder = real_data / "funding" / "cordis"
    parsed = read((folder / "cordis_china_projects.csv").read_bytes())
    assert (parsed.rows_found, parsed.rows_parsed, parsed.rejected) == (383, 383, ())
    rows = parsed.tables["cordis_projects"].to_pylist()
    assert sum(row["ec_contribution_eur"] for row in rows) == Decimal("1497170314.16")

    parsed = read((folder / "cordis_china_organizations.csv").read_bytes())
    assert (parsed.rows_found, parsed.rows_parsed, parsed.rejected) == (7_259, 7_259, ())
    partners = participations(parsed)
    paid = [row["ec_contribution_eur"] for row in partners if row["ec_contribution_eur"]]
    assert sum(paid) == Decimal("1496650011.61")
    assert sum(row["ec_contribution_eur"] is None for row in partners) == 1_590
    assert {row["project_id"] for row in partners} == {row["project_id"] for row in rows}
    chinese = [row for row in partners if row["is_chinese"]]
    assert len(chinese) == 836
    assert sum(not row["ec_contribution_eur"] for row in chinese) == 784
    assert sum(row["country_code"] is None for row in partners) == 16
