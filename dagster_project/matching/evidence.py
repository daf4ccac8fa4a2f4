"""Why a pair was found, for a reviewer: JSON with the words, and one sentence."""

from __future__ import annotations

from json.encoder import encode_basestring
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dagster_project.matching.features import FEATURES, Parts
from dagster_project.matching.listed import BRAND, INITIALS, SHORTENED, ListedRows
from dagster_project.matching.screened import Screened

_AGREE = {1: "agrees", 0: "unknown", -1: "differs"}
_DERIVED = {
    INITIALS: "initials of the listed name",
    BRAND: "first word of a family of listed names",
    SHORTENED: "listed name without its brackets",
}
_TOLD = [FEATURES.index(name) for name in ("form", "country", "cut_prefix", "written_ratio")]
Numbers = NDArray[np.int64]


class _Words(NamedTuple):
    """The words of one pair: those screened with what each may stand for, and those listed."""

    screened: list[str]
    meanings: list[list[int]]
    likeness: list[list[float]]
    listed: dict[int, float]  # number and weight


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
    rows, spelling = listed.rows, screened.vocabulary.words
    content, _, _ = screened.places(parts.number[part])
    size = content[:, 1] - content[:, 0]
    ends = np.cumsum(size)
    at = np.repeat(content[:, 0] - (ends - size), size) + np.arange(int(size.sum()))
    tokens = screened.tokens
    written = [tokens.written[slot] for slot in tokens.slot[screened.content[at]].tolist()]
    meanings = screened.ids[at].tolist()
    likeness = screened.vocabulary.sims[screened.slot[at]].tolist()
    told = features[_TOLD].T.tolist()
    weights = rows.weight[:, row].T.astype(np.float64).round(1).tolist()
    texts = []
    for low, high, wanted, weight, count, derived, numbers, name, matched_name in zip(
        (ends - size).tolist(),
        ends.tolist(),
        rows.ids[:, row].T.tolist(),
        weights,
        rows.count[row].tolist(),
        rows.derived[row].tolist(),
        told,
        names,
        matched_names,
        strict=True,
    ):
        form, country, cut, letters = numbers
        notes = ["cut at 35 characters"] if cut > 0 else []
        if not name.isascii():
            notes.append("written in ASCII first")
        if derived in _DERIVED:
            notes.append(_DERIVED[derived])
        words = _Words(
            written[low:high],
            meanings[low:high],
            likeness[low:high],
            dict(zip(wanted[:count], weight, strict=False)),
        )
        texts.append(
            _told(
                words,
                spelling,
                matched_name,
                _AGREE[form],
                _AGREE[country],
                letters,
                notes,
            )
        )
    return texts


def _told(
    words: _Words,
    spelling: list[str],
    matched_name: str,
    form: str,
    country: str,
    letters: float,
    notes: list[str],
) -> str:
    # Words are small ASCII letters and digits, so they stand in JSON as they are.
    weights, agreed, agreeing, unexplained, found = words.listed, [], [], [], set()
    for written, numbers, sims in zip(words.screened, words.meanings, words.likeness, strict=True):
        known = [at for at, number in enumerate(numbers) if number in weights]
        if not known:
            unexplained.append(written)
            continue
        alike = max([sims[at] for at in known])
        agreeing.append(written)
        for at in known:
            number = numbers[at]
            word = spelling[number]
            found.add(number)
            how = "same word" if word == written else "abbreviation or translation"
            agreed.append(
                f'{{"screened": "{written}", "listed": "{word}", '
                f'"how": "{how if alike == 1 else "spelling"}", "weight": {weights[number]}}}'
            )
    missing = [spelling[number] for number in weights if number not in found]
    sentence = _sentence(matched_name, agreeing, missing, unexplained, country, form)
    return (
        f'{{"sentence": {encode_basestring(sentence)}, "agreed": [{", ".join(agreed)}], '
        f'"missing": {_list(missing)}, "unexplained": {_list(unexplained)}, '
        f'"legal_form": "{form}", "country": "{country}", "letters": {round(letters, 3)}, '
        f'"notes": {_list(notes)}}}'
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
