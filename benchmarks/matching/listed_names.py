"""The names of one edition of the list, by the warehouse's own parser."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from dagster_project.matching import ListedName
from dagster_project.sources.ecfr.parse import parse


def listed_names(path: Path) -> list[ListedName]:
    """Every name of every Entity List entry; `entity_id` is the entry's number in the file."""
    published = date.fromisoformat(path.name[:10])
    tables = parse(path.read_bytes(), name=path.name, published_on=published).tables
    entries = {
        entry["entry_number"]: entry
        for entry in tables["ecfr_entries"].to_pylist()
        if entry["list_kind"] == "entity_list"
    }
    return [
        ListedName(
            entity_id=f"entry-{name['entry_number']}",
            party_id=None,
            name=name["name"],
            name_kind=name["name_kind"],
            country_code=entries[name["entry_number"]]["country_code"],
        )
        for name in tables["ecfr_names"].to_pylist()
        if name["entry_number"] in entries
    ]
