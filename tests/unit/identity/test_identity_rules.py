"""Which printed entries are one entity: each rule by itself, and what no rule may do."""

from __future__ import annotations

import json
from datetime import date
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dagster_project.identity import Face, Override, resolve
from dagster_project.identity.warehouse import read_overrides

CITED = "84 FR 54004"


def face(name: str, version: int, *, country: str = "CN", cited: str = CITED, **more) -> Face:
    return Face(
        country_code=country,
        name_key=name,
        first_citation=cited,
        repeat_number=more.pop("repeat", 1),
        versions=frozenset({version} | more.pop("also_in", set())),
        first_seen_on=date(2019, 1, version),
        names=frozenset({name, *more.pop("names", ())}),
        addresses=frozenset(more.pop("addresses", ())),
        **more,
    )


def entities(*faces: Face, overrides: tuple[Override, ...] = ()) -> list[set[str]]:
    """Which faces are one entity, by name (and destination, citation), in order."""
    groups: dict[str, set[str]] = {}
    for row in resolve(faces, overrides).to_pylist():
        told = f"{row['name_key']} {row['country_code']} {row['first_citation'][:2]}"
        groups.setdefault(row["entity_id"], set()).add(told)
    return sorted(groups.values(), key=sorted)


def parties(*faces: Face) -> int:
    return len(set(resolve(faces).column("party_id").to_pylist()))


def rules(*faces: Face) -> list[str]:
    return resolve(faces).column("rule").to_pylist()


def test_one_name_in_one_destination_is_one_entity_whatever_its_citation():
    """A relisting brings a new first citation."""
    pair = face("alpha", 1), face("alpha", 3, cited="88 FR 80131")
    assert len(entities(*pair)) == 1
    assert rules(*pair) == ["first_printed", "same_destination_and_name"]


def test_a_rename_that_keeps_the_old_name_as_an_alias_is_one_entity():
    """85 FR 34505: Sense Time became Beijing Sensetime, and is printed as its alias."""
    pair = (
        face("sense time", 1),
        face("beijing sensetime technology development co ltd", 2, names=["sense time"]),
    )
    assert len(entities(*pair)) == 1
    found = resolve(pair).to_pylist()[1]
    assert found["rule"] == "renamed_in_place"
    assert json.loads(found["facts"]) == {
        "earlier": {"destination": "CN", "name": "sense time"},
        "later": {
            "destination": "CN",
            "name": "beijing sensetime technology development co ltd",
        },
        "first_citations": [CITED],
        "shared_names": ["sense time"],
    }


def test_an_alias_that_became_the_name_is_one_entity():
    assert len(entities(face("alpha", 1, names=["beta"]), face("beta", 2))) == 1


def test_a_name_spelled_otherwise_under_one_citation_is_one_entity():
    pair = face("xinjiang uighur tech institute", 1), face("xinjiang uyghur tech institute", 2)
    assert rules(*pair)[1] == "same_first_citation_and_similar_name"


def test_a_similar_name_under_another_citation_is_another_entity():
    pair = (
        face("xinjiang uighur tech institute", 1),
        face("xinjiang uyghur tech institute", 2, cited="85 FR 34505"),
    )
    assert len(entities(*pair)) == 2


def test_an_address_and_an_alias_in_common_under_one_citation_is_one_entity():
    pair = (
        face("alpha holding", 1, names=["ah"], addresses=["1 optics road"]),
        face("zeta group", 2, names=["ah"], addresses=["1 optics road", "2 optics road"]),
    )
    assert rules(*pair)[1] == "same_first_citation_and_address"


@pytest.mark.parametrize(
    "later",
    [
        {"names": ["other"], "addresses": ["1 optics road"]},
        {"names": ["ah"], "addresses": ["9 other road"]},
    ],
    ids=["an address alone", "an alias alone"],
)
def test_half_of_that_is_not_enough(later: dict):
    """Offices are shared, and so are short forms."""
    pair = (
        face("alpha holding", 1, names=["ah"], addresses=["1 optics road"]),
        face("zeta group", 2, **later),
    )
    assert len(entities(*pair)) == 2


def test_a_rekeyed_destination_is_one_entity():
    """85 FR 83769 put the entries of Hong Kong under China."""
    pair = face("alpha", 1, country="HK"), face("alpha", 2)
    assert rules(*pair)[1] == "rekeyed_destination"
    assert len(entities(*pair)) == 1


def test_one_name_in_two_destinations_by_two_rules_is_two_entities_of_one_party():
    pair = face("alpha", 1, country="HK"), face("alpha", 2, cited="85 FR 34505")
    assert len(entities(*pair)) == 2
    assert parties(*pair) == 1


def test_nothing_in_common_is_nothing_shared():
    pair = face("alpha", 1), face("zeta", 2)
    assert len(entities(*pair)) == 2
    assert parties(*pair) == 2


def test_no_faces_are_no_identities_with_all_columns():
    """A first run whose only version was refused must still leave a table."""
    found = resolve([])
    assert len(found) == 0
    assert found.column_names == resolve([face("alpha", 1)]).column_names


# --- faces that one version prints side by side


@pytest.mark.parametrize(
    "other",
    [
        face("alpha", 1, repeat=2),
        face("alpha", 1, cited="85 FR 34505"),
        face("alpha", 1, country="HK"),
        face("alpha limited", 1, names=["alpha"]),
    ],
    ids=["alike in all", "another citation", "another destination", "an alias"],
)
def test_two_faces_of_one_version_are_two_entities(other: Face):
    assert len(set(resolve([face("alpha", 1), other]).column("entity_id").to_pylist())) == 2


def test_two_faces_of_one_version_stay_two_also_by_way_of_a_third():
    twins = face("alpha", 2), face("alpha beta", 2, names=["alpha"])
    bridge = face("alpha gamma", 1, names=["alpha", "alpha beta"])
    found = entities(*twins, bridge)
    assert len(found) == 2
    assert not any({"alpha CN 84", "alpha beta CN 84"} <= group for group in found)


def test_of_two_twins_the_one_that_stays_keeps_its_identity():
    both = face("alpha", 1, also_in={2}), face("alpha", 1, cited="85 FR 34505")
    ids = resolve(both).column("entity_id").to_pylist()
    assert len(set(ids)) == 2


# --- parties


def test_parties_group_what_one_rule_lists_under_two_destinations():
    """88 FR 70353: "49 entities under 52 entries"."""
    assert parties(face("c and i", 1), face("c and i", 1, country="IN")) == 1


def test_a_party_may_bear_its_other_name_in_the_other_destination():
    assert parties(face("spacety", 1, names=["changsha tianyi"]), face("changsha tianyi", 1)) == 2
    assert (
        parties(
            face("spacety", 1, names=["changsha tianyi"]),
            face("changsha tianyi", 1, country="LU"),
        )
        == 1
    )


def test_two_entries_of_one_name_in_one_destination_are_two_parties():
    assert parties(face("alpha", 1), face("alpha", 1, cited="85 FR 34505")) == 2


# --- reviewed decisions


def says(one: str, other: str, is_same: bool) -> Override:
    return Override("CN", one, "CN", other, is_same, "read in the rule")


def test_a_reviewed_decision_joins_what_no_rule_would():
    pair = face("alpha", 1), face("zeta", 2, cited="85 FR 34505")
    decided = resolve(pair, [says("alpha", "zeta", True)]).to_pylist()
    assert decided[0]["entity_id"] == decided[1]["entity_id"]
    assert decided[1]["rule"] == "reviewed_override"
    assert json.loads(decided[1]["facts"]) == {"reason": "read in the rule"}


def test_a_reviewed_decision_parts_what_a_rule_would_join():
    pair = face("alpha", 1), face("beta", 2, names=["alpha"])
    assert len(entities(*pair)) == 1
    assert len(entities(*pair, overrides=(says("alpha", "beta", False),))) == 2


def test_a_reviewed_decision_parts_also_by_way_of_a_third():
    faces = face("alpha", 1), face("beta", 2, names=["alpha"]), face("gamma", 3, names=["beta"])
    assert len(entities(*faces)) == 1
    parted = entities(*faces, overrides=(says("alpha", "gamma", False),))
    assert len(parted) == 2
    assert not any({"alpha CN 84", "gamma CN 84"} <= group for group in parted)


def test_no_decision_joins_two_faces_of_one_version():
    pair = face("alpha", 1), face("beta", 1)
    assert len(entities(*pair, overrides=(says("alpha", "beta", True),))) == 2


def test_the_file_of_decisions_is_read(tmp_path: Path):
    path = tmp_path / "identity_overrides.csv"
    path.write_text(
        "country_code,name_key,other_country_code,other_name_key,is_same,reason,decided_on\n"
        "CN,alpha,HK,zeta,true,85 FR 1,2020-01-01\n",
        encoding="utf-8",
    )
    assert list(read_overrides(path)) == [Override("CN", "alpha", "HK", "zeta", True, "85 FR 1")]


def test_a_decision_that_is_neither_true_nor_false_is_named(tmp_path: Path):
    path = tmp_path / "identity_overrides.csv"
    path.write_text(
        "country_code,name_key,other_country_code,other_name_key,is_same,reason,decided_on\n"
        "CN,alpha,HK,zeta,perhaps,x,2020-01-01\n",
        encoding="utf-8",
    )
    with pytest.raises(ValueError, match="row 2: is_same is 'perhaps'"):
        list(read_overrides(path))


# --- order and time

FACES = (
    face("alpha", 1),
    face("alpha holding", 2, names=["alpha"]),
    face("alpha", 2, country="HK"),
    face("zeta", 3, names=["alpha holding"], also_in={4}),
    face("zeta", 5, cited="88 FR 80131"),
)


def test_the_order_of_faces_changes_nothing():
    expected = resolve(FACES)
    for order in permutations(FACES):
        assert resolve(order).equals(expected)


@settings(derandomize=True, database=None, deadline=None, max_examples=150)
@given(
    st.lists(
        st.builds(
            face,
            st.sampled_from(["alpha", "alpha b", "beta", "zeta"]),
            st.integers(1, 5),
            country=st.sampled_from(["CN", "HK"]),
            cited=st.sampled_from([CITED, "85 FR 34505"]),
            names=st.lists(st.sampled_from(["alpha", "alpha b", "beta", "zeta"]), max_size=2),
        ),
        max_size=8,
        unique_by=lambda printed: printed.key,
    ),
    st.randoms(use_true_random=False),
)
def test_whatever_is_printed_order_is_nothing_and_versions_keep_apart(faces, random):
    expected = resolve(faces)
    shuffled = list(faces)
    random.shuffle(shuffled)
    assert resolve(shuffled).equals(expected)
    seen: set[tuple[str, int]] = set()
    entity_of = {
        (row["country_code"], row["name_key"], row["first_citation"], row["repeat_number"]): row[
            "entity_id"
        ]
        for row in expected.to_pylist()
    }
    for printed in faces:
        for version in printed.versions:
            assert (entity_of[printed.key], version) not in seen
            seen.add((entity_of[printed.key], version))


def test_a_later_version_does_not_change_an_id():
    before = resolve(FACES[:3]).to_pylist()
    after = {
        (row["country_code"], row["name_key"], row["first_citation"]): row["entity_id"]
        for row in resolve(FACES).to_pylist()
    }
    for row in before:
        assert (
            after[row["country_code"], row["name_key"], row["first_citation"]] == row["entity_id"]
        )


def test_a_version_found_later_may_show_that_two_were_one():
    """The exception to "what was known never changes": who is who is judged with all evidence."""
    apart = face("alpha", 1), face("zeta", 3)
    assert len(entities(*apart)) == 2
    assert len(entities(*apart, face("beta", 2, names=["alpha", "zeta"]))) == 1
