from __future__ import annotations

from dagster_project.news.sentences import Sentences


def said(text: str) -> list[str]:
    return [text[start:end] for start, end in Sentences(text).spans()]


def test_abbreviations_end_no_sentence() -> None:
    text = "Huawei Technologies Co. Ltd. and the U.S. Army met on Oct. 9. Nobody spoke."
    assert said(text) == [
        "Huawei Technologies Co. Ltd. and the U.S. Army met on Oct. 9.",
        "Nobody spoke.",
    ]


def test_french_quotation_marks_close_a_sentence() -> None:
    text = "« Nous étudions la décision. » Le groupe n'a rien ajouté."
    assert said(text) == ["« Nous étudions la décision. »", "Le groupe n'a rien ajouté."]


def test_a_blank_line_ends_a_headline() -> None:
    assert said("A headline\n\nThe first sentence. The second") == [
        "A headline",
        "The first sentence.",
        "The second",
    ]


def test_looking_around_a_place_gives_the_same_sentences() -> None:
    text = " ".join(f"Sentence {n} of a long text, with some words in it." for n in range(60))
    whole = Sentences(text).spans()
    for start, end in whole:
        for place in (start, (start + end) // 2, end - 1):
            assert Sentences(text).around(place) == (start, end)
