"""Fetches RSS and Atom feeds by address. What is in one: `parse.py`."""

from __future__ import annotations

import re
from functools import partial

from dagster_project.sources.fetching import fetch_addresses

SOURCE = "feed"

_END = re.compile(rb"</(?:[A-Za-z0-9]+:)?(?:rss|feed|rdf)\s*>(?:\s|<!--.*?-->)*\Z", re.I | re.S)

fetch = partial(fetch_addresses, source=SOURCE, ending="xml", end_marker=_END)
