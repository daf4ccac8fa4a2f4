"""What each word of a screened name stands for among the words of the list.

Here: the words of the list with their rarity, and, for a word met in a screened name, the listed
words it may be: itself, another language's or an abbreviation's, a mistyped, cut or glued one.
Not here: whole names. A word's meaning depends on the word and the list alone, so it is worked
out once and kept.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA

from dagster_project.matching.tokens import Tokens, join_hash, tokenise
from dagster_project.matching.words import (
    COUNTRY_BITS,
    FORMS,
    GENERIC,
    KINDS,
    LINKS,
    PLACES,
    SAME,
    STOP,
    UNIT,
)

STOP_WORD, FORM_WORD, CONTENT, UNIT_WORD, PLACE_WORD, GENERIC_WORD, NUMBER = range(7)
ALTERNATIVES = 3
# Behind the list stands a world of names: a word seen once on the list is not thereby common.
_WORLD = 3000
_UNKNOWN_WEIGHT = 6.0
_ALSO = frozenset({"and", "et", "und", "y", "i"})
_DIGIT = re.compile(r"\d")
_VOWELS = str.maketrans("", "", "aeiouyjw")
_SOUNDS = (
    ("ch", "c"), ("sh", "s"), ("zh", "s"), ("kh", "h"), ("ph", "f"), ("ts", "c"), ("tz", "c"),
    ("cz", "c"), ("ks", "x"), ("ck", "k"), ("q", "k"), ("v", "b"), ("w", "b"),
)  # fmt: skip


def skeleton(word: str) -> str:
    """The consonants as they sound, for spellings of one foreign word: Yupiter, Jupiter."""
    for written, sound in _SOUNDS:
        word = word.replace(written, sound)
    return re.sub(r"(.)\1+", r"\1", word.translate(_VOWELS))


@lru_cache(maxsize=1 << 16)
def word_class(word: str) -> int:
    if word in STOP:
        return STOP_WORD
    if word in FORMS:
        return FORM_WORD
    if word in PLACES:
        return PLACE_WORD
    if word in UNIT:
        return UNIT_WORD
    if word in GENERIC:
        return GENERIC_WORD
    if _DIGIT.search(word):
        return NUMBER
    return CONTENT


def _weight(word: str, rarity: float) -> float:
    """How much a word tells: its rarity, less for words of which every list is full."""
    kind = word_class(word)
    if kind in (STOP_WORD, FORM_WORD):
        return 0.0
    if kind == PLACE_WORD:
        return min(rarity, 3.0)
    if kind in (GENERIC_WORD, UNIT_WORD):
        return min(rarity, 2.5) * 0.6
    if len(word) == 1:
        return min(rarity, 1.5)
    if kind == NUMBER:
        return min(rarity, 4.0)
    return rarity


def _deletions(word: str) -> Iterable[str]:
    yield word
    for at in range(len(word)):
        yield word[:at] + word[at + 1 :]


def _near_known() -> dict[str, str]:
    """Known words by themselves with one letter left out: a mistyped "Joine" is no new word."""
    near: dict[str, str] = {}
    for word in sorted({*FORMS, *UNIT, *GENERIC, *SAME}):
        if len(word) >= 5:
            for deletion in _deletions(word):
                near.setdefault(deletion, word)
    return near


class Vocabulary:
    """The words of the listed names, numbered; and what any other word may stand for."""

    def __init__(self, names: Sequence[Sequence[str]], entities: Sequence[int]) -> None:
        """`names`: the words of each listed name; `entities`: the entity of each."""
        seen: dict[str, set[int]] = defaultdict(set)
        joined: dict[str, tuple[str, ...]] = {}
        for words, entity in zip(names, entities, strict=True):
            same = [SAME.get(word, word) for word in words]
            for word in same:
                seen[word].add(entity)
            for size in (2, 3):
                for at in range(len(words) - size + 1):
                    joined.setdefault("".join(words[at : at + size]), tuple(same[at : at + size]))
        # The empty word comes first: it is never met, and spares every list that is empty a case.
        self.words = ["", *sorted(w for w in seen if word_class(w) not in (STOP_WORD, FORM_WORD))]
        self.number = {word: number for number, word in enumerate(self.words) if word}
        count = _WORLD + len(set(entities))
        rarity = [math.log(count / (len(seen.get(word, ())) + 1)) for word in self.words]
        self.weights = np.array(
            [_weight(word, rare) for word, rare in zip(self.words, rarity, strict=True)],
            dtype=np.float32,
        )
        self._joined = joined
        self._near = _near_known()
        self._by_deletion: dict[str, list[int]] = defaultdict(list)
        self._by_skeleton: dict[str, list[int]] = defaultdict(list)
        self._by_head: dict[str, list[int]] = defaultdict(list)
        self._by_prefix: dict[str, list[int]] = defaultdict(list)
        self._by_suffix: dict[str, list[int]] = defaultdict(list)
        for word, number in self.number.items():
            if len(word) >= 4 and word_class(word) != NUMBER:
                for deletion in _deletions(word):
                    self._by_deletion[deletion].append(number)
                key = skeleton(word)
                if len(key) >= 3:
                    self._by_skeleton[key].append(number)
            self._by_prefix[word[:3]].append(number)
            self._by_head[word[:4]].append(number)
            if len(word) >= 7:
                self._by_suffix[word[-5:]].append(number)
        # Meanings, one item a word met so far; `_learn` adds to them.
        self._slot: dict[int | str, int] = {}
        self._known_count = 0
        self._arrays: dict[str, NDArray[np.generic]] = {
            "ids": np.zeros((ALTERNATIVES, 0), dtype=np.int16),
            "sims": np.zeros((ALTERNATIVES, 0), dtype=np.float32),
            "weight": np.zeros(0, dtype=np.float32),
            "klass": np.zeros(0, dtype=np.int8),
            "countries": np.zeros(0, dtype=np.int64),
            "kinds": np.zeros(0, dtype=np.int16),
            "form": np.zeros(0, dtype=np.int8),
            "length": np.zeros(0, dtype=np.int16),
            "link": np.zeros(0, dtype=bool),
            "also": np.zeros(0, dtype=bool),
        }
        self.same: list[str] = []
        self._prepare_joins()
        anchors = tokenise(["s t science technology r d research development"])
        self._anchors = self._look_up(anchors).tolist()

    ids = property(lambda self: self._arrays["ids"])
    sims = property(lambda self: self._arrays["sims"])
    weight = property(lambda self: self._arrays["weight"])
    klass = property(lambda self: self._arrays["klass"])
    countries = property(lambda self: self._arrays["countries"])
    kinds = property(lambda self: self._arrays["kinds"])
    form = property(lambda self: self._arrays["form"])
    length = property(lambda self: self._arrays["length"])
    link = property(lambda self: self._arrays["link"])
    also = property(lambda self: self._arrays["also"])

    def _prepare_joins(self) -> None:
        whole = [w for w in {*self.words, *SAME} if len(w) >= 5 and w not in STOP]
        hashes = tokenise(sorted(whole))
        first = np.searchsorted(hashes.name, np.arange(len(whole)))
        self._one_word = np.unique(hashes.hash[first])
        self._silent = self._known_count
        self._learn(["the"])

    def meanings(self, tokens: Tokens) -> NDArray[np.int64]:
        """For each word its place in the arrays of meanings, read with the words beside it."""
        return self._join(tokens, self._expand_initials(tokens, self._look_up(tokens)))

    def _look_up(self, tokens: Tokens) -> NDArray[np.int64]:
        unique, first, back = np.unique(tokens.hash, return_index=True, return_inverse=True)
        slots = [self._slot.get(key, -1) for key in unique.tolist()]
        fresh = [at for at, slot in enumerate(slots) if slot < 0]
        if fresh:
            base = self._known_count
            self._learn([tokens.word(number) for number in first[fresh].tolist()])
            for offset, (at, key) in enumerate(zip(fresh, unique[fresh].tolist(), strict=True)):
                slots[at] = self._slot[key] = base + offset
        return np.array(slots, dtype=np.int64)[back]

    def _expand_initials(self, tokens: Tokens, slots: NDArray[np.int64]) -> NDArray[np.int64]:
        """S & T is science and technology, R&D research and development."""
        if len(slots) < 2:
            return slots
        s, t, science, technology, r, d, research, development = self._anchors
        for one, other, full_one, full_other in (
            (s, t, science, technology),
            (r, d, research, development),
        ):
            for step in (1, 2):
                at = np.flatnonzero((slots[:-step] == one) & (slots[step:] == other))
                at = at[tokens.name[at] == tokens.name[at + step]]
                if step == 2:
                    at = at[self.klass[slots[at + 1]] == STOP_WORD]
                slots[at], slots[at + step] = full_one, full_other
        return slots

    def _learn(self, words: Sequence[str]) -> None:
        count, end = len(words), self._known_count + len(words)
        if end > len(self.weight):
            room = max(2 * len(self.weight), end, 1 << 12)
            for key, old in self._arrays.items():
                grown = np.zeros((*old.shape[:-1], room), dtype=old.dtype)
                grown[..., : old.shape[-1]] = old
                self._arrays[key] = grown
        new = slice(self._known_count, end)
        ids = np.full((ALTERNATIVES, count), -1, dtype=np.int16)
        sims = np.zeros((ALTERNATIVES, count), dtype=np.float32)
        values: dict[str, list[float]] = {
            key: [] for key in self._arrays if key not in ("ids", "sims")
        }
        for at, written in enumerate(words):
            raw, word, kind = self._read(written)
            found = [] if kind in (STOP_WORD, FORM_WORD) else self.resolve(raw)
            for layer, (number, sim) in enumerate(found):
                ids[layer, at], sims[layer, at] = number, sim
            exact = bool(found) and found[0][1] == 1.0
            values["weight"].append(
                float(self.weights[found[0][0]]) if exact else _weight(word, _UNKNOWN_WEIGHT)
            )
            values["klass"].append(kind)
            values["countries"].append(COUNTRY_BITS.get(PLACES.get(word, ""), 0))
            values["kinds"].append(KINDS.get(word, 0))
            values["form"].append(FORMS.get(raw, 0))
            values["length"].append(len(written))
            values["link"].append(written in LINKS)
            values["also"].append(written in _ALSO)
            self.same.append(SAME.get(written, written))
        self._arrays["ids"][:, new], self._arrays["sims"][:, new] = ids, sims
        for key, column in values.items():
            self._arrays[key][new] = column
        self._known_count = end

    def _read(self, written: str) -> tuple[str, str, int]:
        """A word as it is meant, in its one spelling, and its class."""
        raw, word = written, SAME.get(written, written)
        kind = word_class(word)
        if kind == CONTENT and word not in self.number and raw not in self._joined:
            raw = self._known(written) or written
            word = SAME.get(raw, raw)
            kind = word_class(word)
        return raw, word, kind

    def resolve(self, raw: str) -> list[tuple[int, float]]:
        """The listed words this word may be, with a likeness in (0, 1], best first."""
        word = SAME.get(raw, raw)
        exact = self.number.get(word)
        if exact is not None:
            written_apart = [self.number.get(part, exact) for part in self._joined.get(raw, ())]
            others = [(number, 0.95) for number in written_apart if number != exact]
            return [(exact, 1.0), *others[: ALTERNATIVES - 1]]
        for other in (word[:-1] if word.endswith("s") else word + "s",):
            if len(word) >= 4 and other in self.number:
                return [(self.number[other], 0.97)]
        parts = self._joined.get(raw) or self._split(raw)
        if parts:
            numbers = [self.number[part] for part in parts if part in self.number]
            if numbers:
                return [(number, 0.95) for number in numbers[:ALTERNATIVES]]
        if len(word) < 4 or word_class(word) not in (CONTENT,):
            return []
        likes: dict[int, float] = {}
        for deletion in _deletions(word):
            for number in self._by_deletion.get(deletion, ()):
                self._consider(likes, word, number, 1 if len(word) < 7 else 2)
        if len(word) >= 7:
            for number in self._by_head.get(word[:4], ()):
                self._consider(likes, word, number, 2)
            for number in self._by_suffix.get(word[-5:], ()):
                self._consider(likes, word, number, 2)
        key = skeleton(word)
        if len(key) >= 3:
            for number in self._by_skeleton.get(key, ()):
                alike = OSA.normalized_similarity(word, self.words[number])
                if alike >= (0.5 if len(key) >= 4 else 0.65):
                    likes[number] = max(likes.get(number, 0.0), (1 + alike) / 2 - 0.05)
        if not likes:
            for number in self._by_prefix.get(word[:3], ()):
                if self.words[number].startswith(word):
                    likes[number] = 0.75
            if len(likes) > ALTERNATIVES:
                shortest = sorted(likes, key=lambda number: (len(self.words[number]), number))
                likes = {number: likes[number] for number in shortest[:ALTERNATIVES]}
        best = sorted(likes.items(), key=lambda item: (-item[1], item[0]))
        return best[:ALTERNATIVES]

    def _known(self, raw: str) -> str | None:
        """The form, unit or generic word this one is but for a typing error."""
        if len(raw) < 5:
            return None
        for deletion in _deletions(raw):
            word = self._near.get(deletion)
            if word is not None and OSA.distance(raw, word) <= 1:
                return word
        return None

    def _join(self, tokens: Tokens, slots: NDArray[np.int64]) -> NDArray[np.int64]:
        """Two words written apart that the list, or a language, writes as one."""
        if len(slots) < 2:
            return slots
        left, right = np.arange(len(slots) - 1), np.arange(1, len(slots))
        together = np.flatnonzero(
            (tokens.segment[left] == tokens.segment[right])
            & (self.klass[slots[left]] > FORM_WORD)
            & (self.klass[slots[right]] > FORM_WORD)
        )
        length = (tokens.end - tokens.start)[together]
        hashes = join_hash(tokens.hash[together], length, tokens.hash[together + 1])
        where = np.searchsorted(self._one_word, hashes)
        where[where == len(self._one_word)] = 0
        hits = together[self._one_word[where] == hashes]
        last = -2
        for at in hits.tolist():
            if at == last + 1:
                continue
            word = tokens.word(at) + tokens.word(at + 1)
            slot = self._slot.get(word)
            if slot is None:
                slot = self._slot[word] = self._known_count
                self._learn([word])
            slots[at], slots[at + 1] = slot, self._silent
            last = at
        return slots

    def _consider(self, likes: dict[int, float], word: str, number: int, limit: int) -> None:
        listed = self.words[number]
        if number in likes or abs(len(listed) - len(word)) > limit:
            return
        distance = OSA.distance(word, listed, score_cutoff=limit)
        if distance <= limit:
            likes[number] = 1.0 - distance / (max(len(word), len(listed)) * 0.7)

    def _split(self, raw: str) -> tuple[str, ...]:
        """Two words glued together: both on the list, or one of them a word between words."""
        for at in range(2, len(raw) - 2):
            left, right = SAME.get(raw[:at], raw[:at]), SAME.get(raw[at:], raw[at:])
            if (at >= 4 or left in STOP) and right in self.number and len(raw) - at >= 4:
                if left in STOP:
                    if len(raw) - at >= 6:
                        return (right,)
                elif left in self.number:
                    return (left, right)
        return ()


def words_of(names: Sequence[str]) -> list[list[str]]:
    """The words of each name, as written in lower case."""
    tokens = tokenise(names)
    words: list[list[str]] = [[] for _ in names]
    for number, name in enumerate(tokens.name.tolist()):
        words[name].append(tokens.word(number))
    return words
