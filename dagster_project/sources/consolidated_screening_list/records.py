"""The raw tables of the Consolidated Screening List, declared here only."""

from __future__ import annotations

import pyarrow as pa

_TEXT = pa.string()
_TEXTS = pa.list_(pa.string())

TABLES: dict[str, pa.Schema] = {
    # One row per record of the Entity List. `source_id` changes between versions: no key.
    "csl_entries": pa.schema(
        [
            ("row_number", pa.int32()),
            ("source_list", _TEXT),
            ("source_id", _TEXT),
            ("name", _TEXT),
            ("name_key", _TEXT),
            ("alt_names", _TEXTS),
            ("alt_name_keys", _TEXTS),
            ("alt_names_text", _TEXT),
            ("addresses", _TEXTS),
            ("addresses_text", _TEXT),
            ("country_codes", _TEXTS),
            ("citations", _TEXTS),
            ("citation_text", _TEXT),
            ("start_date", pa.date32()),
            ("start_date_text", _TEXT),
            ("license_requirement", _TEXT),
            ("license_policy", _TEXT),
            ("terms", _TEXTS),
            ("remarks", _TEXT),
            ("flagged", _TEXTS),
        ]
    ),
    # One row per list in the file and how many records it has: a lost list shows here.
    "csl_lists": pa.schema([("source_list", _TEXT), ("rows", pa.int32())]),
}
