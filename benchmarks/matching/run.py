"""Measure the matcher and its peers on the reporting halves: one table, one run.

    python -m benchmarks.matching.run ../shared/data [--size 100000] [--peers PYTHON]

`--peers` names the Python of an environment with `peers.txt` installed; without it the peers that
need nothing beyond the project's own packages run. Thresholds of peers are chosen on the tuning
halves, as ours was. Times are CPU seconds of one core.
"""

from __future__ import annotations

import argparse
import gc
import json
import random
import resource
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
from rapidfuzz import fuzz, process, utils

from benchmarks.matching.data import (
    KINDS,
    Case,
    Pair,
    generated,
    half,
    labelled_affiliations,
    labelled_pairs,
    restated_donors,
    written_pairs,
)
from benchmarks.matching.listed_names import listed_names
from dagster_project.matching import Index, ListedName, ScreenedName
from dagster_project.matching.pairs import ALIKE_AT, likeness
from dagster_project.matching.verdicts import MATCH_AT, REVIEW_AT

EDITION = "entity_list/ecfr/2026-07-18_part-744.xml"
Answer = tuple[str | None, float]  # best entity and its score
_DRAWS = 400


def ours(index: Index, cases: Sequence[Case]) -> list[Answer]:
    table = index.match([ScreenedName(c.name, c.country_code) for c in cases], keep=1)
    answers: list[Answer] = [(None, 0.0)] * len(cases)
    for number, entity, score in zip(
        table["name_number"].to_pylist(),
        table["entity_id"].to_pylist(),
        table["score"].to_pylist(),
        strict=True,
    ):
        answers[number] = (entity, score)
    return answers


def weighted_ratio(listed: Sequence[ListedName], cases: Sequence[Case]) -> list[Answer]:
    """rapidfuzz's WRatio against every listed name: what most people reach for."""
    names = [utils.default_process(entry.name) for entry in listed]
    answers: list[Answer] = []
    for start in range(0, len(cases), 200):
        some = [utils.default_process(case.name) for case in cases[start : start + 200]]
        scores = process.cdist(some, names, scorer=fuzz.WRatio, dtype=np.uint8, workers=1)
        best = scores.argmax(axis=1)
        answers += [
            (listed[at].entity_id, float(scores[row, at]) / 100) for row, at in enumerate(best)
        ]
    return answers


def counts(cases: Sequence[Case], answers: Sequence[Answer], least: float) -> np.ndarray:
    """True and false positives and false negatives of each case, [cases, 3]."""
    rows = np.zeros((len(cases), 3))
    for at, (case, (entity, score)) in enumerate(zip(cases, answers, strict=True)):
        said = entity is not None and score >= least
        right = said and entity in case.entities
        rows[at] = (right, said and not right, bool(case.entities) and not right)
    return rows


def f1(total: np.ndarray) -> float:
    return float(2 * total[0] / max(2 * total[0] + total[1] + total[2], 1))


def interval(rows: np.ndarray, weights: np.ndarray) -> tuple[float, float]:
    """95 % of bootstrap draws of F1, by case."""
    chance = np.random.default_rng(1)
    # Cases that are true negatives never count: drawing among the others, their number
    # Poisson-distributed, is the same and quick.
    telling = rows.any(axis=1)
    rows, weights = rows[telling], weights[telling]
    draws = chance.poisson(1.0, size=(_DRAWS, len(rows))) * weights
    values = [f1(draw @ rows) for draw in draws]
    return float(np.quantile(values, 0.025)), float(np.quantile(values, 0.975))


def threshold(cases: Sequence[Case], answers: Sequence[Answer], weights: np.ndarray) -> float:
    options = sorted({round(score, 2) for _, score in answers})
    return max(options, key=lambda least: f1(weights @ counts(cases, answers, least)))


def recall_at_precision(
    cases: Sequence[Case], answers: Sequence[Answer], weights: np.ndarray, precision: float = 0.95
) -> float:
    best = 0.0
    for least in sorted({score for _, score in answers}):
        right, wrong, missed = weights @ counts(cases, answers, least)
        if right and right / (right + wrong) >= precision:
            best = max(best, right / (right + missed))
    return best


def thinned(cases: Sequence[Case], negatives: int) -> tuple[list[Case], np.ndarray]:
    """All positives and so many negatives, each standing for as many as were left out."""
    positive = [case for case in cases if case.entities]
    negative = [case for case in cases if not case.entities]
    chosen = random.Random(3).sample(negative, min(negatives, len(negative)))
    weight = len(negative) / max(len(chosen), 1)
    return positive + chosen, np.array([1.0] * len(positive) + [weight] * len(chosen))


def report(name: str, cases: Sequence[Case], answers: Sequence[Answer], weights: np.ndarray,
           least: float) -> dict[str, object]:  # fmt: skip
    rows = counts(cases, answers, least)
    right, wrong, missed = weights @ rows
    low, high = interval(rows, weights)
    result = {
        "matcher": name,
        "F1": round(f1(weights @ rows), 3),
        "interval": f"{low:.3f}–{high:.3f}",
        "precision": round(right / max(right + wrong, 1), 3),
        "recall": round(right / max(right + missed, 1), 3),
        "recall at precision 0.95": round(recall_at_precision(cases, answers, weights), 3),
        "threshold": round(least, 2),
    }
    print("  " + "  ".join(f"{key} {value}" for key, value in result.items()))
    return result


def of_half(cases: Sequence[Case], which: str) -> list[Case]:
    def of(case: Case) -> str:
        return half(
            min(case.entities) if case.kind != "affiliation" and case.entities else case.name
        )

    return [case for case in cases if of(case) == which]


def pairs_section(
    pairs: Sequence[Pair], score: Callable[[str, str], float]
) -> tuple[list[Case], list[Answer]]:
    cases = [Case(a, frozenset({"x"} if same else ()), "pair") for a, b, same in pairs]
    return cases, [("x", score(a, b)) for a, b, _ in pairs]


def pairs_beside_ratio(key: str, halves: dict[str, list[Pair]]) -> None:
    """Both halves of a set of pairs; rapidfuzz at the threshold that suits it on the first."""
    for which, pairs in halves.items():
        print(f"{key}, {which}: {len(pairs)}")
        cases, answers = pairs_section(pairs, our_pair)
        for least in (MATCH_AT, REVIEW_AT):
            report("as a list of one name", cases, answers, np.ones(len(cases)), least)
        cases, answers = pairs_section(pairs, likeness)
        report("second look", cases, answers, np.ones(len(cases)), ALIKE_AT)

    def ratio(one: str, other: str) -> float:
        return fuzz.WRatio(utils.default_process(one), utils.default_process(other)) / 100

    tune_cases, tune_answers = pairs_section(halves["tune"], ratio)
    least = threshold(tune_cases, tune_answers, np.ones(len(tune_cases)))
    cases, answers = pairs_section(halves["report"], ratio)
    report("rapidfuzz WRatio", cases, answers, np.ones(len(cases)), least)


def floor(names: Sequence[str]) -> float:
    """Names a second that DuckDB only reads, normalises and cuts into words, on one core."""
    table = pa.table({"name": names})
    with duckdb.connect(config={"threads": 1}) as connection:
        connection.register("names", table)
        start = time.process_time()
        connection.sql(
            "select sum(len(list_distinct(regexp_split_to_array("
            "lower(strip_accents(name)), '[^a-z0-9]+')))) from names"
        ).fetchall()
        return len(names) / (time.process_time() - start)


def our_speed(index: Index, cases: Sequence[Case]) -> None:
    """Full verdicts and evidence, words known and words new, beside the floor; CPU time."""
    names = [ScreenedName(case.name, case.country_code) for case in cases]
    # The hundreds of thousands of cases held here are not the matcher's to be walked through.
    gc.collect()
    gc.freeze()
    for words in ("words new", "words known"):
        start = time.process_time()
        found = index.match(names).num_rows
        rate = len(names) / (time.process_time() - start)
        print(f"    {words}: {rate:,.0f} names/s, {found} rows")
    print(f"    floor in DuckDB: {floor([case.name for case in cases]):,.0f} names/s")


def our_pair(one: str, other: str) -> float:
    """Both ways, the better: a pair has no listed side."""
    best = 0.0
    for left, right in ((one, other), (other, one)):
        index = Index([ListedName("x", None, right, "name")])
        rows = index.match([ScreenedName(left)], include_no_match=True)["score"].to_pylist()
        best = max([best, *rows])
    return best


def peers_elsewhere(
    python: str, listed: Sequence[ListedName], sets: dict[str, Sequence[Case]],
    pairs: dict[str, dict[str, list[Pair]]],
) -> dict[str, dict[str, list[Answer]]]:  # fmt: skip
    """Answers of the peers that live in an environment of their own (`peers.py`)."""
    with tempfile.TemporaryDirectory() as folder:
        asked = Path(folder, "asked.json")
        answered = Path(folder, "answered.json")
        asked.write_text(
            json.dumps(
                {
                    "listed": [[entry.entity_id, entry.name] for entry in listed],
                    "sets": {key: [case.name for case in cases] for key, cases in sets.items()},
                    "pairs": {
                        key: [[one, other] for some in halves.values() for one, other, _ in some]
                        for key, halves in pairs.items()
                    },
                }
            )
        )
        subprocess.run(
            [python, str(Path(__file__).with_name("peers.py")), str(asked), str(answered)],
            check=True,
        )
        return json.loads(answered.read_text())


def reliability(cases: Sequence[Case], answers: Sequence[Answer], out: Path) -> list[list[float]]:
    """Of the pairs scored about s, the share that are true; drawn as a picture."""
    edges = [0.02, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 0.97, 1.01]
    points = []
    for low, high in pairwise(edges):
        held = [
            (score, entity in case.entities)
            for case, (entity, score) in zip(cases, answers, strict=True)
            if entity is not None and low <= score < high
        ]
        if held:
            scores, truths = zip(*held, strict=True)
            points.append([float(np.mean(scores)), float(np.mean(truths)), len(held)])

    def x(v: float) -> float:
        return 60 + 380 * v

    def y(v: float) -> float:
        return 430 - 380 * v

    dots = "".join(
        f'<circle cx="{x(p):.1f}" cy="{y(q):.1f}" r="{3 + min(n, 400) ** 0.5 / 3:.1f}" '
        f'fill="#1f6f8b" fill-opacity="0.8"><title>{n} pairs</title></circle>'
        f'<text x="{x(p) + 9:.1f}" y="{y(q) + 16:.1f}" font-size="11">{n}</text>'
        for p, q, n in points
    )
    line = " ".join(f"{x(p):.1f},{y(q):.1f}" for p, q, _ in points)
    ticks = "".join(
        f'<text x="{x(v):.0f}" y="450" text-anchor="middle">{v}</text>'
        f'<text x="50" y="{y(v) + 4:.0f}" text-anchor="end">{v}</text>'
        for v in (0, 0.25, 0.5, 0.75, 1)
    )
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 480 490" font-family="sans-serif" '
        'font-size="12"><title>Reliability of the matcher\'s score</title>'
        '<rect width="480" height="490" fill="white"/>'
        f'<path d="M60 50V430H440" fill="none" stroke="#444"/>{ticks}'
        f'<path d="M{x(0)} {y(0)}L{x(1)} {y(1)}" stroke="#999" stroke-dasharray="4 4"/>'
        f'<path d="M{x(MATCH_AT)} 50V430" stroke="#b5542c"/>'
        f'<text x="{x(MATCH_AT) + 4}" y="62">match</text>'
        f'<path d="M{x(REVIEW_AT)} 50V430" stroke="#b5952c"/>'
        f'<text x="{x(REVIEW_AT) + 4}" y="62">review</text>'
        f'<polyline points="{line}" fill="none" stroke="#1f6f8b"/>{dots}'
        '<text x="250" y="475" text-anchor="middle">score</text>'
        '<text x="16" y="240" transform="rotate(-90 16 240)" text-anchor="middle">'
        "share of true pairs</text></svg>\n",
        encoding="utf-8",
    )
    return points


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("data", type=Path)
    arguments.add_argument("--size", type=int, default=100_000)
    arguments.add_argument("--share", type=float, default=0.005)
    arguments.add_argument("--peers")
    arguments.add_argument("--peer-negatives", type=int, default=1500)
    arguments.add_argument(
        "--picture", type=Path, default=Path("docs/images/matching-reliability.svg")
    )
    asked = arguments.parse_args()
    listed = listed_names(asked.data / EDITION)
    start = time.process_time()
    index = Index(listed)
    print(f"index of {len(listed)} names built in {time.process_time() - start:.2f} s")

    affiliations = labelled_affiliations(asked.data / "matching", listed)
    made = list(generated(asked.data, listed, asked.size, asked.share, seed=23))
    pairs = {
        "name pairs": labelled_pairs(asked.data / "matching"),
        "written pairs": written_pairs(),
    }
    donors = restated_donors(asked.data / "matching")
    pooled: tuple[list[Case], list[Answer]] = ([], [])
    small: dict[str, tuple[list[Case], np.ndarray]] = {}
    for key, every in (("affiliations", affiliations), ("generated", made)):
        cases = of_half(every, "report")
        start = time.process_time()
        answers = ours(index, cases)
        elapsed = time.process_time() - start
        print(f"{key}: {len(cases)} names, {sum(bool(c.entities) for c in cases)} true; "
              f"{len(cases) / elapsed:,.0f} names/s")  # fmt: skip
        report("this matcher", cases, answers, np.ones(len(cases)), MATCH_AT)
        if key == "generated":
            our_speed(Index(listed), every)
            many = generated(asked.data, listed, 60_000, 0.25, seed=99)
            held = [c for c in of_half(list(many), "report") if c.entities and c.kind in KINDS]
            kinds(held, ours(index, held))
        pooled[0].extend(cases)
        pooled[1].extend(answers)
        for which in ("tune", "report"):
            small[f"{key} {which}"] = thinned(of_half(every, which), asked.peer_negatives)
        start = time.process_time()
        peer = {w: weighted_ratio(listed, small[f"{key} {w}"][0]) for w in ("tune", "report")}
        rate = sum(len(v) for v in peer.values()) / (time.process_time() - start)
        our_rate = len(cases) / elapsed
        least = threshold(small[f"{key} tune"][0], peer["tune"], small[f"{key} tune"][1])
        report("rapidfuzz WRatio", small[f"{key} report"][0], peer["report"],
               small[f"{key} report"][1], least)  # fmt: skip
        print(f"    {rate:,.0f} names/s; this matcher is {our_rate / rate:,.0f} times as quick")
    for key, halves in pairs.items():
        pairs_beside_ratio(key, halves)
    restated = [pair for pair in donors if half("".join(pair)) == "report"]
    scores = [our_pair(one, other) for one, other in restated]
    print(f"restated donors: {len(restated)}, recall at match "
          f"{np.mean([s >= MATCH_AT for s in scores]):.3f}, at review "
          f"{np.mean([s >= REVIEW_AT for s in scores]):.3f}")  # fmt: skip
    if asked.peers:
        elsewhere(asked.peers, listed, small, pairs)
    print("reliability (mean score, share true, pairs):")
    for point in reliability(*pooled, asked.picture):
        print("  {:.2f} {:.2f} {:.0f}".format(*point))
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MiB")


def kinds(cases: Sequence[Case], answers: Sequence[Answer]) -> None:
    rows = counts(cases, answers, MATCH_AT)
    # A false positive belongs to no kind of variant: each kind bears its own wrong answers.
    for kind in dict.fromkeys(case.kind for case in cases if case.entities):
        held = np.array([case.kind == kind for case in cases])
        right, wrong, missed = rows[held].sum(axis=0)
        print(f"    {kind:16s} {held.sum():4.0f} F1 {f1(rows[held].sum(axis=0)):.3f} "
              f"recall {right / max(right + missed, 1):.3f} wrong {wrong:.0f}")  # fmt: skip


def elsewhere(
    python: str,
    listed: Sequence[ListedName],
    small: dict[str, tuple[list[Case], np.ndarray]],
    pairs: dict[str, dict[str, list[Pair]]],
) -> None:
    sets = {key: cases for key, (cases, _) in small.items()}
    for name, answers in peers_elsewhere(python, listed, sets, pairs).items():
        for key in ("affiliations", "generated"):
            if f"{key} tune" in answers:
                least = threshold(
                    small[f"{key} tune"][0], answers[f"{key} tune"], small[f"{key} tune"][1]
                )
                print(f"{key}:")
                report(name, small[f"{key} report"][0], answers[f"{key} report"],
                       small[f"{key} report"][1], least)  # fmt: skip
        for key in [key for key in pairs if key in answers]:
            halves = list(pairs[key].values())
            cut = len(halves[0])
            values = answers[key]
            cases = [
                Case(one, frozenset({"x"} if same else ()), "pair")
                for some in halves
                for one, _, same in some
            ]
            least = threshold(cases[:cut], values[:cut], np.ones(cut))
            print(f"{key}:")
            report(name, cases[cut:], values[cut:], np.ones(len(cases) - cut), least)


if __name__ == "__main__":
    main()
