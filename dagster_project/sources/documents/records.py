"""The raw table of a saved document. The author has no column on purpose: a natural person."""

from __future__ import annotations

import pyarrow as pa

TABLES: dict[str, pa.Schema] = {
    # One row per file.
    "news_documents": pa.schema(
        [
            ("document_name", pa.string()),
            ("title", pa.string()),
            ("body_text", pa.string()),  # composed (NFC), \n line ends; what offsets count
            ("published_on", pa.date32()),
            ("published_on_from", pa.string()),  # argument, html, text; null where unknown
            ("language", pa.string()),  # ISO 639-1
            ("encoding", pa.string()),
            ("encoding_repairs", pa.int32()),  # characters that had been decoded wrongly
        ]
    )
}
