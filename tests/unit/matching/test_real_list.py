"""The examples of Section 117 against the real list of 18 July 2026."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from dagster_project.matching import Index, ListedName, ScreenedName
from dagster_project.sources.ecfr.parse import parse


@pytest.mark.real_data
def test_the_examples_come_out_as_they_must(real_data: Path) -> None:
    """Listed donors match under the head name given; near misses do not match, and say so."""
    edition = real_data / "entity_list/ecfr/2026-07-18_part-744.xml"
    tables = parse(edition.read_bytes(), name=edition.name, published_on=date(2026, 7, 18)).tables
    entries = {
        entry["entry_number"]: entry
        for entry in tables["ecfr_entries"].to_pylist()
        if entry["list_kind"] == "entity_list"
    }
    listed = [
        ListedName(
            str(name["entry_number"]),
            None,
            name["name"],
            name["name_kind"],
            entries[name["entry_number"]]["country_code"],
        )
        for name in tables["ecfr_names"].to_pylist()
        if name["entry_number"] in entries
    ]
    index = Index(listed)
    with (real_data / "matching/section_117_listed_parties_examples.csv").open() as file:
        examples = [row for row in csv.DictReader(file) if row["donor_raw"]]
    matches = index.match([ScreenedName(row["donor_raw"]) for row in examples]).to_pylist()
    told: dict[str, str] = {}
    for number, row in enumerate(examples):
        mine = [match for match in matches if match["name_number"] == number]
        if row["expected"].startswith("NEAR_MISS"):
            told[row["case"]] = mine[0]["verdict"] if mine else "nothing"
        else:
            heads = {
                name.entity_id
                for name in listed
                if name.name.startswith(row["entity_list_head_name"])
            }
            told[row["case"]] = next(
                (match["verdict"] for match in mine if match["entity_id"] in heads), "nothing"
            )
    wanted = {
        row["case"]: "near_miss" if row["expected"].startswith("NEAR_MISS") else "match"
        for row in examples
    }
    assert told == wanted
