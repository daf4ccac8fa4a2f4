"""What a name's rows rest on, in one number: of equal grounds come equal rows.

Here: what each of its words stands for on a list, and every listed name that its words, its letters
or its beginning reach, with all that the pair's score is made of. Not here: matching (`index`), and
what is done with the number (`rounds`).
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from importlib.metadata import version
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dagster_project.matching.index import CONFIGURATION_HASH, Index
from dagster_project.matching.listed import ListedRows
from dagster_project.matching.records import ListedName, ScreenedName
from dagster_project.matching.screened import Screened
from dagster_project.matching.spelling import cut_names, sounding_alike

_CHUNK = 16384
_LIBRARIES = ("numpy", "rapidfuzz", "rigour", "text-unidecode")  # that say what is alike
_SEGMENTS, _LETTERS, _BEGINNING = 1 << 32, 1 << 33, 1 << 34  # how a listed name is reached
_MEANING = ("length", "klass", "kinds", "form", "countries")

Numbers = NDArray[np.uint64]


@lru_cache(maxsize=1)
def made_by() -> str:
    """The matcher and the libraries that its rows depend on."""
    libraries = [f"{name} {version(name)}" for name in _LIBRARIES]
    return "\n".join([CONFIGURATION_HASH, unicodedata.unidata_version, *libraries])


def list_digest(listed: Sequence[ListedName]) -> str:
    """Of a list and its matcher: equal where every name has equal rows. Dates decide nothing."""
    digest = hashlib.sha256(made_by().encode())
    for entry in listed:
        digest.update(repr(_identity(entry)).encode())
    return digest.hexdigest()[:32]


def _identity(entry: ListedName) -> tuple[str | None, ...]:
    # The party decides nothing either, but stands in the order in which names are listed.
    return entry.entity_id, entry.party_id, entry.name, entry.name_kind, entry.country_code


class Grounds:
    """The grounds of names on one list. Lists to be compared stand in one order."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._word = _numbers(index.rows.vocabulary.words)
        self._row = _row_numbers(index.rows)
        self._seed = _numbers([made_by()])[0]

    def of(self, names: Sequence[ScreenedName]) -> NDArray[np.int64]:
        """One number a name."""
        grounds = [
            self._of_batch(names[start : start + _CHUNK]) for start in range(0, len(names), _CHUNK)
        ]
        return np.concatenate([np.zeros(0, np.uint64), *grounds]).view(np.int64)

    def _of_batch(self, names: Sequence[ScreenedName]) -> Numbers:
        listed = self._index.rows
        screened = Screened(names, listed.vocabulary)
        grounds = np.full(len(names), self._seed, dtype=np.uint64)
        of = screened.tokens.name
        place = np.arange(len(of)) - np.searchsorted(of, of)
        np.add.at(grounds, of, _mixed(self._meanings(screened), place))
        segment, row = self._index.sharing_keys(screened)
        name = screened.segment_name[segment]
        place = segment - np.searchsorted(screened.segment_name, name) + _SEGMENTS
        np.add.at(grounds, name, _mixed(self._row[row], place))
        name, row = sounding_alike(screened, listed)
        np.add.at(grounds, name, _mixed(self._row[row], _LETTERS))
        name, row, _ = cut_names(screened, listed)
        np.add.at(grounds, name, _mixed(self._row[row], _BEGINNING))
        return grounds

    def _meanings(self, screened: Screened) -> Numbers:
        """One number for what each word stands for."""
        vocabulary, slots = screened.vocabulary, screened.slots
        used, at = np.unique(slots, return_inverse=True)
        meaning = np.zeros(len(used), dtype=np.uint64)
        for ids, likeness in zip(vocabulary.ids[used].T, vocabulary.sims[used].T, strict=True):
            meaning = _mixed(meaning, np.where(ids >= 0, self._word[ids], 0))
            meaning = _mixed(meaning, likeness.copy().view(np.uint32))
        meaning = _mixed(meaning, vocabulary.weight[used].view(np.uint32))
        for column in _MEANING:
            meaning = _mixed(meaning, getattr(vocabulary, column)[used])
        return meaning[at]


def _row_numbers(listed: ListedRows) -> Numbers:
    rows = listed.rows
    return _numbers(
        [
            repr((_identity(listed.listed[owner]), derived, acronym, words, weights[:count]))
            for owner, derived, acronym, words, weights, count in zip(
                rows.listed.tolist(),
                rows.derived.tolist(),
                rows.acronym.tolist(),
                listed.words,
                rows.weight.T.tolist(),
                rows.count.tolist(),
                strict=True,
            )
        ]
    )


def _numbers(texts: Sequence[str]) -> Numbers:
    digests = b"".join(hashlib.blake2b(text.encode(), digest_size=8).digest() for text in texts)
    return np.frombuffer(digests, dtype=np.uint64)


def _mixed(one: Numbers, other: NDArray[Any] | int) -> Numbers:
    """Two columns of numbers in one, every bit of both told apart (SplitMix64)."""
    mixed = one + np.asarray(other).astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    result: Numbers = mixed ^ (mixed >> np.uint64(31))
    return result
