"""The raw table of the Bureau's CSV, declared here only."""

from __future__ import annotations

import pyarrow as pa

_TEXT = pa.string()
_TEXTS = pa.list_(pa.string())

TABLES: dict[str, pa.Schema] = {
    # One row per printed row: one name × address × alias.
    "bis_csv_rows": pa.schema(
        [
            ("row_number", pa.int32()),
            ("source_list", _TEXT),
            ("name", _TEXT),
            ("name_key", _TEXT),
            ("alternate_names", _TEXTS),
            ("alternate_name_keys", _TEXTS),
            ("alternate_names_text", _TEXT),
            ("address", _TEXT),
            ("city", _TEXT),
            ("state_province", _TEXT),
            ("postal_code", _TEXT),
            ("country", _TEXT),
            ("country_code", _TEXT),
            ("citations", _TEXTS),
            ("citation_text", _TEXT),
            ("effective_dates", pa.list_(pa.date32())),
            ("effective_date_text", _TEXT),
            ("license_requirement", _TEXT),
            ("license_policy", _TEXT),
            ("terms", _TEXTS),
            ("remarks", _TEXT),
            ("web_link", _TEXT),
            ("flagged", _TEXTS),
        ]
    )
}
