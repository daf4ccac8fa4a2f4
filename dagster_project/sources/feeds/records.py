"""The raw table of a feed. An item's author has no column on purpose: often a natural person."""

from __future__ import annotations

import pyarrow as pa

TABLES: dict[str, pa.Schema] = {
    # One row per item of one feed, in the feed's order.
    "feed_items": pa.schema(
        [
            ("feed_name", pa.string()),  # the feed's own title
            ("feed_url", pa.string()),  # its self link, else its site
            ("item_id", pa.string()),  # guid or atom:id, else the link, else a hash of the words
            ("url", pa.string()),
            ("title", pa.string()),
            ("summary_text", pa.string()),  # markup removed
            ("summary_markup", pa.string()),  # as it came
            ("published_at", pa.timestamp("us", tz="UTC")),
            ("published_text", pa.string()),  # as printed
            ("language", pa.string()),  # BCP 47 as stated, lower case
        ]
    )
}
