"""Citations with their named repairs, and the keys in which editorial changes vanish."""

from __future__ import annotations

from datetime import date

import pytest

from dagster_project.sources.ecfr.citations import parse_citations
from dagster_project.sources.ecfr.countries import country_code
from dagster_project.sources.ecfr.normalise import key, legal_key


@pytest.mark.parametrize(
    ("text", "citation", "published_on", "rule"),
    [
        ("84 FR 54004, 10/9/19.", "84 FR 54004", date(2019, 10, 9), None),
        ("62 FR 35334, 6/30/97", "62 FR 35334", date(1997, 6, 30), None),
        ("86 FR 12531, 3/4/2021.", "86 FR 12531", date(2021, 3, 4), None),
        ("82 FR 724, 1/4/17.", "82 FR 724", date(2017, 1, 4), None),
        ("82 FR 16732, April 6, 2017.", "82 FR 16732", date(2017, 4, 6), None),
        ("88 FR 121582/27/23.", "88 FR 12158", date(2023, 2, 27), "date_glued_to_page"),
        ("88 FR FR 12158, 2/27/23.", "88 FR 12158", date(2023, 2, 27), "repeated_fr"),
        ("78 FR 75463 12/12/13.", "78 FR 75463", date(2013, 12, 12), "comma_missing"),
        ("77 FR 23116\n4/18/12.", "77 FR 23116", date(2012, 4, 18), "comma_missing"),
        ("74 FR 8184. 2/24/09", "74 FR 8184", date(2009, 2, 24), "full_stop_for_comma"),
        (
            "81 FR 61601 preview citation details, 9/7/16.",
            "81 FR 61601",
            date(2016, 9, 7),
            "editing_words_dropped",
        ),
        ("83 FR 61541, 11/13/19.", "84 FR 61541", date(2019, 11, 13), "volume_from_date"),
    ],
)
def test_a_citation_is_read_and_its_repair_named(
    text: str, citation: str, published_on: date, rule: str | None
) -> None:
    (found,), unread = parse_citations(text)
    assert (found.citation, found.published_on, found.repaired_by) == (citation, published_on, rule)
    assert unread == ""


def test_several_citations_keep_their_order() -> None:
    found, unread = parse_citations(
        "85 FR 34505, 6/5/20\n85 FR 44159, 7/22/20, 87 FR 62202, 10/13/22. ."
    )
    assert [c.citation for c in found] == ["85 FR 34505", "85 FR 44159", "87 FR 62202"]
    assert unread == ""


@pytest.mark.parametrize(
    "text", ["88 FR 12158, 2/30/23", "see 84 FR", "88 FR 1215811/27/23", "84 FR 54004"]
)
def test_a_citation_that_cannot_be_read_for_certain_is_handed_back(text: str) -> None:
    """`88 FR 1215811/27/23` is page 121581 of January or page 12158 of November."""
    found, unread = parse_citations(text)
    assert found == ()
    assert unread != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("A–1040 Argentinierstrasse", "A-1040 Argentinierstrasse"),
        ("Xi’an Institute", "Xi'an Institute"),
        ("7th\u2009Floor,135 Strand", "7th Floor, 135 Strand"),
        ("Нуроr Соmраnу", "Hypor Company"),
        ("Calle Ángel", "Calle Angel"),
        ("Kapı İstanbul", "Kapi Istanbul"),
        ("Alpha Co., Ltd.\n", "Alpha Co. Ltd"),
    ],
)
def test_typography_vanishes_in_the_key(one: str, other: str) -> None:
    assert key(one) == key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("For all items. (See § 744.11 of the EAR.)", "For all items. (See § 744.11 of the EAR)"),
        ("Policy of Denial", "Policy of denial"),
        ("(See § 744.11of the EAR)", "(See § 744.11 of the EAR)"),
        ("744.2l(b) of the EAR", "744.21(b) of the EAR"),
        ("EAR 99 items", "EAR99 items"),
    ],
)
def test_editing_vanishes_in_the_legal_key(one: str, other: str) -> None:
    assert legal_key(one) == legal_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("No. 1, 2 Road", "No. 12 Road"),
        ("Tianjin University", "Tianjin University of Commerce"),
        ("Presumption of denial", "Policy of denial"),
        ("See § 744.3(d)", "See § 744.2(d)"),
    ],
)
def test_substance_stays_in_the_key(one: str, other: str) -> None:
    assert key(one) != key(other)
    assert legal_key(one) != legal_key(other)


@pytest.mark.parametrize(
    ("printed", "code"),
    [
        ("CHINA, PEOPLE'S REPUBLIC OF", "CN"),
        ("CRIMEA REGION OF UKRAINE", "UA"),
        ("TÜRKIYE", "TR"),
        ("LAOS", "LA"),
        ("ATLANTIS", None),
    ],
)
def test_destinations_have_codes(printed: str, code: str | None) -> None:
    assert country_code(printed) == code
