"""The main job on the real files: all accounted for, as known on each day, and its findings."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from dagster_project.publishing.served import opened
from tests.conftest import CommandLine, Ran

pytestmark = pytest.mark.real_data
Ask = Callable[..., list[tuple[Any, ...]]]


@pytest.fixture(scope="module")
def ask(real_run: tuple[CommandLine, Ran]) -> Iterator[Ask]:
    """SQL over what the main job published of the real files."""
    with opened(real_run[0].data / "published" / "current" / "warehouse.duckdb") as connection:
        yield lambda sql, parameters=None: connection.execute(sql, parameters).fetchall()


def test_every_row_of_every_file_is_accounted_for(ask: Ask) -> None:
    files = ask(
        """
        select source, published_on::varchar, rows_found, rows_rejected,
            rows_found = rows_parsed + rows_structural + rows_rejected
        from rpt_landing order by source, published_on
        """
    )
    assert all(is_accounted_for for *_, is_accounted_for in files)
    assert [row[1:4] for row in files if row[0] == "section-117"] == [
        ("2017-12-07", 17210, 0),
        ("2019-03-07", 21052, 0),
        ("2020-10-19", 28221, 0),
    ]
    assert [rejected for source, _, _, rejected, _ in files if source == "ecfr"] == [0, 0, 0]
    assert ask("select count(*) from entity_list_on('2026-07-18')")[0][0] > 3_000


def test_what_was_known_of_the_gifts_depends_on_the_day(ask: Ask) -> None:
    """What the edition of 2020 added, restated and withdrew, as counted between the editions."""
    counted = ask(
        """
        with known as (
            select
                funding_id, funded_on, is_restated,
                is_known('2019-04-01', recorded_from, recorded_to) as in_2019,
                is_known('2020-11-01', recorded_from, recorded_to) as in_2020
            from fct_funding
        ),
        gifts as (
            select
                funding_id,
                bool_or(in_2019) as in_2019,
                bool_or(in_2020) as in_2020,
                bool_or(in_2020 and not in_2019 and is_restated) as is_restated
            from known group by funding_id
        )
        select
            count(*) filter (in_2020 and not in_2019),
            count(*) filter (in_2019 and not in_2020),
            count(*) filter (in_2019 and in_2020 and is_restated)
        from gifts
        """
    )
    dated_2014_to_2018 = ask(
        """
        select
            count(*) filter (is_known('2019-04-01', recorded_from, recorded_to)),
            count(*) filter (is_known('2020-11-01', recorded_from, recorded_to))
        from fct_funding where year(funded_on) between 2014 and 2018
        """
    )
    assert dated_2014_to_2018 == [(21_034 - 4_520, 21_034)]
    late, restored, first = 4_505, 16, 7_187
    assert counted == [(late + restored + first, 1, 289)]


def test_the_examples_come_out_as_they_say(ask: Ask, real_data: Path) -> None:
    with (real_data / "matching/section_117_listed_parties_examples.csv").open() as file:
        examples = list(csv.DictReader(file))
    classes = {
        "ON_LIST_AT_DATE": "listed_at_date",
        "LISTED_LATER": "listed_later",
        "NEAR_MISS": "near_miss",
        "UNDISCLOSED": "undisclosed",
    }
    told = {
        row["case"]: ask(
            """
            select distinct exposure_class
            from fct_exposures inner join fct_funding using (funding_id)
            where fct_funding.recorded_to is null
                and funded_on = cast($on as date) and amount = cast($amount as decimal(18, 2))
                and counterparty_name_as_reported is not distinct from $donor
            """,
            {"on": row["date"], "amount": row["amount_usd"], "donor": row["donor_raw"] or None},
        )
        for row in examples
    }
    assert len(told) == 11
    assert told == {row["case"]: [(classes[row["expected"].split()[0]],)] for row in examples}


_PARTIES = """
    left join dim_organizations as organizations
        on found.organization_id = organizations.organization_id
    left join entity_list_on('2026-07-18') as entities on found.entity_id = entities.entity_id
"""


def test_the_french_article_yields_the_facts_of_9_october_2019(ask: Ask) -> None:
    """ZTE Corporation left the list in 2017, so it is in no landed version: the Federal Register
    tells of it, and so does `dim_formerly_listed_parties`."""
    told = ask(
        f"""
        select distinct
            institutions.organization_name,
            coalesce(entities.entity_name, organizations.organization_name),
            found.relation_kind, found.status, found.quantity, found.published_on::varchar
        from fct_reported_relations as found
        left join dim_organizations as institutions
            on found.institution_id = institutions.organization_id
        {_PARTIES}
        where found.document_id like 'document-%'
        """
    )
    mit = "Massachusetts Institute of Technology"
    sense_time = "Beijing Sensetime Technology Development Co., Ltd."
    huawei, zte, on = "Huawei Technologies Co., Ltd.", "ZTE Corporation", "2019-10-09"
    assert set(told) == {
        (mit, sense_time, "reviews", "under_review", None, on),
        (mit, sense_time, "funds", "active", 27, on),
        (mit, sense_time, "joins", "active", None, on),
        (mit, huawei, "ends", "ended", None, on),
        (mit, zte, "ends", "ended", None, on),
        (None, sense_time, "lists", "listed", None, on),
    }
    mentioned = ask(
        f"""
        select distinct coalesce(entities.entity_name, organizations.organization_name)
        from fct_news_mentions as found {_PARTIES} where found.source = 'document'
        """
    )
    assert {name for (name,) in mentioned} == {mit, sense_time, huawei, zte}
    assert ask(
        "select listed_to::varchar, removed_by from dim_formerly_listed_parties "
        "where party_name = $name",
        {"name": zte},
    ) == [("2017-03-29", "82 FR 15458")]
