"""Who is found, who is not, and how it is told."""

from __future__ import annotations

import json
import subprocess
import sys

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dagster_project.matching import (
    CONFIGURATION_HASH,
    LEVELS,
    MATCHER_VERSION,
    MATCHES,
    VERDICTS,
    Index,
    ListedName,
    ScreenedName,
)
from dagster_project.matching.tokens import _runs


def found(index: Index, name: str, country_code: str | None = None) -> dict[str, str]:
    """Verdict by entity."""
    table = index.match([ScreenedName(name, country_code)])
    return dict(zip(table["entity_id"].to_pylist(), table["verdict"].to_pylist(), strict=True))


@pytest.mark.parametrize(
    ("name", "entity"),
    [
        ("Sichuan University", "sichuan"),
        ("Huawei Technologies", "huawei"),
        ("HUAWEI TECHNOLOGIES CO.", "huawei"),
        ("Search Results Huawei Technologies", "huawei"),
        ("Skolkovo Institute of S & T", "skoltech"),
        ("Skolkovo Foundation", "skolkovo"),
        ("SenseTime", "sensetime"),
        ("Sense Time", "sensetime"),
        ("Harbin Engineering University", "heu"),
        ("Semiconductor Manufacturing Interna", "smic"),
        ("Institute of High Energy Physics, Protvino, Russia", "ihep"),
        ("Beihang Univ", "buaa"),
        ("School of Economics and Management,Beihang Univ,Beijing 100191,China)", "buaa"),
        (
            "Sch. of Telecommun. Eng., Beijing Univ. of Posts & Telecommun., Beijing, China",
            "bupt",
        ),
        ("Dept. of Electron. Eng., UESTC, Chengdu 611731, China", "uestc"),
        ("School of Optics, Beijing Institute ofTechnology, Beijing, China", "bit"),
        ("Tianjin\xa0University, Tianjin , China#TAB#", "tianjin"),
        ("Tinjin University", "tianjin"),
        ("University of, Science and Technology of China, Hefei, China", "ustc"),
        ("北京航空航天大学", "buaa"),
        ("北京航空航天大學", "buaa"),
        ("哈尔滨工业大学", "harbin"),
        ("АО Микрон", "mikron"),
        ("Sсiсhuan University", "sichuan"),  # Cyrillic es in a Latin word
        ("Institut de technologie de Harbin", "harbin"),
        ("BUSAN INTERNATIONAL", "busan"),
        ("Department of Physics, Huawei Technologies Co., Ltd.", "huawei"),
    ],
)
def test_a_listed_party_is_found(index: Index, name: str, entity: str) -> None:
    assert found(index, name).get(entity) == "match"


@pytest.mark.parametrize(
    "name",
    [
        "Tianjin University of Technology",
        "Tianjin University of Commerce",
        "Tianjin University of Traditional Chinese Medicine",
        "Tianjin Normal University",
        "Sichuan University of Science & Engineering",
        "Chongqing Univ of Posts and Telecom",
        "Nanjing University of Posts & Telec",
        "Nanjing University",
        "Beijing Institute of Aeronautical",
        "Fudan University",
        "Pusan National University",
        "Integral University, Lucknow, India",
        "Integral University",
        "Jupiter",
        "AZTEC",
        "HEIZTECHNIK",
        "Taiwan Semiconductor Manufacturing Company",
        "CAS Key Laboratory of Soft Matter",
        "Best Buy",
        "BEST",
        "Institute of High Energy Physics, Chinese Academy of Sciences, Beijing, China",
        "University of Science and Technology Beijing",
    ],
)
def test_another_party_is_no_match(index: Index, name: str) -> None:
    assert "match" not in found(index, name).values()


@pytest.mark.parametrize(
    ("name", "entity"),
    [
        ("Chongqing Univ of Posts and Telecom", "bupt"),
        ("Nanjing University of Posts & Telec", "bupt"),
        ("Tianjin University of Commerce", "tianjin"),
        ("Sichuan University of Science & Engineering", "sichuan"),
    ],
)
def test_a_near_miss_says_so(index: Index, name: str, entity: str) -> None:
    assert found(index, name).get(entity) == "near_miss"


@pytest.mark.parametrize(
    "name",
    [
        "West China Hospital of Sichuan University",
        "School of Computer Science & Technology Tianjin University",
        "School of Physics ofTianjin University, Tianjin, China",
    ],
)
def test_a_whole_listed_name_inside_another_is_at_least_for_review(index: Index, name: str) -> None:
    assert set(found(index, name).values()) & {"match", "review"}


def test_country_is_evidence_for_a_name_of_common_words(index: Index) -> None:
    """IHEP in Protvino is listed, IHEP in Beijing is not, and they are called alike."""
    assert found(index, "Institute of High Energy Physics", "RU")["ihep"] == "match"
    assert found(index, "Institute of High Energy Physics", "CN").get("ihep") != "match"


def test_a_telling_name_is_found_under_another_country(index: Index) -> None:
    """Affiliates report under their own country: country never decides alone."""
    assert found(index, "Huawei Technologies", "DE")["huawei"] == "match"


@pytest.mark.parametrize(
    ("name", "entity", "level"),
    [
        ("Huawei Technologies", "huawei", "group"),
        ("Huawei Technologies Co., Ltd.", "huawei", "legal_entity"),
        ("Sichuan University", "sichuan", "legal_entity"),
        ("Skoltech", "skoltech", "brand"),
        ("College of Mathematics, Sichuan University, Chengdu, China", "sichuan", "unit"),
        (
            "Address 01, Unit D, 16/F One Capital Place, 18 Luard Road, Wan Chai",
            "address",
            "address",
        ),
    ],
)
def test_the_level_says_how_precisely(index: Index, name: str, entity: str, level: str) -> None:
    rows = index.match([ScreenedName(name)]).to_pylist()
    assert [row["level"] for row in rows if row["entity_id"] == entity] == [level]


def test_evidence_names_what_agrees_what_is_missing_and_what_else_is_said(index: Index) -> None:
    rows = index.match([ScreenedName("Chongqing Univ of Posts and Telecom")]).to_pylist()
    told = json.loads(next(row["evidence"] for row in rows if row["entity_id"] == "bupt"))
    assert [(word["screened"], word["listed"], word["how"]) for word in told["agreed"]] == [
        ("univ", "university", "abbreviation or translation"),
        ("posts", "post", "abbreviation or translation"),
        ("telecom", "telecommunication", "abbreviation or translation"),
    ]
    assert told["missing"] == ["beijing"]
    assert told["unexplained"] == ["chongqing"]
    assert told["country"] == "agrees"
    assert "not found: beijing" in told["sentence"]


def test_rows_are_in_the_declared_schema_best_first(index: Index) -> None:
    names = [ScreenedName("Sichuan University", "CN"), ScreenedName("nobody"), ScreenedName("SMIC")]
    table = index.match(names)
    assert table.schema == MATCHES
    assert set(table["name_number"].to_pylist()) == {0, 2}
    for row in table.to_pylist():
        assert row["name"] == names[row["name_number"]].name
        assert row["country_code"] == names[row["name_number"]].country_code
        assert 0.0 <= row["score"] <= 1.0
        assert row["level"] in LEVELS
        assert row["verdict"] in VERDICTS
    for number in (0, 2):
        scores = [row["score"] for row in table.to_pylist() if row["name_number"] == number]
        assert scores == sorted(scores, reverse=True)


def test_no_match_rows_come_only_on_request(index: Index) -> None:
    asked = [ScreenedName("Harbin University of Technology"), ScreenedName("Tianjin University")]
    assert "no_match" not in index.match(asked)["verdict"].to_pylist()
    assert index.match(asked, include_no_match=True).num_rows > index.match(asked).num_rows


def test_a_repeated_name_has_its_rows_at_every_place(index: Index) -> None:
    name = ScreenedName("Tianjin University")
    table = index.match([name, ScreenedName("nobody"), name])
    rows = table.drop_columns("name_number").to_pylist()
    assert table["name_number"].to_pylist() == sorted(table["name_number"].to_pylist())
    assert set(table["name_number"].to_pylist()) == {0, 2}
    assert rows[: len(rows) // 2] == rows[len(rows) // 2 :]


@pytest.mark.parametrize(
    "name", ["", " ", ",,,", "\n", "Ltd.", "of the", "\u200b", "🙂", "a" * 5000]
)
def test_a_name_without_words_finds_nothing(index: Index, name: str) -> None:
    assert index.match([ScreenedName(name)]).num_rows == 0


def test_an_empty_list_finds_nothing() -> None:
    assert Index([]).match([ScreenedName("Huawei")]).equals(MATCHES.empty_table())
    assert Index([ListedName("x", None, "Ltd.", "primary")]).match([]).num_rows == 0


def test_every_match_names_the_matcher_and_its_configuration(index: Index) -> None:
    rows = index.match([ScreenedName("Tianjin University"), ScreenedName("Huawei")]).to_pylist()
    assert {(row["matcher_version"], row["configuration_hash"]) for row in rows} == {
        (MATCHER_VERSION, CONFIGURATION_HASH)
    }
    assert len(CONFIGURATION_HASH) == 16
    int(CONFIGURATION_HASH, 16)


def test_one_screen_does_not_bring_pandas() -> None:
    """An ad-hoc screen is a person waiting; importing pandas takes as long as all the rest."""
    program = (
        "import sys; from dagster_project.matching import Index, ListedName, ScreenedName; "
        "index = Index([ListedName('x', None, 'Sichuan University', 'primary', 'CN')]); "
        "assert index.match([ScreenedName('Sichuan Univ.')] * 2).num_rows == 2; "
        "sys.exit('pandas' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_names_and_listed_names_are_cut_at_the_same_spaces() -> None:
    """Arrow cuts the names of a batch, Python the listed ones; every character counts."""
    characters = [chr(code) for code in range(1, 0x110000) if not 0xD800 <= code < 0xE000]
    names = [f"a{character}b" for character in characters]
    runs, of = _runs(names)
    found = [pair for pair in zip(of.tolist(), runs.to_pylist(), strict=True) if pair[1]]
    assert found == [(at, run) for at, name in enumerate(names) for run in name.split()]


_SENTENCE = """
    Tianjin University of Technology and Science Beijing Huawei Technologies Co., Ltd. (SMIC)
    Institute Sichuan Sense Time SenseTime Posts Telecommun. Dept. S & T China Harbin Mikron
    АО 北京航空航天大学 CAS Nanjing, School of; Physics BEST JSC Hrabin Hauwei Fudan Micro
"""
WORDS = st.sampled_from(_SENTENCE.split())
NAMES = st.lists(
    st.builds(
        ScreenedName,
        st.lists(WORDS, max_size=9).map(" ".join) | st.text(max_size=40),
        st.sampled_from([None, "CN", "RU"]),
    ),
    max_size=25,
)


@settings(max_examples=25, deadline=None)
@given(NAMES, st.data())
def test_a_name_is_matched_alike_in_any_company(
    index: Index, names: list[ScreenedName], data: st.DataObject
) -> None:
    """A refresh screens only new names: their rows must be those of a full run."""
    chosen = (
        data.draw(st.lists(st.integers(0, max(len(names) - 1, 0)), max_size=6)) if names else []
    )
    every = index.match(names, include_no_match=True)
    some = index.match([names[at] for at in chosen], include_no_match=True)
    for place, at in enumerate(chosen):
        assert _rows(some, place) == _rows(every, at)


def _rows(table: pa.Table, number: int) -> list[dict[str, object]]:
    return [
        {key: value for key, value in row.items() if key != "name_number"}
        for row in table.to_pylist()
        if row["name_number"] == number
    ]
