"""The Python steps in the middle of the graph: rows out of the build database, through one pure
room, back in as a raw table.

Here: the queries that feed each room and the table it fills. Not here: any rule of sameness,
likeness or reading (those are the rooms'), and no Dagster.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa

from dagster_project.identity import Override, resolve_in
from dagster_project.warehouse import Warehouse


def resolve_identities(warehouse: Warehouse, overrides: Path) -> pa.Table:
    """Fill `raw.entity_identities`; `overrides` is the reviewed file of the same name."""
    return resolve_in(warehouse, list(read_overrides(overrides)))


def read_overrides(path: Path) -> Iterator[Override]:
    """Reviewed decisions of sameness, one row each. Raises ValueError naming file and row."""
    with path.open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), start=2):
            if row["is_same"] not in ("true", "false"):
                raise ValueError(
                    f"{path.name}, row {number}: is_same is {row['is_same']!r}; "
                    "expected true or false"
                )
            yield Override(
                country_code=row["country_code"],
                name_key=row["name_key"],
                other_country_code=row["other_country_code"],
                other_name_key=row["other_name_key"],
                is_same=row["is_same"] == "true",
                reason=row["reason"],
            )


def link_gifts(warehouse: Warehouse) -> pa.Table:
    """Follow each Section 117 gift through the accepted editions: `raw.section_117_gift_links`."""
    from dagster_project.sources.section_117.editions import link_editions

    with warehouse.connect() as connection:
        editions = connection.execute(
            """
            select landed_id, published_on
            from raw.landed_files
            where
                source = 'section-117'
                and outcome = 'read'
                and landed_id not in (
                    select landed_id from raw.landed_verdicts
                    where not passed and severity in ('block', 'hold')
                )
            order by published_on, landed_id
            """
        ).fetchall()
        tables = [
            (
                published_on,
                connection.sql(
                    "from raw.section_117_gifts where landed_id = ?", params=[landed_id]
                ).to_arrow_table(),
            )
            for landed_id, published_on in editions
        ]
    links = link_editions(tables)
    warehouse.replace("section_117_gift_links", links)
    return links


def match_names(warehouse: Warehouse) -> pa.Table:
    """Match every distinct reported name against every name on the list: `raw.matches`."""
    from dagster_project.matching import Index, ListedName, ScreenedName

    with warehouse.connect() as connection:
        listed = connection.execute(
            """
            select
                entity_id, party_id, name, name_kind, nullif(country_code, ''), valid_from, valid_to
            from intermediate.int_entities__listed_names
            order by entity_id, name_kind, name
            """
        ).fetchall()
        screened = connection.execute(
            """
            select name, country_code
            from intermediate.int_counterparties__names_to_screen
            order by name, country_code
            """
        ).fetchall()
    index = Index([ListedName(*row) for row in listed])
    matches = index.match([ScreenedName(*row) for row in screened])
    warehouse.replace("matches", matches)
    return matches


def find_mentions(warehouse: Warehouse) -> dict[str, pa.Table]:
    """Find listed parties and institutions in the news: the three raw tables of the news."""
    from dagster_project.news import Article, MentionFinder, Party, relations, stories

    with warehouse.connect() as connection:
        parties = connection.execute(
            """
            select party_kind, party_id, name, name_kind, nullif(country_code, '')
            from intermediate.int_news__parties
            order by all
            """
        ).fetchall()
        rows = connection.execute(
            """
            select document_id, title, coalesce(body_text, ''), language, published_on, is_name_list
            from intermediate.int_news__articles
            order by document_id
            """
        ).fetchall()
    articles = [Article(*row) for row in rows]
    mentions = MentionFinder([Party(*row) for row in parties]).find(articles)
    tables = {
        "news_mentions": mentions,
        "news_relations": relations(articles, mentions),
        "news_stories": stories(articles),
    }
    for table, table_rows in tables.items():
        warehouse.replace(table, table_rows)
    return tables
