"""Answers of peers that live in an environment of their own: `peers.txt` says which.

Reads the questions from one JSON file and writes the best listed entity and its score to another.
A peer that is not installed is left out.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path


def character_ngrams(asked: dict) -> dict[str, list[tuple[str, float]]]:
    """TF-IDF of character 3- to 5-grams and the cosine, as scikit-learn does it."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    ids = [entity for entity, _ in asked["listed"]]
    vectors = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True)
    listed = vectors.fit_transform([name for _, name in asked["listed"]])
    answers: dict[str, list[tuple[str, float]]] = {}
    names, start = 0, time.process_time()
    for key, texts in asked["sets"].items():
        answers[key] = []
        for at in range(0, len(texts), 500):
            scores = (vectors.transform(texts[at : at + 500]) @ listed.T).toarray()
            best = scores.argmax(axis=1)
            answers[key] += [(ids[b], float(scores[row, b])) for row, b in enumerate(best)]
        names += len(texts)
    print(f"TF-IDF {names / (time.process_time() - start):,.0f} names/s")
    one = vectors.fit_transform([pair[0] for pair in asked["pairs"]])
    other = vectors.transform([pair[1] for pair in asked["pairs"]])
    answers["pairs"] = [("x", float(s)) for s in one.multiply(other).sum(axis=1).A1]
    return answers


def nomenklatura(asked: dict) -> dict[str, list[tuple[str, float]]]:
    """OpenSanctions' logic-v2 on the pairs; it compares entities and has no index."""
    from followthemoney import model
    from nomenklatura.matching import LogicV2

    scores = []
    for number, pair in enumerate(asked["pairs"]):
        one, other = (
            model.get_proxy(
                {"id": f"{number}-{side}", "schema": "Organization", "properties": {"name": [name]}}
            )
            for side, name in enumerate(pair)
        )
        scores.append(("x", float(LogicV2.compare(one, other, LogicV2.default_config()).score)))
    return {"pairs": scores}


def main(asked: Path, answered: Path) -> None:
    questions = json.loads(asked.read_text())
    answers = {}
    for name, peer in (
        ("TF-IDF of character n-grams", character_ngrams),
        ("nomenklatura logic-v2", nomenklatura),
    ):
        try:
            answers[name] = peer(questions)
        except ImportError as missing:
            print(f"{name} is left out: {missing}")
    answered.write_text(json.dumps(answers))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
