"""All reported names against the list, round by round; rows that cannot differ are kept.

The first round asks the whole list. A name that was found through an alias is asked again of the
names that were on record before the alias was, so that what could be known at any time can be told;
an alias found on the way is left out in its turn. Of each name it is remembered what its rows rest
on (`grounds`): only where that changed is it matched afresh.

Here: which names are matched in a round, and the rows of all. Not here: how a name is matched
(`index`), where rows are stored, and on which machine a batch is matched.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import chain
from typing import Any

import numpy as np
import pyarrow as pa

from dagster_project.matching.grounds import Grounds, list_digest
from dagster_project.matching.index import Index
from dagster_project.matching.records import (
    KEPT_MATCHES,
    MATCHES,
    SCREENED,
    ListedName,
    ScreenedName,
)

_NAME = ("name", "country_code")
_ANSWERS = pa.schema(
    [
        ("name", pa.string()),
        ("country_code", pa.string()),
        ("grounds", pa.int64()),
        ("is_kept", pa.bool_()),
        ("found", pa.list_(pa.struct(list(MATCHES)))),
    ]
)
"""What is said of each name of a round: its rows, or that those of the last run are kept."""

Key = tuple[str, bool, str]  # name, whether its country is unknown, country: sorted as in SQL
Asked = Mapping[Key, set[str]] | None  # the entities a name is asked for, None for all
Known = Mapping[Key, tuple[int, str]]  # grounds and the list's digest
Work = Callable[[pa.Table], pa.Table]
OverNames = Callable[[Callable[[], Work], pa.Schema], pa.Table]
"""Does the work that is made on all names (name, country_code), at once or by batches."""


@dataclass(frozen=True)
class Matched:
    """Rows of KEPT_MATCHES and SCREENED, and how many names were asked of the whole list."""

    matches: pa.Table
    screened: pa.Table
    afresh: int
    kept: int


def match_in_rounds(
    listed: Sequence[tuple[ListedName, datetime]],
    over_names: OverNames,
    screened: pa.Table,
    matches: pa.Table,
) -> Matched:
    """Match all names; `screened` and `matches` are what the last run gave, or empty.

    `listed`: each listed name and since when it is on record, sorted. The rows are those of a run
    that starts from nothing, in the same order; `name_number` counts the names as sorted.
    """
    since: dict[tuple[str, str], datetime] = {}
    first: dict[str, datetime] = {}
    for entry, moment in listed:
        named = entry.entity_id, entry.name
        since[named] = min(moment, since.get(named, moment))
        first[entry.entity_id] = min(moment, first.get(entry.entity_id, moment))
    before = _Before(screened, matches)
    whole = _Round(before, None, [entry for entry, _ in listed], over_names)
    rounds, numbers = [whole], {key: number for number, key in enumerate(whole.keys)}
    # moment → names that were found through what came on record then, each with the entities
    open_: dict[datetime, dict[Key, set[str]]] = defaultdict(lambda: defaultdict(set))
    while True:
        for *name, entity_id, matched_name in _each(
            rounds[-1].matches, *_NAME, "entity_id", "matched_name"
        ):
            moment = since[entity_id, matched_name]
            if moment > first[entity_id]:
                open_[moment][_key(*name)].add(entity_id)
        if not open_:
            break
        moment = max(open_)
        asked = dict(open_.pop(moment))
        entries = [entry for entry, known_from in listed if known_from < moment]
        rounds.append(_Round(before, moment, entries, partial(_at_once, list(asked)), asked))
    found = pa.concat_tables([one.matches for one in rounds])
    number = [numbers[_key(*name)] for name in _each(found, *_NAME)]
    return Matched(
        found.set_column(0, MATCHES.field("name_number"), pa.array(number, pa.int32())),
        pa.concat_tables([one.screened for one in rounds]),
        afresh=whole.is_kept.count(False),
        kept=whole.is_kept.count(True),
    )


class _Before:
    """What the last run found and on what grounds, by round and name."""

    def __init__(self, screened: pa.Table, matches: pa.Table) -> None:
        self.matches = matches.select(MATCHES.names).cast(MATCHES)
        self.rows: dict[tuple[datetime | None, Key], list[int]] = defaultdict(list)
        for row, (moment, *name) in enumerate(_each(matches, "known_before", *_NAME)):
            self.rows[moment, _key(*name)].append(row)
        self._known: dict[datetime | None, dict[Key, tuple[str, int, str]]] = defaultdict(dict)
        for moment, *name, asked_for, grounds, digest, found in _each(
            screened, "known_before", *_NAME, "asked_for", "grounds", "list_digest", "rows_found"
        ):
            # Rows that are not all there, by whatever accident, are none to be kept.
            if len(self.rows.get((moment, _key(*name)), ())) == found:
                self._known[moment][_key(*name)] = asked_for, grounds, digest

    def known(self, moment: datetime | None, asked: Asked) -> Known:
        """What the rows of a round rest on, of names that were asked for the same entities."""
        return {
            key: (grounds, digest)
            for key, (asked_for, grounds, digest) in self._known[moment].items()
            if asked_for == _entities(asked, key)
        }


class _Round:
    """Who is asked of the names on record before a moment, and the rows found."""

    def __init__(
        self,
        before: _Before,
        moment: datetime | None,
        listed: Sequence[ListedName],
        over_names: OverNames,
        asked: Asked = None,
    ) -> None:
        work = partial(_answering, listed, before.known(moment, asked), asked)
        answers = over_names(work, _ANSWERS)
        keys = [_key(*name) for name in _each(answers, *_NAME)]
        order = sorted(range(len(keys)), key=keys.__getitem__)
        answers = answers.take(pa.array(order, pa.int64()))
        self.keys = [keys[at] for at in order]
        self.is_kept: list[bool] = answers["is_kept"].to_pylist()
        found = answers["found"].combine_chunks()
        length = found.value_lengths().to_numpy(zero_copy_only=False)
        ends = len(before.matches) + np.cumsum(length)
        rows = [
            before.rows.get((moment, key), []) if is_kept else range(end - count, end)
            for key, is_kept, end, count in zip(
                self.keys, self.is_kept, ends.tolist(), length.tolist(), strict=True
            )
        ]
        fresh = pa.Table.from_struct_array(found.flatten()).cast(MATCHES)
        chosen = pa.array(list(chain.from_iterable(rows)), pa.int64())
        self.matches = _table(
            KEPT_MATCHES,
            pa.concat_tables([before.matches, fresh]).take(chosen),
            known_before=[moment] * len(chosen),
        )
        self.screened = _table(
            SCREENED,
            answers,
            known_before=[moment] * len(rows),
            asked_for=[_entities(asked, key) for key in self.keys],
            list_digest=[list_digest(listed)] * len(rows),
            rows_found=list(map(len, rows)),
        )


def _answering(listed: Sequence[ListedName], known: Known, asked: Asked) -> Work:
    """The work on names (name, country_code) against this list: a row of _ANSWERS for each."""
    digest = list_digest(listed)
    made: list[tuple[Index, Grounds]] = []

    def answer(rows: pa.Table) -> pa.Table:
        names = [ScreenedName(*row) for row in _each(rows, *_NAME)]
        held = [known.get(_key(one.name, one.country_code)) for one in names]
        grounds = [before[0] if before else 0 for before in held]
        unsure = [at for at, before in enumerate(held) if not before or before[1] != digest]
        is_kept = [True] * len(names)
        found = MATCHES.empty_table()
        if unsure:
            if not made:  # the index is made where a name asks for it
                index = Index(listed)
                made.append((index, Grounds(index)))
            index, grounds_on = made[0]
            new = grounds_on.of([names[at] for at in unsure]).tolist()
            for at, ground in zip(unsure, new, strict=True):
                before = held[at]
                is_kept[at] = before is not None and before[0] == ground
                grounds[at] = ground
            afresh = [at for at in unsure if not is_kept[at]]
            found = _asked_for(index.match([names[at] for at in afresh]), asked)
            place = [afresh[number] for number in found["name_number"].to_pylist()]
        else:
            place = []
        ends = np.cumsum(np.bincount(np.array(place, dtype=np.int64), minlength=len(names)))
        return _table(
            _ANSWERS,
            rows,
            grounds=grounds,
            is_kept=is_kept,
            found=pa.ListArray.from_arrays(
                pa.array([0, *ends.tolist()], pa.int32()), found.to_struct_array().combine_chunks()
            ),
        )

    return answer


def _asked_for(found: pa.Table, asked: Asked) -> pa.Table:
    if asked is None:
        return found
    wanted = [
        entity_id in asked[_key(*name)] for *name, entity_id in _each(found, *_NAME, "entity_id")
    ]
    return found.filter(pa.array(wanted, pa.bool_()))


def _at_once(keys: Sequence[Key], make_work: Callable[[], Work], _: pa.Schema) -> pa.Table:
    names = [name for name, _, _ in keys]
    countries = [None if is_unknown else country for _, is_unknown, country in keys]
    return make_work()(
        pa.table([pa.array(names, pa.string()), pa.array(countries, pa.string())], [*_NAME])
    )


def _key(name: str, country_code: str | None) -> Key:
    return name, country_code is None, country_code or ""


def _entities(asked: Asked, key: Key) -> str:
    return "" if asked is None else " ".join(sorted(asked.get(key, ())))


def _table(schema: pa.Schema, rows: pa.Table, **columns: Sequence[Any] | pa.Array) -> pa.Table:
    """Columns of `rows` and new ones, in this schema."""
    for name, values in columns.items():
        rows = rows.append_column(name, pa.array(values, schema.field(name).type))
    return rows.select(schema.names).cast(schema)


def _each(table: pa.Table, *columns: str) -> Iterator[tuple[Any, ...]]:
    return zip(*(table.column(column).to_pylist() for column in columns), strict=True)
