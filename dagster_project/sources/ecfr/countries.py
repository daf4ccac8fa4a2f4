"""Countries as the lists print them, to ISO 3166-1 alpha-2.

Here: the printed forms that the `countrynames` package does not know. Not here: its own names.
"""

from __future__ import annotations

import warnings
from functools import lru_cache

import countrynames

from dagster_project.sources.ecfr.normalise import key

# The list's own destinations that are no ISO country keep the code of the country whose
# territory they are in the list's words.
_RULES = {
    "china peoples republic of": "CN",
    "peoples republic of china": "CN",
    "crimea region of ukraine": "UA",
    "crimea occupied": "UA",
}


@lru_cache(maxsize=1024)
def country_code(printed: str) -> str | None:
    """The alpha-2 code, or None where neither the rules nor `countrynames` know the name."""
    folded = key(printed)
    with warnings.catch_warnings():
        # It asks for a better transliterator; what it gets here is ASCII already.
        warnings.simplefilter("ignore")
        return _RULES.get(folded) or countrynames.to_code(folded)
