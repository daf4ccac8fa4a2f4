"""What the macros answer on the days around a listing, and as known before and after."""

from __future__ import annotations

import duckdb
import pytest


@pytest.fixture
def ask(sound_candidate):
    connection = duckdb.connect(sound_candidate.path, read_only=True)
    yield lambda sql: connection.execute(sql).fetchall()
    connection.close()


def _list_on(ask, arguments: str) -> list[str]:
    names = ask(f"select entity_name from entity_list_on({arguments}) order by 1")
    return [name for (name,) in names]


def test_the_first_day_is_listed_and_the_last_is_not(ask):
    assert _list_on(ask, "'2016-03-07'") == []
    assert _list_on(ask, "'2016-03-08'") == ["ZTE Corporation"]
    assert _list_on(ask, "'2017-03-28'") == ["ZTE Corporation"]
    assert _list_on(ask, "'2017-03-29'") == []


def test_a_rename_is_one_entry_on_every_day(ask):
    huawei = "Huawei Technologies Co., Ltd."
    renamed = "Beijing Sensetime Technology Development Co., Ltd."
    assert _list_on(ask, "date '2020-06-04'") == [huawei, "Sense Time"]
    assert _list_on(ask, "date '2020-06-05'") == [renamed, huawei]


def test_known_at_gives_the_list_as_it_was_known(ask):
    assert _list_on(ask, "'2019-10-09', known_at := '2019-10-09 11:59:59'") == [
        "Huawei Technologies Co., Ltd."
    ]
    assert _list_on(ask, "'2020-12-31', known_at := '2020-01-01'") == [
        "Huawei Technologies Co., Ltd.",
        "Sense Time",
    ]


@pytest.mark.parametrize(
    "moment",
    [
        "timestamp '2019-10-09 12:00:00'",
        "'2019-10-09T12:00:00Z'",
        "'2019-10-09 04:00:00-08'",
        "'2019-10-09T06:30:00-05:30'",
        "timestamptz '2019-10-09 04:00:00-08'",
    ],
)
@pytest.mark.parametrize("zone", ["UTC", "Asia/Shanghai", "America/New_York"])
def test_known_at_means_the_same_moment_in_every_session(ask, moment, zone):
    ask(f"set timezone = '{zone}'")
    assert len(_list_on(ask, f"'2019-10-09', known_at := {moment}")) == 2
    before = moment.replace("04:", "03:").replace("06:", "05:").replace("12:", "11:")
    assert len(_list_on(ask, f"'2019-10-09', known_at := {before}")) == 1


def test_relationships_on_a_date(ask):
    relationships = "select relationship_id from relationships_on({}) order by 1"
    assert ask(relationships.format("'2018-06-01'")) == [("r1",), ("r3",), ("r4",), ("r6",)]
    assert ask(relationships.format("'2018-06-01', known_at := '2018-06-01'")) == [
        ("r1",),
        ("r3",),
        ("r4",),
    ]


def test_exposures_on_a_date_have_the_verdict_of_that_date(ask):
    exposures = (
        "select relationship_id, exposure_class, event_class from exposures_on({}) order by 1"
    )
    assert ask(exposures.format("'2018-06-01'")) == [
        ("r1", "listed_later", "listed_later"),
        ("r3", "listed_later", "listed_later"),
        ("r4", "delisted_before", "delisted_before"),
        ("r6", "undisclosed", "undisclosed"),
    ]
    assert ask(exposures.format("'2019-10-09'")) == [
        ("r1", "listed_at_date", "listed_later"),
        ("r5", "clear", "clear"),
        ("r6", "undisclosed", "undisclosed"),
    ]


def test_an_event_that_has_not_happened_by_the_day_is_not_there(candidate_of):
    candidate = candidate_of(
        "insert into marts.fct_exposure_verdicts by name "
        "select * replace ('f9' as funding_id, date '2019-12-01' as occurred_on) "
        "from marts.fct_exposure_verdicts where funding_id = 'f1' and recorded_to is null"
    )
    with duckdb.connect(candidate.path, read_only=True) as connection:
        days = [
            connection.execute(
                "select funding_id from exposures_on(?) where relationship_id = 'r1' order by 1",
                [day],
            ).fetchall()
            for day in ("2019-11-30", "2019-12-01")
        ]
    assert days == [[("f1",)], [("f1",), ("f9",)]]


def test_a_relationship_that_has_ended_touches_nobody_any_more(ask):
    exposures = "select relationship_id from exposures_on({}) where is_listed order by 1"
    assert ask(exposures.format("'2021-02-28'")) == [("r1",), ("r2",)]
    assert ask(exposures.format("'2021-03-01'")) == [("r2",)]


def test_a_verdict_is_the_one_known_at_the_moment(ask):
    """Known in 2018, the gift touched nobody; since the listing it touches a listed party."""
    exposures = "select exposure_class, event_class from exposures_on({}) where funding_id = 'f1'"
    assert ask(exposures.format("'2020-01-01', known_at := '2019-10-09 12:00'")) == [
        ("listed_at_date", "listed_later")
    ]
    assert ask(exposures.format("'2020-01-01', known_at := '2019-10-09 11:59'")) == [
        ("clear", "clear")
    ]


def test_exposures_as_known_before_the_listing(ask):
    rows = ask(
        "select relationship_id, exposure_class "
        "from exposures_on('2019-10-09', known_at := '2019-10-09 11:00:00') order by 1"
    )
    assert rows == [("r1", "clear"), ("r5", "clear"), ("r6", "undisclosed")]


def test_views_answer_when_the_file_is_attached_under_any_name(candidate_of):
    path = candidate_of().path
    with duckdb.connect() as connection:
        connection.execute(f"attach '{path}' as anything (read_only)")
        assert connection.execute(
            "select entity_id from anything.entities_current order by 1"
        ).fetchall() == [("cn-huawei",), ("cn-sensetime",)]
        assert connection.execute("from anything.page_period").fetchall()[0][1].isoformat() == (
            "2022-10-13"
        )


def test_headline_views_hold_the_rows_they_count(ask):
    assert ask("select entity_id, event_kind from headline_entities_changed") == [
        ("cn-sensetime", "modified")
    ]
    assert ask("from headline_entities_added") == []
    assert ask("from headline_entities_removed") == []
    assert ask("select relationship_id from headline_relationships_touched order by 1") == [
        ("r1",),
        ("r2",),
        ("r3",),
        ("r4",),
    ]
    assert ask("select review_id from headline_reviews_open order by 1") == [
        ("v1",),
        ("v2",),
        ("v4",),
    ]
