"""A new list or new names: only what can differ is matched again; the rows are a full run's."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dagster_project.matching import KEPT_MATCHES, SCREENED, ListedName, ScreenedName
from dagster_project.matching.rounds import Matched, OverNames, Work, match_in_rounds
from tests.unit.matching.conftest import listed_names

Dated = list[tuple[ListedName, datetime]]
Change = Callable[[ListedName, datetime], tuple[ListedName, datetime] | None]
DAYS = [datetime(2019, 5, 16, 12), datetime(2019, 10, 9, 12), datetime(2020, 6, 5, 12)]
NOTHING = Matched(KEPT_MATCHES.empty_table(), SCREENED.empty_table(), 0, 0)

_SENTENCE = """
    Tianjin University of Technology and Science Beijing Huawei Technologies Co., Ltd. (SMIC)
    Institute Sichuan Sense Time SenseTime Posts Telecommun. Dept. S & T China Harbin Mikron
    АО 北京航空航天大学 Nanjing, School of; BEST JSC Hrabin Hauwei Fudan Micro Yilian Nord 42nd
    Kechuang Semiconductor-Manufacturing International-Corporation Zvezda Zvezdar Zwezda
"""
WORD = st.sampled_from(_SENTENCE.replace("-", " ").split())
PHRASE = st.lists(WORD, min_size=1, max_size=7).map(" ".join)
LISTED_NAME = st.sampled_from([entry.name for entry in listed_names()])
# A word, a listed name, or a listed name cut at 35 letters or with letters changed.
ASKED = st.one_of(
    PHRASE,
    LISTED_NAME,
    LISTED_NAME.map(lambda name: name[:35]),
    st.builds(lambda name, at: name[: at % len(name)] + name[at % len(name) + 1 :], LISTED_NAME,
              st.integers(0, 60)),
    st.builds("{}, {}".format, PHRASE, LISTED_NAME),
)  # fmt: skip
NAMES = st.lists(st.builds(ScreenedName, ASKED, st.sampled_from([None, "CN"])), max_size=12)
ENTRY = st.builds(
    lambda entity, name, kind, since: (ListedName(entity, None, name, kind, "CN"), since),
    st.sampled_from(["huawei", "tianjin", "new-1", "new-2"]),
    PHRASE,
    st.sampled_from(["primary", "alias"]),
    st.sampled_from(DAYS),
)
# What a new version of the list does to an entry of the last one.
CHANGES = st.dictionaries(
    st.integers(0, 45),
    st.one_of(
        st.just(lambda entry, since: None),
        st.just(lambda entry, since: (replace(entry, valid_to=date(2021, 1, 1)), since)),
        st.just(lambda entry, since: (replace(entry, country_code="HK"), since)),
        PHRASE.map(lambda name: lambda entry, since: (replace(entry, name=name), since)),
        st.sampled_from(DAYS).map(lambda day: lambda entry, since: (entry, day)),
    ),
    max_size=4,
)


def listing(entries: Sequence[tuple[ListedName, datetime]]) -> Dated:
    """Sorted, as the warehouse reads it."""
    return sorted(set(entries), key=repr)


def over(names: Sequence[ScreenedName], batch: int = 1000) -> OverNames:
    """The names in batches, each with the work made anew, as on Spark."""

    def each(make_work: Callable[[], Work], _: pa.Schema) -> pa.Table:
        rows = sorted({(one.name, one.country_code or "") for one in names}, reverse=batch < 1000)
        tables = [
            pa.table(
                {
                    "name": pa.array([name for name, _ in rows[at : at + batch]], pa.string()),
                    "country_code": pa.array(
                        [code or None for _, code in rows[at : at + batch]], pa.string()
                    ),
                }
            )
            for at in range(0, max(len(rows), 1), batch)
        ]
        return pa.concat_tables([make_work()(table) for table in tables])

    return each


def matched(listed: Dated, names: Sequence[ScreenedName], before: Matched = NOTHING) -> Matched:
    return match_in_rounds(listed, over(names), before.screened, before.matches)


FIRST = listing([(entry, DAYS[at % 3]) for at, entry in enumerate(listed_names())])


@settings(max_examples=20, deadline=None)
@given(NAMES, NAMES, st.lists(ENTRY, max_size=3), CHANGES, st.lists(ENTRY, max_size=2))
def test_the_rows_are_those_of_a_full_run(
    names: list[ScreenedName],
    later: list[ScreenedName],
    new: Dated,
    changes: dict[int, Change],
    more: Dated,
) -> None:
    """Names and listings come, go, are renamed, moved, dated anew: no row is another."""
    listed = listing([*FIRST, *new])
    before = matched(listed, names)
    changed = [changes[at](*entry) if at in changes else entry for at, entry in enumerate(listed)]
    listed = listing([*filter(None, changed), *more])
    asked = [*names[1:], *later]
    kept = match_in_rounds(listed, over(asked, 12), before.screened, before.matches)
    full = matched(listed, asked)
    assert kept.matches.equals(full.matches)
    assert kept.screened.equals(full.screened)


def dated(*entries: tuple[str, str]) -> Dated:
    return [(ListedName(entity, None, name, "primary", "RU"), DAYS[0]) for entity, name in entries]


PLANTS = "Astra Bravo Cygnus Delta Echo Foxtrot Golf Hotel India Juliett Kilo Lima Mike"


@pytest.mark.parametrize(
    ("old", "new", "name"),
    [
        pytest.param(
            ("a", "Altair Bellatrix"),
            [("b", "Almaz Vektor")],
            "Almaz Zavod Vektor",
            id="a new listed name shares its words",
        ),
        pytest.param(
            ("a", "Altair Bellatrix"),
            [("b", "Almaz Vektor")],
            "Al Mazve Ktor",
            id="a new listed name is alike by its letters alone",
        ),
        pytest.param(
            ("a", "Altair Bellatrix"),
            [("b", "Nauchnoproizvodstvennoe Predpriyatie Almaz")],
            "Nauchno Proizvod Stvennoe Predpri Y",
            id="a new listed name begins so, and no word agrees",
        ),
        pytest.param(
            ("a", "Zvezdar Altair Bellatrix Capella"),
            [("b", "Antares Betelgeuse Canopus Zvezda")],
            "Zvezda Altair Bellatrix Capella",
            id="a word that was a spelling of another is a listed one itself",
        ),
        pytest.param(
            ("a", "Zvezda Kometa Orion Plant"),
            [(f"k{at}", f"Kometa {word}") for at, word in enumerate(PLANTS.split())],
            "Zvezda Orion",
            id="a word that the name lacks is no longer rare",
        ),
    ],
)
def test_what_a_new_list_changes_is_matched_afresh(
    old: tuple[str, str], new: list[tuple[str, str]], name: str
) -> None:
    names = [ScreenedName(name, "RU"), ScreenedName("Sirius Procyon", "RU")]
    before, listed = matched(dated(old), names), dated(old, *new)
    after = matched(listed, names, before)
    full = matched(listed, names)
    assert full.matches.to_pylist() != before.matches.to_pylist()
    assert after.matches.equals(full.matches)
    assert after.screened.equals(full.screened)
    assert (after.afresh, after.kept) == (1, 1)


def test_on_the_same_list_nothing_is_matched_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """A removal dates an entry, and a date says when, not who: the index is not even made."""
    names = [ScreenedName("Huawei Technologies"), ScreenedName("Harbin University"),
             ScreenedName("nobody"), ScreenedName("Fudan Micro", "CN")]  # fmt: skip
    before = matched(FIRST, names)
    removed = [(replace(entry, valid_to=date(2021, 1, 1)), since) for entry, since in FIRST]
    monkeypatch.delattr("dagster_project.matching.rounds.Index")
    again = matched(removed, names, before)
    assert (again.afresh, again.kept) == (0, 4)
    assert again.matches.equals(before.matches)
    assert again.screened.equals(before.screened)
    assert len(set(before.matches["known_before"].to_pylist())) > 1


def test_a_new_name_leaves_the_others_alone() -> None:
    names = [ScreenedName("Huawei Technologies"), ScreenedName("nobody")]
    before = matched(FIRST, names)
    more = [ScreenedName("Harbin University"), *names]
    again = matched(FIRST, more, before)
    assert (again.afresh, again.kept) == (1, 2)
    assert again.matches.equals(matched(FIRST, more).matches)


def test_a_name_asked_for_one_party_more_is_asked_afresh() -> None:
    """An alias that comes on record later for a second party leaves the list before it the same."""
    first = dated(("a", "Vega Lyra Plant"), ("b", "Vega Lyra Works"))
    alias = ListedName("a", None, "Vega Lyra Station", "alias", "RU"), DAYS[1]
    names = [ScreenedName("Vega Lyra Station", "RU")]
    before = matched(listing([*first, alias]), names)
    listed = listing([*first, alias, (replace(alias[0], entity_id="b"), DAYS[1])])
    full = matched(listed, names)
    of_the_alias = [row for row in full.matches.to_pylist() if row["known_before"] == DAYS[1]]
    assert {row["entity_id"] for row in of_the_alias} == {"a", "b"}
    assert matched(listed, names, before).matches.equals(full.matches)


@pytest.mark.parametrize("lost", [0, 1])
def test_rows_that_are_not_all_there_are_not_kept(lost: int) -> None:
    """A table made anew in another shape is empty: no name in it was found to be on no list."""
    names = [ScreenedName("Huawei Technologies")]
    before = matched(FIRST, names)
    held = replace(before, matches=before.matches.slice(lost, 1 - lost))
    assert matched(FIRST, names, held).matches.equals(before.matches)


def test_another_matcher_keeps_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    names = [ScreenedName("Huawei Technologies"), ScreenedName("nobody")]
    before = matched(FIRST, names)
    monkeypatch.setattr("dagster_project.matching.grounds.made_by", lambda: "another")
    assert matched(FIRST, names, before).afresh == 2
