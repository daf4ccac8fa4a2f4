"""Why a pair was found, for a reviewer: JSON with the words, and one sentence."""

from __future__ import annotations

from collections.abc import Sequence
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
    rows = listed.rows
    content, _, _ = screened.places(parts.number[part])
    size = content[:, 1] - content[:, 0]
    ends = np.cumsum(size)
    at = np.repeat(content[:, 0] - (ends - size), size) + np.arange(int(size.sum()))
    vocabulary, meant = screened.vocabulary, screened.slot[at]
    slots = screened.tokens.slot[screened.content[at]].tolist()
    meanings = vocabulary.ids[meant]
    # Only a word itself, never a spelling of it, has a likeness of 1; it comes first.
    exact = np.where(vocabulary.sims[meant, 0] == 1, meanings[:, 0], -2).tolist()
    words = list(zip(slots, meanings.tolist(), exact, strict=True))
    used, at = np.unique(row, return_inverse=True)
    wanted = [
        numbers[:count]
        for numbers, count in zip(
            rows.ids[:, used].T.tolist(), rows.count[used].tolist(), strict=True
        )
    ]
    texts = []
    for low, high, place, derived, (form, country, cut, letters), name, matched_name in zip(
        (ends - size).tolist(),
        ends.tolist(),
        at.tolist(),
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
        texts.append(
            _told(
                words[low:high],
                wanted[place],
                vocabulary,
                matched_name,
                _AGREE[form],
                _AGREE[country],
                letters,
                notes,
            )
        )
    return texts


def _told(
    words: Sequence[tuple[int, list[int], int]],
    wanted: Sequence[int],
    vocabulary: Vocabulary,
    matched_name: str,
    form: str,
    country: str,
    letters: float,
    notes: list[str],
) -> str:
    agreed: list[str] = []
    agreeing: list[str] = []
    unexplained: list[str] = []
    found: set[int] = set()
    for slot, meanings, exact in words:
        known = [number for number in meanings if number in wanted]
        if not known:
            unexplained.append(vocabulary.written[slot])
            continue
        agreeing.append(vocabulary.written[slot])
        for number in known:
            found.add(number)
            key = slot, number, exact in known
            if key not in vocabulary.told:
                vocabulary.told[key] = _word_told(vocabulary, *key)
            agreed.append(vocabulary.told[key])
    missing = [vocabulary.words[number] for number in wanted if number not in found]
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
