"""Articles that grow: files of GDELT of a quarter of an hour, at their true size.

They are made up in the true format (27 columns, zipped as GDELT serves them): 2,000 records of
11.6 kB each, as the GKG of 2015 has them, three quarters of the bytes in the column of word
counts; 96 of them are a day. One record in two hundred names a listed party.
"""

from __future__ import annotations

import io
import random
import zipfile
from datetime import UTC, datetime, timedelta

from benchmarks.stages import Steps, hand_over, land_the_list

RECORDS = 2000
_MODELS = ("stg_gdelt__articles", "int_news__articles")
_BESIDES = ("stg_feeds__items", "stg_documents__documents", "int_landing__accepted_files")
FIRST_SLOT = datetime(2019, 10, 9, tzinfo=UTC)
SLOT = timedelta(minutes=15)
LISTED = ("huawei technologies", "sensetime", "sichuan university", "zte", "hikvision")
_SYLLABLES = "ba ke lo mi nu ra se to vi zu dan fer gol hin jor kas lem mor nik pol".split()  # noqa: SIM905
_KINDS = ("university", "group", "ministry", "bank", "association", "police department", "inc")
# Bytes of each column, on average, over the records of one real file.
_THEMES, _COUNTS, _PLACES, _QUOTES = 1450, 8320, 590, 310


def slot_file(slot: datetime, records: int, chance: random.Random) -> bytes:
    """One zip file of one quarter of an hour."""
    stamp = f"{slot:%Y%m%d%H%M%S}"
    counts = ",".join(
        f"c{chance.randrange(1, 26)}.{chance.randrange(1, 99)}:{chance.randrange(1, 99)}"
        for _ in range(4 * _COUNTS // 9)
    )
    lines = []
    for number in range(records):
        names = [
            f"{''.join(chance.choices(_SYLLABLES, k=3))} {chance.choice(_KINDS)}"
            for _ in range(chance.choice((0, 0, 1, 2, 3, 4, 6)))
        ]
        if chance.random() < 0.005:
            names.append(chance.choice(LISTED))
        at = chance.randrange(3 * len(counts) // 4)
        fields = [""] * 27
        fields[0:5] = [
            f"{stamp}-{number}",
            stamp,
            "1",
            "news.example.org",
            f"https://news.example.org/{stamp}/{number}",
        ]
        fields[7] = "TAX_FNCACT;LEADER;" * (_THEMES // 54)
        fields[8] = "TAX_FNCACT,131;LEADER,33;" * (_THEMES // 38)
        fields[10] = "1#China#CH#CH##35#105#CH#210;" * (_PLACES // 29)
        fields[13] = ";".join(names)
        fields[14] = ";".join(f"{name.title()},{50 + 90 * at}" for at, name in enumerate(names))
        fields[15] = "-1.25,1.5,2.75,4.25,20.5,0.5,232"
        fields[17] = "wc:232," + counts[at : at + _COUNTS]
        fields[22] = "x" * _QUOTES
        fields[26] = f"<PAGE_TITLE>Report number {number} of the day</PAGE_TITLE>"
        lines.append("\t".join(fields))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr(f"{stamp}.gkg.csv", "\n".join(lines) + "\n")
    return out.getvalue()


def measure(steps: Steps, size: int) -> None:
    """So many articles against the list: landed, parsed, put together and read.

    The names that are looked for do not grow and are built by DuckDB beforehand, on either engine;
    what the models make of mentions is the axis `mentions`.
    """
    from dagster_project.computed import ARTICLE_COLUMNS
    from dagster_project.news import Article, stories

    base = steps.beforehand()
    land_the_list(base.base)
    land(base, size)
    base.prepare()
    base.clock.done = steps.done
    base.load(("ecfr", "gdelt"), spread=steps.spread(), judged=steps.engine == "duckdb")
    base.clock.done = lambda stage: None
    base.models("names", (), "--select", "+int_news__parties", *(f"+{name}" for name in _BESIDES))
    hand_over(base, steps, _BESIDES)
    steps.prepare()
    steps.models("models of articles", ("gdelt_articles",), "--select", *_MODELS)
    steps.compute("read_news")
    # A part of reading the news: the one that looks at all articles at once, on one machine.
    with steps.warehouse.connect() as connection:
        rows = connection.execute(
            f"select {', '.join(ARTICLE_COLUMNS)} from intermediate.int_news__articles order by all"
        ).fetchall()
    articles = [Article(*row) for row in rows]
    steps.clock.stage("copies among articles", lambda: stories(articles))


def land(steps: Steps, size: int) -> None:
    chance = random.Random(20191009)
    for number in range(-(-size // RECORDS)):
        slot = FIRST_SLOT + number * SLOT
        steps.landing.land(
            "gdelt",
            slot_file(slot, min(RECORDS, size - number * RECORDS), chance),
            name=f"{slot:%Y%m%d%H%M%S}.gkg.csv.zip",
            fetched_at=slot,
            published_on=slot.date(),
        )
