"""When two names are two, since each has a word that cannot be one of the other's."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dagster_project.matching import Index, ListedName, ScreenedName
from dagster_project.matching.conflicts import in_conflict
from dagster_project.matching.listed import PLAIN
from dagster_project.matching.pairs import is_alike, misspelt
from dagster_project.matching.screened import Screened


def conflicts(name: str, listed: str) -> list[bool]:
    """The answer for each variant of the listed name."""
    rows = Index([ListedName("x", None, listed, "name")]).rows
    screened = Screened([ScreenedName(name)], rows.vocabulary)
    whole = screened.whole(np.array([0]))
    if whole[0] < 0:
        return []  # no word to differ in
    parts = screened.parts(whole)
    row = np.flatnonzero(rows.rows.derived == PLAIN)
    return in_conflict(screened, parts, rows, np.zeros(len(row), dtype=np.int64), row).tolist()


@pytest.mark.parametrize(
    ("name", "listed"),
    [
        ("Lakeside Torch Electron Technology", "Northfield Torch Electron Technology"),
        ("Sky Lakeside & Oil", "Sky Marine & Oil"),
        ("Velmora Invest Trade Company", "Panorama Invest Foreign Trade Company"),
        ("Lakeside Systems Engineering", "Northfield Systems Engineering (NFSE)"),
    ],
)
def test_names_that_differ_in_a_telling_word_are_two(name: str, listed: str) -> None:
    assert all(conflicts(name, listed))


@pytest.mark.parametrize(
    ("name", "listed"),
    [
        # a word more, on one side alone
        ("Torch Electron Technology Holding", "Torch Electron Technology"),
        # mistyped, bent, in another language
        ("Puhtoon Pro", "Photon Pro"),
        ("Permskiy Optics Plant", "Perm Optics Plant"),
        ("Topaz Scientific Production Enterprise", "Nauchno-Proizvodstvennoe Predpriyatie Topaz"),
        # a number of a series
        ("Harbour Fund Four", "Harbour Fund III"),
        # a word of a legal form
        ("Lakeside Torch Electron", "Open Joint Stock Company Torch Electron"),
        # a word that says little
        ("Zarya Copper Group", "Zarya Copper Velmora"),
        # initials, and what is written as one
        ("TEE Lakeside", "Torch Electron Export Lakeside"),
        ("Tianhaixi Lakeside", "Tian Hai Xing Lakeside"),
        ("Zarya Velmo Radyl", "Zarya Velmaradil"),
    ],
)
def test_what_may_be_one_word_leaves_the_names_to_be_compared(name: str, listed: str) -> None:
    assert not any(conflicts(name, listed))


@pytest.mark.parametrize(
    ("name", "listed"),
    [
        # initials of all words, of which one is another
        ("Velmora Granite Copper Combine", "Velmora General Copper Combine (VGCC)"),
        # another name, which may be left out
        ("Velmora Copper Combine (JSC Zarya)", "Velmora Northern Copper Combine"),
    ],
)
def test_what_stands_in_brackets_is_compared(
    name: str, listed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[tuple[str, str]] = []
    monkeypatch.setattr(
        "dagster_project.matching.index.is_alike", lambda *pair: compared.append(pair)
    )
    Index([ListedName("x", None, listed, "name")]).match([ScreenedName(name)])
    assert (name, listed) in compared


_KEPT = ("fund", "joint", "stock", "company", "llc", "zarya", "of", "institute", "technology")
_OTHER = (
    "kombinat", "kombnat", "zvezda", "mars", "venus", "41", "42", "ii", "two", "ab", "muromskiy",
    "murom", "open", "state", "npo", "group", "london", "saturnelectron", "saturn", "compayn",
)  # fmt: skip


@given(
    st.lists(st.sampled_from(_KEPT), max_size=4),
    st.lists(st.sampled_from(_OTHER), min_size=1, max_size=2),
    st.lists(st.sampled_from(_OTHER), min_size=1, max_size=2),
    st.integers(0, 4),
)
def test_names_in_conflict_are_no_spellings_of_one(
    kept: list[str], mine: list[str], theirs: list[str], at: int
) -> None:
    name, listed = (" ".join([*kept[:at], *words, *kept[at:]]) for words in (mine, theirs))
    if any(conflicts(name, listed)):
        assert not is_alike(name, listed)
        assert not misspelt(name, listed)
