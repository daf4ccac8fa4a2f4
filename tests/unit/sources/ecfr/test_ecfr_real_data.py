"""The three real eCFR files, counted: nothing lost, nothing taken for something else."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from dagster_project.sources.ecfr.parse import parse
from dagster_project.sources.parsed import Parsed

pytestmark = pytest.mark.real_data

OLD = "2023-11-21_supplement-4.xml"
MARCH, JULY = "2026-03-25_part-744.xml", "2026-07-18_part-744.xml"


@cache
def _parsed(path: Path) -> Parsed:
    return parse(path.read_bytes(), name=path.name, published_on=None)


@cache
def _tables(path: Path) -> dict[str, list[dict[str, Any]]]:
    return {name: table.to_pylist() for name, table in _parsed(path).tables.items()}


@pytest.fixture
def ecfr(real_data: Path) -> Path:
    return real_data / "entity_list" / "ecfr"


@pytest.mark.parametrize(
    ("name", "printed", "continued"),
    # 2,673 rows of 2023 have an entity in the second cell; Aerofalcon's stands in the third.
    [(OLD, 2673 + 1, 6), (MARCH, 3415, 4), (JULY, 3415, 4)],
)
def test_every_printed_row_is_an_entry_or_continues_one(
    ecfr: Path, name: str, printed: int, continued: int
) -> None:
    counted = Counter(
        row["disposition"]
        for row in _tables(ecfr / name)["ecfr_rows"]
        if row["list_kind"] == "entity_list"
    )
    assert counted["entry"] + counted["continuation"] == printed
    assert counted["continuation"] == continued
    assert counted["heading"] == 1
    assert counted["footnote"] == (0 if name == OLD else 5)
    assert sum(counted.values()) == printed + 1 + counted["footnote"]
    assert not _parsed(ecfr / name).rejected


@pytest.mark.parametrize("name", [OLD, MARCH, JULY])
def test_one_file_replays_the_rules_by_first_citation(ecfr: Path, name: str) -> None:
    entries = _tables(ecfr / name)["ecfr_entries"]
    first = Counter(entry["citations"][0] for entry in entries if entry["citations"])
    counts = {"84 FR 54004": 28, "84 FR 22963": 66, "88 FR 70353": 52, "88 FR 12171": 13,
              "88 FR 80957": 9, "88 FR 76129": 13}  # fmt: skip
    assert {citation: first[citation] for citation in counts} == counts


def test_no_key_differs_between_two_editions_that_differ_editorially_only(ecfr: Path) -> None:
    """237 cells differ between March and July 2026; no rule changed the list between them."""
    march, july = (_facts(_tables(ecfr / name)) for name in (MARCH, JULY))
    assert len(march) == len(july) == 3411 + 186 + 70
    assert [a for a, b in zip(march, july, strict=True) if a != b] == []


def _facts(tables: dict[str, list[dict[str, Any]]]) -> list[dict[str, Any]]:
    parts: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for table, column in (("ecfr_names", "name_key"), ("ecfr_addresses", "address_key")):
        for row in tables[table]:
            parts[row["entry_number"]][table].append(row[column])
    return [
        {
            "country": entry["country"],
            "names": set(parts[entry["entry_number"]]["ecfr_names"]),
            "addresses": set(parts[entry["entry_number"]]["ecfr_addresses"]),
            **{
                column: entry[column]
                for column in (
                    "name_key", "requirement_key", "policy_key", "footnotes", "citations",
                    "successor_clause", "see_also", "content_key",
                )
            },
        }
        for entry in tables["ecfr_entries"]
    ]  # fmt: skip


def test_between_2023_and_2026_only_amended_entries_differ(ecfr: Path) -> None:
    """Two and a half years, another shape of file, en dashes for hyphens: the 2,495 entries whose
    citations did not change are equal in every key."""
    by_identity: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for fact in _facts(_tables(ecfr / MARCH)):
        by_identity[fact["country"], fact["name_key"]].append(fact)
    same, changed, gone = 0, [], []
    for old in _facts(_tables(ecfr / OLD)):
        candidates = by_identity[old["country"], old["name_key"]]
        unchanged = [new for new in candidates if new["citations"] == old["citations"]]
        if unchanged:
            same += 1
            if old not in unchanged:
                changed.append(old["name_key"])
        elif not candidates:
            gone.append(old["name_key"])
    assert changed == []
    assert same == 2495
    # No party was renamed under its destination: these two were removed.
    assert gone == ["hefei bitland information technology co ltd", "jazirah aviation club"]


@pytest.mark.parametrize("name", [OLD, MARCH, JULY])
def test_every_letter_of_every_cell_has_a_place(ecfr: Path, name: str) -> None:
    flags = [flag for entry in _tables(ecfr / name)["ecfr_entries"] for flag in entry["flagged"]]
    assert [flag for flag in flags if not flag.startswith("aliases declared")] == []


# What the list declares and what it prints, where the list itself is at odds with its count.
MISCOUNTED = {
    "Suntac Group": (1, 2),
    "Chinese Academy of Engineering Physics": (17, 16),  # counts the a.k.a. in brackets
    "Huawei Technologies Co., Ltd.": (5, 8),  # Huawei Marine: one declared, four printed
    "Tianjin University": (13, 14),
    "Middle East Automation & Controls Services": (1, 2),
    "Public Joint Stock Company Kremny": (5, 6),
}
MISCOUNTED_2026 = {
    "Joint Stock Company Mytishchi Machine Building Plant": (4, 8),
    "JSC Zavod Kopir": (3, 4),
}


@pytest.mark.parametrize("name", [OLD, MARCH, JULY])
def test_as_many_aliases_are_read_as_are_declared(ecfr: Path, name: str) -> None:
    entries = _tables(ecfr / name)["ecfr_entries"]
    declared = [entry for entry in entries if entry["aliases_declared"] is not None]
    assert len(declared) > (1200 if name == OLD else 1700)
    odd = {
        entry["entity_name"]: (entry["aliases_declared"], entry["aliases_parsed"])
        for entry in declared
        if entry["aliases_declared"] != entry["aliases_parsed"]
    }
    assert odd == (MISCOUNTED if name == OLD else MISCOUNTED | MISCOUNTED_2026)


@pytest.mark.parametrize("name", [OLD, MARCH, JULY])
def test_no_name_reads_like_an_address_or_a_lead_in(ecfr: Path, name: str) -> None:
    place = re.compile(
        r", (?:\d+\w*|No\.? ?\d|Room|Unit|Flat|P\.?O\.? Box)\b(?!.*(?:Institut|Plant|Company))"
        r"|a\.k\.a|following|alternate address|[—;]$",
    )
    names = [row["name"] for row in _tables(ecfr / name)["ecfr_names"]]
    odd = [text for text in names if place.search(text)]
    assert odd in ([], ["The following Department of Atomic Energy entities"])


@pytest.mark.parametrize(("name", "dirty"), [(OLD, 21), (MARCH, 27), (JULY, 27)])
def test_every_citation_is_read_and_each_repair_named(ecfr: Path, name: str, dirty: int) -> None:
    tables = _tables(ecfr / name)
    cited = {row["entry_number"] for row in tables["ecfr_citations"]}
    without = [e["entity_name"] for e in tables["ecfr_entries"] if e["entry_number"] not in cited]
    # The Military End-User List prints its subordinate institutions without a citation.
    assert len(without) == (0 if name == OLD else 15)
    for row in tables["ecfr_citations"]:
        assert row["volume"] + 1935 == row["published_on"].year
        assert row["citation"] == f"{row['volume']} FR {row['page']}"
    assert sum(row["repaired_by"] is not None for row in tables["ecfr_citations"]) == dirty


@pytest.mark.parametrize("name", [OLD, MARCH, JULY])
def test_every_licence_term_decodes(ecfr: Path, name: str) -> None:
    tables = _tables(ecfr / name)
    assert [t for t in tables["ecfr_terms"] if t["term_kind"] == "undecoded"] == []
    scoped = {t["entry_number"] for t in tables["ecfr_terms"] if t["term_kind"] == "scope"}
    listed = {e["entry_number"] for e in tables["ecfr_entries"] if e["list_kind"] == "entity_list"}
    assert scoped == listed


def test_designations_are_counted(ecfr: Path) -> None:
    old, new = (
        Counter(f for e in _tables(ecfr / name)["ecfr_entries"] for f in e["footnotes"])
        for name in (OLD, JULY)
    )
    assert old == {"1": 130, "2": 130, "3": 492, "4": 66}
    assert new == {"1": 130, "2": 130, "3": 775, "4": 96, "5": 16}


def test_huawei_is_one_entry_with_22_affiliates_and_cross_border_affiliates_are_their_own(
    ecfr: Path,
) -> None:
    tables = _tables(ecfr / JULY)
    (huawei,) = (
        entry for entry in tables["ecfr_entries"]
        if entry["entity_name"] == "Huawei Technologies Co., Ltd."
    )  # fmt: skip
    kinds = Counter(
        row["name_kind"]
        for row in tables["ecfr_names"]
        if row["entry_number"] == huawei["entry_number"]
    )
    assert kinds == {"primary": 1, "also_known_as": 8, "affiliate": 22}
    assert huawei["last_row"] == huawei["first_row"] + 1
    duesseldorf = [e for e in tables["ecfr_entries"] if "Dusseldorf" in e["entity_name"]]
    assert [(e["country_code"], e["citations"][0]) for e in duesseldorf] == [("DE", "85 FR 51603")]


def test_sense_time_is_an_alias_of_its_renamed_entry(ecfr: Path) -> None:
    tables = _tables(ecfr / JULY)
    (number,) = {r["entry_number"] for r in tables["ecfr_names"] if r["name_key"] == "sense time"}
    entry = tables["ecfr_entries"][number - 1]
    assert entry["entity_name"] == "Beijing Sensetime Technology Development Co., Ltd."
    assert entry["citations"] == ["84 FR 54004", "85 FR 34505", "85 FR 44159", "87 FR 62202"]
    assert entry["footnotes"] == ["4"]


@pytest.mark.parametrize(("name", "addresses"), [(OLD, 0), (JULY, 19)])
def test_address_only_entries_carry_no_name(ecfr: Path, name: str, addresses: int) -> None:
    tables = _tables(ecfr / name)
    only = {e["entry_number"] for e in tables["ecfr_entries"] if e["entity_kind"] == "address"}
    assert len(only) == addresses
    assert only.isdisjoint(row["entry_number"] for row in tables["ecfr_names"])
