from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from dagster_project.sources.feeds.parse import parse as parse_feed
from dagster_project.sources.feeds.records import TABLES
from dagster_project.sources.parsed import Parsed, Unreadable

ITEM = (
    "<item><title>MIT &amp; SenseTime</title><link>https://news.example.org/1</link>"
    "<guid isPermaLink='false'>n-1</guid><author>a@example.org (Some Person)</author>"
    "<description>&lt;p&gt;One.&lt;/p&gt;&lt;p&gt;Two&amp;#8217;s.&lt;/p&gt;</description>"
    "<pubDate>Wed, 09 Oct 2019 19:18:00 +0200</pubDate></item>"
)


def rss(*items: str, encoding: str = "utf-8") -> bytes:
    return (
        f'<?xml version="1.0" encoding="{encoding}"?><rss version="2.0"><channel>'
        "<title>Example Wire</title><link>https://news.example.org/</link>"
        f"<language>en-US</language>{''.join(items)}</channel></rss>"
    ).encode()


def parse(content: bytes) -> Parsed:
    return parse_feed(content, name="feed.xml", published_on=None)


def test_an_item_is_text_with_a_moment_and_no_author() -> None:
    table = parse(rss(ITEM)).tables["feed_items"]
    assert table.schema == TABLES["feed_items"]
    assert table.to_pylist() == [
        {
            "feed_name": "Example Wire",
            "feed_url": "https://news.example.org/",
            "item_id": "n-1",
            "url": "https://news.example.org/1",
            "title": "MIT & SenseTime",
            "summary_text": "One.\n\nTwo’s.",
            "summary_markup": "<p>One.</p><p>Two&#8217;s.</p>",
            "published_at": datetime(2019, 10, 9, 17, 18, tzinfo=UTC),
            "published_text": "Wed, 09 Oct 2019 19:18:00 +0200",
            "language": "en-us",
        }
    ]
    assert "Person" not in str(table.to_pylist())


def test_an_item_that_comes_twice_is_one_and_counted() -> None:
    """A feed that repeats itself is not held back; one id with two texts is no repetition."""
    other = ITEM.replace("n-1", "n-2")
    parsed = parse(rss(ITEM, other, ITEM, ITEM))
    assert (parsed.rows_found, parsed.rows_parsed, parsed.rows_structural) == (4, 2, 2)
    assert (parsed.repairs, parsed.rejected) == ({"item_repeated": 2}, ())
    changed = ITEM.replace("<title>", "<title>Corrected: ")
    assert [(bad.row_number, bad.reason) for bad in parse(rss(ITEM, changed)).rejected] == [
        (2, "item n-1 stands in the feed already, with other words")
    ]


def test_an_item_without_words_is_rejected() -> None:
    parsed = parse(rss(ITEM, "<item><link>https://news.example.org/2</link></item>"))
    assert [bad.reason for bad in parsed.rejected] == ["neither a title nor a summary"]


def test_an_item_without_an_id_gets_its_link_or_its_words() -> None:
    bare = "<item><title>Words</title></item>"
    linked = "<item><title>Other</title><link>https://news.example.org/3</link></item>"
    ids = parse(rss(bare, linked)).tables["feed_items"].column("item_id").to_pylist()
    assert ids[1] == "https://news.example.org/3"
    assert ids[0].startswith("sha256:")
    assert parse(rss(bare, linked)).tables["feed_items"].column("item_id").to_pylist() == ids


def test_a_wrong_charset_is_put_right_and_counted() -> None:
    content = rss(ITEM.replace("One.", "Université.")).decode().encode("cp1252")
    parsed = parse(content)
    assert parsed.tables["feed_items"].column("summary_text")[0].as_py().startswith("Université.")
    assert parsed.repairs == {"wrong_charset": 1}


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"", "an empty file"),
        (b"<!doctype html><html><body>Not found</body></html>", "neither RSS nor Atom"),
        (rss(ITEM, ITEM)[:-200], "no end tag"),
        (rss(ITEM)[:-10], "no end tag"),
        (b'<!DOCTYPE r [<!ENTITY a "aa">]>' + rss(ITEM), "entity declarations"),
    ],
)
def test_what_is_no_whole_feed_is_refused_with_a_remedy(content: bytes, found: str) -> None:
    with pytest.raises(Unreadable) as error:
        parse(content)
    assert found in error.value.found
    assert "fetch the feed again" in error.value.remedy


def test_the_samples_are_whole(sample: Path) -> None:
    found = {
        path.name: parse_feed(path.read_bytes(), name=path.name, published_on=None)
        for path in sorted((sample / "feeds").iterdir())
    }
    assert {name: (parsed.rows_found, parsed.rows_parsed) for name, parsed in found.items()} == {
        "2020-12-18_depeche_exemple_sciences.atom.xml": (3, 3),
        "2021-11-07_example_wire_technology.rss.xml": (5, 5),
    }
    atom = found["2020-12-18_depeche_exemple_sciences.atom.xml"].tables["feed_items"]
    assert set(atom.column("language").to_pylist()) == {"fr"}
    assert atom.column("published_at")[2].as_py() == datetime(2020, 12, 18, 17, tzinfo=UTC)
