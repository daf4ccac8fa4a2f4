"""The index over all listed names, and the match of many names against it."""

from __future__ import annotations

import json
import math
import re
from collections import Counter, defaultdict
from collections.abc import Sequence

import pyarrow as pa
from normality import ascii_text

from dagster_project.matching.records import MATCHES, ListedName, ScreenedName

MATCHER_VERSION = "0.1"
MATCH_AT, REVIEW_AT = 0.85, 0.70
CONFIGURATION_HASH = f"{MATCHER_VERSION}:{MATCH_AT}:{REVIEW_AT}"

_NOISE = frozenset(
    "co ltd limited inc llc jsc corp corporation company the of and for gmbh ag sa a an".split()
)


def _tokens(name: str) -> list[str]:
    split = re.sub(r"([a-z])([A-Z])", r"\1 \2", ascii_text(name)).lower()
    return re.findall(r"[a-z0-9]+", split.replace("univ.", "university"))


class Index:
    """All names of all listed entities, ready to be matched against; built once, immutable."""

    def __init__(self, listed: Sequence[ListedName]) -> None:
        self._listed = tuple(listed)
        self._words = [
            [token for token in _tokens(entry.name) if token not in _NOISE]
            for entry in self._listed
        ]
        seen_in = Counter(token for words in self._words for token in set(words))
        count = len(self._listed)
        self._rarity = {token: math.log((count + 1) / n) for token, n in seen_in.items()}
        self._unseen = math.log(count + 1)
        self._postings: dict[str, list[int]] = defaultdict(list)
        for number, words in enumerate(self._words):
            for token in set(words):
                self._postings[token].append(number)

    def match(
        self, names: Sequence[ScreenedName], *, keep: int = 3, include_no_match: bool = False
    ) -> pa.Table:
        """The best listed entities for each name, in the schema `MATCHES`, best first.

        At most `keep` entities per name; rows with the verdict `no_match` only on request. A row
        depends on its own name and the list alone, never on the other names.
        """
        rows = []
        for number, screened in enumerate(names):
            rows += self._match_one(number, screened, keep, include_no_match)
        return pa.Table.from_pylist(rows, schema=MATCHES)

    def _match_one(
        self, number: int, screened: ScreenedName, keep: int, include_no_match: bool
    ) -> list[dict[str, object]]:
        asked = {token for token in _tokens(screened.name) if token not in _NOISE}
        total = sum(self._rarity.get(token, self._unseen) for token in asked)
        shared: dict[int, float] = defaultdict(float)
        for token in asked:
            for listed_number in self._postings.get(token, ()):
                shared[listed_number] += self._rarity[token]
        best: dict[str, tuple[float, int]] = {}
        for listed_number, weight in shared.items():
            listed_weight = sum(self._rarity[token] for token in set(self._words[listed_number]))
            score = 2 * weight / (total + listed_weight)
            entity_id = self._listed[listed_number].entity_id
            if score > best.get(entity_id, (0.0, 0))[0]:
                best[entity_id] = (score, listed_number)
        rows: list[dict[str, object]] = []
        for entity_id, (score, listed_number) in sorted(
            best.items(), key=lambda item: (-item[1][0], item[0])
        )[:keep]:
            verdict = (
                "match"
                if score >= MATCH_AT
                else "review"
                if score >= REVIEW_AT
                else "near_miss"
                if score >= 0.5
                else "no_match"
            )
            if verdict == "no_match" and not include_no_match:
                continue
            listed = self._listed[listed_number]
            agreed = sorted(asked & set(self._words[listed_number]))
            rows.append(
                {
                    "name_number": number,
                    "name": screened.name,
                    "country_code": screened.country_code,
                    "entity_id": entity_id,
                    "matched_name": listed.name,
                    "matched_name_kind": listed.name_kind,
                    "score": min(score, 1.0),
                    "level": "legal_entity",
                    "verdict": verdict,
                    "evidence": json.dumps({"agreed": agreed}),
                }
            )
        return rows
