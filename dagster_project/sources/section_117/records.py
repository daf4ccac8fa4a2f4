"""The raw tables of Section 117: one row per reported gift or contract.

Here: columns and their meaning. Not here: how a file is read (`parse.py`) or how editions are
joined (`editions.py`).
"""

from __future__ import annotations

import pyarrow as pa

_MONEY = pa.decimal128(18, 2)

GIFTS = pa.schema(
    [
        pa.field("row_number", pa.int64(), nullable=False),  # as a spreadsheet shows it, from 1
        pa.field("source_row_id", pa.string()),  # the edition's ID: changes between editions
        pa.field("opeid", pa.string(), nullable=False),  # eight digits
        pa.field("opeid_text", pa.string(), nullable=False),
        pa.field("institution_name", pa.string(), nullable=False),
        pa.field("city", pa.string()),
        pa.field("state", pa.string()),
        pa.field("received_on", pa.date32(), nullable=False),
        pa.field("received_text", pa.string(), nullable=False),
        pa.field("amount_usd", _MONEY, nullable=False),  # negative: a correction
        pa.field("amount_text", pa.string(), nullable=False),
        pa.field("gift_type", pa.string(), nullable=False),  # as printed
        pa.field("funding_kind", pa.string(), nullable=False),
        pa.field("country", pa.string(), nullable=False),
        pa.field("country_code", pa.string()),
        pa.field("donor_name", pa.string()),  # null unless disclosure is 'named'
        pa.field("donor_text", pa.string(), nullable=False),  # as printed
        pa.field("disclosure", pa.string(), nullable=False),  # named, undisclosed, anonymous
        pa.field("is_truncated", pa.bool_(), nullable=False),  # fills the form's 35 characters
        pa.field("repairs", pa.list_(pa.string()), nullable=False),  # named rules, docs/sources
    ]
)

# One row per gift and edition in which something about it is told: the row that states it, or its
# absence where the edition covers its date.
LINKS = pa.schema(
    [
        pa.field("landed_id", pa.string(), nullable=False),  # the edition that tells it
        pa.field("published_on", pa.date32(), nullable=False),
        pa.field("row_number", pa.int64()),  # in that edition; null where the gift is withdrawn
        pa.field("gift_id", pa.string(), nullable=False),  # durable across editions
        pa.field("repeat_number", pa.int64(), nullable=False),  # 1, 2, … among equal rows
        pa.field("change", pa.string(), nullable=False),  # see editions.link_editions
        pa.field("restated_fields", pa.list_(pa.string()), nullable=False),
        pa.field("previous_landed_id", pa.string()),
        pa.field("previous_row_number", pa.int64()),
    ]
)

TABLES: dict[str, pa.Schema] = {"section_117_gifts": GIFTS}
LINK_TABLES: dict[str, pa.Schema] = {"section_117_gift_links": LINKS}
