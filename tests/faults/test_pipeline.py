"""Faults through whole runs: the exit code, what is served afterwards, and how it is mended.

Each starts from a data directory in which the sample was run, so there is a last good generation.
"""

from __future__ import annotations

import json
from datetime import date

import pytest

from dagster_project.sources.registry import SOURCES
from dagster_project.warehouse import landed_id
from faults import bytes_of as b
from faults import files
from faults.conftest import Record
from faults.files import FileFault
from faults.runs import House, differing

LATER = date(2024, 6, 2)
# One fault of the list for each thing that may catch it, and the frequent ones.
STOPPING = [
    fault
    for fault in files.LIST_FAULTS
    if fault.name
    in (
        "an HTML page with status 200",
        "cut at 50%",
        "cut at 99%",
        "an empty list",
        "an entity bomb",
        "a renamed column",
        "shrunk by 10 %",
        "shrunk by 90 %",
        "nineteen entries left",
        "a destination of three lost",
        "the heading of the first destination is blank",
        "an entry without citation",
        "an entry without licence requirement",
        "six per cent of the rows lack cells",
        "the licence terms of a fifth cannot be decoded",
        "a date in the future",
    )
]


def _land(house: House, fault: FileFault) -> str:
    content = fault.injected(fault.base())
    return landed_id(
        house.land(fault.source, content, fault.file_name, fault.published_on or LATER)
    )


def _stops_and_can_be_mended(house: House, fault: FileFault, record: Record, mend: bool) -> None:
    before, tables = house.served(), house.tables()
    key = _land(house, fault)
    code = house.refresh()
    outcome = house.outcome()
    record(
        "run",
        fault.id,
        "exit 3, last good served",
        f"exit {code}, {'last good' if house.served() == before else 'another'} served",
        is_bad_publish=house.served() != before,
        rows_lost=len(differing(tables, house.tables())),
    )
    assert outcome["outcome"] == "stopped_by_gate"
    assert outcome["serving"] == before
    reasons = json.dumps(outcome["gate_results"])
    assert (fault.caught if fault.caught != "parser" else "file_is_readable") in reasons
    assert "the last good data is still served" in house.said
    if mend:
        assert house("quarantine", key, "--by", "officer", "--reason", "a bad day") == 0
        assert house.refresh(now="2025-03-03T12:00:00") == 0
        assert differing(tables, house.tables()) == []


@pytest.mark.all_faults
def test_a_page_instead_of_the_list_stops_the_run_and_quarantine_mends_it(
    house: House, record: Record
) -> None:
    _stops_and_can_be_mended(house, STOPPING[0], record, mend=False)


@pytest.mark.all_faults
@pytest.mark.parametrize("fault", STOPPING[1:], ids=lambda fault: fault.id)
def test_a_fault_in_the_list_stops_the_run(house: House, fault: FileFault, record: Record) -> None:
    _stops_and_can_be_mended(house, fault, record, mend=fault.name == "shrunk by 10 %")


@pytest.mark.all_faults
def test_every_other_source_may_fail_at_once_and_the_list_is_published(
    house: House, clean: dict[str, str], record: Record
) -> None:
    """Their last accepted data is used, the run says so for each, and the list has moved on."""
    broken = [name for name, source in SOURCES.items() if not source.blocks]
    broken = [name for name in broken if name not in ("csl", "bis-csv")]  # none was landed before
    for name in broken:
        fault = next(f for f in files.FILE_FAULTS if f.source == name and f.caught == "parser")
        house.land(name, fault.injected(fault.base()), fault.file_name, LATER)
    before = house.served()
    code = house.refresh()
    held = {line.split(": ")[1] for line in house.said.splitlines() if line[:10] == "held back:"}
    record(
        "run",
        f"an unreadable file of {', '.join(broken)}",
        "exit 6, last accepted data used",
        f"exit {code}, {'last accepted' if not differing(clean, house.tables()) else 'other'} "
        "data used",
    )
    assert house.served() != before
    assert held == set(broken)
    assert house.outcome()["outcome"] == "published_with_batch_held_back"


@pytest.mark.all_faults
def test_one_entry_that_is_gone_without_a_rule_stays_listed(house: House, record: Record) -> None:
    listed = "select entity_id, entity_name from dim_entities where is_current"
    before = house.ask(listed)
    house.land("ecfr", b.without_rows(0.01)(b.the_list()), b.LIST_FILE, LATER)
    code = house.refresh()
    marked = house.ask(
        "select count(*) from dim_entities where is_current "
        "and listing_state = 'missing_unexplained'"
    )
    lost = {entity for entity, _ in before} - {entity for entity, _ in house.ask(listed)}
    record(
        "run",
        "ecfr: shrunk by one row",
        "exit 0, kept on the list and marked",
        f"exit {code}, {'kept on the list and marked' if marked == [(1,)] else 'not marked'}",
        is_bad_publish=bool(lost),
        rows_lost=len(lost),
    )


@pytest.mark.all_faults
def test_versions_that_come_late_or_twice_change_no_answer(house: House, record: Record) -> None:
    """An old version with other bytes, and the newest with other bytes that say the same."""
    now = """
        select entity_id, entity_name, valid_from, valid_to
        from dim_entities where recorded_to is null order by all
    """
    before = house.ask(now)
    for name in ("2020-07-22_supplement-4.xml", b.LIST_FILE):
        content = b.sample(f"ecfr/{name}") + b"\n"
        house.land("ecfr", content, name, date.fromisoformat(name[:10]))
    code = house.refresh()
    same = house.ask(now) == before
    record(
        "run",
        "ecfr: two versions again with other bytes",
        "exit 0, the same answers",
        f"exit {code}, {'the same' if same else 'other'} answers",
        is_bad_publish=not same,
    )


@pytest.mark.all_faults
def test_the_list_cannot_be_reached(house: House, record: Record) -> None:
    house.environment = {
        "ENTITY_LIST_URL_ECFR": "http://127.0.0.1:9",
        "ENTITY_LIST_LIVE_SOURCES": "ecfr",
        "ENTITY_LIST_LOOPBACK_HTTP": "1",
    }
    before = house.served()
    code = house.refresh(input_="live")
    record(
        "run",
        "ecfr: no connection",
        "exit 4, last good served",
        f"exit {code}, {'last good' if house.served() == before else 'another'} served",
        is_bad_publish=house.served() != before,
    )
    assert house.outcome()["outcome"] == "source_unreadable"


@pytest.mark.all_faults
def test_a_witness_cannot_be_reached(house: House, clean: dict[str, str], record: Record) -> None:
    house.environment = {
        "ENTITY_LIST_URL_CSL": "http://127.0.0.1:9",
        "ENTITY_LIST_LIVE_SOURCES": "csl",
        "ENTITY_LIST_LOOPBACK_HTTP": "1",
    }
    code = house.refresh(input_="live")
    record(
        "run",
        "csl: no connection",
        "exit 6, last accepted data used",
        f"exit {code}, {'last accepted' if not differing(clean, house.tables()) else 'other'} "
        "data used",
    )
    assert "held back: csl" in house.said
