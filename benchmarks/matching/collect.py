"""Pairs and their features out of the tuning halves, for `train.py`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from benchmarks.matching.data import (
    Case,
    generated,
    half,
    labelled_affiliations,
    labelled_pairs,
    restated_donors,
)
from benchmarks.matching.listed_names import listed_names
from dagster_project.matching import Index, ListedName, ScreenedName
from dagster_project.matching import index as matcher
from dagster_project.matching.scorer import SCORER_FILE, Scorer


class Open(Scorer):
    """The scorer of the last training without its gates, so that what one training lets by does
    not decide what the next one sees."""

    def may_match(self, features: np.ndarray) -> np.ndarray:
        return np.ones(features.shape[1], dtype=bool)

    def __call__(self, features: np.ndarray) -> np.ndarray:
        return self._by_trees(features)


def best_pairs(index: Index, cases: Sequence[Case]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Features, labels and case numbers of the best pair of each name and entity."""
    features, labels, numbers = [], [], []
    for start in range(0, len(cases), 4096):
        some = cases[start : start + 4096]
        pairs = index.score([ScreenedName(c.name, c.country_code) for c in some])
        at = index.best(pairs, 6, np.arange(len(pairs.score)))
        features.append(pairs.features[:, at])
        numbers.append(pairs.name[at] + start)
        labels.append(
            [
                index._listed[pairs.listed[p]].entity_id in some[pairs.name[p]].entities
                for p in at.tolist()
            ]
        )
    return np.concatenate(features, axis=1).T, np.concatenate(labels), np.concatenate(numbers)


def pair_features(pairs: Sequence[tuple[str, str, bool]]) -> tuple[np.ndarray, np.ndarray]:
    features, labels = [], []
    for one, other, same in pairs:
        for left, right in ((one, other), (other, one)):
            index = Index([ListedName("x", None, right, "name")])
            found = index.score([ScreenedName(left)])
            if len(found.score):
                features.append(found.features[:, int(np.argmax(found.score))])
                labels.append(same)
    return np.array(features), np.array(labels)


def main(folder: Path, out: Path) -> None:
    ungated = Open(SCORER_FILE.read_bytes())
    matcher.scorer = lambda: ungated  # type: ignore[assignment]
    listed = listed_names(folder / "entity_list/ecfr/2026-07-18_part-744.xml")
    index = Index(listed)
    sets = {}
    affiliations = labelled_affiliations(folder / "matching", listed)
    affiliations = [c for c in affiliations if half(c.name) == "tune"]
    sets["affiliation"] = best_pairs(index, affiliations)[:2]
    made = list(generated(folder, listed, 130_000, 0.06))
    made = [
        c for c in made
        if (half(next(iter(sorted(c.entities)))) if c.entities else half(c.name)) == "tune"
    ]  # fmt: skip
    sets["generated"] = best_pairs(index, made)[:2]
    pairs = labelled_pairs(folder / "matching")["tune"]
    donors = [
        (a, b, True) for a, b in restated_donors(folder / "matching") if half(a + b) == "tune"
    ]
    sets["pairs"] = pair_features(pairs)
    sets["donors"] = pair_features(donors)
    np.savez_compressed(
        out, **{f"{k}_{n}": v for k, s in sets.items() for n, v in zip(("x", "y"), s, strict=True)}
    )
    for key, (x, y) in sets.items():
        print(key, x.shape, int(y.sum()))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
