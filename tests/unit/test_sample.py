"""The bundled sample of the Entity List and the Federal Register says what its README says.

Not here: the parsers' own behaviour, and the other sources' samples.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

from dagster_project.sources.ecfr.parse import parse as parse_ecfr
from dagster_project.sources.federal_register.parse import parse as parse_documents
from dagster_project.sources.parsed import Parsed

CHINA = "CHINA, PEOPLE'S REPUBLIC OF"
# Entries of Supplement No. 4 in each version, as the README's table has them.
ENTRIES = {
    "2017-01-03": 34,
    "2017-03-29": 32,
    "2019-05-16": 45,
    "2019-06-24": 45,
    "2019-10-09": 73,
    "2020-06-05": 79,
    "2020-07-22": 79,
    "2020-12-18": 83,
    "2022-06-28": 84,
    "2022-10-21": 84,
    "2023-02-24": 87,
    "2023-03-02": 87,
    "2023-06-15": 87,
    "2023-11-16": 87,
}
# The list itself announces fewer aliases than it prints: a parser may flag these, and no other.
MISCOUNTED = {"Huawei Technologies Co., Ltd.", "Tianjin University"}
Entry = Mapping[str, Any]


@dataclass(frozen=True)
class Version:
    """One sample version, parsed. Entries are those of Supplement No. 4 alone."""

    path: Path
    parsed: Parsed

    @cached_property
    def entries(self) -> list[Entry]:
        rows = self.parsed.tables["ecfr_entries"].to_pylist()
        return [row for row in rows if row["list_kind"] == "entity_list"]

    def named(self, name: str, country: str = CHINA) -> Entry | None:
        found = [
            entry
            for entry in self.entries
            if entry["country"] == country and entry["entity_name"] == name
        ]
        assert len(found) < 2
        return found[0] if found else None

    def other_names(self, entry: Entry | None) -> list[str]:
        assert entry is not None
        return [
            row["name"]
            for row in self.parsed.tables["ecfr_names"].to_pylist()
            if row["entry_number"] == entry["entry_number"] and row["name_kind"] != "primary"
        ]


@pytest.fixture(scope="module")
def versions(sample: Path) -> dict[str, Version]:
    """As-of date → version, oldest first."""
    read = {}
    for path in sorted((sample / "ecfr").iterdir()):
        as_of = path.name[:10]
        parsed = parse_ecfr(
            path.read_bytes(), name=path.name, published_on=date.fromisoformat(as_of)
        )
        read[as_of] = Version(path, parsed)
    return read


@pytest.fixture(scope="module")
def documents(sample: Path) -> list[Entry]:
    rows: list[Entry] = []
    for path in sorted((sample / "federal_register").iterdir()):
        parsed = parse_documents(path.read_bytes(), name=path.name, published_on=None)
        assert not parsed.rejected
        rows += parsed.tables["federal_register_documents"].to_pylist()
    return rows


def test_every_version_is_read_whole(versions: dict[str, Version]) -> None:
    assert {as_of: len(version.entries) for as_of, version in versions.items()} == ENTRIES
    for as_of, version in versions.items():
        assert list(version.parsed.rejected) == [], as_of
        flagged = {entry["entity_name"] for entry in version.entries if entry["flagged"]}
        assert flagged <= MISCOUNTED, as_of


def test_readme_counts_are_the_files_counts(sample: Path) -> None:
    readme = (sample / "README.md").read_text(encoding="utf-8")
    told = re.findall(r"^\| `(\d{4}-\d{2}-\d{2})_\S+\.xml` \| (\d+) \|", readme, re.MULTILINE)
    assert {as_of: int(count) for as_of, count in told} == ENTRIES


def test_files_are_small_and_say_that_they_are_a_reconstruction(
    sample: Path, versions: dict[str, Version]
) -> None:
    size = sum(path.stat().st_size for path in sample.rglob("*") if path.is_file())
    assert size < 2_000_000
    for version in versions.values():
        text = version.path.read_text(encoding="utf-8")
        assert "<!DOCTYPE" not in text
        assert "A reconstruction from the public record" in text[:300]


def test_both_shapes_of_the_file_are_there(versions: dict[str, Version]) -> None:
    newer = {
        as_of
        for as_of, version in versions.items()
        if "<THEAD>" in version.path.read_text(encoding="utf-8")
    }
    assert newer == {"2023-06-15", "2023-11-16"}
    for as_of in newer:
        kinds = {
            row["list_kind"] for row in versions[as_of].parsed.tables["ecfr_entries"].to_pylist()
        }
        assert kinds == {"entity_list", "unverified_list", "military_end_user_list"}


def test_84_fr_54002_added_28_entities_that_stay(versions: dict[str, Version]) -> None:
    """The 28 of 9 October 2019 (84 FR 54002) cite page 54004, today still."""
    for as_of, version in versions.items():
        first_cited = [entry for entry in version.entries if entry["citations"][0] == "84 FR 54004"]
        assert len(first_cited) == (28 if as_of >= "2019-10-09" else 0), as_of
        assert {entry["country"] for entry in first_cited} <= {CHINA}


def test_sense_time_is_renamed_in_place(versions: dict[str, Version]) -> None:
    """85 FR 34505: one party, two names, no gap; a history by name shows a false delisting."""
    new_name = "Beijing Sensetime Technology Development Co., Ltd."
    for as_of, version in versions.items():
        assert (version.named("Sense Time") is not None) == (as_of == "2019-10-09")
        assert (version.named(new_name) is not None) == (as_of >= "2020-06-05")
    before = versions["2019-10-09"].named("Sense Time")
    after = versions["2020-06-05"].named(new_name)
    assert before is not None
    assert before["citations"] == ["84 FR 54004"]
    assert after is not None
    assert after["citations"] == ["84 FR 54004", "85 FR 34505"]
    assert versions["2020-06-05"].other_names(after) == [
        "Beijing Shangtang Technology Development Co., Ltd.",
        "Sense Time",
    ]
    last = versions["2022-10-21"].named(new_name)
    assert last is not None
    assert last["citations"] == ["84 FR 54004", "85 FR 34505", "85 FR 44159", "87 FR 62202"]
    assert last["footnotes"] == ["4"]


def test_zte_corporation_is_removed_and_zte_parsian_stays(versions: dict[str, Version]) -> None:
    """82 FR 15458, 29 March 2017."""
    for as_of, version in versions.items():
        listed = as_of < "2017-03-29"
        assert (version.named("ZTE Corporation") is not None) == listed
        assert (version.named("ZTE Kangxun Telecommunications Ltd.") is not None) == listed
        assert version.named("ZTE Parsian", "IRAN") is not None


def test_nudt_gains_aliases_in_2019_and_2022(versions: dict[str, Version]) -> None:
    """84 FR 29373 and 87 FR 38925: an alias has a validity of its own."""
    name = "National University of Defense Technology (NUDT)"
    counts = {
        as_of: len(version.other_names(version.named(name))) for as_of, version in versions.items()
    }
    assert counts == {
        as_of: 0 if as_of < "2019-06-24" else 1 if as_of < "2022-06-28" else 3 for as_of in ENTRIES
    }
    assert versions["2019-06-24"].other_names(versions["2019-06-24"].named(name)) == [
        "Hunan Guofang Keji University"
    ]


def test_huawei_affiliates_move_from_hong_kong_to_china(versions: dict[str, Version]) -> None:
    """85 FR 83769, 23 December 2020: Hong Kong is no destination of its own any more."""
    name = "Huawei International Co., Limited"
    for as_of, version in versions.items():
        in_hong_kong = version.named(name, "HONG KONG") is not None
        assert in_hong_kong == ("2019-05-16" <= as_of < "2022-06-28")
        assert (version.named(name) is not None) == (as_of >= "2022-06-28")


def test_editorial_version_changes_text_and_no_key(versions: dict[str, Version]) -> None:
    """Dashes, full stops and line breaks are not amendments."""

    def keys(version: Version, column: str) -> dict[tuple[str, str], str]:
        return {(row["country"], row["name_key"]): row[column] for row in version.entries}

    before, after = versions["2023-03-02"], versions["2023-06-15"]
    assert keys(before, "content_key") == keys(after, "content_key")
    printed_before, printed_after = (
        {(row["country"], row["name_key"]): (row["entity_text"], row["license_requirement"])
         for row in version.entries}
        for version in (before, after)
    )  # fmt: skip
    assert sum(printed_before[key] != printed_after[key] for key in printed_before) > 10


def test_fictional_entry_is_listed_removed_and_listed_again(versions: dict[str, Version]) -> None:
    name = "Example Relisted Trading FZE (fictional)"
    cited = {
        as_of: entry["citations"]
        for as_of, version in versions.items()
        if (entry := version.named(name, "UNITED ARAB EMIRATES"))
    }
    spells = {as_of: ["81 FR 99901"] for as_of in ENTRIES if as_of < "2020-12-18"}
    assert cited == spells | {"2023-11-16": ["88 FR 99901"]}


def test_only_the_institute_of_forensic_science_leaves_in_november_2023(
    versions: dict[str, Version],
) -> None:
    """88 FR 80131."""
    before, after = (
        {entry["entity_name"] for entry in versions[as_of].entries}
        for as_of in ("2023-06-15", "2023-11-16")
    )
    assert before - after == {
        "Ministry of Public Security's Institute of Forensic Science of China"
    }
    assert after - before == {"Example Relisted Trading FZE (fictional)"}


def test_no_citation_is_later_than_its_rule_took_effect(
    versions: dict[str, Version], documents: list[Entry]
) -> None:
    """A version cites only rules in force on its date, though some were published days later."""
    published_later = set()
    for as_of, version in versions.items():
        day = date.fromisoformat(as_of)
        for row in version.parsed.tables["ecfr_citations"].to_pylist():
            if row["published_on"] > day:
                rule = _document_of(row, documents)
                assert rule is not None, (as_of, row)
                assert rule["effective_on"] <= day, (as_of, row)
                published_later.add(rule["document_number"])
    assert published_later == {"2019-10616", "2020-28031", "2022-14069", "2023-04099", "2023-04558"}


def test_page_ranges_hold_the_entry_pages(
    versions: dict[str, Version], documents: list[Entry]
) -> None:
    """The list cites the page of the entry, the Federal Register the pages of the rule."""
    latest = versions["2023-11-16"].parsed.tables["ecfr_citations"].to_pylist()
    found = {
        row["citation"]: rule["document_number"]
        for row in latest
        if (rule := _document_of(row, documents)) is not None
    }
    expected = {
        "81 FR 12006": "2016-05104",
        "84 FR 22963": "2019-10616",
        "84 FR 29373": "2019-13245",
        "84 FR 54004": "2019-22210",
        "85 FR 34501": "2020-10869",
        "85 FR 34505": "2020-10868",
        "85 FR 44159": "2020-15827",
        "85 FR 44161": "2020-15827",
        "85 FR 83420": "2020-28031",
        "87 FR 38925": "2022-14069",
        "87 FR 62202": "2022-21658",
        "88 FR 12158": "2023-04099",
        "88 FR 13675": "2023-04558",
    }
    assert {page: found.get(page) for page in expected} == expected


def test_the_homeland_security_notice_is_not_an_entity_list_rule(documents: list[Entry]) -> None:
    assert len(documents) == 28
    left_out = [row["document_number"] for row in documents if not row["is_entity_list_rule"]]
    assert left_out == ["2022-16754"]


def _document_of(citation: Entry, documents: list[Entry]) -> Entry | None:
    found = [
        row
        for row in documents
        if row["volume"] == citation["volume"]
        and row["published_on"] == citation["published_on"]
        and row["start_page"] <= citation["page"] <= (row["end_page"] or row["start_page"])
    ]
    assert len(found) < 2, (citation, found)
    return found[0] if found else None
