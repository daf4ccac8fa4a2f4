"""Reads one RSS 0.9x/1.0/2.0 or Atom 1.0 feed through `feedparser`.

What feedparser is too kind about is refused here: a feed that was cut short, that is no feed, or
of which it returns fewer items than the bytes hold.
"""

from __future__ import annotations

import calendar
import hashlib
import html
import io
import re
import unicodedata
from datetime import UTC, date, datetime
from typing import Any

import feedparser

from dagster_project.sources.feeds.records import TABLES
from dagster_project.sources.parsed import Parsed, Rejected, Unreadable, to_table

PARSER_VERSION = 2

MAX_BYTES = 32 * 1024 * 1024
_REMEDY = "fetch the feed again; if it stays so, check its address with the outlet"

_ITEM = re.compile(rb"<(?:[A-Za-z0-9]+:)?(?:item|entry)[\s>]")
_CLOSED = re.compile(rb"</(?:[A-Za-z0-9]+:)?(?:rss|feed|rdf)\s*>(?:\s|<!--.*?-->)*\Z", re.I | re.S)
_BLOCK_TAG = re.compile(r"</?(?:p|br|div|li|ul|ol|h[1-6]|tr|table|blockquote)\b[^>]*>", re.I)
_TAG = re.compile(r"<[^>]+>")
_INVISIBLE = re.compile("[\u00ad\u200b\u200c\u200d\u2060\ufeff]")


def parse(content: bytes, *, name: str, published_on: date | None = None) -> Parsed:
    """Every item of one feed.

    Raises Unreadable for an empty file, a page that is no feed, a feed with document type
    entities, and one that is not closed or loses items.
    """
    if not content.strip():
        raise _unreadable("an empty file", name)
    if len(content) > MAX_BYTES:
        raise _unreadable(f"{len(content):,} bytes", name)
    if b"<!ENTITY" in content:
        raise _unreadable("entity declarations, which can be made to grow without end", name)
    feed = feedparser.parse(io.BytesIO(content), sanitize_html=False, resolve_relative_uris=False)
    if not feed.version:
        raise _unreadable("a page that is neither RSS nor Atom", name)
    repairs: dict[str, int] = {}
    if feed.bozo:
        if isinstance(feed.bozo_exception, feedparser.CharacterEncodingOverride):
            repairs["wrong_charset"] = 1
        elif not isinstance(feed.bozo_exception, feedparser.NonXMLContentType):
            repairs["not_well_formed"] = 1
    held = _items_held(content, feed.encoding)
    if held != len(feed.entries) or not _CLOSED.search(_as_ascii(content, feed.encoding)):
        raise _unreadable(
            f"{held} items of which {len(feed.entries)} can be read, or no end tag", name
        )
    rows: list[dict[str, Any]] = []
    rejected: list[Rejected] = []
    seen: dict[str, dict[str, Any]] = {}
    for row_number, entry in enumerate(feed.entries, start=1):
        row = _item(entry, feed.feed)
        reason = None
        if row["title"] is None and row["summary_text"] is None:
            reason = "neither a title nor a summary"
        elif row == seen.get(row["item_id"]):
            repairs["item_repeated"] = repairs.get("item_repeated", 0) + 1
            continue
        elif row["item_id"] in seen:
            reason = f"item {row['item_id']} stands in the feed already, with other words"
        if reason:
            words = f"{row['item_id']}\t{row['url'] or ''}\t{row['title'] or ''}"
            rejected.append(Rejected(row_number, reason, words))
            continue
        seen[row["item_id"]] = row
        rows.append(row)
    return Parsed(
        tables={"feed_items": to_table(rows, TABLES["feed_items"])},
        rows_found=held,
        rows_parsed=len(rows),
        rows_structural=repairs.get("item_repeated", 0),
        rejected=tuple(rejected),
        repairs=repairs,
    )


def _unreadable(found: str, name: str) -> Unreadable:
    return Unreadable(
        found=found,
        where=name,
        expected=f"one whole RSS or Atom feed, at most {MAX_BYTES // 2**20} MiB",
        remedy=_REMEDY,
    )


def _as_ascii(content: bytes, encoding: str | None) -> bytes:
    """The bytes with tags readable as ASCII, also where the feed is UTF-16."""
    if encoding and encoding.lower().startswith(("utf-16", "utf_16", "utf-32", "utf_32")):
        return content.decode(encoding, errors="replace").encode("utf-8")
    return content


def _items_held(content: bytes, encoding: str | None) -> int:
    without_data = re.sub(
        rb"<!\[CDATA\[.*?\]\]>|<!--.*?-->", b"", _as_ascii(content, encoding), flags=re.DOTALL
    )
    return len(_ITEM.findall(without_data))


def _item(entry: Any, feed: Any) -> dict[str, Any]:
    link = entry.get("link") or ""
    url = link if link.startswith(("http://", "https://")) else None
    title = _plain(entry.get("title", ""))
    markup = (entry.content[0].value if entry.get("content") else None) or entry.get("summary")
    summary = _plain(markup or "")
    moment = entry.get("published_parsed") or entry.get("updated_parsed")
    words = hashlib.sha256(f"{title}\n{summary}".encode()).hexdigest()[:16]
    links = feed.get("links", [])
    own = next((link.get("href") for link in links if link.get("rel") == "self"), None)
    language = entry.get("language") or feed.get("language") or _stated(entry, feed)
    return {
        "feed_name": _plain(feed.get("title", "")),
        "feed_url": own or feed.get("link") or None,
        "item_id": entry.get("id") or url or f"sha256:{words}",
        "url": url,
        "title": title,
        "summary_text": summary,
        "summary_markup": markup or None,
        "published_at": datetime.fromtimestamp(calendar.timegm(moment), UTC) if moment else None,
        "published_text": entry.get("published") or entry.get("updated") or None,
        "language": language.lower() if language else None,
    }


def _stated(entry: Any, feed: Any) -> str | None:
    """xml:lang, which feedparser hands down to the details of each text."""
    for detail in (entry.get("title_detail"), feed.get("title_detail")):
        if detail and detail.get("language"):
            return str(detail["language"])
    return None


def _plain(markup: str) -> str | None:
    """Text without markup, composed (NFC), spaces collapsed, paragraphs kept; None if empty."""
    text = html.unescape(_TAG.sub("", _BLOCK_TAG.sub("\n", markup)))
    text = _INVISIBLE.sub("", unicodedata.normalize("NFC", text))
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n\n".join(filter(None, lines)) or None
