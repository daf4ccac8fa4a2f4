"""Why a pair was found, for a reviewer: JSON with the words, and one sentence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from json.encoder import encode_basestring

import numpy as np
from numpy.typing import NDArray

from dagster_project.matching.features import FEATURES, Parts
from dagster_project.matching.listed import BRAND, INITIALS, SHORTENED, ListedRows
from dagster_project.matching.screened import Screened
from dagster_project.matching.vocabulary import Vocabulary

_AGREE = {1: "agrees", 0: "unknown", -1: "differs"}
_DERIVED = {
    INITIALS: "initials of the listed name",
    BRAND: "first word of a family of listed names",
    SHORTENED: "listed name without its brackets",
}
_TOLD = [FEATURES.index(name) for name in ("form", "country", "cut_prefix", "written_ratio")]
Numbers = NDArray[np.int64]


def evidence(
    part: Numbers,
    row: Numbers,
    features: NDArray[np.float32],
    names: list[str],
    matched_names: list[str],
    screened: Screened,
    parts: Parts,
    listed: ListedRows,
) -> list[str]:
    """The evidence of each pair as JSON text; one item a pair in the first five arguments.

    `agreed`: words that stand for one another, how (`same word`, `abbreviation or translation`,
    `spelling`) and how telling (the weight; a word of the world near 1, a rare one near 8).
    `missing`: words of the listed name not found. `unexplained`: words beside those that agree.
    """
    rows, vocabulary = listed.rows, screened.vocabulary
    wanted = rows.ids[:, row]
    pair, at, known, found = screened.standing(parts.number[part], wanted)
    meant, slot = screened.slot[at], screened.tokens.slot[screened.content[at]]
    meanings = vocabulary.ids[meant]
    agrees = known.any(axis=1)
    # Only a word itself, never a spelling of it, has a likeness of 1; it comes first.
    exact = known[:, 0] & (vocabulary.sims[meant, 0] == 1)
    word, layer = np.nonzero(known)
    keys = list(
        zip(slot[word].tolist(), meanings[word, layer].tolist(), exact[word].tolist(), strict=True)
    )
    for key in set(keys) - vocabulary.told.keys():
        vocabulary.told[key] = _word_told(vocabulary, *key)
    of_lost, lost = np.nonzero(((wanted >= 0) & ~found).T)
    columns = (
        _by_pair(len(part), pair[word], map(vocabulary.told.__getitem__, keys)),
        _by_pair(len(part), pair[agrees], _each(vocabulary.written, slot[agrees])),
        _by_pair(len(part), of_lost, _each(vocabulary.words, wanted[lost, of_lost])),
        _by_pair(len(part), pair[~agrees], _each(vocabulary.written, slot[~agrees])),
    )
    texts = []
    for words, derived, (form, country, cut, letters), name, matched_name in zip(
        zip(*columns, strict=True),
        rows.derived[row].tolist(),
        features[_TOLD].T.tolist(),
        names,
        matched_names,
        strict=True,
    ):
        notes = ["cut at 35 characters"] if cut > 0 else []
        if not name.isascii():
            notes.append("written in ASCII first")
        if derived in _DERIVED:
            notes.append(_DERIVED[derived])
        texts.append(_told(*words, matched_name, _AGREE[form], _AGREE[country], letters, notes))
    return texts


def _each(texts: Sequence[str], places: NDArray[np.integer]) -> Iterator[str]:
    return map(texts.__getitem__, places.tolist())


def _by_pair(pairs: int, of: Numbers, texts: Iterable[str]) -> Iterator[list[str]]:
    """The texts of each pair; `of` says which pair each text is of, in order."""
    every = list(texts)
    ends = np.cumsum(np.bincount(of, minlength=pairs)).tolist()
    return (every[low:high] for low, high in pairwise([0, *ends]))


def _told(
    agreed: list[str],
    agreeing: list[str],
    missing: list[str],
    unexplained: list[str],
    matched_name: str,
    form: str,
    country: str,
    letters: float,
    notes: list[str],
) -> str:
    sentence = _sentence(matched_name, agreeing, missing, unexplained, country, form)
    return (
        f'{{"sentence": {encode_basestring(sentence)}, "agreed": [{", ".join(agreed)}], '
        f'"missing": {_list(missing)}, "unexplained": {_list(unexplained)}, '
        f'"legal_form": "{form}", "country": "{country}", "letters": {round(letters, 3)}, '
        f'"notes": {_list(notes)}}}'
    )


def _word_told(vocabulary: Vocabulary, slot: int, number: int, exact: bool) -> str:
    # Words are small ASCII letters and digits, so they stand in JSON as they are.
    written, word = vocabulary.written[slot], vocabulary.words[number]
    same = "same word" if word == written else "abbreviation or translation"
    return (
        f'{{"screened": "{written}", "listed": "{word}", "how": "{same if exact else "spelling"}", '
        f'"weight": {round(float(vocabulary.weights[number]), 1)}}}'
    )


def _list(words: list[str]) -> str:
    return '["' + '", "'.join(words) + '"]' if words else "[]"


def _sentence(
    matched_name: str,
    agreeing: list[str],
    missing: list[str],
    unexplained: list[str],
    country: str,
    form: str,
) -> str:
    words = ", ".join(dict.fromkeys(agreeing)) or "no whole word"
    text = f"Agrees with “{matched_name}” in {words}"
    if missing:
        text += f"; not found: {', '.join(missing)}"
    if unexplained:
        text += f"; also says: {', '.join(dict.fromkeys(unexplained))}"
    text += f"; country {country}"
    if form != "unknown":
        text += f", legal form {form}"
    return text + "."
