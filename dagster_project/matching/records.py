"""What goes into the matcher and what comes out. No logic here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pyarrow as pa


@dataclass(frozen=True, slots=True)
class ListedName:
    """One name or alias of one listed entity, as parsed from the list.

    `country_code` is ISO 3166-1 alpha-2; `valid_from`/`valid_to` are half open and ride along:
    the matcher says who, the warehouse says when.
    """

    entity_id: str
    party_id: str | None
    name: str
    name_kind: str
    country_code: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class ScreenedName:
    """One name to be screened; `country_code` is ISO 3166-1 alpha-2 where it is known."""

    name: str
    country_code: str | None = None


LEVELS = ("brand", "group", "legal_entity", "unit", "address")
VERDICTS = ("match", "review", "near_miss", "no_match")

MATCHES = pa.schema(
    [
        pa.field("name_number", pa.int32(), nullable=False),
        pa.field("name", pa.string(), nullable=False),
        pa.field("country_code", pa.string()),
        pa.field("entity_id", pa.string(), nullable=False),
        pa.field("matched_name", pa.string(), nullable=False),
        pa.field("matched_name_kind", pa.string(), nullable=False),
        pa.field("score", pa.float64(), nullable=False),
        pa.field("level", pa.string(), nullable=False),
        pa.field("verdict", pa.string(), nullable=False),
        pa.field("evidence", pa.string(), nullable=False),
        pa.field("matcher_version", pa.string(), nullable=False),
        pa.field("configuration_hash", pa.string(), nullable=False),
    ]
)
"""One row per screened name and listed entity; `name_number` is the position in the input."""

KEPT_MATCHES = MATCHES.append(pa.field("known_before", pa.timestamp("us")))
"""A match as it is stored: of the whole list, or of the names on record before a moment, found for
a name that is found through an alias; `name_number` is the name's place among all names."""

SCREENED = pa.schema(
    [
        pa.field("name", pa.string(), nullable=False),
        pa.field("country_code", pa.string()),
        pa.field("known_before", pa.timestamp("us")),
        pa.field("asked_for", pa.string(), nullable=False),
        pa.field("grounds", pa.int64(), nullable=False),
        pa.field("list_digest", pa.string(), nullable=False),
        pa.field("rows_found", pa.int32(), nullable=False),
    ]
)
"""One row per name that was matched, in each round: `grounds` is what its rows rest on, and
`asked_for` the entities wanted before an alias came on record, all if empty."""
