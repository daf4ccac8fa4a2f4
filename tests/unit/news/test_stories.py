from __future__ import annotations

import random

from dagster_project.news import STORIES, Article, stories

REPORT = (
    "The Commerce Department added 28 Chinese organisations to the Entity List on Monday over "
    "their alleged role in Xinjiang. Eight of them are technology companies. The rule takes "
    "effect with its publication in the Federal Register on Wednesday. One company said that it "
    "was deeply disappointed and would work with all relevant authorities."
)
OWN_REPORT = (
    "Washington has barred eight Chinese technology companies from buying American parts without "
    "a licence. The decision came on the eve of trade talks, and shares fell at once. Officials "
    "said that the talks had nothing to do with it, and that more names might follow this year."
)


def articles() -> list[Article]:
    texts = {
        "b-original": REPORT,
        "a-copy": "(Example Wire) " + REPORT.upper().replace(".", " .") + " ADVERTISEMENT",
        "c-shortened": REPORT.partition(" One company")[0],
        "d-own": OWN_REPORT,
        "e-short": "It rained.",
        "f-short": "It rained.",
    }
    return [Article(key, "Headline", text, "en", None) for key, text in texts.items()]


def test_copies_up_to_noise_are_one_story_and_own_reports_are_not() -> None:
    assert stories(articles()).to_pylist() == [
        {"document_id": "a-copy", "story_id": "a-copy"},
        {"document_id": "b-original", "story_id": "a-copy"},
        {"document_id": "c-shortened", "story_id": "a-copy"},
        {"document_id": "d-own", "story_id": "d-own"},
        {"document_id": "e-short", "story_id": "e-short"},
        {"document_id": "f-short", "story_id": "f-short"},
    ]


def test_stories_do_not_depend_on_the_order_of_documents() -> None:
    shuffled = articles()
    random.Random(1).shuffle(shuffled)
    assert stories(shuffled).equals(stories(articles()))


def test_no_documents_are_no_stories() -> None:
    assert stories([]).schema == STORIES
