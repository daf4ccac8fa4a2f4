"""Feeds, documents and the Consolidated Screening List: one address each, asked with care."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from loopback.server import Asked, Loopback, Scripted

from dagster_project.sources.consolidated_screening_list import fetch as csl
from dagster_project.sources.documents import fetch as documents
from dagster_project.sources.feeds import fetch as feeds
from dagster_project.sources.fetching import no_check
from dagster_project.sources.http import Refused, Unreachable

pytest_plugins = ("loopback.fixtures",)

NOON = datetime(2019, 10, 9, 12, 0, tzinfo=UTC)
FEED = b'<?xml version="1.0"?><rss version="2.0"><channel><title>News</title></channel></rss>\n'
ARTICLE = b"<html><body><p>MIT reviews its ties.</p></body></html>\n"


class Cached:
    """An address that knows its validators, as a well-kept server does."""

    def __init__(self, loopback: Loopback, path: str, body: bytes, etag: str | None) -> None:
        self.body, self.etag, self.last_modified = body, etag, "Wed, 09 Oct 2019 06:00:00 GMT"
        self.statuses: list[int] = []
        self.url = loopback.respond(path, self._respond)

    def _respond(self, asked: Asked) -> Scripted:
        headers = {"Last-Modified": self.last_modified} | ({"ETag": self.etag} if self.etag else {})
        named = asked.headers.get("If-None-Match")
        same = (
            named == self.etag
            if named
            else (asked.headers.get("If-Modified-Since") == self.last_modified)
        )
        self.statuses.append(304 if same else 200)
        if same:
            return Scripted(status=304, headers=headers, length=None)
        return Scripted(self.body, headers=headers)


@pytest.fixture
def feed(loopback: Loopback) -> Cached:
    return Cached(loopback, "/feed.rss", FEED, '"v1"')


@pytest.fixture
def run(client, landing):
    def fetch_at(source, urls, now: datetime = NOON, check=no_check, **more):
        return source.fetch(client, landing, urls, now=now, check=check, **more)

    return fetch_at


def test_a_feed_lands_with_what_the_server_says_of_it(feed: Cached, landing, run):
    fetched = run(feeds, [feed.url])

    [file] = fetched.landed
    assert file.read() == FEED
    assert (file.etag, file.last_modified, file.url) == ('"v1"', feed.last_modified, feed.url)
    assert file.published_on is None
    assert file.name.startswith("127-0-0-1-feed-rss-")
    assert file.name.endswith(".xml")


def test_a_feed_that_is_the_same_is_not_sent_again(feed: Cached, landing, run):
    run(feeds, [feed.url])
    fetched = run(feeds, [feed.url], NOON + timedelta(hours=1))

    assert feed.statuses == [200, 304]
    assert (fetched.not_modified, fetched.landed) == (1, [])
    assert [a.outcome for a in landing.answers("feed", feed.url)] == ["full", "not_modified"]


def test_the_date_alone_serves_where_there_is_no_etag(feed: Cached, run):
    feed.etag = None
    run(feeds, [feed.url])
    run(feeds, [feed.url], NOON + timedelta(hours=1))

    assert feed.statuses == [200, 304]


def test_once_a_day_the_whole_feed_is_downloaded_however_often_it_was_the_same(
    feed: Cached, landing, run
):
    """A 304 is the server's word; only a full download verifies what we hold."""
    for hours in (0, 8, 16, 24, 32, 40, 48):
        run(feeds, [feed.url], NOON + timedelta(hours=hours))

    assert feed.statuses == [200, 304, 304, 200, 304, 304, 200]
    assert len(landing.files("feed")) == 1


def test_a_feed_that_changed_lands_again(feed: Cached, landing, run):
    run(feeds, [feed.url])
    feed.body, feed.etag = FEED.replace(b"News", b"New"), '"v2"'
    run(feeds, [feed.url], NOON + timedelta(hours=1))
    run(feeds, [feed.url], NOON + timedelta(hours=2))

    assert feed.statuses == [200, 200, 304]
    assert [file.read() for file in landing.files("feed")] == [FEED, feed.body]


@pytest.mark.parametrize("loss", ["lost", "damaged"])
def test_without_the_bytes_no_conditional_request_is_made(feed: Cached, landing, run, loss: str):
    [file] = run(feeds, [feed.url]).landed
    if loss == "lost":
        file.path.unlink()
    else:
        file.path.write_bytes(b"<rss>")

    run(feeds, [feed.url], NOON + timedelta(hours=1))

    assert feed.statuses == [200, 200]
    assert file.read() == FEED


def test_an_error_page_is_evidence_but_no_copy_to_rely_on(feed: Cached, landing, run):
    feed.body = b"<html>Please enable JavaScript</html>"

    def check(content: bytes) -> dict[str, str]:
        return {"error": "a page that is neither RSS nor Atom"} if b"<html>" in content else {}

    run(feeds, [feed.url], check=check)
    run(feeds, [feed.url], NOON + timedelta(hours=1), check=check)

    assert 304 not in feed.statuses
    [file] = landing.files("feed")
    assert file.parser_outcome == {"error": "a page that is neither RSS nor Atom"}


def test_not_modified_to_an_unconditional_request_is_an_error(loopback: Loopback, landing, run):
    url = loopback.serve("/feed.rss", Scripted(status=304, length=None))
    good = loopback.serve("/good.rss", FEED)

    fetched = run(feeds, [url, good])

    [(failed, reason)] = fetched.failed
    assert failed == url
    assert "no copy was named" in reason
    assert len(landing.files("feed")) == 1


def test_one_bad_address_holds_up_no_other(loopback: Loopback, landing, run):
    gone = loopback.serve("/gone", Scripted(b"gone", status=410))
    cut = loopback.serve("/cut", Scripted(FEED, length=None, sent=30))
    good = loopback.serve("/good", Scripted(FEED, length=None))

    fetched = run(feeds, [gone, "https://elsewhere.example/rss", cut, good, good])

    assert [url for url, _ in fetched.failed] == [gone, "https://elsewhere.example/rss", cut]
    assert [file.url for file in fetched.landed] == [good]
    assert loopback.count("/good") == 1


def test_where_no_address_answers_the_fetch_fails(loopback: Loopback, run):
    urls = [loopback.serve(path, Scripted(status=500)) for path in ("/a", "/b")]

    with pytest.raises(Unreachable, match=r"none of 2 addresses answered; the first: .*status 500"):
        run(feeds, urls)


def test_no_address_is_no_failure(run):
    fetched = run(feeds, [])

    assert (fetched.done, fetched.failed) == (0, [])


def test_an_article_that_changes_under_its_address_lands_twice(loopback: Loopback, landing, run):
    url = loopback.serve("/news/1", ARTICLE, ARTICLE.replace(b"reviews", b"ends"))
    run(documents, [url])
    run(documents, [url], NOON + timedelta(hours=1))

    assert [(file.url, file.read()) for file in landing.files("document")] == [
        (url, ARTICLE),
        (url, ARTICLE.replace(b"reviews", b"ends")),
    ]


def test_two_addresses_that_end_alike_have_different_names(loopback: Loopback, landing, run):
    urls = [
        loopback.respond("/story", lambda asked: Scripted(ARTICLE + str(asked.query).encode()))
        + f"?id={number}"
        for number in (1, 2)
    ]
    run(documents, urls)

    assert len({file.name for file in landing.files("document")}) == 2


def test_the_screening_list_lands_by_the_day_it_was_made(client, landing, loopback: Loopback):
    served = Cached(loopback, csl.PATH, b"_id,source\n1,Entity List (EL)\n", None)
    told = []

    first = csl.fetch(
        client,
        landing,
        now=NOON + timedelta(days=1),
        check=lambda content: {"rows": content.count(b"\n") - 1},
        progress=lambda *step: told.append(step),
        base_url=loopback.url,
    )
    second = csl.fetch(
        client,
        landing,
        now=NOON + timedelta(days=1, hours=1),
        check=no_check,
        base_url=loopback.url,
    )

    [file] = first.landed
    assert (file.name, str(file.published_on)) == ("consolidated.csv", "2019-10-09")
    assert file.parser_outcome == {"rows": 1}
    assert second.not_modified == 1
    assert served.statuses == [200, 304]
    assert told == [("Consolidated Screening List", 1, 1)]


def test_a_screening_list_without_a_date_is_dated_by_the_day_of_asking(
    client, landing, loopback: Loopback
):
    loopback.serve(csl.PATH, b"_id\n")
    csl.fetch(client, landing, now=NOON, check=no_check, base_url=loopback.url)

    assert [file.published_on for file in landing.files("csl")] == [NOON.date()]


def test_a_screening_list_that_moved_to_another_host_is_refused(
    client, landing, loopback: Loopback
):
    moved = {"Location": "https://elsewhere.example/consolidated.csv"}
    loopback.serve(csl.PATH, Scripted(status=302, headers=moved))

    with pytest.raises(Refused, match="a host that is not configured"):
        csl.fetch(client, landing, now=NOON, check=no_check, base_url=loopback.url)
    assert landing.files() == []
