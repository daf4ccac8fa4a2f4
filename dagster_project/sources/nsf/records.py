"""The raw table of NSF awards: one row per award and file that states it.

Here: columns and their meaning. Investigators' and officers' names and addresses are personal data
and have no column.
"""

from __future__ import annotations

import pyarrow as pa

_MONEY = pa.decimal128(18, 2)

AWARDS = pa.schema(
    [
        pa.field("row_number", pa.int64(), nullable=False),  # place on the page, or sheet row
        pa.field("award_id_nsf", pa.string(), nullable=False),  # seven digits
        pa.field("title", pa.string(), nullable=False),
        pa.field("institution_name", pa.string(), nullable=False),
        pa.field("institution_text", pa.string(), nullable=False),
        pa.field("uei", pa.string()),  # Unique Entity Identifier of SAM.gov
        pa.field("city", pa.string()),
        pa.field("state", pa.string()),
        pa.field("country", pa.string()),
        pa.field("country_code", pa.string()),
        pa.field("program_name", pa.string()),
        pa.field("award_kind", pa.string()),  # Standard Grant, Continuing Grant, …
        pa.field("funds_obligated_usd", _MONEY),
        pa.field("estimated_total_usd", _MONEY),
        pa.field("listed_amount_usd", _MONEY),  # yearly sheet: it does not say which amount it is
        pa.field("awarded_on", pa.date32()),
        pa.field("starts_on", pa.date32()),
        pa.field("ends_on", pa.date32()),
        pa.field("repairs", pa.list_(pa.string()), nullable=False),  # named rules
    ]
)

TABLES: dict[str, pa.Schema] = {"nsf_awards": AWARDS}
