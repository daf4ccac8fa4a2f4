"""The data dictionary says what the published file says of itself, and nothing runs in it."""

from __future__ import annotations

import duckdb
import lxml.html
import pytest

from dagster_project.publishing.dictionary import write_dictionary


@pytest.fixture
def page_of(tmp_path):
    def make(candidate) -> lxml.html.HtmlElement:
        write_dictionary(candidate.path, tmp_path / "data_dictionary.html")
        return lxml.html.fromstring((tmp_path / "data_dictionary.html").read_bytes())

    return make


def test_every_column_of_every_table_and_view_stands_in_the_dictionary(page_of, sound_candidate):
    page = page_of(sound_candidate)
    told = {
        (section.get("id"), row.find("th").text_content(), row.findall("td")[1].text_content())
        for section in page.iter("section")
        for row in section.iterfind(".//tbody/tr")
    }
    with duckdb.connect(sound_candidate.path, read_only=True) as connection:
        held = connection.execute(
            "select table_name, column_name, comment from duckdb_columns() where not internal"
        ).fetchall()
    assert told == set(held)
    assert page.get_element_by_id("exposures_on").find("h2").text == (
        "exposures_on(valid_on, known_at)"
    )


def test_words_with_markup_are_shown_and_not_run(page_of, candidate_of):
    page = page_of(
        candidate_of("comment on column marts.dim_entities.country is '<script>alert(1)</script>'")
    )
    assert page.findall(".//script") == []
    assert "<script>alert(1)</script>" in page.get_element_by_id("dim_entities").text_content()
