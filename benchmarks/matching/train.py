"""Fit the scorer on the tuning halves and write its plain numbers beside the matcher.

Needs lightgbm and scikit-learn, in an environment of the benchmark's own. Trees whose answers may
only rise with agreement and fall with disagreement, flattened to arrays.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import lightgbm as lgb
import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

RISES = {
    "coverage": 1, "missing_weight": -1, "missing_distinct": -1, "inside_share": -1,
    "before_next": -1, "before_all": -1, "after_next": -1, "after_all": -1, "after_of": -1,
    "matched_weight": 1, "likeness": 1, "worst_likeness": 1, "inversions": -1, "country": 1,
    "form": 1, "kind_conflict": -1, "number_conflict": -1, "is_acronym": -1, "derived": -1,
    "heaviest_unmatched": -1, "place_conflict": -1, "whole_part": 1, "heaviest_match": 1,
    "matched_letters": 1, "before_and": 0,
    "rest_distinct": -1, "part_ratio": 1, "window_ratio": 1, "written_ratio": 1, "cut_prefix": 1,
}  # fmt: skip
ROUNDS = 90
WEIGHTS = {"affiliation": 2.0, "generated": 1.0, "pairs": 4.0, "donors": 2.0}


def gate(
    x: np.ndarray, y: np.ndarray, findable: np.ndarray, lost: float
) -> dict[str, float | list[float]]:
    line = make_pipeline(StandardScaler(), LogisticRegression(C=0.3, max_iter=2000))
    line.fit(x, y, logisticregression__sample_weight=np.where(y, 5, 1))
    coefficients = line[1].coef_[0] / line[0].scale_
    intercept = float(line[1].intercept_[0] - (coefficients * line[0].mean_).sum())
    z = x @ coefficients + intercept
    least = float(np.quantile(z[findable], lost))
    print("gate keeps", round(float((z >= least)[~y].mean()), 4), "of the false")
    line_numbers = [float(f"{value:.5g}") for value in [*coefficients, intercept]]
    return {"line": line_numbers, "least": round(least, 3)}


def flattened(root: dict) -> list[list[float]]:
    """A tree as rows of (feature, threshold, left, right, value); a leaf points to itself."""
    nodes: list[list[float]] = []

    def add(node: dict) -> int:
        at = len(nodes)
        nodes.append([])
        if "leaf_value" in node:
            nodes[at] = [0, 0.0, at, at, float(f"{node['leaf_value']:.5g}")]
        else:
            left, right = add(node["left_child"]), add(node["right_child"])
            threshold = float(f"{node['threshold']:.5g}")
            nodes[at] = [node["split_feature"], threshold, left, right, 0.0]
        return at

    add(root)
    return nodes


def main(pairs: Path, names: list[str], out: Path) -> None:
    data = np.load(pairs)
    x = np.concatenate([data[f"{key}_x"] for key in WEIGHTS])
    y = np.concatenate([data[f"{key}_y"] for key in WEIGHTS])
    w = np.concatenate([np.full(len(data[f"{key}_y"]), v) for key, v in WEIGHTS.items()])
    parameters = {
        "objective": "binary", "num_leaves": 12, "max_depth": 5, "learning_rate": 0.12,
        "min_data_in_leaf": 25, "lambda_l2": 3.0, "feature_fraction": 0.6, "seed": 5,
        "monotone_constraints": [RISES.get(name, 0) for name in names],
        "monotone_constraints_method": "intermediate", "verbose": -1, "deterministic": True,
        "num_threads": 2,
    }  # fmt: skip
    # Names that hold no listed party are rarer in the training set than in the world.
    generated = np.concatenate(
        [np.full(len(data[f"{key}_y"]), key == "generated") for key in WEIGHTS]
    )
    w[generated & ~y] *= 2.0
    folds = np.arange(len(y)) % 5
    out_of_fold = np.zeros(len(y))
    for fold in range(5):
        model = lgb.train(
            parameters,
            lgb.Dataset(x[folds != fold], y[folds != fold], weight=w[folds != fold]),
            ROUNDS,
        )
        out_of_fold[folds == fold] = model.predict(x[folds == fold])
    at = 0
    for key in WEIGHTS:
        n = len(data[f"{key}_y"])
        p, t = out_of_fold[at : at + n], y[at : at + n]
        for cut in (0.4, 0.5, 0.6, 0.7):
            tp, fp, fn = ((p >= cut) & t).sum(), ((p >= cut) & ~t).sum(), ((p < cut) & t).sum()
            print(
                key,
                cut,
                "tp",
                tp,
                "fp",
                fp,
                "fn",
                fn,
                "F1",
                round(2 * tp / max(2 * tp + fp + fn, 1), 4),
            )
        at += n
    model = lgb.train(parameters, lgb.Dataset(x, y, weight=w), ROUNDS)
    # Two gates, each a straight line that next to no findable pair fails: before the features by
    # letters, and before the trees.
    findable = y & (out_of_fold >= 0.2)
    spelling = names.index("part_ratio")
    by_words = np.where(np.isin(np.arange(len(names)), np.arange(spelling, spelling + 3)), 0, x)
    gates = [gate(by_words, y, findable, 0.006), gate(x, y, findable, 0.002)]
    print(
        sorted(
            zip(model.feature_importance("gain").round().astype(int).tolist(), names, strict=True),
            reverse=True,
        )
    )
    trees = [flattened(tree["tree_structure"]) for tree in model.dump_model()["tree_info"]]
    out.write_text(
        json.dumps(
            {
                "features": names,
                "gates": gates,
                "trees": trees,
            },
            separators=(",", ":"),
        )
        + "\n"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]).read_text().split(), Path(sys.argv[3]))
