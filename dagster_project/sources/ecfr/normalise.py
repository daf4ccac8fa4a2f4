"""The comparison form of printed text: what stays when an editor, and not a rule, changed it.

Here: the keys that names, addresses and legal terms are compared by. Not here: matching, which
compares names that differ in substance.

Rules, in order; each is there because two editions of the list differ in that way only:

1. Compatibility forms and no-break, thin and other spaces fold to their plain form (NFKC).
2. Cyrillic letters that look like Latin ones, inside Latin text, become the Latin ones.
3. Diacritics and letter case are dropped (`Policy of Denial`, `İstanbul`, dotless `ı`).
4. Apostrophes, quotation marks and primes vanish (`Int'l`, `‘Morye’`); a fraction slash is `/`.
5. Every other run of punctuation, dashes, line breaks and spaces is one space
   (`EAR.)` and `EAR)`, an en dash and a hyphen, `alias, ` and `alias:`).

`legal_key` is for licence terms and adds:

6. A letter l inside a section number is the digit 1 (`744.2l(b)`).
7. Letters and digits that touch are parted (`744.11of`, `EAR99` and `EAR 99`).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Letters that Unicode does not decompose, and Cyrillic letters drawn like Latin ones.
_FOLD = str.maketrans(
    {"ı": "i", "ł": "l", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe", "⁄": "/"}
    | dict(zip("авеёкмнорстухіјѕ", "abeekmhopctyxijs", strict=True))
)
_QUOTES = re.compile("['’‘ʼ`´ʹ′″“”\"„«»]")
_NOT_WORD = re.compile(r"[^\w]+|_+")
_SECTION_L = re.compile(r"(?<=\d)l(?=\(|\b)")
_TOUCHING = re.compile(r"(?<=\d)(?=[^\W\d])|(?<=[^\W\d])(?=\d)")
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_LATIN = re.compile("[a-z]")


@lru_cache(maxsize=65536)
def key(text: str) -> str:
    """The comparison form of a name or an address; empty when nothing readable is in it."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
        text = "".join(c for c in text if not unicodedata.combining(c))
        if not _CYRILLIC.search(text) or _LATIN.search(text):
            text = text.translate(_FOLD)
    return _NOT_WORD.sub(" ", _QUOTES.sub("", text.casefold())).strip()


@lru_cache(maxsize=4096)
def legal_key(text: str) -> str:
    """The comparison form of a licence requirement or review policy."""
    return key(_TOUCHING.sub(" ", _SECTION_L.sub("1", text)))
