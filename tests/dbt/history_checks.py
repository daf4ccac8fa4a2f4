"""Generated histories of the list, and what must hold of each: used by the properties and mutants.

The histories are small and nasty: entries vanish and return, are renamed, amended, given and
stripped of aliases, relisted by another rule, stand twice under one name; versions arrive in any
order and are corrected; rules that remove by name, or date a relisting, land early or late. Runs
are the same each time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

import pyarrow as pa
from hypothesis import strategies as st
from list_histories import Entry, House, Rule, Version

FIRST_DAY = date(2018, 1, 1)
FIRST_LANDING = datetime(2022, 1, 1, 12)
ENTITIES = 4
_BASES = (
    ("Alpha Optics Institute", "China"),
    ("Beta Machinery Works", "China"),
    ("Alpha Optics Institute", "China"),  # a twin: told apart by its first citation
    ("Gamma Trading", "Hong Kong"),
)
# table: its durable key
TABLES = {"dim_entities": "entity_id", "dim_entity_names": "entity_id, name, name_kind"}
WHAT = {
    "dim_entities": "entity_id, party_id, entity_name, country, license_requirement, "
    "license_review_policy, footnotes, citations, listing_state, valid_from, valid_from_basis, "
    "valid_to, closed_because",
    "dim_entity_names": "entity_id, name, name_kind, listing_state, valid_from, valid_from_basis, "
    "valid_to",
}
# tables of addresses and terms come out of the same macro as those of names
MODELS_LEFT_OUT = ("address", "term", "rpt_", "federal_register_documents")


@dataclass(frozen=True)
class History:
    """Versions in the order of their arrival, and rules."""

    versions: tuple[Version, ...]
    rules: tuple[Rule, ...]

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        for landed in self.versions:
            printer.text(f"\n{landed.on} {landed.edition} landed {landed.recorded_from}")
            for entry in landed.entries:
                printer.text(f"\n    {entry}")
        for rule in self.rules:
            printer.text(
                f"\n{rule.abstract} {rule.published_on}, {rule.effective_on}, "
                f"landed {rule.recorded_from}"
            )

    def current(self) -> list[Version]:
        return self.known_at(datetime.max)

    def moments(self) -> list[datetime]:
        return sorted(landed.recorded_from for landed in (*self.versions, *self.rules))

    def known_at(self, moment: datetime) -> list[Version]:
        """The versions known at a moment, one a date, in the order of their dates."""
        last: dict[date, Version] = {}
        for landed in sorted(self.versions, key=lambda landed: landed.recorded_from):
            if landed.recorded_from <= moment:
                last[landed.on] = landed
        return [last[day] for day in sorted(last)]


@st.composite
def _entries(draw: st.DrawFn, day: date) -> tuple[Entry, ...]:
    entries = []
    for number in range(ENTITIES):
        # mostly printed, plainly; the rest is what lists do now and then
        kind = draw(st.sampled_from("pppppaaaanrlxe"))
        if kind == "a":
            continue
        name, country = _BASES[number]
        cited = (f"8{number} FR 1{number}000, 2017-0{number + 1}-05",)
        entry = Entry(name, cited=cited, country=country)
        amendment = f"90 FR {day:%m%d}{number}, {day - timedelta(days=draw(st.integers(0, 40)))}"
        if kind == "n":
            entry = replace(
                entry, name=f"{name} Holding", aliases=(name,), cited=(*cited, amendment)
            )
        elif kind == "r":
            entry = replace(entry, cited=(f"89 FR 2{number}000, 2018-02-0{number + 1}",))
        elif kind == "l":
            entry = replace(entry, policy="Case by case", cited=(*cited, amendment))
        elif kind == "x":
            entry = replace(entry, aliases=(f"Alias {number}",), footnotes=("4",))
        elif kind == "e":
            entry = replace(entry, name=name.upper(), policy="Presumption of  Denial.")
        entries.append(entry)
    return tuple(entries)


@st.composite
def histories(draw: st.DrawFn, max_dates: int = 5) -> History:
    days = [FIRST_DAY + timedelta(days=30 * n) for n in range(draw(st.integers(2, max_dates)))]
    files = [(day, "first") for day in days]
    files += [(day, "second") for day in days if draw(st.integers(0, 5)) == 0]
    in_order = draw(st.booleans())
    arrival = sorted(files, key=lambda file: file[1]) if in_order else draw(st.permutations(files))
    versions = tuple(
        Version(day, draw(_entries(day)), FIRST_LANDING + timedelta(days=place), edition)
        for place, (day, edition) in enumerate(arrival)
    )
    rules = []
    for number in range(ENTITIES):
        if draw(st.integers(0, 6)) == 0:
            on = FIRST_DAY + timedelta(days=draw(st.integers(0, 30 * len(days))))
            rules.append(
                Rule(
                    f"R-{number}", 99, 100 * number + 1, 100 * number + 9, on,
                    effective_on=on + timedelta(days=draw(st.integers(-5, 20))),
                    abstract=f"This rule removes {_BASES[number][0]} from the Entity List.",
                    landed_at=FIRST_LANDING
                    + timedelta(days=draw(st.integers(-1, len(arrival))), hours=6),
                )
            )  # fmt: skip
        if draw(st.integers(0, 3)) == 0:
            # the rule of a relisting (`_entries`), in force before or after its publication
            on = date(2018, 2, number + 1)
            rules.append(
                Rule(
                    f"C-{number}", 89, 20_000 + 1000 * number, 20_009 + 1000 * number, on,
                    effective_on=on + timedelta(days=draw(st.integers(-40, 40))),
                    landed_at=FIRST_LANDING
                    + timedelta(days=draw(st.integers(-1, len(arrival))), hours=7),
                )
            )  # fmt: skip
    return History(versions, tuple(rules))


def built(house: House, history: History, identities: pa.Table | None = None) -> House:
    house.empty()
    house.land(history.versions, history.rules)
    if identities is None:
        house.identify()
    else:
        house.warehouse.replace("entity_identities", identities)
    house.run_as_planned(
        [name for name in house.models if not any(part in name for part in MODELS_LEFT_OUT)]
    )
    return house


# --- one history, as it is


def check_invariants(house: House, history: History) -> None:
    built(house, history)
    no_two_rows_hold_at_once(house)
    current_rows_are_one_each(house, history)
    every_version_can_be_read_back(house, history)
    events_agree_with_intervals(house)


def no_two_rows_hold_at_once(house: House) -> None:
    """For a durable key, no day as known at no moment has two rows; no interval is empty."""
    for table, key in TABLES.items():
        overlapping = house.rows(
            f"""
            with numbered as (select *, row_number() over () as n from marts.{table})
            select one.valid_from, other.valid_from from numbered as one
            inner join numbered as other using ({key})
            where one.n < other.n
              and one.valid_from < coalesce(other.valid_to, date '9999-12-31')
              and other.valid_from < coalesce(one.valid_to, date '9999-12-31')
              and one.recorded_from < coalesce(other.recorded_to, timestamp 'infinity')
              and other.recorded_from < coalesce(one.recorded_to, timestamp 'infinity')
            union all
            select valid_from, valid_to from marts.{table}
            where valid_to <= valid_from or recorded_to <= recorded_from
            """
        )
        assert overlapping == [], table


def current_rows_are_one_each(house: House, history: History) -> None:
    """An entity printed in the newest version has exactly one current row, and it says `listed`;
    any other current row is one of a marked absence."""
    newest = history.current()[-1]
    current = house.rows(
        "select entity_id, listing_state from marts.dim_entities where is_current order by 1"
    )
    assert len({entity for entity, _ in current}) == len(current)
    printed = house.rows(
        "select entity_id from intermediate.int_entities__entries where landed_id = ? order by 1",
        [newest.landed_id],
    )
    assert [(entity,) for entity, state in current if state == "listed"] == printed
    assert {state for _, state in current} <= {"listed", "missing_unexplained"}


def every_version_can_be_read_back(house: House, history: History) -> None:
    """At each moment, the list on each then known version's date is that version's entries; what
    else is in force then is marked, was printed in the version before, and was not absent twice."""
    identified: dict[str, dict[str, tuple]] = {}
    names: dict[str, set[tuple]] = {}
    for landed_id, entity_id, *entry in house.rows(
        "select landed_id, entity_id, name_key, country, license_review_policy, footnotes, "
        "citations from intermediate.int_entities__entries"
    ):
        entry[-2:] = [tuple(value) for value in entry[-2:]]
        entry[2] = "denial" if entry[2].startswith("Presumption") else entry[2]  # editorial
        identified.setdefault(landed_id, {})[entity_id] = tuple(entry)
    for landed_id, entity_id, name_key, kind in house.rows(
        "select landed_id, entity_id, name_key, name_kind "
        "from intermediate.int_entities__name_members"
    ):
        names.setdefault(landed_id, set()).add((entity_id, name_key, kind))
    in_force = house.rows(
        "select recorded_from, recorded_to, valid_from, valid_to, listing_state, spells.entity_id, "
        "name_key, country, license_review_policy, footnotes, citations "
        "from intermediate.int_entities__entity_spells as spells "
        "inner join intermediate.int_entities__entries as entries "
        "on spells.printed_in = entries.landed_id and spells.entity_id = entries.entity_id"
    )
    named = house.rows(
        "select recorded_from, recorded_to, valid_from, valid_to, listing_state, "
        "spells.entity_id, name_key, name_kind "
        "from intermediate.int_entities__name_spells as spells "
        "inner join intermediate.int_entities__name_members as members "
        "on spells.printed_in = members.landed_id and spells.entity_id = members.entity_id "
        "and spells.member_key = members.member_key"
    )
    removed = _removed_by_rule(house)
    for moment in history.moments():
        known = history.known_at(moment)
        for place, landed in enumerate(known):
            printed = identified.get(landed.landed_id, {})
            listed, missing = {}, set()
            for row in _at(in_force, moment, landed.on):
                state, entity_id, *entry = row
                entry[-2:] = [tuple(value) for value in entry[-2:]]
                entry[2] = "denial" if entry[2].startswith("Presumption") else entry[2]
                if state == "listed":
                    listed[entity_id] = tuple(entry)
                else:
                    missing.add(entity_id)
            assert listed == printed
            assert {
                tuple(row[1:]) for row in _at(named, moment, landed.on) if row[0] == "listed"
            } == names.get(landed.landed_id, set())
            before = identified.get(known[place - 1].landed_id, {}) if place else {}
            after = (
                identified.get(known[place + 1].landed_id, {}) if place + 1 < len(known) else None
            )
            absent_once = {
                entity
                for entity, entry in before.items()
                if entity not in printed
                and (after is None or (entity in after and after[entity][-1][0] == entry[-1][0]))
            }
            assert missing <= absent_once
            assert {entity for entity in absent_once - missing} <= removed


def _at(rows: Sequence[tuple], moment: datetime, day: date) -> list[tuple]:
    return [
        row[4:]
        for row in rows
        if row[0] <= moment
        and (row[1] is None or moment < row[1])
        and row[2] <= day
        and (row[3] is None or day < row[3])
    ]


def _removed_by_rule(house: House) -> set[str]:
    return {
        entity
        for (entity,) in house.rows(
            "select entity_id from intermediate.int_entities__disappearances "
            "where closed_because = 'federal_register_removal'"
        )
    }


def events_agree_with_intervals(house: House) -> None:
    """Each end of a listing is one event `removed` of that day; each beginning after another
    listing's end is one `relisted`; the first beginning is one `added`; and every interval that
    opens with another state opens with an event of the version that prints it."""
    periods = house.rows(
        "select entity_id, valid_from, valid_to, closed_because, printed_in, state_key "
        "from intermediate.int_entities__entity_spells "
        "where recorded_to is null and listing_state = 'listed' order by entity_id, valid_from"
    )
    events = house.rows(
        "select entity_id, event_kind, effective_on, printed_in from marts.fct_listing_events"
    )
    ends = sorted(
        (entity, to)
        for entity, _, to, because, *_ in periods
        if to is not None and because not in ("amended", "absent_from_one_version")
    )
    assert ends == sorted((entity, on) for entity, kind, on, _ in events if kind == "removed")
    explained = {(entity, printed_in) for entity, _, _, printed_in in events}
    previous: dict[str, tuple] = {}
    begun: dict[str, list[str]] = {}
    for period in periods:
        entity, _, _, _, printed_in, state = period
        before = previous.get(entity)
        if before is None:
            begun.setdefault(entity, []).append("added")
        elif before[3] not in ("amended", "absent_from_one_version"):
            begun.setdefault(entity, []).append("relisted")
        if before is None or before[3] != "absent_from_one_version" or before[5] != state:
            assert (entity, printed_in) in explained
        previous[entity] = period
    opened: dict[str, list[str]] = {}
    for entity, kind, *_ in sorted(events):
        if kind in ("added", "relisted"):
            opened.setdefault(entity, []).append(kind)
    assert opened == begun


# --- the same files, arrived otherwise


def check_order(house: House, history: History, random: Random) -> None:
    """Any order of arrival, and anything that arrives twice, gives the same tables. Of two
    editions of one date the later stays the later: that is what makes it the correction."""
    expected = now_known(built(house, history))
    order = list(history.versions)
    random.shuffle(order)
    swapped = _editions_in_order(order, history)
    again = [
        replace(landed, edition=f"{landed.edition} again")
        for landed in history.current()
        if random.random() < 0.3
    ]
    arrived = [
        replace(landed, landed_at=FIRST_LANDING + timedelta(days=10 * place))
        for place, landed in enumerate((*swapped, *again))
    ]
    assert now_known(built(house, History(tuple(arrived), history.rules))) == expected


def _editions_in_order(order: list[Version], history: History) -> list[Version]:
    """The order, with the editions of each date put into the sequence of their first arrival."""
    first = {landed.landed_id: place for place, landed in enumerate(history.versions)}
    by_day: dict[date, list[Version]] = {}
    for landed in sorted(order, key=lambda landed: first[landed.landed_id]):
        by_day.setdefault(landed.on, []).append(landed)
    return [by_day[landed.on].pop(0) for landed in order]


def now_known(house: House) -> dict[str, list[tuple]]:
    tables = {
        table: house.rows(
            f"select {WHAT[table]} from marts.{table} where recorded_to is null order by all"
        )
        for table in TABLES
    }
    tables["fct_listing_events"] = house.rows(
        "select entity_id, event_kind, effective_on, published_on, citation, event_basis "
        "from marts.fct_listing_events order by all"
    )
    return tables


# --- what was known


def check_as_known(house: House, history: History, steps: int) -> None:
    """What was known at a moment is what a build at that moment says, row for row, and every row
    that had been superseded by then stays as it was.

    Who is who is judged with all evidence at hand, so the identities here are those of the whole.
    """
    moments = history.moments()
    moment = moments[min(steps, len(moments) - 1)]
    built(house, history)
    identities = house.connection.execute("from raw.entity_identities").to_arrow_table()
    was_known = {table: _known(house, table, moment) for table in TABLES}
    earlier = History(
        tuple(landed for landed in history.versions if landed.recorded_from <= moment),
        tuple(rule for rule in history.rules if rule.recorded_from <= moment),
    )
    built(house, earlier, identities)
    for table in TABLES:
        assert _known(house, table, moment) == was_known[table], table


def _known(house: House, table: str, moment: datetime) -> list[tuple]:
    """Every row recorded by the moment; what happened to it later is not yet known."""
    return house.rows(
        f"select {WHAT[table]}, printed_in, recorded_from, "
        "case when recorded_to <= $moment then recorded_to end "
        f"from marts.{table} where recorded_from <= $moment order by all",
        {"moment": moment},  # type: ignore[arg-type]
    )
