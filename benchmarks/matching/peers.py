"""Answers of peers that live in an environment of their own: `peers.txt` says which.

Reads the questions from one JSON file and writes the best listed entity and its score to another.
A peer that is not installed is left out.
"""

from __future__ import annotations

import json
import re
import sys
import time
from collections import Counter
from collections.abc import Sequence
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
    for key, pairs in asked["pairs"].items():
        one = vectors.fit_transform([pair[0] for pair in pairs])
        other = vectors.transform([pair[1] for pair in pairs])
        answers[key] = [("x", float(s)) for s in one.multiply(other).sum(axis=1).A1]
    return answers


def splink(asked: dict) -> dict[str, list[tuple[str, float]]]:
    """Splink's model of record linkage, unsupervised, on DuckDB: names by Jaro-Winkler and by the
    words they share, compared where they share a word that few listed names have."""
    import duckdb
    import pandas as pd
    import splink.comparison_library as compare
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    few = 30
    words = [re.findall(r"\w+", name.lower()) for _, name in asked["listed"]]
    common = Counter(word for found in words for word in set(found))

    def frame(names: Sequence[str]) -> pd.DataFrame:
        texts = [name.lower() for name in names]
        found = [sorted(set(re.findall(r"\w+", text))) for text in texts]
        rare = [[word for word in one if 0 < common[word] <= few] for one in found]
        return pd.DataFrame(
            {"unique_id": range(len(texts)), "name": texts, "words": found, "rare": rare}
        )

    blocks = [block_on("rare", arrays_to_explode=["rare"]), block_on("name")]
    settings = SettingsCreator(
        link_type="link_only",
        comparisons=[
            compare.JaroWinklerAtThresholds("name", [0.97, 0.92, 0.85, 0.7]),
            compare.ArrayIntersectAtSizes("words", [5, 4, 3, 2, 1]),
        ],
        blocking_rules_to_generate_predictions=blocks,
    )
    ids = [entity for entity, _ in asked["listed"]]
    listed = frame([name for _, name in asked["listed"]])
    answers: dict[str, list[tuple[str, float]]] = {}
    names, took_s = 0, 0.0
    for key, texts in asked["sets"].items():
        database = DuckDBAPI(duckdb.connect(config={"threads": 1}))
        tables = [
            database.register(table, dataset_display_name=name)
            for table, name in ((frame(texts), "a_asked"), (listed, "b_listed"))
        ]
        linker = Linker(tables, settings, log_level="ERROR")
        linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
        linker.training.estimate_parameters_using_expectation_maximisation(
            block_on("substr(name, 1, 8)")
        )
        start = time.process_time()  # without training
        found = linker.inference.predict().as_pandas_dataframe()
        best = found.sort_values("match_probability").drop_duplicates("unique_id_l", keep="last")
        answers[key] = [("", 0.0)] * len(texts)
        for asked_at, listed_at, sure in zip(
            best["unique_id_l"], best["unique_id_r"], best["match_probability"], strict=True
        ):
            answers[key][asked_at] = (ids[listed_at], float(sure))
        took_s += time.process_time() - start
        names += len(texts)
    print(f"Splink {names / took_s:,.0f} names/s")
    return answers


def nomenklatura(asked: dict) -> dict[str, list[tuple[str, float]]]:
    """OpenSanctions' logic-v2 on the pairs; it compares entities, which it knows again by their
    ids, and has no index."""
    from followthemoney import model
    from nomenklatura.matching import LogicV2

    def score(pair: Sequence[str]) -> float:
        one, other = (
            model.get_proxy({"id": name, "schema": "Organization", "properties": {"name": [name]}})
            for name in pair
        )
        return float(LogicV2.compare(one, other, LogicV2.default_config()).score)

    return {key: [("x", score(pair)) for pair in pairs] for key, pairs in asked["pairs"].items()}


def main(asked: Path, answered: Path) -> None:
    questions = json.loads(asked.read_text())
    answers = {}
    for name, peer in (
        ("TF-IDF of character n-grams", character_ngrams),
        ("nomenklatura logic-v2", nomenklatura),
        ("Splink", splink),
    ):
        try:
            answers[name] = peer(questions)
        except ImportError as missing:
            print(f"{name} is left out: {missing}")
    answered.write_text(json.dumps(answers))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
