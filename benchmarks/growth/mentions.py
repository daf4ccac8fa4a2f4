"""Mentions that grow: rows of `raw.news_mentions` and the articles that they stand in.

Written as raw rows; what finding them in text costs is the axis `articles`. Two mentions an
article, of listed parties (two thirds, the first of the list far more often) and of institutions;
an article is a day's of five years, a third of the articles are copies of another, one in fifty
reports a relation. What the models of the news read besides (the list, 2,000 rows of funding) is
built by DuckDB beforehand, on either engine, and handed over: it does not grow.
"""

from __future__ import annotations

from benchmarks.growth.funding import land_edition
from benchmarks.stages import Grown, Steps, grown_from, hand_over, land_the_list
from dagster_project.assets.transform import READ_BY_PYTHON

_FUNDING_ROWS = 2000
_GROWING = ("gdelt_articles", "news_mentions", "news_relations", "news_stories")

_FILES = """
insert into raw.landed_files by name
select 'gdelt/made/' || day as landed_id, 'gdelt' as source, 'made' as name, 'made' as sha256,
    date '2015-02-18' + cast(day as integer) as published_on,
    timestamp '2026-07-20' as fetched_at, 'read' as outcome
from range(1826) as days(day);
"""
_ROWS = """
create temp table parties as
select
    *,
    row_number() over (partition by party_kind order by party_id) - 1 as number,
    count(*) over (partition by party_kind) as many
from (
    select party_kind, party_id, min(name) as name from intermediate.int_news__parties
    where party_kind in ('listed', 'institution') group by party_kind, party_id
);

insert into raw.gdelt_articles by name
select
    'gdelt/made/' || article % 1826 as landed_id,
    'made-' || article as record_id,
    timestamptz '2015-02-18 06:00:00+00' + interval 1 day * (article % 1826) as seen_at,
    'news.example.org' as source_name,
    1 as source_collection,
    'https://news.example.org/' || article as url,
    'https://news.example.org/' || article as document_identifier,
    'Report number ' || article as title,
    false as is_translated,
    'eng' as language,
    list_transform([1, 2, 3, 4], lambda place: {
        'name': 'organisation ' || hash(article, place) % 5000, 'char_offset': 50 * place
    }) as organizations,
    ['LEADER'] as themes
from range($mentions // 2) as made(article);

insert into raw.news_mentions by name
select
    'gdelt-made-' || mention // 2 as document_id,
    'text' as part,
    50 * (mention % 2 + 1) as start,
    50 * (mention % 2 + 1) + length(parties.name) as "end",
    parties.name as mention_text,
    parties.party_kind,
    parties.party_id,
    parties.name as matched_name,
    'plain' as ambiguity,
    'as_printed' as rule,
    null as context,
    'A report that names ' || parties.name || ' and others.' as quote
from (
    select
        mention,
        kinds.party_kind,
        cast(floor(power(
            (hash(mention) % 1000003) / 1000003.0,
            case when kinds.party_kind = 'listed' then 3 else 1 end
        ) * kinds.many) as bigint) as number
    from range($mentions // 2 * 2) as made(mention)
    inner join (select distinct party_kind, many from parties) as kinds
        on case when hash(mention, 'kind') % 3 = 0 then 'institution' else 'listed' end
            = kinds.party_kind
) as drawn
inner join parties on drawn.party_kind = parties.party_kind and drawn.number = parties.number;

insert into raw.news_stories by name
select 'gdelt-made-' || article as document_id,
    'gdelt-made-' || (article - case when article % 3 = 2 then 1 else 0 end) as story_id
from range($mentions // 2) as made(article);

insert into raw.news_relations by name
select document_id, institutions.party_id as institution_id, mentions.party_kind,
    mentions.party_id, 'co_mention' as relation_kind, 'unstated' as status, 'text' as part,
    mentions.start, mentions."end", mentions.quote
from raw.news_mentions as mentions
inner join raw.news_mentions as institutions using (document_id)
where mentions.party_kind = 'listed' and institutions.party_kind = 'institution'
    and hash(document_id) % 20 = 0
"""


def measure(steps: Steps, size: int) -> None:
    """So many mentions, from raw rows to the marts of the news."""
    grown = build_up(steps, size)
    steps.prepare()
    steps.models("models of the news", grown.read, "--select", *grown.models)


def build_up(steps: Steps, size: int) -> Grown:
    """The raw rows, and what they stand on, ready for the models that are returned."""
    base = steps.beforehand()
    land_the_list(base.base)
    land_edition(base, _FUNDING_ROWS)
    base.prepare()
    base.load(("ecfr", "section-117"), spread=base.spread(), judged=False)
    with base.warehouse.connect() as connection:
        connection.execute(_FILES)
    grown = grown_from(base.manifest, _GROWING)
    first = [f"+{name}" for name in READ_BY_PYTHON if name not in grown.models]
    base.models("before", (), "--select", *first)
    base.compute("match_names")
    base.models("after", (), "--select", *(f"+{name}" for name in grown.stood_on), "--exclude",
                *first)  # fmt: skip
    make_rows(base, size)
    hand_over(base, steps, grown.stood_on)
    return grown


def make_rows(base: Steps, mentions: int) -> None:
    with base.warehouse.connect() as connection:
        for statement in _ROWS.replace("$mentions", str(mentions)).split(";\n\n"):
            connection.execute(statement)
