"""From features to a score between 0 and 1, by a small sum of decision trees kept as numbers.

Here: reading the numbers (`scorer.json`, written by `benchmarks/matching/train.py`) and adding
them up for many pairs at once. Not here: what a score leads to (`verdicts`).
"""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dagster_project.matching.features import FEATURES

SCORER_FILE = Path(__file__).with_name("scorer.json")
_BATCH = 4096  # pairs at a time, so that the rows stay in the processor's cache


class Scorer:
    """A sum of trees; node arrays lie side by side, a leaf points to itself."""

    def __init__(self, content: bytes) -> None:
        stored = json.loads(content)
        if tuple(stored["features"]) != FEATURES:
            raise ValueError(
                f"scorer.json is for the features {stored['features']}, the matcher has "
                f"{list(FEATURES)}. Remedy: run benchmarks/matching/run again"
            )
        roots: list[int] = []
        nodes: list[list[float]] = []
        for tree in stored["trees"]:
            base = len(nodes)
            roots.append(base)
            nodes += [[f, t, left + base, right + base, v] for f, t, left, right, v in tree]
        table = np.array(nodes, dtype=np.float64)
        self._roots = np.array(roots, dtype=np.int32)
        self._feature = table[:, 0].astype(np.int32)
        self._threshold = table[:, 1].astype(np.float32)
        self._left = table[:, 2].astype(np.int32)
        self._right = table[:, 3].astype(np.int32)
        self._value = table[:, 4]
        self._depth = self._deepest(stored["trees"])
        self._gates = [
            (np.array(gate["line"], dtype=np.float32), float(gate["least"]))
            for gate in stored["gates"]
        ]
        self.hash = hashlib.sha256(content).hexdigest()[:16]

    @staticmethod
    def _deepest(trees: list[list[list[float]]]) -> int:
        def depth(tree: list[list[float]], at: int) -> int:
            left, right = int(tree[at][2]), int(tree[at][3])
            return 0 if left == at else 1 + max(depth(tree, left), depth(tree, right))

        return max(depth(tree, 0) for tree in trees)

    def may_match(self, features: NDArray[np.float32]) -> NDArray[np.bool_]:
        """Which pairs are worth the features by letters and the trees: all but the hopeless."""
        return self._passes(0, features)

    def _passes(self, gate: int, features: NDArray[np.float32]) -> NDArray[np.bool_]:
        line, least = self._gates[gate]
        # Summed feature by feature: a matrix product may round a pair differently by where in
        # the batch it stands, and a name's result must depend on the name alone.
        total = np.full(features.shape[1], line[-1], dtype=np.float32)
        for weight, values in zip(line[:-1].tolist(), features, strict=True):
            if weight:
                total += np.float32(weight) * values
        return total >= least

    def __call__(self, features: NDArray[np.float32]) -> NDArray[np.float64]:
        """Scores [pairs] of features [len(FEATURES), pairs]."""
        score = np.zeros(features.shape[1], dtype=np.float64)
        worth = np.flatnonzero(self._passes(1, features))
        score[worth] = self._by_trees(features[:, worth])
        return score

    def _by_trees(self, features: NDArray[np.float32]) -> NDArray[np.float64]:
        pairs = features.shape[1]
        total = np.zeros(pairs, dtype=np.float64)
        for start in range(0, pairs, _BATCH):
            rows = np.ascontiguousarray(features[:, start : start + _BATCH].T)
            flat, base = rows.ravel(), np.arange(len(rows), dtype=np.int32) * rows.shape[1]
            for root in self._roots.tolist():
                node = np.full(len(rows), root, dtype=np.int32)
                for _ in range(self._depth):
                    goes_left = flat[base + self._feature[node]] <= self._threshold[node]
                    node = np.where(goes_left, self._left[node], self._right[node])
                total[start : start + _BATCH] += self._value[node]
        return 1.0 / (1.0 + np.exp(-total))


@lru_cache(maxsize=1)
def scorer() -> Scorer:
    return Scorer(SCORER_FILE.read_bytes())
