"""Which documents tell the same story in the same words: syndicated copies.

Here: grouping by shared word sequences. Not here: topics; two own reports of one event are two
stories. Deterministic and independent of the order in which documents come.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable

import numpy as np
import pyarrow as pa

from dagster_project.news.folding import fold
from dagster_project.news.records import STORIES, Article

# Copies differ in headline, agency line, a cut end and encoding noise: their word sequences agree
# by more than half (of the shorter text), those of independent reports by a few per cent.
SHINGLE_WORDS = 5
SAME_STORY = 0.6
SHORT_WORDS = 12
_BANDS, _ROWS = 24, 3
_MULTIPLIERS = np.random.default_rng(20191009).integers(
    1, 2**63, size=_BANDS * _ROWS, dtype=np.uint64
) | np.uint64(1)


def stories(articles: Iterable[Article]) -> pa.Table:
    """One row per document in the schema STORIES, ordered by document_id."""
    leader: dict[str, str] = {}
    shingles: dict[str, np.ndarray] = {}
    for article in articles:
        leader[article.document_id] = article.document_id
        words = _words(article)
        if words:
            shingles[article.document_id] = _shingles(words)

    def find(document_id: str) -> str:
        while leader[document_id] != document_id:
            leader[document_id] = leader[leader[document_id]]
            document_id = leader[document_id]
        return document_id

    buckets: dict[tuple[int, bytes], list[str]] = defaultdict(list)
    for document_id in sorted(shingles):
        for band, key in enumerate(_band_keys(shingles[document_id])):
            buckets[band, key].append(document_id)
    for bucket in buckets.values():
        for position, second in enumerate(bucket):
            for first in bucket[:position]:
                one, other = find(first), find(second)
                if one != other and _shared(shingles[first], shingles[second]) >= SAME_STORY:
                    leader[max(one, other)] = min(one, other)
    ordered = sorted(leader)
    return pa.table(
        {"document_id": ordered, "story_id": [find(document_id) for document_id in ordered]},
        schema=STORIES,
    )


def _words(article: Article) -> list[bytes]:
    """The words by which a copy is told; none where they are too few to tell it from a chance."""
    if article.is_name_list:
        return []
    words = fold(article.text).split()
    if len(words) < SHORT_WORDS:
        words = fold(f"{article.title or ''} {article.text}").split()
    return words if len(words) >= SHORT_WORDS else []


def _shingles(words: list[bytes]) -> np.ndarray:
    """Hashes of every run of five words."""
    runs = {
        b" ".join(words[start : start + SHINGLE_WORDS])
        for start in range(len(words) - SHINGLE_WORDS + 1)
    }
    hashes = [int.from_bytes(hashlib.blake2b(run, digest_size=8).digest(), "big") for run in runs]
    return np.unique(np.array(hashes, dtype=np.uint64))


def _band_keys(shingles: np.ndarray) -> list[bytes]:
    """MinHash in bands: two texts that share most shingles share a band nearly surely."""
    with np.errstate(over="ignore"):
        mixed = shingles[:, None] * _MULTIPLIERS[None, :]
    smallest = (mixed ^ (mixed >> np.uint64(29))).min(axis=0)
    return [smallest[start : start + _ROWS].tobytes() for start in range(0, len(smallest), _ROWS)]


def _shared(one: np.ndarray, other: np.ndarray) -> float:
    return float(np.intersect1d(one, other, assume_unique=True).size / min(one.size, other.size))
