"""The index over all listed names, and the match of many names against it.

Here: which listed names are looked at for a name, and the best entities for each. A row depends
on its own name and the list alone, never on the other names. Not here: the layout of names
(`listed`, `screened`), agreement (`features`, `spelling`), what it is worth (`scorer`,
`verdicts`) and how it is told (`evidence`).
"""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dagster_project.matching.columns import numbers, strings
from dagster_project.matching.conflicts import in_conflict
from dagster_project.matching.evidence import evidence
from dagster_project.matching.features import Alignment, Flags, Held, Parts, agreement, align
from dagster_project.matching.listed import FEW_ROWS, INITIALS, PLAIN, ListedRows
from dagster_project.matching.pairs import (
    another_number,
    hangs_on_a_guess,
    is_alike,
    is_called,
    misspelt,
    retyped,
)
from dagster_project.matching.postings import distinct, expand, find, occurring, opens_run
from dagster_project.matching.records import MATCHES, VERDICTS, ListedName, ScreenedName
from dagster_project.matching.scorer import scorer
from dagster_project.matching.screened import Screened
from dagster_project.matching.spelling import CUT, cut_names, fill_spelling, sounding_alike
from dagster_project.matching.verdicts import (
    GUESSED,
    LITTLE_ELSE,
    MATCH_AT,
    MISSPELT,
    MOSTLY,
    NEAR_MISS_AT,
    NO_MATCH,
    REVIEW_AT,
    SHORT,
    alike_in_size,
    held,
    is_a_guess,
    is_matched,
    levels,
    may_be_alike,
    may_be_misspelt,
    near_miss,
    questioned,
    verdicts,
)
from dagster_project.matching.vocabulary import ALTERNATIVES

MATCHER_VERSION = "2.3"
CONFIGURATION_HASH = hashlib.sha256(
    b"".join(
        hashlib.sha256(file.read_bytes()).digest()
        for file in sorted(Path(__file__).parent.iterdir())
        if file.suffix in (".py", ".json")
    )
).hexdigest()[:16]
"""Of all rules, words, thresholds and numbers that this room is made of."""

_VERDICTS = strings(VERDICTS)
_MADE_BY = (strings([MATCHER_VERSION]), strings([CONFIGURATION_HASH]))
_CHUNK = 16384
_PAIR_STEPS = 3  # how far apart two common words may stand and still find a row together
_NEARLY_ALL = 0.95  # of a listed name's weight
_LIKE_SIZED = 0.2  # share of both names' weight together that must be found
_LIKE_SPELLED = 0.75  # share of the letters, for names that are mistyped

_SHORT_NAME = 9  # words
_SHORT_PART = 6
_SURE = 0.9  # likeness of a word and the listed word it stands for

Numbers = NDArray[np.int64]


@dataclass(frozen=True)
class Scored:
    """The pairs of a batch that are still open, one item a pair."""

    screened: Screened
    parts: Parts
    name: Numbers
    part: Numbers
    row: Numbers
    listed: Numbers
    features: NDArray[np.float32]
    score: NDArray[np.float64]


class Index:
    """All names of all listed entities, ready to be matched against; built once."""

    def __init__(self, listed: Sequence[ListedName]) -> None:
        self._listed = tuple(listed)
        with _no_collection():
            self.rows = ListedRows(self._listed)
            count, derived = self.rows.rows.count, self.rows.rows.derived
            self._bracketed = np.array(["(" in entry.name for entry in self._listed], dtype=bool)
            self._sized = (count >= 2) & (count <= SHORT) & (derived == PLAIN)
            self._told = (
                strings([entry.entity_id for entry in self._listed]),
                strings([entry.name for entry in self._listed]),
                strings([entry.name_kind for entry in self._listed]),
            )

    def match(
        self,
        names: Sequence[ScreenedName],
        *,
        keep: int = 3,
        include_no_match: bool = False,
    ) -> pa.Table:
        """The best listed entities for each name, in the schema `MATCHES`, best first.

        At most `keep` entities per name; rows with the verdict `no_match` only on request.
        """
        with _no_collection():
            place = _places(names)
            first = np.flatnonzero(np.diff(np.maximum.accumulate(place), prepend=-1))
            todo = [names[number] for number in first.tolist()]
            tables = [
                self._match_batch(todo[start : start + _CHUNK], start, keep, include_no_match)
                for start in range(0, len(todo), _CHUNK)
            ]
            table = pa.concat_tables(tables) if tables else MATCHES.empty_table()
            return table if len(todo) == len(names) else _for_each(table, place)

    def _match_batch(
        self,
        names: Sequence[ScreenedName],
        start: int,
        keep: int,
        include_no_match: bool,
    ) -> pa.Table:
        scored = self.score(names)
        every = verdicts(scored.features, scored.score)
        told = np.ones(len(every), dtype=bool) if include_no_match else every != NO_MATCH
        chosen = self.best(scored, keep, np.flatnonzero(told))
        number = scored.name[chosen].tolist()
        texts = [names[at].name for at in number]
        of_listed = numbers(scored.listed[chosen], pa.int64())
        entity_id, matched_name, name_kind = (column.take(of_listed) for column in self._told)
        matched = matched_name.to_pylist()
        institutions = self.rows.rows.kinds[scored.row[chosen]] != 0
        none = numbers(np.zeros(len(number)), pa.int64())
        columns = [
            numbers(scored.name[chosen] + start, pa.int32()),
            strings(texts),
            strings([names[at].country_code for at in number]),
            entity_id,
            matched_name,
            name_kind,
            numbers(scored.score[chosen], pa.float64()),
            strings(levels(scored.features[:, chosen], name_kind.to_pylist(), institutions)),
            _VERDICTS.take(numbers(every[chosen], pa.int64())),
            strings(
                evidence(
                    scored.part[chosen],
                    scored.row[chosen],
                    scored.features[:, chosen],
                    texts,
                    matched,
                    scored.screened,
                    scored.parts,
                    self.rows,
                )
            ),
            *(column.take(none) for column in _MADE_BY),
        ]
        return pa.Table.from_arrays(columns, schema=MATCHES)

    def score(self, names: Sequence[ScreenedName]) -> Scored:
        """Every pair of a name's part and a listed name that is not hopeless, scored."""
        screened, listed = Screened(names, self.rows.vocabulary), self.rows
        number, row = self._candidates(screened)
        cut_name, cut_row, share = cut_names(screened, listed)
        cut_number = screened.whole(cut_name)
        known = cut_number >= 0
        alike_name, alike_row = sounding_alike(screened, listed)
        alike_number = screened.whole(alike_name)
        heard = np.sort((alike_number * len(listed) + alike_row)[alike_number >= 0])
        code = distinct(
            np.concatenate(
                [
                    number * len(listed) + row,
                    (cut_number * len(listed) + cut_row)[known],
                    heard,
                ]
            )
        )
        number, row = code // len(listed), code % len(listed)
        used, part = occurring(number)
        parts = screened.parts(used)
        alignment = align(parts, listed.rows, part, row)
        if share:
            claims = dict(
                zip(
                    zip(cut_number.tolist(), cut_row.tolist(), strict=True),
                    share,
                    strict=True,
                )
            )
            for at in np.flatnonzero(np.isin(number, cut_number)).tolist():
                alignment.features[CUT, at] = claims.get((int(number[at]), int(row[at])), 0.0)
        sounds_alike = find(heard, code)[1]
        is_open = (
            sounds_alike
            | scorer().may_match(alignment.features)
            | near_miss(alignment.features)
            | (listed.rows.derived[row] >= INITIALS)
        )
        sized = np.flatnonzero(alike_in_size(alignment.features) & ~is_open)
        is_open[sized] = self._like_in_letters(screened, used[part[sized]], row[sized])
        still = np.flatnonzero(is_open)
        part, row = part[still], row[still]
        alignment = Alignment(
            alignment.features[:, still], alignment.first[still], alignment.last[still]
        )
        fill_spelling(screened, parts, listed, part, row, alignment)
        score = held(alignment.features, scorer()(alignment.features))
        mistyped = may_be_misspelt(alignment.features, score)
        near = may_be_alike(alignment.features, score)
        open_still = np.flatnonzero(mistyped | near)
        apart = open_still[self._apart(names, screened, parts, part[open_still], row[open_still])]
        mistyped[apart] = near[apart] = False
        for pair in np.flatnonzero(mistyped).tolist():
            if misspelt(*self._written(names, parts, part[pair], row[pair])):
                score[pair] = MISSPELT
        sounds_alike = sounds_alike[still] & ~questioned(alignment.features)
        for pair in np.flatnonzero(sounds_alike & (score < MATCH_AT)).tolist():
            told = retyped(*self._written(names, parts, part[pair], row[pair]))
            if told is not None:
                score[pair] = MISSPELT if told else max(score[pair], GUESSED)
        numbered = [
            pair
            for pair in np.flatnonzero(is_matched(alignment.features, score)).tolist()
            if another_number(*self._written(names, parts, part[pair], row[pair]))
        ]
        score[numbered] = GUESSED
        # A name that is found needs no party that is called nearly so.
        is_found = np.isin(parts.name[part], parts.name[part[score >= MATCH_AT]])
        score[numbered] = np.where(is_found[numbered], NEAR_MISS_AT, GUESSED)
        for pair in np.flatnonzero(near & ~is_found & (score < REVIEW_AT)).tolist():
            if is_alike(*self._written(names, parts, part[pair], row[pair])):
                score[pair] = GUESSED
        doubted = is_a_guess(alignment.features, score) | (sounds_alike & (score == MISSPELT))
        for pair in np.flatnonzero(doubted).tolist():
            if hangs_on_a_guess(*self._written(names, parts, part[pair], row[pair])):
                score[pair] = GUESSED
        return Scored(
            screened=screened,
            parts=parts,
            name=parts.name[part],
            part=part,
            row=row,
            listed=listed.rows.listed[row].astype(np.int64),
            features=alignment.features,
            score=score,
        )

    def _apart(
        self,
        names: Sequence[ScreenedName],
        screened: Screened,
        parts: Parts,
        part: Numbers,
        row: Numbers,
    ) -> NDArray[np.bool_]:
        """Which pairs need no second look: they are two names, whatever stands in brackets."""
        apart = in_conflict(screened, parts, self.rows, part, row)
        bracketed = np.array(["(" in name.name for name in names], dtype=bool)[parts.name[part]]
        bracketed |= self._bracketed[self.rows.rows.listed[row]]
        for pair in np.flatnonzero(apart & bracketed).tolist():
            apart[pair] = not is_called(*self._written(names, parts, part[pair], row[pair]))
        return apart

    def _written(
        self, names: Sequence[ScreenedName], parts: Parts, part: int, row: int
    ) -> tuple[str, str]:
        """A pair's two names."""
        return names[parts.name[part]].name, self._listed[self.rows.rows.listed[row]].name

    def best(self, scored: Scored, keep: int, among: Numbers) -> Numbers:
        """Per name the best pair of each entity, the `keep` best entities, best first."""
        name, score = scored.name[among], -scored.score[among]
        entity, alike = (
            self.rows.entity[scored.listed[among]],
            -scored.features[CUT - 1, among],
        )
        order = np.lexsort((scored.row[among], alike, score, entity, name))
        order = order[opens_run(name[order], entity[order])]
        order = order[np.lexsort((entity[order], alike[order], score[order], name[order]))]
        starts = np.flatnonzero(opens_run(name[order]))
        lengths = np.diff(np.append(starts, len(order)))
        return among[order[np.arange(len(order)) - np.repeat(starts, lengths) < keep]]

    def _candidates(self, screened: Screened) -> tuple[Numbers, Numbers]:
        """(part, row) pairs that share enough weight to be aligned."""
        listed, size = self.rows, len(self.rows)
        segment, row = self.sharing_keys(screened)
        found, worth = self._agreement(screened, segment, row)
        total = listed.rows.total[row]
        # A name may run over a comma or a bracket: where something is missing, and the name is
        # short or the neighbour shares a key of the same listed name, both are read together.
        partly = np.flatnonzero((found < _NEARLY_ALL * total) & (listed.rows.count[row] > 1))
        code = segment[partly] * size + row[partly]
        beside = screened.name_size[segment[partly]] <= np.maximum(
            _SHORT_NAME, 1.5 * listed.rows.count[row[partly]]
        )
        name = screened.segment_name
        for step in (-1, 1):
            # The segment before the first of a name is another name's.
            neighbour = np.clip(segment[partly] + step, 0, len(name) - 1)
            at = np.flatnonzero(~beside & (name[neighbour] == name[segment[partly]]))
            beside[at] = find(code, code[at] + step * size)[1]
        partly = partly[beside]
        wide, wide_row = np.divmod(
            distinct(
                np.concatenate(
                    [
                        number[exists] * size + row[partly[exists]]
                        for exists, number in screened.wider(segment[partly])
                    ]
                )
            ),
            size,
        )
        wide_worth = self._agreement(screened, wide, wide_row)[1]
        return (
            np.concatenate([segment[worth], wide[wide_worth]]),
            np.concatenate([row[worth], wide_row[wide_worth]]),
        )

    def _agreement(
        self, screened: Screened, number: Numbers, row: Numbers
    ) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
        """Weight that may agree, and whether the pair is worth aligning by it.

        Where that weight is below `_NEARLY_ALL` of the listed name and the pair is not worth
        aligning, it may be too high.
        """
        listed = self.rows
        used, part = occurring(number)
        weight, total = screened.weights(used)[part], listed.rows.total[row]
        sized = self._sized[row] & screened.one_part(used)[part]
        found = agreement(Flags(screened.flags(used), listed.rows), part, row)
        by_words, alike = _worth(found, weight, total)
        at = np.flatnonzero(by_words | (alike & sized) | (found >= _NEARLY_ALL * total))
        used, part = occurring(number[at])
        found[at] = agreement(Held(screened.table(used), listed.rows), part, row[at])
        by_words, alike = _worth(found[at], weight[at], total[at])
        worth = np.zeros(len(number), dtype=bool)
        worth[at] = by_words
        # What is left agrees in letters rather than words, or not at all.
        at = at[alike & ~by_words & sized[at]]
        worth[at] = self._like_in_letters(screened, number[at], row[at])
        return found, worth

    def _like_in_letters(
        self, screened: Screened, number: Numbers, row: Numbers
    ) -> NDArray[np.bool_]:
        """Which pairs have so many letters in common that they may be spellings of one name."""
        listed = self.rows
        length, listed_length = screened.lengths(number), listed.length[row]
        least = np.maximum(length, listed_length) * np.float32(_LIKE_SPELLED)
        like = np.minimum(length, listed_length) >= least
        at = np.flatnonzero(like)
        if len(at):
            used, part = occurring(number[at])
            common = np.minimum(screened.letters(used)[part], listed.letters[row[at]])
            like[at] = common.sum(axis=1) >= least[at]
        return like

    def sharing_keys(self, screened: Screened) -> tuple[Numbers, Numbers]:
        """(segment, row) pairs that share a rare word, or two common ones near one another."""
        listed, ids = self.rows, screened.ids
        found: list[tuple[Numbers, Numbers]] = []
        short = screened.size[screened.of_word] <= _SHORT_PART
        for layer in range(ALTERNATIVES):
            number = ids[:, layer].astype(np.int64)
            # A mistyped or cut word finds rows only where there is not much else to find them by.
            sure = screened.vocabulary.sims[screened.slot, layer] >= _SURE
            at = np.flatnonzero((number >= 0) & (sure | short))
            of = screened.of_word[at]
            found.append(expand(number[at], of, listed.single_start, listed.single_rows))
        counts = [np.full(sum(len(row) for _, row in found), 2)]
        number = ids[:, 0].astype(np.int64)
        common = (number >= 0) & listed.common[number]
        for step in range(1, min(_PAIR_STEPS, len(number) - 1) + 1):
            left = np.flatnonzero(
                common[:-step] & common[step:] & (screened.name[:-step] == screened.name[step:])
            )
            one, other = number[left], number[left + step]
            keys = np.minimum(one, other) * len(listed.vocabulary.words) + np.maximum(one, other)
            where, hit = find(listed.double_keys, keys)
            where, left = where[hit], left[hit]
            one, other = screened.of_word[left], screened.of_word[left + step]
            # In a short name one pair will do, unless it is a pair of every second name.
            posted = listed.double_start[where + 1] - listed.double_start[where]
            enough = (screened.name_size[one] <= _SHORT_PART) & (posted <= FEW_ROWS)
            apart = one != other
            for keys, owners, sure in (
                (where, one, enough),
                (where[apart], other[apart], enough[apart]),
            ):
                segment, row = expand(keys, owners, listed.double_start, listed.double_rows)
                found.append((segment, row))
                counts.append(
                    np.repeat(
                        np.where(sure, 2, 1),
                        listed.double_start[keys + 1] - listed.double_start[keys],
                    )
                )
        size = len(listed)
        # Pair and hits in one number: a sort of plain numbers is far quicker than one of places.
        packed = np.concatenate([segment * size + row for segment, row in found]) << 2
        packed = np.sort(packed + np.concatenate(counts))
        code = packed >> 2
        opens = np.flatnonzero(opens_run(code))
        hits = np.add.reduceat(packed & 3, opens) if len(opens) else packed
        code = code[opens]
        segment, row = code // size, code % size
        kept = (hits >= listed.hits_wanted[row]) & (
            ~listed.only_alone[row] | (screened.size[segment] == 1)
        )
        return segment[kept], row[kept]


def _worth(
    found: NDArray[np.float32], weight: NDArray[np.float32], total: NDArray[np.float32]
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which pairs are worth aligning by the weight found, and which may be by their letters."""
    alike = found >= _LIKE_SIZED * (weight + total - found)
    little_else = (weight <= LITTLE_ELSE + 2 * found) | (found >= 0.999 * total)
    return alike & little_else & (found >= MOSTLY * total), alike


@contextmanager
def _no_collection() -> Iterator[None]:
    """Hundreds of thousands of small objects are made here, of which none is garbage in a circle:
    a collector that walks them again and again takes a third of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _places(names: Sequence[ScreenedName]) -> Numbers:
    """The place of each name among the different ones, in the order in which they come."""
    places: dict[str | tuple[str, str], int] = {}
    held = [
        places.setdefault(
            name.name if name.country_code is None else (name.country_code, name.name), len(places)
        )
        for name in names
    ]
    return np.array(held, dtype=np.int64)


def _for_each(table: pa.Table, at: Numbers) -> pa.Table:
    """The rows of each distinct name, for every place at which the name was given."""
    held = np.array(table["name_number"].to_pylist(), dtype=np.int64)
    low, high = np.searchsorted(held, at, "left"), np.searchsorted(held, at, "right")
    counts = high - low
    take = np.repeat(low - (np.cumsum(counts) - counts), counts) + np.arange(int(counts.sum()))
    again = numbers(np.repeat(np.arange(len(at)), counts), pa.int32())
    return table.take(numbers(take, pa.int64())).set_column(0, MATCHES.field("name_number"), again)
