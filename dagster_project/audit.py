"""What leaves the house for others: tables for colleagues, and the audit pack of a period.

Here: which rows, under which names, in which archive. Not here: how a table is written
(`publishing/exports.py`).
"""

from __future__ import annotations

import hashlib
import io
import tempfile
import zipfile
from datetime import date, datetime, timedelta
from pathlib import Path

import duckdb

from dagster_project.outcomes import Exit, Problem
from dagster_project.publishing.exports import write_csv, write_parquet, write_xlsx
from dagster_project.publishing.feed import write_feed
from dagster_project.publishing.generation import MANIFEST
from dagster_project.publishing.served import WAREHOUSE, current_generation, opened
from dagster_project.receipts import ReceiptDamaged, broken_links, read
from dagster_project.settings import Settings
from dagster_project.write_once import write_once

_EXPOSURES = """(
    with relationships as (
        select distinct relationship_id, institution_id, counterparty_id, relationship_kind
        from dim_relationships
    ),
    entities as (
        select
            entity_id,
            max_by(entity_name, valid_from) as entity_name,
            max_by(country, valid_from) as entity_country
        from dim_entities where recorded_to is null group by entity_id
    )
    select
        institutions.organization_name as institution_name,
        counterparties.organization_name as counterparty_name,
        relationships.relationship_kind,
        entities.entity_name,
        entities.entity_country,
        exposures.*
    from fct_exposures as exposures
    left join relationships on exposures.relationship_id = relationships.relationship_id
    left join dim_organizations as institutions
        on relationships.institution_id = institutions.organization_id
    left join dim_organizations as counterparties
        on relationships.counterparty_id = counterparties.organization_id
    left join entities on exposures.entity_id = entities.entity_id
    order by institution_name, counterparty_name, occurred_on, funding_id
)"""
_QUEUE = "(from rpt_review_queue order by status desc, waiting_since, review_id)"
TABLES = {"review_queue": _QUEUE, "exposures": _EXPOSURES}


_WRITERS = {"csv": write_csv, "xlsx": write_xlsx, "parquet": write_parquet}


def export(settings: Settings, format_: str, directory: Path) -> list[Path]:
    """Write the queue and the exposures, with names, and the feed of changes; returns the files."""
    warehouse = _served(settings) / WAREHOUSE
    directory.mkdir(parents=True, exist_ok=True)
    paths = []
    with opened(warehouse, writes_to=directory, threads=1) as connection:
        for name, relation in TABLES.items():
            path = directory / f"{name}.{format_}"
            _WRITERS[format_](connection, relation, path)
            paths.append(path)
    feed = directory / "feed.json"
    write_feed(warehouse, feed)
    return [*paths, feed]


_README = """Audit pack, {since} to {until} (both included, UTC)

From the generation {generation}.

review_queue.csv     every review as it stands in that generation, open and decided
review_decisions.csv decisions of the period, and whether they hold
decisions/           the decision files of the period, as written
changes.csv          every change of an answer that became known in the period, with its cause
listing_events.csv   the list's own events that took effect in the period
inputs.csv           every landed file with its sha256, and when it was landed
receipts/            receipts made in the period
receipts_chain.txt   state of the whole chain of receipts
manifest.json        of the generation: its files, checks and inputs
SHA256SUMS           check with: sha256sum -c SHA256SUMS

A finding is something to review, never a statement that somebody did wrong.
"""


def write_pack(settings: Settings, since: date, until: date, file: Path) -> str:
    """Write the audit pack of a period as one zip; returns its sha256.

    The same generation, decisions and receipts give the same bytes. Raises Problem where the
    period is empty or the file is there already.
    """
    if until < since:
        raise Problem(f"{until} is before {since}", "give --since before --until", Exit.USAGE)
    generation = _served(settings)
    members = {"manifest.json": (generation / MANIFEST).read_bytes()}
    with (
        tempfile.TemporaryDirectory() as scratch,
        opened(generation / WAREHOUSE, writes_to=Path(scratch)) as connection,
    ):
        for name, relation in _pack_tables(since, until).items():
            members[name] = _as_csv(connection, relation, Path(scratch))
    members |= _decision_files(settings, generation, since, until)
    members |= _receipts(settings, since, until)
    members["README.txt"] = _README.format(
        since=since, until=until, generation=generation.name
    ).encode()
    sums = "".join(
        f"{hashlib.sha256(content).hexdigest()}  {name}\n"
        for name, content in sorted(members.items())
    )
    members["SHA256SUMS"] = sums.encode()
    pack = _zipped(members)
    if not write_once(file, pack):
        raise Problem(f"{file.name} is there already", "name another file", Exit.USAGE)
    return hashlib.sha256(pack).hexdigest()


def _pack_tables(since: date, until: date) -> dict[str, str]:
    after = until + timedelta(days=1)

    def within(column: str) -> str:
        return f"{column} >= date '{since}' and {column} < date '{after}'"

    return {
        "review_queue.csv": _QUEUE,
        "review_decisions.csv": f"(from rpt_review_decisions where {within('decided_at')} "
        "order by decided_at, decision_id)",
        "changes.csv": f"(from rpt_verdict_changes where {within('known_at')} "
        "order by known_at, verdict_change_key)",
        "listing_events.csv": f"(from fct_listing_events where {within('effective_on')} "
        "order by effective_on, listing_event_key)",
        "inputs.csv": "(from rpt_landing order by landed_id)",
    }


def _as_csv(connection: duckdb.DuckDBPyConnection, relation: str, scratch: Path) -> bytes:
    path = scratch / "table.csv"
    write_csv(connection, relation, path)
    return path.read_bytes()


def _decision_files(
    settings: Settings, generation: Path, since: date, until: date
) -> dict[str, bytes]:
    """The landed files of the decisions that the generation knows, of the period."""
    from dagster_project.sources.landing import Landing
    from dagster_project.warehouse import landed_id

    with opened(generation / WAREHOUSE) as connection:
        known = {
            row[0]
            for row in connection.execute(
                "select printed_in from rpt_review_decisions "
                "where cast(decided_at as date) between ? and ?",
                [since, until],
            ).fetchall()
        }
    return {
        f"decisions/{file.name}": file.read()
        for file in Landing(settings.landing).files("decision")
        if landed_id(file) in known
    }


def _receipts(settings: Settings, since: date, until: date) -> dict[str, bytes]:
    broken = broken_links(settings.receipts)
    members = {"receipts_chain.txt": ("\n".join(broken) or "whole").encode() + b"\n"}
    for path in sorted(settings.receipts.glob("[0-9]*.json")):
        try:
            made_on = datetime.fromisoformat(read(path)["made_at"]).date()
        except ReceiptDamaged:
            made_on = since  # a damaged receipt belongs into every pack
        if since <= made_on <= until:
            members[f"receipts/{path.name}"] = path.read_bytes()
    return members


def _zipped(members: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(members.items()):
            # A date of its own would make equal packs differ.
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content)
    return packed.getvalue()


def _served(settings: Settings) -> Path:
    generation = current_generation(settings.published)
    if generation is None:
        raise Problem("nothing is published yet", "run `entity-list refresh` first")
    return generation
