"""The raw tables of the eCFR's lists. The only place where their columns are declared."""

from __future__ import annotations

import pyarrow as pa

_TEXT = pa.string()
_NUMBER = pa.int32()
_TEXTS = pa.list_(pa.string())

TABLES: dict[str, pa.Schema] = {
    # One row per listed entry, in printed order over all lists of the file.
    "ecfr_entries": pa.schema(
        [
            ("entry_number", _NUMBER),
            ("list_kind", _TEXT),
            ("first_row", _NUMBER),
            ("last_row", _NUMBER),
            ("country", _TEXT),
            ("country_code", _TEXT),
            ("entity_text", _TEXT),
            ("entity_kind", _TEXT),
            ("entity_name", _TEXT),
            ("name_key", _TEXT),
            ("license_requirement", _TEXT),
            ("requirement_key", _TEXT),
            ("license_review_policy", _TEXT),
            ("policy_key", _TEXT),
            ("footnotes", _TEXTS),
            ("citations", _TEXTS),
            ("successor_clause", pa.bool_()),
            ("including_clause", _TEXT),
            ("see_also", _TEXTS),
            ("aliases_declared", _NUMBER),
            ("aliases_parsed", _NUMBER),
            ("content_key", _TEXT),
            ("flagged", _TEXTS),
        ]
    ),
    # One row per name of an entry, the primary name first.
    "ecfr_names": pa.schema(
        [
            ("entry_number", _NUMBER),
            ("name_number", _NUMBER),
            ("name", _TEXT),
            ("name_kind", _TEXT),
            ("name_key", _TEXT),
        ]
    ),
    # One row per address of an entry, in printed order.
    "ecfr_addresses": pa.schema(
        [
            ("entry_number", _NUMBER),
            ("address_number", _NUMBER),
            ("address", _TEXT),
            ("address_key", _TEXT),
        ]
    ),
    # One row per citation of an entry; the first is the addition, later ones are amendments.
    "ecfr_citations": pa.schema(
        [
            ("entry_number", _NUMBER),
            ("citation_number", _NUMBER),
            ("volume", _NUMBER),
            ("page", _NUMBER),
            ("citation", _TEXT),
            ("published_on", pa.date32()),
            ("citation_text", _TEXT),
            ("repaired_by", _TEXT),
        ]
    ),
    # One row per decoded term of an entry's licence requirement and review policy.
    "ecfr_terms": pa.schema(
        [
            ("entry_number", _NUMBER),
            ("term_number", _NUMBER),
            ("term_kind", _TEXT),
            ("value", _TEXT),
            ("term_text", _TEXT),
        ]
    ),
    # One row per printed table row of every list, and what became of it.
    "ecfr_rows": pa.schema(
        [
            ("row_number", _NUMBER),
            ("list_kind", _TEXT),
            ("disposition", _TEXT),
            ("entry_number", _NUMBER),
            ("row_text", _TEXT),
        ]
    ),
    # One row per footnote of a list: the law behind the digits.
    "ecfr_notes": pa.schema(
        [
            ("list_kind", _TEXT),
            ("footnote", _TEXT),
            ("note_text", _TEXT),
        ]
    ),
}
