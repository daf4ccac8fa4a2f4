"""Gate 2's count of money, over marts made by hand."""

from __future__ import annotations

import duckdb
import pytest

from dagster_project.quality.marts import _RULES

RULE = next(rule for rule in _RULES if rule.name == "no_money_is_multiplied")


@pytest.mark.parametrize(
    ("stated", "total", "failed"),
    [("100", "100", 0), ("100", "200", 1), ("null", "0", 0), ("null", "100", 1)],
)
def test_money_is_counted_once_and_may_be_stated_nowhere(stated: str, total: str, failed: int):
    """Books that hold agreements only state no amount: that is no fault, and stops nothing."""
    with duckdb.connect() as connection:
        connection.execute(
            f"""
            create schema marts;
            create table marts.fct_funding as
                select {stated}::decimal(18, 2) as amount_usd, null::timestamp as recorded_to;
            create table marts.dim_relationships as
                select {total}::decimal(18, 2) as total_amount_usd, true as is_current;
            """
        )
        [(_, failures, _)] = connection.execute(RULE.sql).fetchall()
    assert failures == failed
