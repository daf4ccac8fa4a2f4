"""Reading the news: which parties a document names, what it reports of them, what is a copy.

Here: mentions with offset and sentence, reported relationships, stories. Not here: reading the
files (`sources/gdelt`, `sources/feeds`, `sources/documents`) and matching funding records
(`matching/`). Every row is something to review and says where it stands in print.
"""

from dagster_project.news.mentions import MentionFinder
from dagster_project.news.records import MENTIONS, RELATIONS, STORIES, Article, Party
from dagster_project.news.relations import relations
from dagster_project.news.stories import stories

__all__ = [
    "MENTIONS",
    "RELATIONS",
    "STORIES",
    "Article",
    "MentionFinder",
    "Party",
    "relations",
    "stories",
]
