"""What holds of every history: 400 generated ones, the same in each run, and some of them again
as they would have arrived otherwise, and as they were known on the way."""

from __future__ import annotations

from random import Random

from history_checks import History, check_as_known, check_invariants, check_order, histories
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from list_histories import House

HISTORIES = settings(
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@settings(HISTORIES, max_examples=400)
@given(history=histories())
def test_every_history_keeps_the_invariants(house: House, history: History):
    check_invariants(house, history)


@settings(HISTORIES, max_examples=40)
@given(history=histories(), random=st.randoms(use_true_random=False))
def test_any_order_of_arrival_and_any_repetition_gives_the_same_tables(
    house: House, history: History, random: Random
):
    check_order(house, history, random)


@settings(HISTORIES, max_examples=40)
@given(history=histories(), steps=st.integers(0, 8))
def test_what_was_known_at_a_moment_never_changes(house: House, history: History, steps: int):
    check_as_known(house, history, steps)
