"""The rules of sameness: faces in, durable ids and evidence out."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations

import pyarrow as pa
from rapidfuzz import fuzz

SIMILAR_NAME = 90.0
_COLUMNS = (
    "country_code",
    "name_key",
    "first_citation",
    "repeat_number",
    "entity_id",
    "party_id",
    "rule",
    "facts",
)


@dataclass(frozen=True)
class Face:
    """How an entity was printed: one destination, one primary name, one first citation.

    `names` and `addresses` are comparison keys over all versions that print the face, `versions`
    the numbers of those versions, `first_seen_on` the earliest version's date. `repeat_number`
    tells apart the few entries that are alike in all three.
    """

    country_code: str
    name_key: str
    first_citation: str
    repeat_number: int
    versions: frozenset[int]
    first_seen_on: date
    names: frozenset[str] = field(default_factory=frozenset)
    addresses: frozenset[str] = field(default_factory=frozenset)

    @property
    def key(self) -> tuple[str, str, str, int]:
        return (self.country_code, self.name_key, self.first_citation, self.repeat_number)


@dataclass(frozen=True)
class Override:
    """A reviewed decision: these two printed names are, or are not, the same entity."""

    country_code: str
    name_key: str
    other_country_code: str
    other_name_key: str
    is_same: bool
    reason: str


Rule = Callable[[Face, Face], bool]


def _similar(one: Face, other: Face) -> bool:
    return fuzz.ratio(one.name_key, other.name_key) >= SIMILAR_NAME


def _name_among_names(one: Face, other: Face) -> bool:
    return one.name_key in other.names or other.name_key in one.names


# In this order; the first that holds is the evidence. `group` says which faces are compared.
_RULES: Sequence[tuple[str, Callable[[Face], Hashable], Rule]] = (
    (
        "same_destination_and_name",
        lambda face: (face.country_code, face.name_key),
        lambda one, other: True,
    ),
    (
        "renamed_in_place",  # 85 FR 34505 prints the old name as an alias of the new one
        lambda face: (face.country_code, face.first_citation),
        _name_among_names,
    ),
    (
        "same_first_citation_and_similar_name",
        lambda face: (face.country_code, face.first_citation),
        _similar,
    ),
    (
        "same_first_citation_and_address",
        lambda face: (face.country_code, face.first_citation),
        lambda one, other: bool(one.addresses & other.addresses) and bool(one.names & other.names),
    ),
    (
        "rekeyed_destination",
        lambda face: (face.name_key, face.first_citation),
        lambda one, other: True,
    ),
)


class _Groups:
    """Union-find whose groups never hold two faces of one version, nor two that a reviewed
    decision keeps apart: also not by way of a third."""

    def __init__(self, faces: Sequence[Face], forbidden: Iterable[tuple[int, int]]) -> None:
        self.parent = list(range(len(faces)))
        self.versions = [set(face.versions) for face in faces]
        self.members = [{number} for number in range(len(faces))]
        self.kept_apart: list[set[int]] = [set() for _ in faces]
        for one, other in forbidden:
            self.kept_apart[one].add(other)
            self.kept_apart[other].add(one)

    def find(self, member: int) -> int:
        while self.parent[member] != member:
            self.parent[member] = self.parent[self.parent[member]]
            member = self.parent[member]
        return member

    def join(self, one: int, other: int) -> bool:
        first, second = sorted((self.find(one), self.find(other)))
        if (
            first == second
            or self.versions[first] & self.versions[second]
            or self.kept_apart[first] & self.members[second]
        ):
            return False
        self.parent[second] = first
        self.versions[first] |= self.versions[second]
        self.members[first] |= self.members[second]
        self.kept_apart[first] |= self.kept_apart[second]
        return True


def resolve(faces: Iterable[Face], overrides: Iterable[Override] = ()) -> pa.Table:
    """Faces → `entity_identities`: one row per face with entity, party, rule and facts.

    The result depends on the set of faces only, never on the order in which versions arrived.
    `entity_id` is named after the earliest face, so a later version never changes it.
    """
    ordered = sorted(faces, key=lambda face: (face.first_seen_on, face.key))
    forced, forbidden = _overridden(ordered, overrides)
    groups = _Groups(ordered, forbidden)
    evidence: dict[int, tuple[str, dict[str, object]]] = {}
    for one, other, reason in forced:
        if groups.join(one, other):
            evidence[other] = ("reviewed_override", {"reason": reason})
    for rule, group, holds in _RULES:
        for one, other in _pairs(ordered, group):
            if holds(ordered[one], ordered[other]) and groups.join(one, other):
                evidence[other] = (rule, _facts(ordered[one], ordered[other]))
    entity_of = {number: _entity_id(ordered[groups.find(number)]) for number in range(len(ordered))}
    party_of = _parties(ordered, entity_of)
    rows = []
    for number, face in enumerate(ordered):
        rule, facts = evidence.get(number, ("first_printed", {}))
        rows.append(
            {
                "country_code": face.country_code,
                "name_key": face.name_key,
                "first_citation": face.first_citation,
                "repeat_number": face.repeat_number,
                "entity_id": entity_of[number],
                "party_id": party_of[entity_of[number]],
                "rule": rule,
                "facts": json.dumps(facts, ensure_ascii=False, sort_keys=True),
            }
        )
    return pa.Table.from_pydict({column: [row[column] for row in rows] for column in _COLUMNS})


def _pairs(faces: Sequence[Face], group: Callable[[Face], Hashable]) -> Iterator[tuple[int, int]]:
    """Pairs within a group, nearest in time first, so that a chain of renames joins in order."""
    members: dict[Hashable, list[int]] = defaultdict(list)
    for number, face in enumerate(faces):
        members[group(face)].append(number)
    for numbers in members.values():
        if len(numbers) > 1:
            yield from sorted(combinations(numbers, 2), key=lambda pair: pair[1] - pair[0])


def _facts(one: Face, other: Face) -> dict[str, object]:
    return {
        "earlier": {"destination": one.country_code, "name": one.name_key},
        "later": {"destination": other.country_code, "name": other.name_key},
        "first_citations": sorted({one.first_citation, other.first_citation}),
        "shared_names": sorted(one.names & other.names),
    }


def _overridden(
    faces: Sequence[Face], overrides: Iterable[Override]
) -> tuple[list[tuple[int, int, str]], set[tuple[int, int]]]:
    forced: list[tuple[int, int, str]] = []
    forbidden: set[tuple[int, int]] = set()
    by_name: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, face in enumerate(faces):
        by_name[face.country_code, face.name_key].append(number)
    for override in overrides:
        for one in by_name[override.country_code, override.name_key]:
            for other in by_name[override.other_country_code, override.other_name_key]:
                pair = (min(one, other), max(one, other))
                if override.is_same:
                    forced.append((*pair, override.reason))
                else:
                    forbidden.add(pair)
    return forced, forbidden


def _entity_id(face: Face) -> str:
    text = "|".join(str(part) for part in face.key)
    return f"el-{hashlib.sha256(text.encode()).hexdigest()[:12]}"


def _parties(faces: Sequence[Face], entity_of: dict[int, str]) -> dict[str, str]:
    """Entries of one party under several destinations (a rule may add "49 entities under 52
    entries"): the same primary name, or one's primary name among the other's names when one rule
    listed both."""
    parent = {entity: entity for entity in entity_of.values()}

    def find(entity: str) -> str:
        while parent[entity] != entity:
            parent[entity] = parent[parent[entity]]
            entity = parent[entity]
        return entity

    def join(one: int, other: int) -> None:
        if faces[one].country_code == faces[other].country_code:
            return
        first, second = sorted((find(entity_of[one]), find(entity_of[other])))
        parent[second] = first

    for one, other in _pairs(faces, lambda face: face.name_key):
        join(one, other)
    for one, other in _pairs(faces, lambda face: face.first_citation):
        if _name_among_names(faces[one], faces[other]):
            join(one, other)
    return {entity: f"pt-{find(entity).removeprefix('el-')}" for entity in parent}
