"""The hand-labelled sentences and the parties they may name; used by tests and the benchmark.

`parties.csv` holds facts of the Entity List, and five made-up parties (nio, skyline, meridian,
orlan, zhiwei) for the short and ordinary names of which the list has many.
`labelled_sentences.csv` says which parties each sentence names in a reader's eyes, whether or not
a rule can know, and at which level of ambiguity the sentence tries the finder.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from dagster_project.news import Article, MentionFinder, Party

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Sentence:
    language: str
    level: str
    party_ids: frozenset[str]
    text: str


@dataclass
class Score:
    """Counts of (sentence, party) pairs, and of sentences without a party that were marked."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0


def parties() -> list[Party]:
    with (HERE / "parties.csv").open(encoding="utf-8", newline="") as file:
        return [Party(**row) for row in csv.DictReader(file)]


def sentences() -> list[Sentence]:
    with (HERE / "labelled_sentences.csv").open(encoding="utf-8", newline="") as file:
        return [
            Sentence(
                row["language"], row["level"], frozenset(row["party_ids"].split()), row["sentence"]
            )
            for row in csv.DictReader(file)
        ]


def score() -> tuple[dict[str, Score], list[str]]:
    """The score by level, and every difference in words."""
    labelled = sentences()
    mentions = MentionFinder(parties()).find(
        Article(str(number), None, sentence.text, sentence.language, None)
        for number, sentence in enumerate(labelled)
    )
    found: dict[int, set[str]] = defaultdict(set)
    for document_id, party_id in zip(
        mentions.column("document_id").to_pylist(),
        mentions.column("party_id").to_pylist(),
        strict=True,
    ):
        found[int(document_id)].add(party_id)
    scores: dict[str, Score] = defaultdict(Score)
    differences: list[str] = []
    for number, sentence in enumerate(labelled):
        level, here = scores[sentence.level], found[number]
        level.right += len(here & sentence.party_ids)
        level.wrong += len(here - sentence.party_ids)
        level.missed += len(sentence.party_ids - here)
        if here != sentence.party_ids:
            wrong, missed = sorted(here - sentence.party_ids), sorted(sentence.party_ids - here)
            differences.append(f"{sentence.level}: wrong {wrong} missed {missed}: {sentence.text}")
    return scores, differences
