"""Why a pair was found, for a reviewer: JSON with the words, and one sentence."""

from __future__ import annotations

import json
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dagster_project.matching.features import FEATURES, Parts
from dagster_project.matching.listed import BRAND, INITIALS, SHORTENED, ListedRows
from dagster_project.matching.screened import Screened

_AT = {name: number for number, name in enumerate(FEATURES)}
_AGREE = {1: "agrees", 0: "unknown", -1: "differs"}


@dataclass(frozen=True)
class Pair:
    """One pair to be explained; numbers as in the batch it was scored in."""

    part: int
    row: int
    features: NDArray[np.float32]
    name: str
    matched_name: str


def evidence(pair: Pair, screened: Screened, parts: Parts, listed: ListedRows) -> str:
    """The evidence of one pair as JSON text.

    `agreed`: words that stand for one another, how (`same word`, `abbreviation or translation`,
    `spelling`) and how telling (the weight; a word of the world near 1, a rare one near 8).
    `missing`: words of the listed name not found. `unexplained`: words beside those that agree.
    """
    rows, vocabulary = listed.rows, screened.vocabulary
    wanted = rows.ids[: rows.count[pair.row], pair.row].tolist()
    weights = dict(zip(wanted, rows.weight[: rows.count[pair.row], pair.row].tolist(), strict=True))
    agreed, unexplained, found = [], [], set()
    for i in range(int(parts.count[pair.part])):
        token = int(parts.token[i, pair.part])
        written = screened.tokens.word(token)
        options = [
            (float(parts.sims[layer, i, pair.part]), int(number))
            for layer, number in enumerate(parts.ids[:, i, pair.part].tolist())
            if number in weights
        ]
        if not options:
            unexplained.append(written)
            continue
        likeness = max(options)[0]
        for _, number in options:
            word = vocabulary.words[number]
            found.add(number)
            how = (
                "spelling"
                if likeness < 1
                else "same word"
                if word == written
                else "abbreviation or translation"
            )
            agreed.append(
                {
                    "screened": written,
                    "listed": word,
                    "how": how,
                    "weight": round(weights[number], 1),
                }
            )
    missing = [vocabulary.words[number] for number in wanted if number not in found]
    f = pair.features
    forms = _AGREE[int(f[_AT["form"]])]
    country = _AGREE[int(f[_AT["country"]])]
    notes = []
    if f[_AT["cut_prefix"]] > 0:
        notes.append("cut at 35 characters")
    if not pair.name.isascii():
        notes.append("written in ASCII first")
    if rows.derived[pair.row] == INITIALS:
        notes.append("initials of the listed name")
    if rows.derived[pair.row] == BRAND:
        notes.append("first word of a family of listed names")
    if rows.derived[pair.row] == SHORTENED:
        notes.append("listed name without its brackets")
    return json.dumps(
        {
            "sentence": _sentence(pair.matched_name, agreed, missing, unexplained, country, forms),
            "agreed": agreed,
            "missing": missing,
            "unexplained": unexplained,
            "legal_form": forms,
            "country": country,
            "letters": round(float(f[_AT["written_ratio"]]), 3),
            "notes": notes,
        },
        ensure_ascii=False,
    )


def _sentence(
    matched_name: str,
    agreed: list[dict[str, object]],
    missing: list[str],
    unexplained: list[str],
    country: str,
    forms: str,
) -> str:
    words = ", ".join(dict.fromkeys(str(word["screened"]) for word in agreed)) or "no whole word"
    text = f"Agrees with “{matched_name}” in {words}"
    if missing:
        text += f"; not found: {', '.join(missing)}"
    if unexplained:
        text += f"; also says: {', '.join(dict.fromkeys(unexplained))}"
    text += f"; country {country}"
    if forms != "unknown":
        text += f", legal form {forms}"
    return text + "."
