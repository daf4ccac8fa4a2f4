"""Raw tables that Python computes from other rows of the build, each replaced as a whole.

Here: which rows go into which pure room, and where its answer is stored. Not here: how anything
is matched, found or linked (`matching/`, `news/`, `sources/section_117`, `identity/`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

from dagster_project.warehouse import Warehouse

if TYPE_CHECKING:
    import duckdb

_ACCEPTED_EDITIONS = """
select files.landed_id, files.published_on
from raw.landed_files as files
where files.source = 'section-117' and files.outcome = 'read'
  and not exists (
      select 1 from raw.landed_verdicts as verdicts
      where verdicts.landed_id = files.landed_id
        and not verdicts.passed and verdicts.severity in ('block', 'hold')
  )
order by files.published_on, files.landed_id
"""


def link_gifts(warehouse: Warehouse) -> pa.Table:
    """Follow each gift through the accepted editions: `raw.section_117_gift_links`."""
    from dagster_project.sources.section_117.editions import link_editions

    with warehouse.connect() as connection:
        editions = [
            (
                published_on,
                _rows(
                    connection,
                    "select * from raw.section_117_gifts where landed_id = ? order by row_number",
                    [landed_id],
                ),
            )
            for landed_id, published_on in connection.execute(_ACCEPTED_EDITIONS).fetchall()
        ]
    links = link_editions(editions)
    warehouse.replace("section_117_gift_links", links)
    return links


def match_names(warehouse: Warehouse) -> pa.Table:
    """Match every reported name against every listed one: `raw.matches`."""
    from dagster_project.matching import Index, ListedName, ScreenedName

    with warehouse.connect() as connection:
        listed = [
            ListedName(*row)
            for row in connection.execute(
                """
                select entity_id, party_id, name, name_kind, country_code, valid_from, valid_to
                from intermediate.int_entities__listed_names order by all
                """
            ).fetchall()
        ]
        names = [
            ScreenedName(*row)
            for row in connection.execute(
                "select name, country_code from intermediate.int_counterparties__names_to_screen "
                "order by all"
            ).fetchall()
        ]
    matches = Index(listed).match(names)
    warehouse.replace("matches", matches)
    return matches


def read_news(warehouse: Warehouse) -> dict[str, pa.Table]:
    """Find parties, relations, copies: `raw.news_mentions`, `news_relations`, `news_stories`."""
    from dagster_project.news import Article, MentionFinder, Party, relations, stories

    with warehouse.connect() as connection:
        parties = [
            Party(*row)
            for row in connection.execute(
                """
                select party_kind, party_id, name, name_kind, country_code
                from intermediate.int_news__parties order by all
                """
            ).fetchall()
        ]
        articles = [
            Article(*row)
            for row in connection.execute(
                """
                select document_id, title, body_text, language, published_on, is_name_list
                from intermediate.int_news__articles order by document_id
                """
            ).fetchall()
        ]
    mentions = MentionFinder(parties).find(articles)
    found = {
        "news_mentions": mentions,
        "news_relations": relations(articles, mentions),
        "news_stories": stories(articles),
    }
    for table, rows in found.items():
        warehouse.replace(table, rows)
    return found


def _rows(connection: duckdb.DuckDBPyConnection, sql: str, parameters: list[object]) -> pa.Table:
    table: pa.Table = connection.sql(sql, params=parameters).to_arrow_table()
    return table
