"""Names as offices and agencies type them: cleaned, told apart from "not named", placed on a map.

Here: what every funding source does to a donor's, counterparty's or country's text, each change
under a named rule. Not here: deciding whether two names mean one party (`matching/`).
"""

from __future__ import annotations

import re
import unicodedata
import warnings
from functools import cache
from typing import Literal

import countrynames

Disclosure = Literal["named", "undisclosed", "anonymous"]

_INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060\ufeff\u00ad]")
_SPECIAL_SPACE = re.compile(r"[\u00a0\u2000-\u200a\u202f\u205f\u3000]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")

# Anonymous, anonymous8, Anon. Donor #8, Anonumous, Annonymous, Anonynmous #113, Requested Anonymity
_ANONYMOUS = re.compile(
    r"(?:requested )?(?:an+on[a-z]*m[a-z]*s|anonym[a-z]*|anonyous|anonynous|anon\b\.?)", re.I
)
_PLACEHOLDER = re.compile(
    r"(?:donors?|individuals?|various|multiple)(?: (?:donors?|individuals?))?(?: ?#?\d+)?"
    r"|(?:private|confidential|undisclosed|unknown|unnamed)"
    r"(?: (?:entity|donors?|individuals?|party|sponsor|source|company))?"
    r"|company|agency|university|name withheld|withheld|not (?:disclosed|available|applicable)"
    r"|none|null|n/?a|tbd|[\W\d_]+|\w",
    re.I,
)

# Names in the sources that `countrynames` does not know, or places on a finer map than ISO 3166-1.
_COUNTRIES = {
    "ENGLAND": ("GB", "country_within_united_kingdom"),
    "SCOTLAND": ("GB", "country_within_united_kingdom"),
    "WALES": ("GB", "country_within_united_kingdom"),
    "NORTHERN IRELAND": ("GB", "country_within_united_kingdom"),
    # The Department's table of countries holds KOREA beside SOUTH KOREA; the donors under it are
    # Samsung, Hyundai and South Korea's universities.
    "KOREA": ("KR", "country_read_as_south_korea"),
    "CEYLON": ("LK", "country_former_name"),
    "CAYMAN ISLANDS (THE)": ("KY", "country_spelling"),
    "MARSHAL ISLANDS (THE)": ("MH", "country_spelling"),
    "NORTHERN MARIANA ISL": ("MP", "country_spelling"),
    # One name for several present-day territories: no single code is true.
    "BRITISH WEST INDIES": (None, "country_of_several"),
    "UNITED NATIONS": (None, "country_is_an_organisation"),
}


def clean_name(text: str) -> tuple[str, list[str]]:
    """A name in composed Unicode with single plain spaces, and the named rules that changed it."""
    repairs: list[str] = []
    name = unicodedata.normalize("NFC", text)
    if _SPECIAL_SPACE.search(name):
        repairs.append("no_break_space")
        name = _SPECIAL_SPACE.sub(" ", name)
    if _INVISIBLE.search(name) or _CONTROL.search(name):
        repairs.append("invisible_characters")
        name = _CONTROL.sub(" ", _INVISIBLE.sub("", name))
    tidy = " ".join(name.split())
    if tidy != name:
        repairs.append("extra_spaces")
    return tidy, repairs


def disclosure_of(name: str) -> tuple[Disclosure, bool]:
    """Whether a cleaned name names somebody; the flag says that a word stood in for a name.

    `Anonymous #11` is "anonymous"; a blank, `Individual`, `Company` or a bare number is
    "undisclosed". Neither is ever a reason to call a relationship clear.
    """
    if not name:
        return "undisclosed", False
    if _ANONYMOUS.match(name):
        return "anonymous", False
    if _PLACEHOLDER.fullmatch(name):
        return "undisclosed", True
    return "named", False


@cache
def country_code(text: str) -> tuple[str | None, str | None]:
    """The ISO 3166-1 alpha-2 code of a country as printed, and the named rule where one was needed.

    No code: the rule says why (`country_unknown`, `country_of_several`,
    `country_is_an_organisation`), or the text is blank.
    """
    name = " ".join(text.split())
    if not name:
        return None, None
    known = _COUNTRIES.get(name.upper())
    if known:
        return known
    with warnings.catch_warnings():
        # It advises an optional transliterator; country names in these sources need none.
        warnings.simplefilter("ignore")
        code = countrynames.to_code(name)
    if code is None or len(code) != 2:
        return None, "country_unknown"
    return code, None
