"""When two names are spellings of one, and what no spelling changes."""

from __future__ import annotations

import pytest

from dagster_project.matching import Index, ListedName, ScreenedName
from dagster_project.matching.pairs import SAME_SPELLING, likeness, misspelt, retyped


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Blue Bird Trading", "Bluebird Trading"),
        ("Base Forty 4", "Base 44"),
        ("OAO Rostprom", "Open Joint Stock Company Rosprom"),
        ("NIPD", "National Institute of Plant Diseases"),
        ("S.T.N. Company", "STN Company"),
        ("Procter & Smith Co.", "Procter and Smith Co."),
        ("International Labour Fund", "International Labor Fund"),
        ("JSC Tver Instrument-Making Plant", "АО «Тверской приборостроительный завод»"),
        ("Technology Institute Northland", "Northland Institute of Technology"),
        ("International Center for Tropical A", "International Center for Tropical Agriculture"),
    ],
)  # fmt: skip
def test_one_name_in_two_spellings_is_alike(one: str, other: str) -> None:
    assert likeness(one, other) >= 0.8
    assert likeness(one, other) == pytest.approx(likeness(other, one))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Nordbank (Asia) Limited", "Nordbank (London) plc"),
        ("Plant 41", "Plant 42"),
        ("Solaris Solutions, Inc.", "Solaris Solutions II, Inc."),
        ("ANO Krasota", "Limited Liability Company Krasota"),
        ("Beijing Microelectronics", "Nanjing Microelectronics"),
        ("QXC Aviation", "QAU Aviation"),
        ("Vega Trust and Banking Corporation", "Vega Lease and Finance Corporation"),
    ],
)
def test_another_number_place_or_telling_word_is_another_name(one: str, other: str) -> None:
    assert likeness(one, other) < 0.75


def test_a_part_left_out_is_less_than_a_spelling() -> None:
    """In brackets it may be missing, elsewhere it counts by what it tells."""
    assert likeness("Alpenbank AG", "Alpenbank (Schweiz) AG") >= SAME_SPELLING
    assert likeness("Aramco", "Aramco Services Company") < SAME_SPELLING
    assert not misspelt("Aramco", "Aramco Services Company")


@pytest.mark.parametrize(
    ("one", "listed", "same"),
    [
        ("LCL Rusmedtorg", "LLC Rusmedtorg", True),
        ("Joint Stock Company Gazporm Space Slystems", "AO Gazprom Space Systems", True),
        ("Binjiang Microelectronics Institute", "Beijing Microelectronics Institute", False),
        ("Alcon", "ALCO", False),
    ],
)  # fmt: skip
def test_typing_errors_leave_a_name_itself(one: str, listed: str, same: bool) -> None:
    assert misspelt(one, listed) is same


@pytest.mark.parametrize(
    ("name", "verdict"),
    [
        ("Scientwfic and Technicql Services Dinamika", "match"),
        ("Spine Technologies Limited", "review"),
        ("Sine Technologies Limited", "match"),
    ],
)
def test_one_short_word_in_another_spelling_is_a_question(name: str, verdict: str) -> None:
    listed = ["Sine Technologies", "Scientific and Technical Services Dinamika"]
    index = Index([ListedName(text, None, text, "primary", "RU") for text in listed])
    assert index.match([ScreenedName(name)])["verdict"].to_pylist() == [verdict]


@pytest.mark.parametrize(
    ("one", "listed", "answer"),
    [
        ("Svetlana Instrumenst Lstd.", "Svetlana Instruments Ltd.", True),
        ("Novye Tehnologii, LLC", "Novyye Tekhnologii, LLC", True),
        ("Ijstal Zavod", "Izhstal Zavod", True),
        ("Harbour eRsearch Instituet", "Harbour Research Institute", True),
        ("TqX Aviation", "THX Aviation", False),
        ("Orbits 41 Plant", "Orbita 42 Plant", None),
        ("Hunan Vega Optics", "Henan Vega Optics", None),
        ("Ryanair", "Iran Air", None),
        ("Wong Yung Fai", "Leong Yung Fai", False),
    ],
)
def test_two_letters_of_a_name_may_be_mistyped(one: str, listed: str, answer: bool | None) -> None:
    """But not a number or a place, and of an acronym it is a question."""
    assert retyped(one, listed) is answer


@pytest.mark.parametrize(
    ("name", "verdict"),
    [
        ("Kombnat Zvezdochkka", ["match"]),  # both words are mistyped: no word finds it
        ("Kombinat Zvezdotchka", ["match"]),
        ("Kombinat Zarya", []),
    ],
)
def test_a_name_of_two_mistyped_words_is_found_by_its_letters(
    name: str, verdict: list[str]
) -> None:
    index = Index([ListedName("a", None, "Kombinat Zvezdochka", "primary", "RU")])
    assert index.match([ScreenedName(name)])["verdict"].to_pylist() == verdict
