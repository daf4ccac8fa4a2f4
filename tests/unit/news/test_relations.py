from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from dagster_project.news import RELATIONS, Article, MentionFinder, Party, relations
from dagster_project.sources.documents.parse import parse as parse_document


def said(finder: MentionFinder, text: str, language: str = "en") -> list[tuple[str | None, ...]]:
    article = Article("d", None, text, language, None)
    rows = relations([article], finder.find([article])).to_pylist()
    return [
        (row["institution_id"], row["party_id"], row["relation_kind"], row["status"])
        for row in rows
    ]


@pytest.mark.parametrize(
    ("sentence", "kind", "status"),
    [
        ("MIT researchers were funded by SenseTime.", "funds", "active"),
        ("SenseTime gave Stanford University two million dollars.", "funds", "active"),
        ("MIT ended its relationships with SenseTime.", "ends", "ended"),
        ("MIT severed ties with SenseTime.", "ends", "ended"),
        ("MIT stopped accepting money from SenseTime.", "ends", "ended"),
        ("MIT will end its partnership with SenseTime.", "ends", "planned"),
        ("MIT is reviewing its relationship with SenseTime.", "reviews", "under_review"),
        ("MIT's ties with SenseTime are under review.", "reviews", "under_review"),
        ("MIT partnered with SenseTime on a study.", "partners", "active"),
        ("MIT works closely with SenseTime.", "partners", "active"),
        ("SenseTime joined an initiative of MIT.", "joins", "active"),
        ("SenseTime and MIT were named in the report.", "co_mention", "unstated"),
        ("Le MIT a mis fin à ses relations avec SenseTime.", "ends", "ended"),
        ("Le MIT a rompu ses liens avec SenseTime.", "ends", "ended"),
        ("Le MIT examine sa relation avec SenseTime.", "reviews", "under_review"),
        ("Le MIT passe en revue ses accords avec SenseTime.", "reviews", "under_review"),
        ("SenseTime finance un laboratoire du MIT.", "funds", "active"),
        ("SenseTime a fourni des fonds au MIT.", "funds", "active"),
        ("SenseTime a rejoint une initiative du MIT.", "joins", "active"),
        ("Le MIT collabore avec SenseTime.", "partners", "active"),
    ],
)
def test_the_sentence_says_the_kind(
    finder: MentionFinder, sentence: str, kind: str, status: str
) -> None:
    assert [row[2:] for row in said(finder, sentence)] == [(kind, status)]


@pytest.mark.parametrize(
    "sentence",
    [
        "MIT has not ended its relationship with SenseTime.",
        "MIT denied that SenseTime funded the study.",
        "MIT was never funded by SenseTime.",
        "Le MIT n'a pas mis fin à ses relations avec SenseTime.",
    ],
)
def test_what_is_denied_is_no_relationship(finder: MentionFinder, sentence: str) -> None:
    assert [row[2] for row in said(finder, sentence)] == ["co_mention"]


def test_a_listing_needs_no_institution(finder: MentionFinder) -> None:
    text = "The Commerce Department added SenseTime and Hikvision to the Entity List."
    assert said(finder, text) == [
        (None, "sensetime", "lists", "listed"),
        (None, "hikvision", "lists", "listed"),
    ]
    assert said(finder, "SenseTime was not added to the Entity List.") == []


def test_the_company_points_back_to_the_party_named_last(finder: MentionFinder) -> None:
    text = "SenseTime makes software. Since then, the company has funded 27 projects at MIT."
    article = Article("d", None, text, "en", None)
    [row] = relations([article], finder.find([article])).to_pylist()
    assert row == {
        "document_id": "d",
        "institution_id": "mit",
        "party_kind": "listed",
        "party_id": "sensetime",
        "relation_kind": "funds",
        "status": "active",
        "quantity": 27,
        "quantity_of": "projects",
        "attributed_to": None,
        "part": "text",
        "start": 26,
        "end": 80,
        "quote": "Since then, the company has funded 27 projects at MIT.",
    }
    far = "SenseTime makes software. It rained. It snowed. It froze. It has funded MIT."
    assert said(finder, far) == []


def test_the_university_points_to_the_only_institution_named(finder: MentionFinder) -> None:
    text = (
        "The Massachusetts Institute of Technology met. The university ended its work with Huawei."
    )
    assert said(finder, text) == [("mit", "huawei", "ends", "ended")]


@pytest.mark.parametrize(
    ("sentence", "source"),
    [
        ("According to Example Wire, SenseTime funds MIT.", "Example Wire"),
        ("Selon Dépêche Exemple, SenseTime finance le MIT.", "Dépêche Exemple"),
        ("A spokesperson for MIT said SenseTime funds it.", "A spokesperson for MIT"),
        ("SenseTime funds MIT.", None),
    ],
)
def test_reported_speech_keeps_its_source(
    finder: MentionFinder, sentence: str, source: str | None
) -> None:
    article = Article("d", None, sentence, None, None)
    [row] = relations([article], finder.find([article])).to_pylist()
    assert row["attributed_to"] == source


def test_nothing_found_has_the_schema(finder: MentionFinder) -> None:
    assert relations([], finder.find([])).schema == RELATIONS


def _of_document(content: bytes, parties: list[Party]) -> tuple[date | None, set, set]:
    [row] = (
        parse_document(content, name="document.txt", published_on=None)
        .tables["news_documents"]
        .to_pylist()
    )
    article = Article("d", row["title"], row["body_text"], row["language"], row["published_on"])
    found = MentionFinder(parties).find([article])
    ties = {
        (r["institution_id"], r["party_id"], r["relation_kind"], r["quantity"])
        for r in relations([article], found).to_pylist()
    }
    return row["published_on"], set(found.column("party_id").to_pylist()), ties


EXPECTED_OF_9_OCTOBER_2019 = {
    ("mit", "sensetime", "reviews", None),
    ("mit", "sensetime", "funds", 27),
    ("mit", "sensetime", "joins", None),
    ("mit", "huawei", "ends", None),
    ("mit", "zte", "ends", None),
    (None, "sensetime", "lists", None),
}


def test_the_french_sample_yields_the_facts_of_9_october_2019(
    finder: MentionFinder, sample: Path
) -> None:
    from labelled import parties

    content = (sample / "documents" / "2019-10-09_mit_examine_ses_relations.txt").read_bytes()
    published_on, named, ties = _of_document(content, parties())
    assert published_on == date(2019, 10, 9)
    assert named == {"mit", "sensetime", "huawei", "zte"}
    assert ties == EXPECTED_OF_9_OCTOBER_2019


def test_a_table_is_no_sentence(finder: MentionFinder) -> None:
    table = "MIT funded by Huawei " * 200
    assert said(finder, table) == []
