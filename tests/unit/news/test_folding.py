from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dagster_project.news.folding import FoldedText, fold, fold_cased, words_of


@given(st.text())
def test_folding_keeps_one_byte_for_each_character(text: str) -> None:
    assert len(fold(text)) == len(fold_cased(text)) == len(text)


@given(st.lists(st.text(), min_size=1, max_size=4))
def test_a_batch_has_the_words_of_each_of_its_texts(texts: list[str]) -> None:
    folded = FoldedText(texts)
    for number, text in enumerate(texts):
        own = words_of(fold(text.replace("\x1f", " ")))
        assert folded.words_in(number).split() == own.split()


@given(st.lists(st.text(alphabet="aB é.\n’х", max_size=12), min_size=1, max_size=4))
def test_a_span_leads_back_to_the_text(texts: list[str]) -> None:
    folded = FoldedText(texts)
    start = 0
    for word in folded.words.split():
        start = folded.words.index(word, start)
        if word != b"|":
            number, first, last = folded.span(start, start + len(word))
            assert fold(texts[number][first:last]) == word
        start += len(word)


def test_accents_case_and_punctuation_are_folded() -> None:
    assert words_of(fold("Université d’Été: ŁÓDŹ, Iѕrаel")) == b" universite d ete lodz israel "
