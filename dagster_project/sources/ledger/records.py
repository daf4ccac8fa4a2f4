"""The ledger's contract: its columns, the words allowed in them, and the raw table they become.

Here: what an office may write. Not here: reading a file (`parse.py`) or keeping the history of
amended records (the warehouse numbers the files).
"""

from __future__ import annotations

import pyarrow as pa

# Column → what stands in it. The order is the template's; a file may use any order.
COLUMNS: dict[str, str] = {
    "record_id": "the office's own lasting number for the record; the same in every file",
    "institution_name": "the institution whose relationship it is",
    "unit": "school, department or laboratory",
    "counterparty_name": "the other party as the office writes it; blank if not disclosed",
    "counterparty_country": "country name or ISO 3166-1 alpha-2 code",
    "counterparty_parent": "the body of which it is a unit or an affiliate, where you know it",
    "relationship_kind": "one of the kinds",
    "title": "project, agreement or purpose",
    "amount": "total in the currency, like 250000 or 250000.00; blank if there is none",
    "currency": "ISO 4217 code, like USD; needed wherever an amount stands",
    "funded_on": "the day the money was awarded or received, YYYY-MM-DD",
    "starts_on": "first day of the relationship, YYYY-MM-DD",
    "ends_on": "last agreed day, YYYY-MM-DD; blank if open",
    "status": "one of the states",
    "terminated_on": "the day it was ended before its time, YYYY-MM-DD",
    "termination_reason": "why it was ended before its time",
    "amended_on": "the day this row changed an earlier one of the same record_id, YYYY-MM-DD",
    "notes": "anything else; no personal data",
}
REQUIRED_COLUMNS = (
    "record_id",
    "institution_name",
    "counterparty_name",
    "relationship_kind",
    "status",
)

RELATIONSHIP_KINDS = (
    "sponsored_project",
    "gift",
    "restricted_gift",
    "grant",
    "contract",
    "membership",
    "agreement",
    "appointment",
    "consortium_participation",
)
STATUSES = ("proposed", "active", "suspended", "ended", "terminated", "declined")

RECORDS = pa.schema(
    [
        pa.field("row_number", pa.int64(), nullable=False),  # as a spreadsheet shows it
        pa.field("record_id", pa.string(), nullable=False),
        pa.field("institution_name", pa.string(), nullable=False),
        pa.field("unit", pa.string()),
        pa.field("counterparty_name", pa.string()),  # null unless disclosure is 'named'
        pa.field("counterparty_text", pa.string(), nullable=False),  # as written
        pa.field("disclosure", pa.string(), nullable=False),  # named, undisclosed, anonymous
        pa.field("counterparty_country", pa.string()),
        pa.field("counterparty_country_code", pa.string()),
        pa.field("counterparty_parent", pa.string()),
        pa.field("relationship_kind", pa.string(), nullable=False),
        pa.field("title", pa.string()),
        pa.field("amount", pa.decimal128(18, 2)),  # in `currency`
        pa.field("amount_text", pa.string(), nullable=False),
        pa.field("currency", pa.string()),
        pa.field("funded_on", pa.date32()),
        pa.field("starts_on", pa.date32()),
        pa.field("ends_on", pa.date32()),
        pa.field("status", pa.string(), nullable=False),
        pa.field("terminated_on", pa.date32()),
        pa.field("termination_reason", pa.string()),
        pa.field("amended_on", pa.date32()),
        pa.field("notes", pa.string()),
        pa.field("repairs", pa.list_(pa.string()), nullable=False),  # named rules
    ]
)

TABLES: dict[str, pa.Schema] = {"ledger_records": RECORDS}
