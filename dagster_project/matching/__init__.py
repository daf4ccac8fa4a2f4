"""Match names against every name on the list: candidates, score, level, verdict and evidence.

Here: names in, scored pairs out; pure, set-based, the same for the pipeline, the command line
and the news. Not here: where names come from, what a person decides about a match, and time.
"""

from dagster_project.matching.index import CONFIGURATION_HASH, MATCHER_VERSION, Index
from dagster_project.matching.records import (
    KEPT_MATCHES,
    LEVELS,
    MATCHES,
    SCREENED,
    VERDICTS,
    ListedName,
    ScreenedName,
)

__all__ = [
    "CONFIGURATION_HASH",
    "KEPT_MATCHES",
    "LEVELS",
    "MATCHER_VERSION",
    "MATCHES",
    "SCREENED",
    "VERDICTS",
    "Index",
    "ListedName",
    "ScreenedName",
]
