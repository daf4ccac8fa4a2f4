from __future__ import annotations

from datetime import date

import pyarrow as pa
import pytest

from dagster_project.news import MENTIONS, Article, MentionFinder, Party


def article(text: str, title: str | None = None, *, is_name_list: bool = False) -> Article:
    return Article("d", title, text, "en", date(2019, 10, 9), is_name_list)


def named(table: pa.Table) -> list[tuple[str, str]]:
    return [(row["mention_text"], row["party_id"]) for row in table.to_pylist()]


def test_a_mention_says_where_it_stands_and_why(finder: MentionFinder) -> None:
    text = "It rained. The carrier buys from Huawei, the ministry said. It snowed."
    [row] = finder.find([article(text, "Antennas")]).to_pylist()
    assert row == {
        "document_id": "d",
        "part": "text",
        "start": 33,
        "end": 39,
        "mention_text": "Huawei",
        "party_kind": "listed",
        "party_id": "huawei",
        "matched_name": "Huawei Technologies Co., Ltd.",
        "ambiguity": "plain",
        "rule": "brand",
        "context": None,
        "quote": "The carrier buys from Huawei, the ministry said.",
    }
    assert text[row["start"] : row["end"]] == "Huawei"


def test_an_empty_run_has_the_schema(finder: MentionFinder) -> None:
    assert finder.find([]).schema == MENTIONS
    assert finder.find([article("")]).num_rows == 0


def test_a_title_is_a_part_of_its_own(finder: MentionFinder) -> None:
    rows = finder.find([article("Huawei said no.", "A word from Huawei")]).to_pylist()
    assert [(row["part"], row["start"]) for row in rows] == [("title", 12), ("text", 0)]


def test_a_name_does_not_reach_from_the_title_into_the_text(finder: MentionFinder) -> None:
    assert finder.find([article("University opens", "Beihang")]).num_rows == 0


@pytest.mark.parametrize(
    "text",
    [
        "AZTEC in China",
        "HEIZTECHNIK in China",
        "SAN ANTONIO in Iran",
        "ZTE4410 in China",
        "ZTE_1 in China",
        "see www.zte.com.cn in China",
        "@ZTE in China",
        "press@ZTE in China",
        "see Huawei.com",
        "see https://example.org/Huawei/news.html",
        "a file C:\\Huawei",
        "the Zte of China",
        "beihang university, as a slug",
    ],
)
def test_letters_inside_other_words_are_no_mention(finder: MentionFinder, text: str) -> None:
    assert finder.find([article(text)]).num_rows == 0


def test_offsets_count_characters_beyond_ascii(finder: MentionFinder) -> None:
    text = "Œuvre «№ 5» – 你好 ȩ́té : l’opérateur préfère Huawei…"
    [row] = finder.find([article(text)]).to_pylist()
    assert text[row["start"] : row["end"]] == row["mention_text"] == "Huawei"


def test_accents_and_letters_that_look_latin_do_not_hide_a_name(finder: MentionFinder) -> None:
    # The second a and e are Cyrillic.
    text = "L'UNIVERSITE DE GENEVE et Huаwеi"
    assert named(finder.find([article(text)])) == [
        ("UNIVERSITE DE GENEVE", "geneva"),
        ("Huаwеi", "huawei"),
    ]


def test_the_longest_name_wins(finder: MentionFinder) -> None:
    text = "Huawei Device Co., Ltd. and ZTE Parsian of Tehran, a company in Iran."
    assert named(finder.find([article(text)])) == [
        ("Huawei Device Co., Ltd", "huawei-8"),
        ("ZTE Parsian", "zte-parsian"),
    ]


def test_a_bracketed_initialism_belongs_to_the_name(finder: MentionFinder) -> None:
    text = "Semiconductor Manufacturing International Corporation (SMIC) fell; SMIC rose."
    rows = finder.find([article(text)]).to_pylist()
    assert [(row["mention_text"], row["context"]) for row in rows] == [
        ("Semiconductor Manufacturing International Corporation (SMIC)", None),
        ("SMIC", "full_name"),
    ]


def test_a_settled_initialism_counts_throughout_its_document_only(finder: MentionFinder) -> None:
    settled = article("ZTE of Shenzhen paid. Later, ZTE said no more.")
    bare = Article("e", None, "ZTE said no more.", "en", None)
    found = finder.find([settled, bare])
    assert found.column("document_id").to_pylist() == ["d", "d"]


def test_letters_that_the_document_defines_otherwise_are_not_ours(finder: MentionFinder) -> None:
    text = (
        "The National Institute of Oceanography (NIO) met Iranian guests. NIO sent a ship to Iran."
    )
    assert finder.find([article(text)]).num_rows == 0


def test_a_university_of_something_is_another_university(finder: MentionFinder) -> None:
    text = "Tianjin University of Commerce is not Tianjin University."
    assert [row["start"] for row in finder.find([article(text)]).to_pylist()] == [38]


def test_a_settled_word_is_still_no_persons_name(finder: MentionFinder) -> None:
    text = "Zhiwei, a firm in Shenzhen, paid. Chen Zhiwei did not."
    assert [row["start"] for row in finder.find([article(text)]).to_pylist()] == [0]


def test_every_entry_of_one_name_is_named() -> None:
    """82 names stand under two or more countries; which one the press means it does not say."""
    finder = MentionFinder(
        [
            Party("listed", "a", "Blue Orchid Avionics GmbH", "primary", "DE"),
            Party("listed", "b", "Blue Orchid Avionics GmbH", "primary", "AE"),
        ]
    )
    text = "Blue Orchid Avionics shipped the parts."
    assert named(finder.find([article(text)])) == [
        ("Blue Orchid Avionics", "a"),
        ("Blue Orchid Avionics", "b"),
    ]


def test_a_list_of_names_needs_no_capitals_and_whole_lines(finder: MentionFinder) -> None:
    names = (
        "huawei\nhangzhou hikvision digital technology co\n"
        "tianjin university of commerce\nzte games"
    )
    assert named(finder.find([article(names, is_name_list=True)])) == [
        ("huawei", "huawei"),
        ("hangzhou hikvision digital technology", "hikvision"),
    ]


def test_documents_do_not_depend_on_their_neighbours(finder: MentionFinder) -> None:
    texts = ["Huawei one.", "", "ZTE in China.", "\x1f Huawei \x1f", "ZTE alone.", "x" * 300_000]
    articles = [Article(str(n), None, text, None, None) for n, text in enumerate(texts)]
    together = finder.find(articles)
    alone = pa.concat_tables([finder.find([one]) for one in articles])
    assert together.equals(alone)
    assert together.column("document_id").to_pylist() == ["0", "2", "3"]


def test_finding_again_changes_nothing(finder: MentionFinder) -> None:
    articles = [article("MIT ended its work with Huawei and ZTE.", "MIT and ZTE")]
    assert finder.find(articles).equals(finder.find(articles))
