"""The raw table of Federal Register documents. The only place where its columns are declared."""

from __future__ import annotations

import pyarrow as pa

TABLES: dict[str, pa.Schema] = {
    # One row per document of the file. A field that was not asked for is null.
    "federal_register_documents": pa.schema(
        [
            ("row_number", pa.int32()),
            ("document_number", pa.string()),
            ("citation", pa.string()),
            ("volume", pa.int32()),
            ("start_page", pa.int32()),
            ("end_page", pa.int32()),
            ("published_on", pa.date32()),
            ("effective_on", pa.date32()),
            ("title", pa.string()),
            ("abstract", pa.string()),
            ("document_type", pa.string()),
            ("agencies", pa.list_(pa.string())),
            ("html_url", pa.string()),
            ("is_entity_list_rule", pa.bool_()),
        ]
    ),
}
