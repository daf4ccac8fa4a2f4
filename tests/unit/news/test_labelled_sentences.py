"""Precision and recall over the hand-labelled sentences, by level of ambiguity."""

from __future__ import annotations

import pytest
from labelled import score, sentences

# Floors per level: precision, recall. The misses are ambiguous names without any context, which a
# rule cannot know and must not guess.
FLOORS = {
    "plain": (0.99, 0.98),
    "initialism": (0.97, 0.92),
    "short": (0.95, 0.90),
    "person": (1.0, 1.0),
    "generic": (0.95, 0.95),
    "none": (1.0, 1.0),
}


def test_the_set_is_large_bilingual_and_hard() -> None:
    labelled = sentences()
    assert len(labelled) >= 200
    assert {sentence.language for sentence in labelled} == {"en", "fr"}
    assert sum(not sentence.party_ids for sentence in labelled) >= 70
    assert len({sentence.text for sentence in labelled}) == len(labelled)


@pytest.mark.parametrize("level", FLOORS)
def test_precision_and_recall_hold_their_floors(level: str) -> None:
    scores, differences = score()
    found = scores[level]
    print(f"{level}: precision {found.precision:.3f} recall {found.recall:.3f} {found}")
    words = "\n".join(line for line in differences if line.startswith(level))
    assert found.precision >= FLOORS[level][0], words
    assert found.recall >= FLOORS[level][1], words


def test_recall_over_all_levels_is_at_least_0_975() -> None:
    scores, _ = score()
    right = sum(found.right for found in scores.values())
    missed = sum(found.missed for found in scores.values())
    assert right / (right + missed) >= 0.975
