"""Follow each gift through the editions of Section 117, without the editions' row numbers.

Each edition restates the whole: it corrects names, adds gifts reported late, and leaves gifts out.
Here: which row of one edition is which gift of those before, and what became of each. Not here:
what was known when (the models count that from these links), or whether two equal rows are one
gift entered twice (repeats are kept apart and numbered).

A row is the same gift as an earlier one by the first of these that holds, each row used once:

1. institution, date, amount, type, country and donor are equal: the first of several equal rows
   goes with the first, the second with the second;
2. all but the donor are equal; where several could be, the most similar names go together;
3. all but the amount are equal, and the earlier amount is the later one rounded to the three
   digits that the edition of 2017 printed (1.33E+06 for 1,332,000);
4. all but one of amount, type, country or date are equal, and no other row could be meant.

Only gifts dated within an edition's own range of dates can be missing from it.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pyarrow as pa
from rapidfuzz import fuzz

from dagster_project.sources.names import clean_name
from dagster_project.sources.parsed import to_table
from dagster_project.sources.section_117.records import LINKS

_COMPARED = ("institution_name", "city", "state", "received_on", "amount_usd", "gift_type",
             "country", "disclosure")  # fmt: skip
_READ = ("row_number", "opeid", *_COMPARED, "amount_text", "donor_name", "donor_text")


@dataclass(frozen=True)
class _Row:
    landed_id: str
    row_number: int
    opeid: str
    institution_name: str
    city: str | None
    state: str | None
    received_on: date
    amount_usd: Decimal
    gift_type: str
    country: str
    disclosure: str
    amount_text: str
    donor: str


@dataclass
class _Gift:
    gift_id: str
    row: _Row  # as last stated
    repeat_number: int
    is_withdrawn: bool = False


_Key = Callable[[_Row], Hashable]


def link_editions(editions: Sequence[tuple[date, pa.Table]]) -> pa.Table:
    """Every row of every edition as a gift, in the schema `LINKS`.

    `editions`: (published_on, `section_117_gifts` table) each, in any order. A column `landed_id`
    in a table names its file; without one the edition is named by its date. `change` is

    - `first`: not in an earlier edition, and dated after what they cover;
    - `late`: not in an earlier edition though they cover its date;
    - `same`, or `restated` with the fields that differ (`amount_rounding`: only digits that the
      earlier edition did not print);
    - `withdrawn`: the edition covers its date and does not hold it (`row_number` is null);
    - `restored`: withdrawn by an edition before, and stated again.

    The same editions always give the same links; one more edition changes none of the earlier.
    """
    gifts: list[_Gift] = []
    used_ids: set[str] = set()
    covered_until: date | None = None
    links: list[dict[str, object]] = []
    for published_on, table in sorted(editions, key=_edition_order):
        rows = list(_rows(published_on, table))
        if not rows:
            continue
        starts, ends = min(row.received_on for row in rows), max(row.received_on for row in rows)
        in_range = [gift for gift in gifts if starts <= gift.row.received_on <= ends]
        of_row = _pair(in_range, rows)
        repeats = _repeat_numbers(rows)
        for row in rows:
            gift = of_row.get(row.row_number)
            if gift is None:
                gift = _Gift(_new_id(row, used_ids), row, repeats[row.row_number])
                gifts.append(gift)
                is_late = covered_until is not None and row.received_on <= covered_until
                change, fields, previous = ("late" if is_late else "first"), [], None
            else:
                previous = gift.row
                fields = _restated_fields(previous, row)
                change = "restated" if fields else "same"
                if gift.is_withdrawn:
                    change = "restored"
                gift.row, gift.is_withdrawn = row, False
                gift.repeat_number = repeats[row.row_number]
            links.append(
                {
                    "landed_id": row.landed_id,
                    "published_on": published_on,
                    "row_number": row.row_number,
                    "gift_id": gift.gift_id,
                    "repeat_number": gift.repeat_number,
                    "change": change,
                    "restated_fields": fields,
                    "previous_landed_id": previous.landed_id if previous else None,
                    "previous_row_number": previous.row_number if previous else None,
                }
            )
        found = {id(gift) for gift in of_row.values()}
        for gift in in_range:
            if id(gift) in found or gift.is_withdrawn:
                continue
            gift.is_withdrawn = True
            links.append(
                {
                    "landed_id": rows[0].landed_id,
                    "published_on": published_on,
                    "row_number": None,
                    "gift_id": gift.gift_id,
                    "repeat_number": gift.repeat_number,
                    "change": "withdrawn",
                    "restated_fields": [],
                    "previous_landed_id": gift.row.landed_id,
                    "previous_row_number": gift.row.row_number,
                }
            )
        covered_until = max(covered_until or ends, ends)
    return to_table(links, LINKS)


def _edition_order(edition: tuple[date, pa.Table]) -> tuple[date, str]:
    published_on, table = edition
    named = "landed_id" in table.column_names and table.num_rows > 0
    return published_on, table["landed_id"][0].as_py() if named else ""


def _rows(published_on: date, table: pa.Table) -> Iterator[_Row]:
    named = "landed_id" in table.column_names
    columns = [*_READ, "landed_id"] if named else list(_READ)
    for fields in table.select(columns).sort_by("row_number").to_pylist():
        donor_name, donor_text = fields.pop("donor_name"), fields.pop("donor_text")
        fields.setdefault("landed_id", published_on.isoformat())
        # Anonymous #11 and a blank have no donor_name, and still are not the same donor.
        yield _Row(donor=donor_name or clean_name(donor_text)[0], **fields)


def _pair(gifts: Sequence[_Gift], rows: Sequence[_Row]) -> dict[int, _Gift]:
    """row_number → the gift it states again."""
    open_gifts: dict[int, _Gift] = {id(gift): gift for gift in gifts}
    open_rows: dict[int, _Row] = {row.row_number: row for row in rows}
    found: dict[int, _Gift] = {}

    def take(gift: _Gift, row: _Row) -> None:
        found[row.row_number] = gift
        del open_gifts[id(gift)], open_rows[row.row_number]

    def groups(key: _Key) -> Iterator[tuple[list[_Gift], list[_Row]]]:
        by_key: dict[Hashable, list[_Gift]] = defaultdict(list)
        for gift in open_gifts.values():
            by_key[key(gift.row)].append(gift)
        rows_by_key: dict[Hashable, list[_Row]] = defaultdict(list)
        for row in open_rows.values():
            if key(row) in by_key:
                rows_by_key[key(row)].append(row)
        for group, same in rows_by_key.items():
            yield by_key[group], same

    for candidates, same in groups(lambda row: (*_money_key(row), row.donor)):
        for gift, row in zip(candidates, same, strict=False):
            take(gift, row)
    for candidates, same in groups(_money_key):
        for gift, row in _most_similar(candidates, same):
            take(gift, row)
    for candidates, same in groups(_without_amount):
        for row in same:
            rounded = [gift for gift in candidates if _is_rounded(gift.row, row)]
            rounded = [gift for gift in rounded if id(gift) in open_gifts]
            # Of several, one that names the same donor.
            rounded.sort(key=lambda gift: gift.row.donor != row.donor)
            if rounded:
                take(rounded[0], row)
    for key in (_but_amount, _but_type, _but_country, _but_date):
        for candidates, same in groups(key):
            if len(candidates) == len(same) == 1:
                take(candidates[0], same[0])
    return found


def _money_key(row: _Row) -> tuple[Hashable, ...]:
    return row.opeid, row.received_on, row.amount_usd, row.gift_type, row.country


def _without_amount(row: _Row) -> Hashable:
    return row.opeid, row.received_on, row.gift_type, row.country


def _but_amount(row: _Row) -> Hashable:
    return row.opeid, row.received_on, row.gift_type, row.country, row.donor


def _but_type(row: _Row) -> Hashable:
    return row.opeid, row.received_on, row.amount_usd, row.country, row.donor


def _but_country(row: _Row) -> Hashable:
    return row.opeid, row.received_on, row.amount_usd, row.gift_type, row.donor


def _but_date(row: _Row) -> Hashable:
    return row.opeid, row.amount_usd, row.gift_type, row.country, row.donor


def _most_similar(
    candidates: Iterable[_Gift], rows: Iterable[_Row]
) -> Iterator[tuple[_Gift, _Row]]:
    """Pairs in order of likeness of the donors' names; ties in the order of the editions."""
    candidates, rows = list(candidates), list(rows)
    scored = sorted(
        (-fuzz.token_sort_ratio(gift.row.donor.casefold(), row.donor.casefold()), g, r)
        for g, gift in enumerate(candidates)
        for r, row in enumerate(rows)
    )
    taken_gifts: set[int] = set()
    taken_rows: set[int] = set()
    for _, g, r in scored:
        if g not in taken_gifts and r not in taken_rows:
            taken_gifts.add(g)
            taken_rows.add(r)
            yield candidates[g], rows[r]


def _is_rounded(earlier: _Row, later: _Row) -> bool:
    """Whether the earlier amount is the later one in the digits that were printed."""
    if "E" not in earlier.amount_text:
        return False
    last_digit = Decimal(1).scaleb(Decimal(earlier.amount_text).as_tuple().exponent)  # type: ignore[arg-type]
    return abs(earlier.amount_usd - later.amount_usd) * 2 <= last_digit


def _restated_fields(earlier: _Row, later: _Row) -> list[str]:
    fields = [name for name in _COMPARED if getattr(earlier, name) != getattr(later, name)]
    if "amount_usd" in fields and _is_rounded(earlier, later):
        fields[fields.index("amount_usd")] = "amount_rounding"
    if earlier.donor != later.donor:
        fields.append("donor_name")
    return fields


def _repeat_numbers(rows: Iterable[_Row]) -> dict[int, int]:
    """row_number → 1 for the first of equal rows, 2 for the second, …"""
    seen: Counter[Hashable] = Counter()
    numbers = {}
    for row in rows:
        equal = (*_money_key(row), row.donor, row.institution_name, row.city, row.state)
        seen[equal] += 1
        numbers[row.row_number] = seen[equal]
    return numbers


def _new_id(row: _Row, used: set[str]) -> str:
    """An id from what the gift's first row states, so that a rebuild gives the same one."""
    stated = "\x1f".join(str(part) for part in (*_money_key(row), row.donor))
    number = 1
    while True:
        digest = hashlib.sha256(f"{stated}\x1f{number}".encode()).hexdigest()
        gift_id = digest[:16]
        if gift_id not in used:
            used.add(gift_id)
            return gift_id
        number += 1
