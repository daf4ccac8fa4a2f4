"""Fetches single documents by address: articles, press releases. What is in one: `parse.py`.

An article that is changed under the same address lands again; both versions stay.
"""

from __future__ import annotations

import re
from functools import partial

from dagster_project.sources.fetching import fetch_addresses

SOURCE = "document"

_END = re.compile(rb"</html\s*>(?:\s|<!--.*?-->)*\Z", re.I | re.S)

fetch = partial(fetch_addresses, source=SOURCE, ending="html", end_marker=_END)
