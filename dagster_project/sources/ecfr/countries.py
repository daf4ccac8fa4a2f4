"""Destinations as the lists print them, to ISO 3166-1 alpha-2.

Here: the list's own names for destinations. Not here: country names in general
(`sources/names.py`).
"""

from __future__ import annotations

from functools import lru_cache

from dagster_project.sources import names
from dagster_project.sources.ecfr.normalise import key

# A destination that is no ISO country keeps the code of the country the list's words put it in.
_DESTINATIONS = {
    "china peoples republic of": "CN",
    "peoples republic of china": "CN",
    "crimea": "UA",
    "crimea region of ukraine": "UA",
    "crimea occupied": "UA",
    "u a e": "AE",
    "u k": "GB",
}


@lru_cache(maxsize=1024)
def country_code(printed: str) -> str | None:
    """The alpha-2 code, or None where no rule knows the name."""
    folded = key(printed)
    return _DESTINATIONS.get(folded) or names.country_code(folded)[0]
