"""From features to a score between 0 and 1, by a small sum of decision trees kept as numbers.

Here: reading the numbers (`scorer.json`, written by `benchmarks/matching/train.py`) and adding
them up for many pairs at once. Not here: what a score leads to (`verdicts`).
"""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dagster_project.matching.features import FEATURES

SCORER_FILE = Path(__file__).with_name("scorer.json")
_BATCH = 128  # pairs at a time, so that the answers stay in the processor's cache
_LEAVES = 16
_LOWEST = np.array([(n & -n).bit_length() - 1 for n in range(1 << _LEAVES)], dtype=np.int8)
"""By a number of 16 bits its lowest bit that is set."""


class Scorer:
    """A sum of trees of at most sixteen leaves."""

    def __init__(self, content: bytes) -> None:
        stored = json.loads(content)
        if tuple(stored["features"]) != FEATURES:
            raise ValueError(
                f"scorer.json is for the features {stored['features']}, the matcher has "
                f"{list(FEATURES)}. Remedy: run benchmarks/matching/run again"
            )
        self._read(stored["trees"])
        self._gates = [
            (np.array(gate["line"], dtype=np.float32), float(gate["least"]))
            for gate in stored["gates"]
        ]

    def _read(self, trees: list[list[list[float]]]) -> None:
        """Lay the questions of all trees side by side, and for each the leaves a "no" rules out.

        The leaf reached is the leftmost one that no "no" rules out (QuickScorer, Lucchese et al.,
        SIGIR 2015): all questions are asked at once and no path is walked.
        """
        count = max(sum(node[2] != at for at, node in enumerate(tree)) for tree in trees)
        self._feature = np.zeros((len(trees), count), dtype=np.int64)
        self._threshold = np.full((len(trees), count), np.inf, dtype=np.float32)
        self._left_out = np.zeros((len(trees), count), dtype=np.uint16)
        self._value = np.zeros((len(trees), _LEAVES), dtype=np.float64)
        for number, tree in enumerate(trees):
            leaves = _leaves(tree, 0)
            if len(leaves) > _LEAVES:
                raise ValueError(f"tree {number} of scorer.json has {len(leaves)} leaves, not 16")
            # In steps of 2^-20, so that they add up to the same sum in any order and company.
            self._value[number, : len(leaves)] = [
                round(tree[leaf][4] * (1 << 20)) / (1 << 20) for leaf in leaves
            ]
            questions = [node for at, node in enumerate(tree) if node[2] != at]
            for at, (feature, threshold, left, _, _) in enumerate(questions):
                self._feature[number, at] = int(feature)
                self._threshold[number, at] = threshold
                self._left_out[number, at] = sum(
                    1 << leaves.index(leaf) for leaf in _leaves(tree, int(left))
                )

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
        trees = np.arange(len(self._value))
        for start in range(0, pairs, _BATCH):
            rows = features[:, start : start + _BATCH].T
            no = rows[:, self._feature] > self._threshold
            left = ~np.bitwise_or.reduce(np.where(no, self._left_out, 0), axis=2)
            leaf = _LOWEST[left]
            total[start : start + _BATCH] = self._value[trees, leaf].sum(axis=1)
        return 1.0 / (1.0 + np.exp(-total))


def _leaves(tree: list[list[float]], at: int) -> list[int]:
    """The leaves under a node, left to right; a leaf points to itself."""
    left, right = int(tree[at][2]), int(tree[at][3])
    return [at] if left == at else [*_leaves(tree, left), *_leaves(tree, right)]


@lru_cache(maxsize=1)
def scorer() -> Scorer:
    return Scorer(SCORER_FILE.read_bytes())
