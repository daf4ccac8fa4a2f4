"""What each gate said, kept beside the build and bound to exactly the rows it judged.

Here: the record of check results with a seal over what was looked at, so that publishing can tell
results for this build from results for another. Not here: any check, and the decision to publish
(`publishing/certificate.py`).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from dagster_project.publishing.facts import GateResult, GateStopped, TableFacts
from dagster_project.warehouse import Warehouse

_LANDED = """
select landed_id, parser_version, outcome, error
from raw.landed_files where source = coalesce(?, source) order by all
"""


class GateBook:
    """One file a gate, below one directory."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def write(self, gate: str, results: Sequence[GateResult], seal: str) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        page = {"seal": seal, "results": [asdict(result) for result in results]}
        scratch = self.folder / f".{gate}.new"
        scratch.write_text(json.dumps(page, indent=1), encoding="utf-8")
        scratch.replace(self._path(gate))

    def find(self, gate: str, seal: str) -> list[GateResult] | None:
        """The gate's results on what the seal stands for; None where it judged other rows, or
        where what was written of it cannot be read: then the gate is run again."""
        try:
            page = json.loads(self._path(gate).read_text(encoding="utf-8"))
            if page["seal"] != seal:
                return None
            return [GateResult(**result) for result in page["results"]]
        except (FileNotFoundError, ValueError, KeyError, TypeError):
            return None

    def read(self, gate: str, seal: str) -> list[GateResult]:
        """Raises GateStopped where the gate was not run on what the seal stands for."""
        results = self.find(gate, seal)
        if results is None:
            raise GateStopped([f"gate {gate} was not run on the rows that are to be published"])
        return results

    def _path(self, gate: str) -> Path:
        return self.folder / f"{gate}.json"


def seal_of_landed(warehouse: Warehouse, source: str) -> str:
    """Over the files of one source as they are loaded."""
    with warehouse.connect() as connection:
        return _digest(connection.execute(_LANDED, [source]).fetchall())


def seal_of_inputs(warehouse: Warehouse) -> str:
    """Over every loaded file."""
    with warehouse.connect() as connection:
        return _digest(connection.execute(_LANDED, [None]).fetchall())


def seal_of_marts(tables: Mapping[str, TableFacts]) -> str:
    """Over every mart's columns, rows and checksum."""
    return _digest(
        (name, facts.columns, facts.rows, facts.checksum) for name, facts in sorted(tables.items())
    )


def seal_of(*parts: str) -> str:
    """Over several seals or versions at once."""
    return _digest(parts)


def marts_of(warehouse: Warehouse) -> dict[str, TableFacts]:
    """Columns, rows and checksum of every mart of the build."""
    from dagster_project.publishing.candidate import MARTS, table_facts
    from dagster_project.publishing.served import sql_name

    with warehouse.connect() as connection:
        names = connection.execute(
            "select table_name from information_schema.tables where table_schema = ? order by 1",
            [MARTS],
        ).fetchall()
        return {name: table_facts(connection, f"{MARTS}.{sql_name(name)}") for (name,) in names}


def _digest(rows: Iterable[object]) -> str:
    text = json.dumps(list(rows), default=str)
    return hashlib.sha256(text.encode()).hexdigest()
