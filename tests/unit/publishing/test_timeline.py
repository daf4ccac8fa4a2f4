"""Dates become places and sentences without losing a day."""

from __future__ import annotations

from datetime import date

import pytest

from dagster_project.publishing.page.timeline import (
    Bar,
    Interval,
    Scale,
    joined,
    place_in_time,
    span,
)

LISTED = [Interval(date(2019, 10, 9), None)]
ZTE = [Interval(date(2016, 3, 8), date(2017, 3, 29))]


@pytest.mark.parametrize(
    ("began", "ended", "listings", "words"),
    [
        (
            date(2019, 1, 9),
            None,
            LISTED,
            "the tie began 2019-01-09, 9 months before the listing of 2019-10-09; "
            "no end is reported",
        ),
        (
            date(2018, 1, 1),
            date(2018, 12, 31),
            LISTED,
            "the tie began 2018-01-01, 21 months before the listing of 2019-10-09; "
            "it ended 2018-12-31, before the listing",
        ),
        (
            date(2018, 1, 1),
            date(2019, 10, 9),
            LISTED,
            "the tie began 2018-01-01, 21 months before the listing of 2019-10-09; "
            "it ended 2019-10-09, before the listing",
        ),
        (
            date(2018, 1, 1),
            date(2019, 10, 10),
            LISTED,
            "the tie began 2018-01-01, 21 months before the listing of 2019-10-09; "
            "it ended 2019-10-10",
        ),
        (
            date(2019, 10, 9),
            date(2020, 1, 1),
            LISTED,
            "the tie began on the day of the listing, 2019-10-09; it ended 2020-01-01",
        ),
        (
            date(2019, 10, 10),
            None,
            LISTED,
            "the tie began 2019-10-10, 1 day after the listing; no end is reported",
        ),
        (
            date(2017, 3, 29),
            None,
            ZTE,
            "the tie began 2017-03-29, 0 days after the listing ended; no end is reported",
        ),
        (
            date(2018, 1, 1),
            None,
            [*ZTE, *LISTED],
            "the tie began 2018-01-01, 9 months after the listing ended; no end is reported",
        ),
        (
            date(2018, 1, 1),
            None,
            [],
            "the tie began 2018-01-01; no listing period of the party is known",
        ),
    ],
)
def test_a_tie_is_placed_against_the_listing_in_words(began, ended, listings, words):
    assert place_in_time(began, ended, listings) == words


def test_versions_that_touch_are_one_period_and_a_gap_stays_a_gap():
    assert joined(
        [
            Interval(date(2020, 6, 5), None),
            Interval(date(2019, 10, 9), date(2020, 6, 5)),
            Interval(date(2016, 3, 8), date(2017, 3, 29)),
        ]
    ) == [
        Interval(date(2016, 3, 8), date(2017, 3, 29)),
        Interval(date(2019, 10, 9), None),
    ]


def test_an_interval_within_another_does_not_shorten_it():
    assert joined(
        [
            Interval(date(2019, 1, 1), date(2022, 1, 1)),
            Interval(date(2020, 1, 1), date(2021, 1, 1)),
        ]
    ) == [Interval(date(2019, 1, 1), date(2022, 1, 1))]


def test_a_scale_holds_all_dates_and_today():
    scale = Scale.over([date(2018, 3, 1)], date(2020, 6, 30), left=50, width=600)
    assert (scale.first, scale.x(date(2018, 1, 1))) == (date(2018, 1, 1), 50)
    assert scale.x(date(2020, 6, 30)) < 650
    assert scale.x(date(1990, 1, 1)) == 50
    assert scale.x(date(2090, 1, 1)) == 650
    assert [year for _, year in scale.years()] == ["2018", "2019", "2020"]
    assert scale.bar(Interval(date(2018, 1, 1), None)) == Bar(50, 600, True)
    assert scale.bar(Interval(date(2018, 1, 1), date(2018, 1, 2))).width == 2


def test_a_scale_without_dates_shows_the_last_year():
    scale = Scale.over([], date(2020, 6, 30), left=0, width=100)
    assert scale.first == date(2019, 1, 1)


def test_two_decades_get_few_ticks():
    years = Scale.over([date(2000, 1, 1)], date(2026, 1, 1), left=0, width=1).years()
    assert len(years) <= 10


@pytest.mark.parametrize(
    ("days", "words"),
    [(0, "0 days"), (1, "1 day"), (13, "13 days"), (14, "2 weeks"), (275, "9 months"),
     (-731, "2 years")],
)  # fmt: skip
def test_days_are_told_in_peoples_words(days, words):
    assert span(days) == words
