from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dagster_project.sources.documents.parse import guess_language, parse
from dagster_project.sources.documents.records import TABLES
from dagster_project.sources.parsed import Unreadable

FRENCH = (
    "Le MIT examine ses relations\n\nRédigé le 9 Octobre 2019 à 19:18. L’université a déclaré "
    "qu’elle examinera les accords qui la lient aux sociétés de la liste."
)


def document(
    content: bytes, name: str = "document.txt", published_on: date | None = None
) -> dict[str, Any]:
    parsed = parse(content, name=name, published_on=published_on)
    assert parsed.tables["news_documents"].schema == TABLES["news_documents"]
    [row] = parsed.tables["news_documents"].to_pylist()
    return row


def test_a_text_has_headline_body_date_and_language() -> None:
    headline, body = FRENCH.split("\n\n")
    assert document(FRENCH.encode()) == {
        "document_name": "document.txt",
        "title": headline,
        "body_text": body,
        "published_on": date(2019, 10, 9),
        "published_on_from": "text",
        "language": "fr",
        "encoding": "utf-8",
        "encoding_repairs": 0,
    }


def test_the_argument_outranks_the_text() -> None:
    row = document(FRENCH.encode(), published_on=date(2019, 10, 10))
    assert (row["published_on"], row["published_on_from"]) == (date(2019, 10, 10), "argument")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("October 9, 2019", date(2019, 10, 9)),
        ("9 October 2019", date(2019, 10, 9)),
        ("le 1er août 2020", date(2020, 8, 1)),
        ("2019-10-09T10:00", date(2019, 10, 9)),
        ("am 9. Oktober 2019", date(2019, 10, 9)),
        ("February 31, 2019", None),
        ("no date at all", None),
    ],
)
def test_datelines_are_read(line: str, expected: date | None) -> None:
    assert document(f"A headline\n\n{line}. Some words.".encode())["published_on"] == expected


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_the_encoding_is_found(encoding: str) -> None:
    row = document(FRENCH.encode(encoding))
    assert (row["body_text"], row["encoding"]) == (FRENCH.split("\n\n")[1], encoding)


def test_text_that_was_decoded_wrongly_is_put_right_and_counted() -> None:
    row = document("L’université a déclaré : « à revoir ».".encode().decode("cp1252").encode())
    assert row["body_text"] == "L’université a déclaré : « à revoir »."
    assert row["encoding_repairs"] == 7


def test_text_that_only_looks_wrong_is_left_alone() -> None:
    text = "São Paulo, MÜNCHEN, Â la carte, façade"
    row = document(text.encode())
    assert (row["body_text"], row["encoding_repairs"]) == (text, 0)


def test_decomposed_letters_and_invisible_ones_are_composed_away() -> None:
    row = document("Universite\u0301 Hua\u00adwei\u200b\r\nfin".encode())
    assert row["body_text"] == "Université Huawei\nfin"


PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A | Wire</title>
<meta property="og:title" content="MIT reviews its relationships">
<meta property="article:published_time" content="2019-10-09T16:05:00Z"></head><body>
<nav><a href="/">Home</a></nav><article><h1>MIT reviews its relationships</h1>
<p>The university will review all existing relationships with organisations on the list.</p>
<p>It has taken no decision yet, said the university’s press office in an answer.</p>
</article></body></html>"""


def test_a_page_gives_its_article_title_and_date() -> None:
    row = document(PAGE.encode(), "page.html")
    assert row["title"] == "MIT reviews its relationships"
    assert row["body_text"].split("\n\n") == [
        "The university will review all existing relationships with organisations on the list.",
        "It has taken no decision yet, said the university’s press office in an answer.",
    ]
    assert (row["published_on"], row["published_on_from"]) == (date(2019, 10, 9), "html")
    assert row["language"] == "en"


@pytest.mark.parametrize(
    ("content", "name", "found"),
    [
        (b"", "a.txt", "an empty file"),
        (b" \n ", "a.txt", "an empty file"),
        (b"%PDF-1.7 ...", "a.pdf", "a binary file"),
        (b"PK\x03\x04....", "a.docx", "a binary file"),
        (b"<!doctype html><html><body></body></html>", "a.html", "without an article"),
        (b"a" * (16 * 1024 * 1024 + 1), "a.txt", "16,777,217 bytes"),
    ],
)
def test_what_is_no_document_is_refused_with_a_remedy(
    content: bytes, name: str, found: str
) -> None:
    with pytest.raises(Unreadable) as error:
        parse(content, name=name, published_on=None)
    assert found in error.value.found
    assert "UTF-8" in error.value.remedy


def test_a_language_is_guessed_only_where_it_stands_out() -> None:
    assert guess_language("The end of the matter is that nobody was there.") == "en"
    assert guess_language("Das ist nicht das Ende der Sache, und die Sache ist gut.") == "de"
    assert guess_language("SMIC DJI ZTE") is None


def test_every_sample_is_read_with_the_date_in_its_name(sample: Path) -> None:
    for path in sorted((sample / "documents").iterdir()):
        row = document(path.read_bytes(), path.name)
        assert row["published_on"] == date.fromisoformat(path.name[:10]), path.name
        assert row["title"], path.name
        assert row["language"] in {"en", "fr"}, path.name


@pytest.mark.real_data
def test_the_real_french_article_is_of_9_october_2019(real_data: Path) -> None:
    [path] = (real_data / "news" / "documents").glob("*.txt")
    row = document(path.read_bytes(), path.name)
    assert (row["published_on"], row["published_on_from"]) == (date(2019, 10, 9), "text")
    assert row["language"] == "fr"
