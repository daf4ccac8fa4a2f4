"""Reads one saved document: plain text, or HTML through `trafilatura`.

The bytes' encoding is what the byte order mark or the page says if the bytes agree, else UTF-8
if they are UTF-8, else what `charset-normalizer` finds. Text that somebody had decoded with the
wrong encoding before saving it ("dÃ©clarÃ©") is put right, and counted.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from datetime import date

import trafilatura
from charset_normalizer import from_bytes

from dagster_project.sources.documents.records import TABLES
from dagster_project.sources.parsed import Parsed, Unreadable, to_table

PARSER_VERSION = 1

MAX_BYTES = 16 * 1024 * 1024
_REMEDY = "save the document again as UTF-8 text or as HTML and import it again"

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BINARY = (
    b"%PDF",
    b"PK\x03\x04",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\xd0\xcf\x11\xe0",
    b"\x1f\x8b",
)
_CHARSET = re.compile(rb"""<meta[^>]+charset\s*=\s*["']?\s*([A-Za-z0-9_-]+)""", re.I)
_LANGUAGE = re.compile(r"""<html[^>]+\blang\s*=\s*["']?([A-Za-z]{2})\b""", re.I)
_HTML = re.compile(rb"\A\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S)
_INVISIBLE = re.compile("[\u00ad\u200b\u200c\u200d\u2060\ufeff]")

# UTF-8 sequences read as Windows-1252: a lead byte and its continuation bytes, as characters.
_C1 = "".join(bytes([byte]).decode("cp1252", errors="ignore") for byte in range(0x80, 0xC0))
_C1 += "".join(map(chr, range(0x80, 0xA0)))
_MOJIBAKE = re.compile(f"[\u00c2-\u00df][{re.escape(_C1)}]|[\u00e0-\u00ef][{re.escape(_C1)}]{{2}}")

_MONTHS = {
    month: number
    for names in (
        "january february march april may june july august september october november december",
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
        "januar februar märz april mai juni juli august september oktober november dezember",
    )
    for number, month in enumerate(names.split(), start=1)
} | {"fevrier": 2, "aout": 8, "decembre": 12}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DAY_FIRST = re.compile(
    rf"\b(\d{{1,2}})(?:er|st|nd|rd|th|\.)?\s+({_MONTH})\s+((?:19|20)\d\d)\b", re.I
)
_MONTH_FIRST = re.compile(
    rf"\b({_MONTH})\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+((?:19|20)\d\d)\b", re.I
)
_ISO = re.compile(r"\b((?:19|20)\d\d)-(\d\d)-(\d\d)(?!\d)")
# How far into a plain text a dateline may stand.
_DATELINE_CHARACTERS = 600
_HEADLINE_CHARACTERS = 200

_FREQUENT_WORDS = {
    "en": "the of and to in that for is with was on by as has from",
    "fr": "le la les des du une et est que dans pour par sur avec qui",
    "de": "der die das und ist nicht mit den von ein eine für auf dem im",
    "es": "el los las una y es que en por para con del se su como",
    "it": "il gli della che di è per con una sono nel del alla anche ha",
    "pt": "o os as uma e é que em por para com do da não mais",
    "nl": "de het een en van is dat op te voor met zijn niet aan door",
}


def parse(content: bytes, *, name: str, published_on: date | None = None) -> Parsed:
    """The one document in these bytes.

    Raises Unreadable for an empty file, a binary one, one whose encoding cannot be found, and an
    HTML page without an article.
    """
    if not content.strip():
        raise _unreadable("an empty file", name)
    if len(content) > MAX_BYTES:
        raise _unreadable(f"{len(content):,} bytes", name)
    if content.startswith(_BINARY):
        raise _unreadable(f"a binary file that starts with {content[:4]!r}", name)
    raw_text, encoding = _decode(content, name)
    text, repairs = _repair(raw_text)
    title: str | None = None
    found_on: date | None = None
    found_in: str | None = None
    stated_language: str | None = None
    if _HTML.match(content[:4096]) or name.lower().endswith((".html", ".htm")):
        stated = _LANGUAGE.search(text[:4096])
        stated_language = stated[1].lower() if stated else None
        body, title, found_on = _article(text, name)
        found_in = "html" if found_on else None
    else:
        body = _tidy(text)
    if not found_on:
        found_on = _dateline(body)
        found_in = "text" if found_on else None
    if published_on:
        found_on, found_in = published_on, "argument"
    language = stated_language or guess_language(body)
    title, body = _headline_apart(body, title)
    row = {
        "document_name": name,
        "title": title,
        "body_text": body,
        "published_on": found_on,
        "published_on_from": found_in,
        "language": language,
        "encoding": encoding,
        "encoding_repairs": repairs,
    }
    return Parsed(
        tables={"news_documents": to_table([row], TABLES["news_documents"])},
        rows_found=1,
        rows_parsed=1,
        repairs={"wrongly_decoded_characters": repairs} if repairs else {},
    )


def _unreadable(found: str, name: str) -> Unreadable:
    return Unreadable(
        found=found,
        where=name,
        expected=f"one news document of text, at most {MAX_BYTES // 2**20} MiB",
        remedy=_REMEDY,
    )


def _decode(content: bytes, name: str) -> tuple[str, str]:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if content.startswith(mark):
            candidates = [encoding]
            break
    else:
        stated = _CHARSET.search(content[:4096])
        candidates = ([stated[1].decode().lower()] if stated else []) + ["utf-8"]
    for encoding in candidates:
        try:
            text = content.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
        if "\x00" not in text:
            return text, encoding
    best = from_bytes(content).best()
    if best is None or "\x00" in str(best):
        raise _unreadable("bytes in no encoding that can be told", name)
    return str(best), best.encoding.replace("_", "-")


def _repair(text: str) -> tuple[str, int]:
    """Text with wrongly decoded UTF-8 put right, and how many characters that were."""
    repaired = 0

    def right(match: re.Match[str]) -> str:
        nonlocal repaired
        characters = match[0]
        try:
            found = b"".join(
                bytes([ord(c)]) if ord(c) < 0x100 else c.encode("cp1252") for c in characters
            ).decode("utf-8")
        except UnicodeError:
            return characters
        repaired += 1
        return found

    return _MOJIBAKE.sub(right, text), repaired


def _article(text: str, name: str) -> tuple[str, str | None, date | None]:
    page = trafilatura.bare_extraction(
        text,
        include_comments=False,
        include_tables=False,
        # A fixed latest date: without it the library asks the clock.
        date_extraction_params={
            "extensive_search": False,
            "original_date": True,
            "max_date": "2100-01-01",
        },
        with_metadata=True,
    )
    if page is None or isinstance(page, dict) or not (page.text or "").strip():
        raise _unreadable("an HTML page without an article", name)
    found_on = date.fromisoformat(page.date) if page.date else None
    # One line is one paragraph there.
    body = "\n\n".join(filter(None, (line.strip() for line in _tidy(page.text or "").split("\n"))))
    return body, page.title or None, found_on


def _tidy(text: str) -> str:
    text = _INVISIBLE.sub("", unicodedata.normalize("NFC", text))
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _headline_apart(body: str, title: str | None) -> tuple[str | None, str]:
    """The headline and the text below it, so that no word stands in both.

    A text's first line is its headline if a blank line follows and it is no longer than one.
    """
    first, blank, rest = body.partition("\n\n")
    first = " ".join(first.split())
    if blank and (first == title or (title is None and len(first) <= _HEADLINE_CHARACTERS)):
        return first, rest.strip()
    return title, body


def _dateline(body: str) -> date | None:
    """The first whole date near the top: "le 9 octobre 2019", "October 9, 2019", "2019-10-09"."""
    head = body[:_DATELINE_CHARACTERS]
    found: list[tuple[int, int, int, int]] = []
    for match in _DAY_FIRST.finditer(head):
        found.append((match.start(), int(match[3]), _MONTHS[match[2].lower()], int(match[1])))
    for match in _MONTH_FIRST.finditer(head):
        found.append((match.start(), int(match[3]), _MONTHS[match[1].lower()], int(match[2])))
    for match in _ISO.finditer(head):
        found.append((match.start(), int(match[1]), int(match[2]), int(match[3])))
    for _, year, month, day in sorted(found):
        try:
            return date(year, month, day)
        except ValueError:
            continue
    return None


def guess_language(text: str) -> str | None:
    """The language whose most frequent words make up most of the text; None if none stands out."""
    words = re.findall(r"[^\W\d_]+", text[:20_000].lower())
    scores = {
        language: sum(words.count(word) for word in frequent.split())
        for language, frequent in _FREQUENT_WORDS.items()
    }
    best, second = sorted(scores.values(), reverse=True)[:2]
    if best < 2 or best == second:
        return None
    return max(scores, key=lambda language: scores[language])
