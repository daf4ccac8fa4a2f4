"""Federal Register citations as the lists print them: `84 FR 54004, 10/9/19.`

Here: one citation cell into its citations, in printed order, with a named rule for each dirty
spelling. Not here: which document a citation means (a page falls into a document's page range).

The Federal Register has one volume a year, volume 1 in 1936 (44 U.S.C. chapter 15), so that
volume and year prove each other.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

VOLUME_YEAR = 1935  # volume + VOLUME_YEAR = year

_MONTHS = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1
    )
}
_CITATION = re.compile(
    r"""
    (?P<volume>\d{2,3})\s*FR\s+(?P<repeated>FR\s+)?(?P<page>\d{1,6}?)
    (?P<between>[\s.,;]*(?:preview\ citation\ details[\s,]*)?)
    (?:
      (?P<month>\d{1,2})/(?P<day>\d{1,2})/(?P<year>\d{4}|\d{2})(?!\d)
      | (?P<month_name>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?\s+
        (?P<day_named>\d{1,2}),?\s+(?P<year_named>\d{4})
    )
    """,
    re.VERBOSE,
)
_READABLE = re.compile(r"\w")


@dataclass(frozen=True)
class Citation:
    """One citation. `repaired_by` names the rules that were needed, None for a clean one."""

    volume: int
    page: int
    published_on: date
    text: str
    repaired_by: str | None

    @property
    def citation(self) -> str:
        """The plain form, `84 FR 54004`."""
        return f"{self.volume} FR {self.page}"

    def repaired(self, rule: str, **changes: object) -> Citation:
        """The same citation with a field mended, and the rule added to its record."""
        rules = f"{self.repaired_by}, {rule}" if self.repaired_by else rule
        return replace(self, repaired_by=rules, **changes)  # type: ignore[arg-type]


@lru_cache(maxsize=4096)
def parse_citations(text: str) -> tuple[tuple[Citation, ...], str]:
    """The citations of one cell, and the text that is none of them (empty when all was read).

    A date glued to its page (`88 FR 121582/27/23`) is read where only one split is a date.
    """
    found: list[Citation] = []
    unread: list[str] = []
    end = 0
    for match in _CITATION.finditer(text):
        unread.append(text[end : match.start()])
        end = match.end()
        citation = _citation(match)
        if citation is None:
            unread.append(match.group())
        else:
            found.append(citation)
    unread.append(text[end:])
    left = " ".join(part.strip(" .,;\n") for part in unread if _READABLE.search(part))
    return tuple(found), left


def _citation(match: re.Match[str]) -> Citation | None:
    volume, page, between = match["volume"], match["page"], match["between"]
    month, day = match["month"], match["day"] or match["day_named"]
    year = match["year"] or match["year_named"]
    rules = []
    if match["month_name"]:
        month = str(_MONTHS[match["month_name"].lower()])
    elif between == "":
        splits = _splits(page + month)
        if len(splits) != 1:
            return None
        page, month = splits[0]
        rules.append("date_glued_to_page")
    if match["repeated"]:
        rules.append("repeated_fr")
    if "preview" in between:
        rules.append("editing_words_dropped")
    elif between and "," not in between:
        rules.append("full_stop_for_comma" if "." in between else "comma_missing")
    if len(year) == 2:
        year = f"{'19' if int(year) >= 36 else '20'}{year}"
    try:
        published_on = date(int(year), int(month), int(day))
    except ValueError:
        return None
    citation = Citation(
        int(volume),
        int(page),
        published_on,
        " ".join(match.group().split()),
        ", ".join(rules) or None,
    )
    if citation.volume + VOLUME_YEAR != published_on.year:
        return citation.repaired("volume_from_date", volume=published_on.year - VOLUME_YEAR)
    return citation


def _splits(digits: str) -> list[tuple[str, str]]:
    """Every way to part glued digits into a page and a month that is a month."""
    return [
        (digits[:-width], digits[-width:])
        for width in (1, 2)
        if len(digits) > width + 2
        and not digits[-width:].startswith("0")
        and 1 <= int(digits[-width:]) <= 12
    ]
