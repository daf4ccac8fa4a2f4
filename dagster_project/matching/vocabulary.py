"""What each word of a screened name stands for among the words of the list.

Here: the words of the list with their rarity, and, for a word met in a screened name, the listed
words it may be: itself, another language's or an abbreviation's, a mistyped, cut or glued one.
Not here: whole names. A word's meaning depends on the word and the list alone, so it is worked
out once and kept.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import lru_cache
from itertools import repeat
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA

from dagster_project.matching.tokens import Growing, Reader, Tokens
from dagster_project.matching.words import (
    COUNTRY_BITS,
    FORMS,
    GENERIC,
    KINDS,
    LINKS,
    PLACES,
    SAME,
    SHORT_FORMS,
    STOP,
    UNIT,
)

STOP_WORD, FORM_WORD, CONTENT, UNIT_WORD, PLACE_WORD, GENERIC_WORD, NUMBER = range(7)
ALTERNATIVES = 3
# Entities of the list and of the world behind it, a round number: a word seen once on the list is
# not thereby common, and an entity more does not make every word rarer.
_WORLD = 6400
_RARITY_STEPS = 8
LETTERS = 32  # kinds of letters told apart where letters are only counted
ENDS = 4  # letters at either end of a name by which it is found
_UNKNOWN_WEIGHT = 6.0
# What is known of a word met, beside the listed words it may be and its letters.
_PLAIN_COLUMNS: dict[str, type] = {
    "weight": np.float32, "klass": np.int8, "countries": np.int64, "kinds": np.int16,
    "form": np.int8, "length": np.int16, "spelled": np.int16, "said": np.int16,
    "link": np.bool_, "also": np.bool_, "opens_word": np.bool_, "ends_word": np.bool_,
}  # fmt: skip
_ALSO = frozenset({"and", "et", "und", "y", "i"})
_DIGIT = re.compile(r"\d")
_SOUNDS = {
    "ch": "c", "sh": "s", "zh": "s", "kh": "h", "ph": "f", "ts": "c", "tz": "c", "cz": "c",
    "ks": "x", "ck": "k",
}  # fmt: skip
_SOUND = re.compile("|".join(_SOUNDS))
_ONE_SOUND = str.maketrans("qvw", "kbb", "aeiouyj")
_SPEECH = {
    "shch": "s", "sch": "s", "sh": "s", "zh": "z", "kh": "h", "ph": "f", "ts": "c", "tz": "c",
    "cz": "c", "ks": "x", "ck": "k", "oo": "u", "ou": "u", "iya": "a", "iye": "e",
    **{f"{i}{vowel}": vowel for i in "ijy" for vowel in "aeou"},
    **dict.fromkeys(("ey", "ei", "ii", "iy", "yy", "yi", "ij"), "i"),
}  # fmt: skip
_SPOKEN = re.compile("|".join(sorted(_SPEECH, key=len, reverse=True)))
_ONE_SPOKEN = str.maketrans("qjy", "kii")
_TWICE = re.compile(r"(.)\1+")


def skeleton(word: str) -> str:
    """The consonants as they sound, for spellings of one foreign word: Yupiter, Jupiter."""
    sounds = _SOUND.sub(lambda sound: _SOUNDS[sound.group()], word).translate(_ONE_SOUND)
    return _TWICE.sub(r"\1", sounds)


@lru_cache(maxsize=1 << 16)
def spoken(word: str) -> str:
    """A word as it is said, vowels and all, whichever way it was transliterated: Byuro, Bjuro."""
    sounds = _SPOKEN.sub(lambda sound: _SPEECH[sound.group()], word).translate(_ONE_SPOKEN)
    return _TWICE.sub(r"\1", sounds)


@lru_cache(maxsize=1 << 16)
def short(word: str) -> str:
    """A word in its one spelling, a legal form in its short one; nothing for small words."""
    same = SAME.get(word, word)
    return "" if same in STOP else SHORT_FORMS.get(same, same)


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


def _rarity(entities: int) -> float:
    """How rare a word of so many entities is, in steps: a new listing changes few words' weight."""
    return round(math.log(_WORLD / (entities + 1)) * _RARITY_STEPS) / _RARITY_STEPS


def _weight(word: str, rarity: float) -> float:
    """How much a word tells: its rarity, less for words of which every list is full.

    In steps of 1/1024, so that weights add up to the same sum in any order and company.
    """
    return round(_unrounded_weight(word, rarity) * 1024) / 1024


def _unrounded_weight(word: str, rarity: float) -> float:
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


def _deletions(word: str) -> list[str]:
    return [word, *[word[:at] + word[at + 1 :] for at in range(len(word))]]


@lru_cache(maxsize=1)
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
        seen: set[tuple[str, int]] = set()
        joined: dict[str, tuple[str, ...]] = {}
        for words, entity in zip(names, entities, strict=True):
            same = [SAME.get(word, word) for word in words]
            seen.update(zip(same, repeat(entity)))
            for size in (2, 3):
                apart = zip(*(words[at:] for at in range(size)), strict=False)
                meant = zip(*(same[at:] for at in range(size)), strict=False)
                for text, parts in zip(map("".join, apart), meant, strict=True):
                    if text not in joined:
                        joined[text] = parts
        entities_of = Counter(word for word, _ in seen)
        # The empty word comes first: it is never met, and spares every list that is empty a case.
        self.words = [
            "",
            *sorted(w for w in entities_of if word_class(w) not in (STOP_WORD, FORM_WORD)),
        ]
        self.number = {word: number for number, word in enumerate(self.words) if word}
        rarity = [_rarity(entities_of[word]) for word in self.words]
        self.weights = np.array(
            [_weight(word, rare) for word, rare in zip(self.words, rarity, strict=True)],
            dtype=np.float32,
        )
        self._joined = joined
        self._near = _near_known()
        # A word with one letter left out is nearly always one word's.
        self._by_deletion: dict[str, int] = {}
        self._by_deletion_too: dict[str, list[int]] = defaultdict(list)
        self._by_skeleton: dict[str, list[int]] = defaultdict(list)
        self._by_head: dict[str, list[int]] = defaultdict(list)
        self._by_suffix: dict[str, list[int]] = defaultdict(list)
        for word, number in self.number.items():
            if len(word) >= 4 and word_class(word) != NUMBER:
                for deletion in set(_deletions(word)):
                    if self._by_deletion.setdefault(deletion, number) != number:
                        self._by_deletion_too[deletion].append(number)
                key = skeleton(word)
                if len(key) >= 3:
                    self._by_skeleton[key].append(number)
            self._by_head[word[:4]].append(number)
            if len(word) >= 7:
                self._by_suffix[word[-5:]].append(number)
        # Meanings, one item a word met so far; `_learn` adds to them.
        self._slot: dict[str, int] = {}
        self.written: list[str] = []
        self.same: list[str] = []
        self.short: list[str] = []
        self.spoken: list[str] = []
        self.told: dict[tuple[int, int, bool], str] = {}
        """How a word that stands for a listed one is told (`evidence`)."""
        self._columns: dict[str, Growing] = {
            "ids": Growing(np.int16, ALTERNATIVES),
            "sims": Growing(np.float32, ALTERNATIVES),
            "letters": Growing(np.uint8, LETTERS),
            "said_letters": Growing(np.int8, LETTERS),
            "signs": Growing(np.uint32),
            "flags": Growing(np.uint64),
            "opening": Growing(np.uint8, ENDS),
            "ending": Growing(np.uint8, ENDS),
            **{key: Growing(kind) for key, kind in _PLAIN_COLUMNS.items()},
        }
        self._one_word = {w for w in {*self.words, *SAME} if len(w) >= 5 and w not in STOP}
        self._openings = {word[:at] for word in self._one_word for at in range(1, len(word))}
        self._endings = {word[at:] for word in self._one_word for at in range(1, len(word))}
        self._silent = self.slots(["the"])[0]
        self._anchors = self.slots(
            ["s", "t", "science", "technology", "r", "d", "research", "development"]
        )
        self.reader = Reader(self.slots, self.written)

    ids = property(lambda self: self._columns["ids"].values)
    sims = property(lambda self: self._columns["sims"].values)
    weight = property(lambda self: self._columns["weight"].values)
    klass = property(lambda self: self._columns["klass"].values)
    countries = property(lambda self: self._columns["countries"].values)
    kinds = property(lambda self: self._columns["kinds"].values)
    form = property(lambda self: self._columns["form"].values)
    length = property(lambda self: self._columns["length"].values)
    link = property(lambda self: self._columns["link"].values)
    also = property(lambda self: self._columns["also"].values)
    spelled = property(lambda self: self._columns["spelled"].values)
    letters = property(lambda self: self._columns["letters"].values)
    said = property(lambda self: self._columns["said"].values)
    flags = property(lambda self: self._columns["flags"].values)
    signs = property(lambda self: self._columns["signs"].values)
    said_letters = property(lambda self: self._columns["said_letters"].values)
    opening = property(lambda self: self._columns["opening"].values)
    ending = property(lambda self: self._columns["ending"].values)

    def meanings(self, tokens: Tokens) -> NDArray[np.int64]:
        """For each word its place in the columns of meanings, read with the words beside it."""
        return self._join(tokens, self._expand_initials(tokens, tokens.slot.copy()))

    def slots(self, words: Sequence[str]) -> list[int]:
        """The place of each word, learning those not met before."""
        fresh = [word for word in dict.fromkeys(words) if word not in self._slot]
        if fresh:
            self._learn(fresh)
        return [self._slot[word] for word in words]

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
        count = len(words)
        ids = np.full((count, ALTERNATIVES), -1, dtype=np.int16)
        sims = np.zeros((count, ALTERNATIVES), dtype=np.float32)
        rows: list[tuple[float, ...]] = []
        for at, written in enumerate(words):
            raw, word, kind = self._read(written)
            found = [] if kind in (STOP_WORD, FORM_WORD) else self.resolve(raw)
            for layer, (number, sim) in enumerate(found):
                ids[at, layer], sims[at, layer] = number, sim
            exact = bool(found) and found[0][1] == 1.0
            same, said = SAME.get(written, written), spoken(written)
            rows.append(
                (
                    float(self.weights[found[0][0]]) if exact else _weight(word, _UNKNOWN_WEIGHT),
                    kind,
                    COUNTRY_BITS.get(PLACES.get(word, ""), 0),
                    KINDS.get(word, 0),
                    FORMS.get(raw, 0),
                    len(written),
                    len(same),
                    len(said),
                    written in LINKS,
                    written in _ALSO,
                    kind > FORM_WORD and written in self._openings,
                    kind > FORM_WORD and written in self._endings,
                )
            )
            self._slot[written] = len(self.written)
            self.written.append(written)
            self.same.append(same)
            self.spoken.append(said)
            self.short.append(short(written))
        for key, column in zip(_PLAIN_COLUMNS, zip(*rows, strict=True), strict=True):
            self._columns[key].extend(column)
        self._columns["ids"].extend(ids)
        self._columns["sims"].extend(sims)
        self._columns["flags"].extend(np.bitwise_or.reduce(flag(ids), axis=1))
        self._columns["letters"].extend(letter_counts(self.same[-count:]))
        said_letters = letter_counts(self.spoken[-count:])
        self._columns["said_letters"].extend(said_letters)
        self._columns["signs"].extend(signs(said_letters))
        opening, ending = ends(self.spoken[-count:])
        self._columns["opening"].extend(opening)
        self._columns["ending"].extend(ending)

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
        for deletion in filter(self._by_deletion.__contains__, _deletions(word)):
            for number in (self._by_deletion[deletion], *self._by_deletion_too.get(deletion, ())):
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
            for number in range(bisect_left(self.words, word), len(self.words)):
                if not self.words[number].startswith(word):
                    break
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
        for known in filter(None, map(self._near.get, _deletions(raw))):
            if OSA.distance(raw, known) <= 1:
                return known
        return None

    def _join(self, tokens: Tokens, slots: NDArray[np.int64]) -> NDArray[np.int64]:
        """Two words written apart that the list, or a language, writes as one."""
        opens, ends = (
            self._columns["opens_word"].values,
            self._columns["ends_word"].values,
        )
        may: NDArray[np.bool_] = (
            opens[slots[:-1]] & ends[slots[1:]] & (tokens.segment[:-1] == tokens.segment[1:])
        )
        last = -2
        for at in np.flatnonzero(may).tolist():
            word = tokens.word(at) + tokens.word(at + 1)
            if at == last + 1 or word not in self._one_word:
                continue
            slots[at], slots[at + 1] = self.slots([word])[0], self._silent
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
        for at in range(2, len(raw) - 3):
            right = SAME.get(raw[at:], raw[at:])
            if right not in self.number:
                continue
            left = SAME.get(raw[:at], raw[:at])
            if left in STOP:
                if len(raw) - at >= 6:
                    return (right,)
            elif at >= 4 and left in self.number:
                return (left, right)
        return ()


def letter_counts(texts: Sequence[str]) -> NDArray[np.uint8]:
    """How often each letter stands in each text, [texts, LETTERS]; some share a place."""
    length = np.fromiter(map(len, texts), np.int64, len(texts))
    letters = np.frombuffer("".join(texts).encode("ascii"), np.uint8) % LETTERS
    code = np.repeat(np.arange(len(texts)), length) * LETTERS + letters
    counts = np.bincount(code, minlength=len(texts) * LETTERS)
    return np.minimum(counts, 255).astype(np.uint8).reshape(len(texts), LETTERS)


def flag(ids: NDArray[np.int16]) -> NDArray[np.uint64]:
    """One of 64 flags for each listed word, none for none."""
    return np.where(ids >= 0, np.uint64(1) << (ids & 63).astype(np.uint64), np.uint64(0))


def signs(counts: NDArray[Any]) -> NDArray[np.uint32]:
    """Which letters stand in each text, a bit for each."""
    return np.packbits(counts > 0, axis=1).view(np.uint32).ravel()


def ends(texts: Sequence[str]) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """The first letters of each text and, from the last one back, its last; 0 for none."""
    first = "".join([text[:ENDS].ljust(ENDS, "\0") for text in texts]).encode("ascii")
    last = "".join([text[: -ENDS - 1 : -1].ljust(ENDS, "\0") for text in texts]).encode("ascii")
    opening, ending = (np.frombuffer(letters, np.uint8) for letters in (first, last))
    return opening.reshape(-1, ENDS), ending.reshape(-1, ENDS)
