"""Raw tables that Python computes from other rows of the build, each replaced as a whole.

Here: which rows go into which pure room, and where its answer is stored. Not here: how anything
is matched, found or linked (`matching/`, `news/`, `sources/section_117`, `identity/`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

import pyarrow as pa

from dagster_project.warehouse import Warehouse

if TYPE_CHECKING:
    import duckdb

    from dagster_project.matching.rounds import Matched
    from dagster_project.news import Article, Party

Work = Callable[[pa.Table], pa.Table]
# Relation of the build, its columns, what makes the work, the schema of what the work gives → all
# rows that it gave. The work gives for each row what that row alone asks for.
EachBatch = Callable[[str, Sequence[str], Callable[[], Work], pa.Schema], pa.Table]

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


def match_names(warehouse: Warehouse, each_batch: EachBatch | None = None) -> Matched:
    """Match every reported name against every listed one: `raw.matches`.

    What each name's rows rest on is kept beside them, `raw.screened_names`: a name is matched
    afresh where that changed. It is emptied before the rows are replaced and filled after, so that
    a run that ends in between leaves nothing to be taken for known.
    """
    from dagster_project.matching import SCREENED, ListedName
    from dagster_project.matching.rounds import match_in_rounds

    with warehouse.connect() as connection:
        listed = [
            (ListedName(*row[:-1]), row[-1])
            for row in connection.execute(
                """
                select
                    entity_id, party_id, name, name_kind, country_code, valid_from, valid_to,
                    known_from
                from intermediate.int_entities__listed_names order by all
                """
            ).fetchall()
        ]
        screened = _rows(connection, "from raw.screened_names", [])
        matches = _rows(connection, "from raw.matches", [])
    matched = match_in_rounds(
        listed,
        partial(
            each_batch or partial(_at_once, warehouse),
            "intermediate.int_counterparties__names_to_screen",
            ("name", "country_code"),
        ),
        screened,
        matches,
    )
    warehouse.replace("screened_names", SCREENED.empty_table())
    warehouse.replace("matches", matched.matches)
    warehouse.replace("screened_names", matched.screened)
    return matched


def read_news(warehouse: Warehouse, each_batch: EachBatch | None = None) -> dict[str, pa.Table]:
    """Find parties, relations, copies: `raw.news_mentions`, `news_relations`, `news_stories`.

    Copies are found over all articles at once, wherever the rest is done.
    """
    from dagster_project.news import Party, stories

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
    read = (each_batch or partial(_at_once, warehouse))(
        _ARTICLES, ARTICLE_COLUMNS, partial(_reading, parties), _read_schema()
    )
    found = {
        "news_mentions": _unpacked(read, "mention"),
        "news_relations": _unpacked(read, "relation"),
        "news_stories": stories(_articles(_read(warehouse, _ARTICLES, ARTICLE_COLUMNS))),
    }
    for table, rows in found.items():
        warehouse.replace(table, rows)
    return found


_ARTICLES = "intermediate.int_news__articles"
ARTICLE_COLUMNS = (
    "document_id",
    "title",
    "body_text",
    "language",
    "published_on",
    "is_name_list",
)


def _reading(parties: Sequence[Party]) -> Work:
    """The work of reading articles for these parties: each row a mention or a relation."""
    from dagster_project.news import MentionFinder, relations

    finder = MentionFinder(parties)

    def read(rows: pa.Table) -> pa.Table:
        articles = _articles(rows)
        mentions = finder.find(articles)
        return pa.concat_tables(
            [_packed("mention", mentions), _packed("relation", relations(articles, mentions))]
        )

    return read


def _articles(rows: pa.Table) -> list[Article]:
    from dagster_project.news import Article

    columns = (rows.column(name).to_pylist() for name in ARTICLE_COLUMNS)
    return [Article(*row) for row in zip(*columns, strict=True)]


def _read_schema() -> pa.Schema:
    from dagster_project.news import MENTIONS, RELATIONS

    return pa.schema(
        [("mention", pa.struct(list(MENTIONS))), ("relation", pa.struct(list(RELATIONS)))]
    )


def _packed(kind: str, rows: pa.Table) -> pa.Table:
    """Each row as one value in the column of its kind, so that one pass gives both kinds."""
    schema = _read_schema()
    columns = {
        field.name: rows.to_struct_array().combine_chunks().cast(field.type)
        if field.name == kind
        else pa.nulls(len(rows), field.type)
        for field in schema
    }
    return pa.table(columns, schema=schema)


def _unpacked(read: pa.Table, kind: str) -> pa.Table:
    column = read.column(kind).combine_chunks()
    held = column.drop_null()
    return pa.Table.from_arrays(held.flatten(), schema=pa.schema(list(column.type)))


def _at_once(
    warehouse: Warehouse,
    relation: str,
    columns: Sequence[str],
    make_work: Callable[[], Work],
    schema: pa.Schema,
) -> pa.Table:
    """The work done on all rows in this process, in the order of their columns."""
    return make_work()(_read(warehouse, relation, columns))


def _read(warehouse: Warehouse, relation: str, columns: Sequence[str]) -> pa.Table:
    with warehouse.connect() as connection:
        return _rows(connection, f"select {', '.join(columns)} from {relation} order by all", [])


def _rows(connection: duckdb.DuckDBPyConnection, sql: str, parameters: list[object]) -> pa.Table:
    table: pa.Table = connection.sql(sql, params=parameters).to_arrow_table()
    return table
