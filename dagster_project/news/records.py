"""What goes into reading the news and what comes out of it.

Here: the records and the arrow schemas. Not here: how anything is found.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pyarrow as pa


@dataclass(frozen=True)
class Party:
    """One name of one party; a party with several names is several of these.

    `party_kind` is `listed` (id is an entity_id), `institution` or `counterparty` (id is an
    organization_id). `name_kind` is `primary`, `also_known_as`, `formerly_known_as` or
    `initialism`. `country_code` is ISO 3166-1 alpha-2, where known.
    """

    party_kind: str
    id: str
    name: str
    name_kind: str
    country_code: str | None


@dataclass(frozen=True)
class Article:
    """One document as the press printed it. `language` is ISO 639 where known.

    `is_name_list` is for GDELT, which gives the names it found and not the text: `text` then
    holds one name a line, capitals mean nothing, and each line stands alone.
    """

    document_id: str
    title: str | None
    text: str
    language: str | None
    published_on: date | None
    is_name_list: bool = False


# One row per document, span and party.
MENTIONS = pa.schema(
    [
        ("document_id", pa.string()),
        ("part", pa.string()),  # title or text: what start and end count in
        ("start", pa.int32()),  # characters, half-open
        ("end", pa.int32()),
        ("mention_text", pa.string()),  # exactly part[start:end]
        ("party_kind", pa.string()),
        ("party_id", pa.string()),
        ("matched_name", pa.string()),  # the printed name from which the written form comes
        ("ambiguity", pa.string()),  # plain, needs_context_met
        ("rule", pa.string()),  # how the written form comes from the name (forms.RULES)
        ("context", pa.string()),  # what settled an ambiguous name; null if plain
        ("quote", pa.string()),  # the sentence
    ]
)

# One row per document, institution, party, kind and sentence: what is reported, not what is so.
RELATIONS = pa.schema(
    [
        ("document_id", pa.string()),
        ("institution_id", pa.string()),  # null for `lists`
        ("party_kind", pa.string()),
        ("party_id", pa.string()),
        ("relation_kind", pa.string()),  # funds, ends, reviews, partners, joins, lists, co_mention
        ("status", pa.string()),  # active, ended, under_review, listed, planned, unstated
        ("quantity", pa.int32()),
        ("quantity_of", pa.string()),  # projects, …; as printed
        ("attributed_to", pa.string()),  # whom the sentence gives as its source; null if none
        ("part", pa.string()),
        ("start", pa.int32()),  # the sentence
        ("end", pa.int32()),
        ("quote", pa.string()),
    ]
)

# One row per document. A story's id is the smallest document_id in it.
STORIES = pa.schema([("document_id", pa.string()), ("story_id", pa.string())])
