"""Screened names laid out for matching: words, parts, and what the rest of each name says.

Here: a batch of names as flat arrays of words and as parts: each segment between commas, two
neighbouring segments, and a short name as a whole. Not here: listed names.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from dagster_project.matching.features import WIDTH, Parts
from dagster_project.matching.postings import opens_run, spread
from dagster_project.matching.records import ScreenedName
from dagster_project.matching.tokens import Tokens
from dagster_project.matching.vocabulary import (
    ALTERNATIVES,
    CONTENT,
    FORM_WORD,
    STOP_WORD,
    UNIT_WORD,
    Vocabulary,
)
from dagster_project.matching.words import COUNTRY_BITS

_WHOLE_AT_MOST = 14  # words of two or more segments that are also read as one
_CUT_EVERY = WIDTH // 2

Numbers = NDArray[np.int64]


class Screened:
    """One batch of names. A part has a number: segments first, then each segment with the next
    one, then the whole name of each segment."""

    def __init__(self, names: Sequence[ScreenedName], vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.tokens: Tokens = vocabulary.reader.read([screened.name for screened in names])
        self.slots = vocabulary.meanings(self.tokens)
        klass = vocabulary.klass[self.slots]
        # Positions, in all words, of those that are neither small words nor legal forms.
        self.content = np.flatnonzero((klass != STOP_WORD) & (klass != FORM_WORD))
        self.slot = self.slots[self.content]
        self.name = self.tokens.name[self.content]
        self.ids = vocabulary.ids[self.slot]
        self._read_names(names)
        self._read_segments()
        self._read_neighbours()

    def _read_names(self, names: Sequence[ScreenedName]) -> None:
        vocabulary, slots, of = self.vocabulary, self.slots, self.tokens.name
        self.forms = np.zeros(len(names), dtype=np.int8)
        at = np.flatnonzero(vocabulary.form[slots])
        np.bitwise_or.at(self.forms, of[at], np.int8(1) << vocabulary.form[slots[at]])
        given = [COUNTRY_BITS.get(n.country_code, 0) if n.country_code else 0 for n in names]
        self.countries = np.array(given, dtype=np.int64)
        self.country_given = self.countries != 0
        at = np.flatnonzero((vocabulary.countries[slots] != 0) & ~self.country_given[of])
        np.bitwise_or.at(self.countries, of[at], vocabulary.countries[slots[at]])
        telling = vocabulary.weight[self.slot] * (vocabulary.klass[self.slot] == CONTENT)
        units = vocabulary.klass[self.slot] == UNIT_WORD
        self._telling = np.concatenate([[0.0], np.cumsum(telling, dtype=np.float64)])
        self._units = np.concatenate([[0], np.cumsum(units)])
        weights = vocabulary.weight[self.slot]
        self._weights = np.concatenate([[0.0], np.cumsum(weights, dtype=np.float64)])
        self._lengths = np.concatenate([[0], np.cumsum(vocabulary.spelled[self.slot])])

    def _read_segments(self) -> None:
        segment = self.tokens.segment[self.content]
        opens = np.ones(len(segment), dtype=bool)
        opens[1:] = segment[1:] != segment[:-1]
        # A segment too long to be looked at as one is cut; its pieces are neighbours.
        starts = np.flatnonzero(opens)
        lengths = np.diff(np.append(starts, len(segment)))
        offset = np.arange(len(segment)) - np.repeat(starts, lengths)
        opens |= (np.repeat(lengths, lengths) > WIDTH) & (offset % _CUT_EVERY == 0)
        starts = np.flatnonzero(opens)
        count = self.segments = len(starts)
        self.of_word = np.cumsum(opens) - 1
        self.segment_name = self.name[starts]
        ends = np.append(starts[1:], len(segment))
        first = np.searchsorted(self.segment_name, self.segment_name, side="left")
        last = np.searchsorted(self.segment_name, self.segment_name, side="right") - 1
        following = np.minimum(np.arange(count) + 1, last)
        self._first, self._last = first, last
        self.size = ends - starts
        self.name_size = ends[last] - starts[first]
        self.start = np.concatenate([starts, starts, starts[first]])
        self.end = np.concatenate([ends, ends[following], ends[last]])

    def _read_neighbours(self) -> None:
        """What stands right before each word: a word that ties it on, or "and"."""
        same = self.tokens.segment[1:] == self.tokens.segment[:-1]
        self._after_of = np.zeros(len(self.slots), dtype=bool)
        self._after_of[1:] = self.vocabulary.link[self.slots[:-1]] & same
        self._after_and = np.zeros(len(self.slots), dtype=bool)
        self._after_and[1:] = self.vocabulary.also[self.slots[:-1]] & same

    def wider(self, segment: Numbers) -> list[tuple[NDArray[np.bool_], Numbers]]:
        """For each segment the wider parts it belongs to: (where there is one, part number)."""
        count, first, last = self.segments, self._first[segment], self._last[segment]
        choices = (
            (segment < last, count + segment),
            (segment > first, count + segment - 1),
            (last - first >= 2, 2 * count + segment),
        )
        size = self.end - self.start
        return [
            (exists & (size[np.where(exists, number, 0)] <= _WHOLE_AT_MOST), number)
            for exists, number in choices
        ]

    def whole(self, name: Numbers) -> Numbers:
        """The number of the part that is all of the name, -1 where it has no content words."""
        at = np.searchsorted(self.segment_name, name)
        held = np.zeros(len(name), dtype=bool)
        inside = at < self.segments
        held[inside] = self.segment_name[at[inside]] == name[inside]
        return np.where(held, 2 * self.segments + at, -1)

    def weights(self, numbers: Numbers) -> NDArray[np.float32]:
        """The weight of all words of each part."""
        weight = self._weights[self.end[numbers]] - self._weights[self.start[numbers]]
        return weight.astype(np.float32)

    def lengths(self, numbers: Numbers) -> Numbers:
        """The letters of all words of each part, in their one spelling."""
        return self._lengths[self.end[numbers]] - self._lengths[self.start[numbers]]

    def one_part(self, numbers: Numbers) -> NDArray[np.bool_]:
        """Which parts are all of their name."""
        whole = 2 * self.segments + numbers % self.segments
        return (self.start[numbers] == self.start[whole]) & (self.end[numbers] == self.end[whole])

    def table(self, numbers: Numbers) -> NDArray[np.uint8]:
        """[parts, bytes]: one bit a listed word, set where a word of the part may stand for it."""
        position, of = self._words_of(numbers)
        held = np.zeros((len(numbers), len(self.vocabulary.words) // 8 + 1), dtype=np.uint8)
        ids = self.ids[position]
        at, layer = np.nonzero(ids >= 0)
        known = ids[at, layer].astype(np.int64)
        place = of[at] * held.shape[1] + (known >> 3)
        np.bitwise_or.at(held.ravel(), place, np.uint8(1) << (known & 7).astype(np.uint8))
        return held

    def flags(self, numbers: Numbers) -> NDArray[np.uint64]:
        """The flags of the listed words that the words of each part may stand for."""
        position, of = self._words_of(numbers)
        flags = self.vocabulary.flags[self.slot[position]]
        return np.bitwise_or.reduceat(flags, np.flatnonzero(opens_run(of)))

    def letters(self, numbers: Numbers) -> NDArray[np.int16]:
        """[parts, LETTERS]: how often each letter stands in each part."""
        position, of = self._words_of(numbers)
        letters = self.vocabulary.letters[self.slot[position]]
        return np.add.reduceat(letters, np.flatnonzero(opens_run(of)), axis=0, dtype=np.int16)

    def _words_of(self, numbers: Numbers) -> tuple[Numbers, Numbers]:
        """(position of each word of each part, place of the part in `numbers`)."""
        of, position = spread(self.start[numbers], self.end[numbers])
        return position, of

    def _positions(self, numbers: Numbers) -> tuple[Numbers, NDArray[np.bool_], NDArray[np.int8]]:
        # The last words of what is still too long: the institution stands at the end.
        end = self.end[numbers]
        size = np.minimum(end - self.start[numbers], WIDTH)
        width = int(size.max(initial=1))
        steps = np.arange(width)[:, None]
        inside = steps < size
        return np.where(inside, end - size + steps, 0), inside, size.astype(np.int8)

    def _ids(self, position: Numbers, inside: NDArray[np.bool_]) -> NDArray[np.int16]:
        slot = self.slot[position]
        ids = np.empty((ALTERNATIVES, *slot.shape), dtype=np.int16)
        for layer in range(ALTERNATIVES):
            ids[layer] = np.where(inside, self.vocabulary.ids[slot, layer], -2)
        ids[ids < 0] = -2  # never equal to the -1 that fills a listed row
        return ids

    def places(self, numbers: Numbers) -> tuple[Numbers, Numbers, Numbers]:
        """Where each part stands: [parts, 2] in content words (at most the last `WIDTH`), and
        from where to where in all words, with the small words and legal forms beside it."""
        high = self.end[numbers]
        low = np.maximum(self.start[numbers], high - WIDTH)
        count, name = len(self.content), self.name[low]
        bounds = np.searchsorted(self.tokens.name, np.stack([name, name + 1]))
        before, after = np.maximum(low - 1, 0), np.minimum(high, count - 1)
        inside_before = (low > 0) & (self.name[before] == name)
        inside_after = (high < count) & (self.name[after] == name)
        first = np.where(inside_before, self.content[before] + 1, bounds[0])
        last = np.where(inside_after, self.content[after], bounds[1])
        return np.stack([low, high], axis=1), first, last

    def standing(
        self, numbers: Numbers, wanted: NDArray[np.int16]
    ) -> tuple[Numbers, Numbers, NDArray[np.bool_], NDArray[np.bool_]]:
        """Which words of each part stand for listed words, [any number, parts], -1 for none.

        Each word's part and position; [words, ALTERNATIVES], which of its meanings are wanted;
        and, in the shape of `wanted`, what is found.
        """
        high = self.end[numbers]
        pair, at = spread(np.maximum(self.start[numbers], high - WIDTH), high)
        meanings = self.vocabulary.ids[self.slot[at]]
        of_word = wanted[:, pair]
        stands_for = [(of_word == meaning) & (meaning >= 0) for meaning in meanings.T]
        known = np.stack([hit.any(axis=0) for hit in stands_for], axis=1)
        opens = np.flatnonzero(opens_run(pair))
        found = np.logical_or.reduceat(np.logical_or.reduce(stands_for), opens, axis=1)
        return pair, at, known, found

    def parts(self, numbers: Numbers) -> Parts:
        position, inside, count = self._positions(numbers)
        v, slot, token = self.vocabulary, self.slot[position], self.content[position]
        name = self.segment_name[numbers % self.segments]
        begin, end = self.start[numbers], self.end[numbers]
        whole = 2 * self.segments + numbers % self.segments
        all_begin, all_end = self.start[whole], self.end[whole]
        ids = self._ids(position, inside)
        telling, units = self._telling, self._units
        small = ~self.tokens.name_upper[name]
        return Parts(
            number=numbers,
            name=name,
            count=count,
            ids=ids,
            sims=np.stack([v.sims[slot, layer] for layer in range(ALTERNATIVES)]),
            weight=v.weight[slot] * inside,
            klass=np.where(inside, v.klass[slot], -1).astype(np.int8),
            kinds=v.kinds[slot] * inside,
            after_of=self._after_of[token] & inside,
            after_and=self._after_and[token] & inside,
            upper=self.tokens.upper[token] & inside & small,
            length=v.length[slot] * inside,
            token=np.where(inside, token, -1).astype(np.int32),
            several=_several(ids),
            form=self.forms[name],
            countries=self.countries[name],
            country_given=self.country_given[name],
            one_part=self.one_part(numbers),
            rest_distinct=(
                telling[all_end] - telling[all_begin] - telling[end] + telling[begin]
            ).astype(np.float32),
            rest_unit=units[all_end] - units[all_begin] > units[end] - units[begin],
        )


def _several(ids: NDArray[np.int16]) -> NDArray[np.bool_]:
    return np.asarray((ids[1:] >= 0).any(axis=(0, 1)))
