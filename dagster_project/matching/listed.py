"""The listed names laid out for matching: rows of word numbers, and the keys that find them.

Here: the variants of a listed name (without its brackets, its initials), their words as numbers,
and the few rare words or pairs of common words by which each is looked up. Not here: screened
names.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import lru_cache
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from dagster_project.matching.features import LISTED_WIDTH, Rows
from dagster_project.matching.postings import spread
from dagster_project.matching.records import ListedName
from dagster_project.matching.tokens import words_of
from dagster_project.matching.vocabulary import (
    CONTENT,
    NUMBER,
    Vocabulary,
    ends,
    flag,
    letter_counts,
    short,
    signs,
    spoken,
    word_class,
)
from dagster_project.matching.words import (
    COUNTRY_BITS,
    FORMS,
    KINDS,
    SAME,
    STOP,
)

PLAIN, SHORTENED, INITIALS, BRAND = range(4)
_FAMILY = 8  # names that open with one word make it a brand
_RARE_ROWS = 60
_KEYS_PER_ROW = 3
FEW_ROWS = 64
"""A pair of common words posted for more rows says little."""
_CUT_AT_LEAST = 20
_CUT_AT_MOST = 40
SPOKEN_AT_LEAST, SPOKEN_AT_MOST = 6, 100  # letters of a name that is found by its ends
_BRACKETS = re.compile(r"\(([^()]*)\)")
_CAPITALS = re.compile(
    r"(?<![A-Za-z])(?!(?:LLC|JSC|LTD|AO|OAO|OOO|PAO|ZAO|CO|FZE|FZCO)\b)[A-Z]{2,}(?![a-z])"
)

Keys = NDArray[np.int64]


def end_code(letters: NDArray[np.uint8], side: int) -> Keys:
    """One number for the letters at one end of a name."""
    return (letters.view("<u4").ravel().astype(np.int64) << 1) + side


def end_key(place: Keys, length: Keys) -> Keys:
    """One number for the place of an end's code and the number of letters of the name."""
    return (place << 8) + length


def _is_acronym(text: str) -> bool:
    return len(text) >= 3 and text.upper() == text and text.upper() != text.lower()


@lru_cache(maxsize=1 << 16)
def _content_word(word: str) -> str:
    """A word in its one spelling; nothing for small words and legal forms."""
    same = SAME.get(word, word)
    return "" if same in STOP or same in FORMS else same


def _content(words: Sequence[str]) -> list[str]:
    return list(filter(None, map(_content_word, words)))


def _variants(
    listed: Sequence[ListedName], outside: Sequence[Sequence[str]]
) -> list[tuple[str, int, int]]:
    """(text, position of its listed name, kind of variant) of every variant; `outside`: the words
    of each name outside its brackets."""
    variants = []
    for number, entry in enumerate(listed):
        variants.append((entry.name, number, PLAIN))
        inner = _BRACKETS.findall(entry.name)
        if inner:
            kind = PLAIN if all(map(_is_acronym, inner)) else SHORTENED
            variants.append((_BRACKETS.sub(" ", entry.name), number, kind))
            if entry.name.rstrip(" .,;").endswith(")") and _is_acronym(inner[-1]):
                variants.append((inner[-1], number, PLAIN))
    for number, words in enumerate(outside):
        content = list(filter(_content_word, words))
        if len(content) >= 4 and "university" in map(_content_word, content):
            variants.append(("".join(word[0] for word in content), number, INITIALS))
    return variants + _brands(listed, outside)


def _brands(
    listed: Sequence[ListedName], words: Sequence[Sequence[str]]
) -> list[tuple[str, int, int]]:
    """The word a whole family of names opens with ("Huawei"), for the shortest of them."""
    families: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
    alone: set[str] = set()
    for number, row in enumerate(words):
        content = _content(row)
        if not content:
            continue
        if word_class(content[0]) == CONTENT and len(content[0]) >= 4:
            telling = sum(word_class(word) == CONTENT for word in content)
            families[content[0]].append((telling, len(listed[number].name), number))
        if len(content) == 1:
            alone.add(content[0])
    return [
        (word, min(family)[-1], BRAND)
        for word, family in sorted(families.items())
        if len(family) >= _FAMILY
        and len({listed[number].entity_id for _, _, number in family}) > 1
        and word not in alone
    ]


class ListedRows:
    """Every variant of every listed name as a row, with the ways to find it."""

    def __init__(self, listed: Sequence[ListedName]) -> None:
        self.listed = tuple(listed)
        numbers: dict[str, int] = {}
        self.entity = np.array(
            [numbers.setdefault(entry.entity_id, len(numbers)) for entry in listed],
            dtype=np.int64,
        )
        bare = [_BRACKETS.sub(" ", e.name) if "(" in e.name else e.name for e in listed]
        read = dict(zip(bare, words_of(bare), strict=True))
        variants = _variants(listed, [read[text] for text in bare])
        fresh = [text for text, _, _ in variants if text not in read]
        read.update(zip(fresh, words_of(fresh), strict=True))
        words = [read[text] for text, _, _ in variants]
        kept = [at for at, row in enumerate(words) if row]
        words = [words[at] for at in kept]
        self.words = words
        owner = [variants[at][1] for at in kept]
        derived = [variants[at][2] for at in kept]
        self.vocabulary = Vocabulary(words, [int(self.entity[number]) for number in owner])
        capitals = [_CAPITALS.search(variants[at][0]) is not None for at in kept]
        self.rows = self._build(listed, words, owner, derived, capitals)
        content = [_content(row) for row in words]
        self.spelled = ["".join(row) for row in content]
        self.ordered = ["".join(sorted(row)) for row in content]
        self.length = np.array([len(text) for text in self.spelled], dtype=np.int64)
        self.letters = letter_counts(self.spelled).astype(np.int16)
        self.formed = ["".join(map(short, row)) for row in words]
        self.spoken = ["".join(map(spoken, row)) for row in words]
        plain = [
            row for row, text in enumerate(self.spoken)
            if derived[row] == PLAIN and SPOKEN_AT_LEAST <= len(text) <= SPOKEN_AT_MOST
        ]  # fmt: skip
        self.said = np.array([len(text) for text in self.spoken], dtype=np.int64)
        self.said_letters = letter_counts(self.spoken).astype(np.int8)
        self.signs = signs(self.said_letters)
        found = ends([self.spoken[row] for row in plain])
        codes = np.concatenate([end_code(end, side) for side, end in enumerate(found)])
        rows = np.array([*plain, *plain], dtype=np.int64)
        self.end_codes, place = np.unique(codes, return_inverse=True)
        keys = end_key(place, self.said[rows])
        order = np.argsort(keys, kind="stable")
        self.end_keys, self.end_rows = keys[order], rows[order]
        written = (("".join(row), number) for number, row in enumerate(words))
        self._written = sorted(
            (text, row)
            for text, row in written
            if len(text) > _CUT_AT_LEAST and derived[row] == PLAIN
        )
        self._build_keys()

    def __len__(self) -> int:
        return len(self.rows.listed)

    def _build(
        self,
        listed: Sequence[ListedName],
        words: Sequence[Sequence[str]],
        owner: Sequence[int],
        derived: Sequence[int],
        capitals: Sequence[bool],
    ) -> Rows:
        vocabulary, count = self.vocabulary, len(words)
        meant = {
            word: (KINDS.get(same, 0), 1 << FORMS[word] if word in FORMS else 0,
                   vocabulary.number.get(same))
            for word in set(chain.from_iterable(words))
            for same in [SAME.get(word, word)]
        }  # fmt: skip
        kinds, forms, every = [], [], []
        for raw in words:
            kind, form = 0, 0
            held: dict[int, int] = {}
            for word in raw:
                kind_of_word, form_of_word, number = meant[word]
                kind |= kind_of_word
                form |= form_of_word
                if number is not None and len(held) < LISTED_WIDTH:
                    held.setdefault(number, len(word))
            kinds.append(kind)
            forms.append(form)
            every.append(held)
        counts = np.array(list(map(len, every)), dtype=np.int8)
        row, place = spread(np.zeros(count, dtype=np.int64), counts.astype(np.int64))
        ids = np.full((LISTED_WIDTH, count), -1, dtype=np.int16)
        ids[place, row] = list(chain.from_iterable(every))
        length = np.zeros((LISTED_WIDTH, count), dtype=np.int16)
        length[place, row] = list(chain.from_iterable(held.values() for held in every))
        countries = [COUNTRY_BITS.get(listed[number].country_code or "", 0) for number in owner]
        weight = np.where(ids >= 0, vocabulary.weights[ids], 0).astype(np.float32)
        self._classes = np.array([word_class(word) for word in vocabulary.words], dtype=np.int8)
        return Rows(
            listed=np.array(owner, dtype=np.int32),
            count=counts,
            ids=ids,
            byte=np.maximum(ids, 0).astype(np.int64) >> 3,
            bit=np.where(ids >= 0, np.uint8(1) << (ids & 7).astype(np.uint8), 0).astype(np.uint8),
            flag=flag(ids),
            weight=weight,
            klass=np.where(ids >= 0, self._classes[ids], -1).astype(np.int8),
            total=weight.sum(axis=0, dtype=np.float32),
            kinds=np.array(kinds, dtype=np.int16),
            form=np.array(forms, dtype=np.int8),
            countries=np.array(countries, dtype=np.int64),
            acronym=(counts == 1) & (length[0] <= 6) & np.array(capitals, dtype=bool),
            derived=np.array(derived, dtype=np.int8),
        )

    def _build_keys(self) -> None:
        """For each row the few rare words, or pairs of common ones, by which it is found.

        A word common in the world is common here even where the list has it once: "department"
        alone would bring every department of the world before the one listed department.
        """
        rows, size = self.rows, len(self.vocabulary.words)
        frequency = np.bincount(rows.ids[rows.ids >= 0], minlength=size)
        telling = (self._classes == CONTENT) | (self._classes == NUMBER)
        self.common = (frequency > _RARE_ROWS) | ~telling
        common, often = self.common.tolist(), frequency.tolist()
        of_row = [[number for number in column if number >= 0] for column in rows.ids.T.tolist()]
        pairs_of = [
            [
                self.pair_key(ids[i], ids[j])
                for i in range(len(ids))
                for j in range(i + 1, min(i + 3, len(ids)))
                if common[ids[i]] and common[ids[j]]
            ]
            for ids in of_row
        ]
        pair_count = Counter(pair for pairs in pairs_of for pair in pairs)
        # A rare word is enough to be found by; of pairs of common words it takes two, since one
        # ("university", "science") is in half the names of the world.
        self.hits_wanted = np.ones(len(of_row), dtype=np.int64)
        # "Center" alone is a listed name, and a word of every second affiliation.
        self.only_alone = (rows.count == 1) & self.common[rows.ids[0]]
        singles: dict[int, list[int]] = defaultdict(list)
        doubles: dict[int, list[int]] = defaultdict(list)
        for row, (ids, pairs) in enumerate(zip(of_row, pairs_of, strict=True)):
            if len(ids) == 1:
                singles[ids[0]].append(row)
                continue
            rare = sorted((n for n in ids if not common[n]), key=lambda n: (often[n], n))
            for number in rare[:_KEYS_PER_ROW]:
                singles[number].append(row)
            if len(rare) > 1:
                continue
            rarest = sorted(set(pairs), key=lambda key: (pair_count[key], key))[:_KEYS_PER_ROW]
            for pair in rarest:
                doubles[pair].append(row)
            self.hits_wanted[row] = 2 if rare or len(rarest) == _KEYS_PER_ROW else 1
        self.single_start, self.single_rows = _postings([singles[n] for n in range(size)])
        self.double_keys = np.array(sorted(doubles), dtype=np.int64)
        self.double_start, self.double_rows = _postings(
            [doubles[key] for key in self.double_keys.tolist()]
        )

    def pair_key(self, one: int, other: int) -> int:
        return min(one, other) * len(self.vocabulary.words) + max(one, other)

    def beginning_with(self, text: str) -> list[int]:
        """Rows of the names that begin with this text, written without spaces."""
        found: list[int] = []
        if len(text) < _CUT_AT_LEAST:
            return found
        for at in range(bisect_left(self._written, (text, -1)), len(self._written)):
            if not self._written[at][0].startswith(text) or len(found) == _CUT_AT_MOST:
                break
            found.append(self._written[at][1])
        return found


def _postings(lists: Sequence[Sequence[int]]) -> tuple[Keys, Keys]:
    start = np.concatenate([[0], np.cumsum([len(rows) for rows in lists])]).astype(np.int64)
    return start, np.array([row for rows in lists for row in rows], dtype=np.int64)
