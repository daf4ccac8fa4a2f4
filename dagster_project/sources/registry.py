"""Every source the warehouse knows: its name outside, its package, and what a bad batch does.

Here: one line a source. Not here: how any of them is fetched or read. Packages are imported when
first used, so that listing the sources costs nothing.
"""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

    from dagster_project.sources.parsed import Parsed


@dataclass(frozen=True)
class Source:
    """A source of landed files.

    `room` says what it feeds: `list` (the Entity List itself), `documents` (Federal Register),
    `witness` (other publications of the list), `funding`, `news`, `decisions` (the office's own).
    `blocks` is true where a file that cannot be shown to be complete stops the run; elsewhere
    that file is held back and the last accepted one is used. `one_a_day` is true where a later
    file of the same date takes the place of an earlier one, whatever it is called; elsewhere only
    one of the same name does.
    """

    name: str
    package: str
    room: str
    blocks: bool = False
    one_a_day: bool = False

    def tables(self) -> dict[str, pa.Schema]:
        """Raw table name (without the schema `raw`) → arrow schema."""
        records = importlib.import_module(f"dagster_project.sources.{self.package}.records")
        tables: dict[str, pa.Schema] = records.TABLES
        return tables

    def parser_version(self) -> int:
        parser = importlib.import_module(f"dagster_project.sources.{self.package}.parse")
        version: int = parser.PARSER_VERSION
        return version

    def parse(self, content: bytes, *, name: str, published_on: date | None) -> Parsed:
        """Records of one landed file. Raises `Unreadable`, also where the parser itself breaks.

        A file that nobody foresaw is refused like any other bad file: one news item with a new
        trick must not stop the list. Trouble with the machine (memory, disk) is passed on.
        """
        from dagster_project.sources.parsed import Unreadable

        parser = importlib.import_module(f"dagster_project.sources.{self.package}.parse")
        try:
            parsed: Parsed = parser.parse(content, name=name, published_on=published_on)
        except (Unreadable, MemoryError, OSError):
            raise
        except Exception as error:
            raise Unreadable(
                found=f"something its parser was not written for ({type(error).__name__}: {error})",
                where=name,
                expected=f"a file of {self.name}",
                remedy="look at the landed bytes; the parser has to learn what it met",
            ) from error
        return parsed


SOURCES: dict[str, Source] = {
    source.name: source
    for source in (
        Source("ecfr", "ecfr", "list", blocks=True, one_a_day=True),
        Source("federal-register", "federal_register", "documents"),
        Source("csl", "consolidated_screening_list", "witness", one_a_day=True),
        Source("bis-csv", "bis_csv", "witness", one_a_day=True),
        Source("section-117", "section_117", "funding", one_a_day=True),
        Source("ledger", "ledger", "funding"),
        Source("nsf", "nsf", "funding"),
        Source("cordis", "cordis", "funding"),
        Source("gdelt", "gdelt", "news"),
        Source("feed", "feeds", "news"),
        Source("document", "documents", "news"),
        Source("decision", "decisions", "decisions"),
    )
}
