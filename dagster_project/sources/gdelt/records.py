"""The raw table of a GKG file. Natural persons and quotations have no column on purpose."""

from __future__ import annotations

import pyarrow as pa

ORGANIZATION = pa.struct([("name", pa.string()), ("char_offset", pa.int32())])

TABLES: dict[str, pa.Schema] = {
    # One row per GKG record, which is one article (or one broadcast transcript).
    "gdelt_articles": pa.schema(
        [
            ("record_id", pa.string()),  # GKGRECORDID: a T after the hyphen marks a translation
            ("seen_at", pa.timestamp("us", tz="UTC")),  # V2.1DATE: when GDELT saw it
            ("source_name", pa.string()),  # V2SOURCECOMMONNAME
            ("source_collection", pa.int32()),  # 1 web, 2 citation only, 3 CORE, 4 DTIC, 5 JSTOR, 6
            ("url", pa.string()),  # V2DOCUMENTIDENTIFIER; null where it is no address
            ("document_identifier", pa.string()),  # the same field as printed
            ("title", pa.string()),  # PAGE_TITLE of V2EXTRASXML, character references resolved
            ("is_translated", pa.bool_()),
            ("language", pa.string()),  # ISO 639-3; `eng` where nothing was translated
            # As spelt by GDELT, in order of offset. The offset counts characters of GDELT's own
            # (English) text; null where only V1ORGANIZATIONS names it.
            ("organizations", pa.list_(ORGANIZATION)),
            ("themes", pa.list_(pa.string())),  # V1THEMES
        ]
    )
}
