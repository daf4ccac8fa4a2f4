"""The review page says what the views say, keeps to itself, and runs nothing that is data."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from datetime import UTC, date, datetime

import duckdb
import lxml.html
import pytest
from publishing_world import FACTS

from dagster_project.publishing.page.render import render_review
from dagster_project.publishing.page.review import (
    GAPS,
    HEADLINES,
    TIES_AT_ONCE,
    Change,
    changes_of,
    evidence_of,
)

MARKUP = "<script>alert(1)</script>"


@pytest.fixture(scope="module")
def sound_page(sound_candidate, tmp_path_factory):
    path = tmp_path_factory.mktemp("page") / "review.html"
    render_review(sound_candidate.path, path, FACTS.stale_after_days)
    return lxml.html.fromstring(path.read_bytes())


@pytest.fixture
def page_of(candidate_of, tmp_path):
    def make(sql: str = "", **facts) -> lxml.html.HtmlElement:
        render_review(
            candidate_of(sql, **facts).path, tmp_path / "review.html", FACTS.stale_after_days
        )
        return lxml.html.fromstring((tmp_path / "review.html").read_bytes())

    return make


def _words(element) -> str:
    return " ".join(element.text_content().split())


def test_every_number_equals_its_view(sound_page, sound_candidate):
    numbers = {
        element.get("data-view"): int(element.text_content().replace(",", ""))
        for element in sound_page.xpath("//*[@data-view]")
    }
    assert {view for view, _ in (*HEADLINES, *GAPS)} <= set(numbers)
    with duckdb.connect(sound_candidate.path, read_only=True) as connection:
        counted = {
            view: connection.execute(f"select count(*) from {view}").fetchall()[0][0]
            for view in numbers
        }
    assert numbers == counted
    assert {view for view, n in numbers.items() if n} >= {
        "headline_entities_changed",
        "headline_relationships_touched",
        "headline_reviews_open",
        "headline_relationships_undisclosed",
        "headline_source_disagreements",
    }


def test_the_sql_of_every_number_stands_on_the_page(sound_page):
    views = {element.get("data-view") for element in sound_page.xpath("//*[@data-view]")}
    for view in views:
        assert f"CREATE VIEW {view}" in sound_page.get_element_by_id(f"sql-{view}").text_content()


def test_ties_stand_worst_first_and_undecided_only(sound_page):
    ties = sound_page.xpath("//ol[@id='tie-list']//li")
    assert [tie.get("data-class") for tie in ties] == [
        "listed_at_date",
        "listed_later",
        "delisted_before",
    ]
    assert [_words(tie.find(".//figcaption")) for tie in ties] == [
        "The tie began 2020-01-15, 3 months after the listing; no end is reported.",
        "The tie began 2018-03-01, 19 months before the listing of 2019-10-09; "
        "it ended 2021-03-01.",
        "The tie began 2018-01-01, 9 months after the listing ended; it ended 2019-01-01.",
    ]
    first = _words(ties[0])
    assert "SenseTime Group <b>Limited</b> → Beijing Sensetime" in first
    assert "84 FR 54004" in first
    assert "Computer Science" in first
    assert "contract, USD 700,000, 1 event" in first
    assert "earlier decision escalated by A. Reviewer on 2020-02-01" in first.replace(
        "decisionescalated", "decision escalated"
    )
    assert "decision of 2020-02-01 no longer holds: footnotes changed" in first
    assert "licence review policy: Case-by-case review → Presumption of denial" in first
    assert "“Sense Time”, brand, score 0.97" in first
    assert "matched tokenssense, time" in first


def test_of_ties_of_one_kind_the_largest_stands_first(page_of):
    page = page_of(
        "insert into marts.rpt_review_queue by name select queue.* replace ("
        "'m' || amount as review_id, 'm' || amount as counterparty_name, amount as amount_usd, "
        "opened_on + cast(amount as integer) as opened_on) "
        "from marts.rpt_review_queue as queue, (values (5), (900000), (40), (null)) as t (amount) "
        "where review_id = 'v2'; "
        "update marts.rpt_review_queue set review_id = 'none', counterparty_name = 'none' "
        "where amount_usd is null"
    )
    ties = page.xpath("//ol[@id='tie-list']/li[@data-class='listed_at_date']")
    assert [_words(tie.find(".//h3")).split(" →")[0] for tie in ties] == [
        "m900000",
        "SenseTime Group <b>Limited</b>",
        "m40",
        "m5",
        "none",
    ]


def test_each_entity_we_touch_has_its_lanes_and_its_history(sound_page):
    entity = sound_page.get_element_by_id("entity-cn-sensetime")
    lanes = [
        _words(lane) for lane in entity.xpath(".//*[local-name()='g']/*[local-name()='title']")
    ]
    assert lanes == [
        "name: Sense Time",
        "also known as: Sense Time",
        "name: Beijing Sensetime Technology Development Co., Ltd.",
        "review policy: Case-by-case review",
        "review policy: Presumption of denial",
        "requirement: For all items subject to the EAR",
        "requirement: For all items subject to the EAR (see § 734.9(e)(2))",
        "footnote: 4",
        "our awards",
        "press mentions",
    ]
    assert "renamed" in _words(entity.find(".//table"))
    assert "le partenariat avec SenseTime" in _words(entity)
    assert "not on the list on 2026-11-24" in _words(sound_page.get_element_by_id("entity-cn-zte"))


def test_the_banner_names_checks_that_did_not_pass_and_batches_held_back(sound_page):
    banner = _words(sound_page.find_class("banner")[0])
    assert "3 checks run: 1 did not pass" in banner
    assert "amounts_have_a_currency: 1 of 6 rows" in banner
    assert "ecfr verified 1 day before" in banner
    assert "gdelt never landed, newest batch held back" in banner
    assert "bad" in sound_page.find_class("banner")[0].get("class")
    assert (
        "Entity List in force 2026-11-24, as printed in the version of 2026-11-20. The list after "
        "its latest change, on 2022-10-13, is compared with 2022-04-13."
    ) in _words(sound_page.find(".//header"))


def test_a_run_without_a_flaw_has_a_good_banner(page_of):
    page = page_of(gate_results=FACTS.gate_results[:2], sources=FACTS.sources[:1])
    banner = page.find_class("banner")[0]
    assert "2 checks run: all passed." in _words(banner)
    assert banner.get("class") == "banner good"


@pytest.mark.parametrize(
    ("verified_at", "words"),
    [
        (
            datetime(2026, 11, 9, 8, tzinfo=UTC),
            "last verified 15 days before this run, more than 14",
        ),
        (None, "this run read no version of it"),
    ],
)
def test_a_stale_list_is_named_in_the_banner(page_of, verified_at, words):
    page = page_of(
        gate_results=FACTS.gate_results[:2],
        sources=[replace(FACTS.sources[0], verified_at=verified_at)],
    )
    banner = page.find_class("banner")[0]
    assert words in _words(banner)
    assert banner.get("class") == "banner bad"


def test_a_tie_with_several_records_says_how_many_are_dated_while_listed(page_of):
    page = page_of(
        "insert into marts.fct_exposures by name select * replace ('f9' as funding_id, "
        "'listed_later' as exposure_class, date '2019-01-01' as occurred_on) "
        "from marts.fct_exposures where funding_id = 'f2'"
    )
    caption = _words(page.xpath("//ol[@id='tie-list']/li")[0].find(".//figcaption"))
    assert caption.endswith("1 of its 2 records is dated while the party was listed.")


def test_of_many_names_the_drawing_shows_some_and_the_text_all(page_of):
    page = page_of(
        "insert into marts.dim_entity_names by name "
        "select names.* replace ('Alias ' || i as name) "
        "from marts.dim_entity_names as names, range(40) as r (i) "
        "where name_kind = 'also_known_as'"
    )
    entity = page.get_element_by_id("entity-cn-sensetime")
    assert "… and 31 more names, in the text" in _words(entity.find(".//figure"))
    assert "name: Beijing Sensetime" in _words(entity.find(".//figure"))
    assert "Alias 39 (also known as)" in _words(entity)


def test_an_amount_that_nobody_reported_is_not_zero(page_of):
    page = page_of("update marts.fct_funding set amount = null where funding_id = 'f2'")
    cell = page.xpath("//section[@id='where']//tr[th='Computer Science']/td")[0]
    assert _words(cell) == "1no amount in USD"


def test_no_value_becomes_markup(page_of):
    """Every text of every table is markup here; none of it may be more than text."""
    page = page_of(
        "update marts.rpt_review_queue set counterparty_name = m, institution_name = m, "
        "entity_name = m, citation = m, reason_opened = m, evidence = m, matched_name = m, "
        "entity_country = m, match_level = m, relationship_kind = m "
        f"from (select '{MARKUP}' as m); "
        f"update marts.dim_entities set entity_name = '{MARKUP}', country = '{MARKUP}', "
        f"citations = '{MARKUP}', license_review_policy = '{MARKUP}', footnotes = '{MARKUP}'; "
        f"update marts.dim_entity_names set name = '{MARKUP}' || valid_from || name_kind; "
        f"update marts.fct_funding set unit = '{MARKUP}', source = '{MARKUP}', "
        f"counterparty_name_as_reported = '{MARKUP}', currency = '{MARKUP}'; "
        f"update marts.fct_listing_events set citation = '{MARKUP}'; "
        f"update marts.dim_federal_register_documents set title = '{MARKUP}'; "
        f"update marts.dim_relationships set relationship_kind = '{MARKUP}'; "
        f"update marts.fct_news_mentions set quote = '{MARKUP}', language = '{MARKUP}'",
        run_id=MARKUP,
        code_version=MARKUP,
        input_hashes={MARKUP: MARKUP},
    )
    assert len(page.findall(".//script")) == 1
    assert "alert" not in page.find(".//script").text_content()
    attributes = {name for element in page.iter() for name in element.attrib}
    assert not {name for name in attributes if name.startswith("on") or name == "style"}
    assert page.text_content().count(MARKUP) > 40


def test_a_quote_in_a_unit_does_not_end_its_attribute(page_of):
    page = page_of("""update marts.fct_funding set unit = 'a" onclick="x' || chr(39) || ' & <b>'""")
    tie = page.xpath("//ol[@id='tie-list']/li")[0]
    assert tie.get("data-units") == r'["a\" onclick=\"x\u0027 \u0026 \u003cb\u003e"]'
    assert tie.get("onclick") is None


def test_the_page_reaches_no_other_host_and_allows_only_its_own_script(sound_page):
    references = {
        value
        for element in sound_page.iter()
        for name, value in element.attrib.items()
        if name in ("src", "href", "action", "srcset", "data", "xlink:href")
    }
    assert {r for r in references if not r.startswith("#")} == {"data_dictionary.html"}
    policy = sound_page.xpath("//meta[@http-equiv='Content-Security-Policy']")[0].get("content")
    for kind, tag in (("script-src", "script"), ("style-src", "style")):
        text = sound_page.find(f".//{tag}").text
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{kind} 'sha256-{digest}'" in policy
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert not re.search(r"@import|url\((?!#)", sound_page.find(".//style").text)


def test_anchors_lead_somewhere_and_ids_are_unique(sound_page):
    ids = sound_page.xpath("//@id")
    assert len(ids) == len(set(ids))
    for target in sound_page.xpath("//@href[starts-with(., '#')]"):
        assert target[1:] in ids, target


def test_a_queue_without_a_tie_says_so(page_of):
    page = page_of("delete from marts.rpt_review_queue")
    assert "No tie waits for a decision." in _words(page.get_element_by_id("ties"))
    assert page.get_element_by_id("ties").findall(".//input") == []


def test_a_column_that_is_not_there_is_named(page_of):
    page = page_of("alter table marts.rpt_review_queue drop match_score")
    assert "review queue has no column match_score" in _words(page.get_element_by_id("limits"))
    assert "“Sense Time”, brand" in _words(page.get_element_by_id("ties"))


def test_a_tie_without_dates_says_that_it_cannot_be_drawn(page_of):
    page = page_of(
        "update marts.fct_exposures set occurred_on = null where relationship_id = 'r2'; "
        "update marts.fct_funding set starts_on = null where funding_id = 'f2'"
    )
    assert "cannot be drawn" in _words(page.xpath("//ol[@id='tie-list']/li")[0])


def test_of_many_ties_only_the_first_are_laid_out(page_of):
    page = page_of(
        "insert into marts.rpt_review_queue by name "
        "select queue.* replace ('m' || i as review_id) "
        "from marts.rpt_review_queue as queue, range(100) as r (i) where review_id = 'v1'"
    )
    children = [child.tag for child in page.get_element_by_id("tie-list")]
    assert children == ["li"] * TIES_AT_ONCE + ["template"] * (103 - TIES_AT_ONCE)


def test_a_removal_and_a_relisting_are_not_a_renaming():
    def version(name, since, until, **more):
        watched = dict.fromkeys(
            ["country", "license_requirement", "license_review_policy", "footnotes"], "x"
        )
        return {"entity_name": name, "valid_from": since, "valid_to": until, **watched, **more}

    one, two, three, four = (date(year, 1, 1) for year in (2016, 2017, 2018, 2019))
    assert changes_of(
        [
            version("A", one, two),
            version("B", two, three),
            version("B", four, None, footnotes=None),
        ]
    ) == [
        Change(one, "listing", "not listed", "listed"),
        Change(two, "renamed", "A", "B"),
        Change(three, "listing", "listed", "removed"),
        Change(four, "listing", "not listed", "listed again"),
    ]
    assert changes_of([version("A", one, two)])[-1] == Change(two, "listing", "listed", "removed")


@pytest.mark.parametrize(
    ("text", "sentence", "facts"),
    [
        (None, "No evidence is recorded.", []),
        ("{}", "No evidence is recorded.", []),
        ("plain words", "plain words", []),
        ("[1, 2]", "[1, 2]", []),
        (
            '{"sentence": "s", "shared_tokens": ["a"], "rule": "r"}',
            "s",
            [("shared tokens", "a"), ("rule", "r")],
        ),
        (
            '{"agreed": [{"listed": "sense", "how": "same word", "weight": 3.0}, {"listed": "x"}], '
            '"missing": [], "notes": null, "letters": 1.0, "country": "agrees"}',
            "",
            [
                ("agreed", "listed sense, how same word, weight 3.0; listed x"),
                ("letters", "1.0"),
                ("country", "agrees"),
            ],
        ),
    ],
)
def test_evidence_is_shown_whatever_its_form(text, sentence, facts):
    assert evidence_of(text) == {"sentence": sentence, "facts": facts}
