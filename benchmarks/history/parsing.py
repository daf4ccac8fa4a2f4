"""How fast an edition of the list is parsed, against plain lxml iteration of the same bytes.

    ENTITY_LIST_REAL_DATA=… python benchmarks/history/parsing.py

Each real edition in turn, oldest first, in one process, as a backfill reads them: the first finds
nothing read before, a later one only what an editor or a rule changed. `again` parses the same
bytes once more. CPU milliseconds on one thread; lxml's figure builds the tree and touches the
text of every element.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from lxml import etree  # noqa: E402

from dagster_project.sources.ecfr.countries import country_code  # noqa: E402
from dagster_project.sources.ecfr.parse import parse  # noqa: E402

ROUNDS = 5


def main() -> None:
    if "ENTITY_LIST_REAL_DATA" not in os.environ:
        sys.exit("set ENTITY_LIST_REAL_DATA to the folder that holds entity_list/ecfr/*.xml")
    real = Path(os.environ["ENTITY_LIST_REAL_DATA"]) / "entity_list" / "ecfr"
    country_code("China")  # the table of the world's countries is loaded once a process
    for path in sorted(real.glob("*.xml")):
        found = measure(path.name, path.read_bytes())
        print(
            json.dumps({key: round(value, 1) for key, value in found.items()} | {"file": path.name})
        )


def measure(name: str, content: bytes) -> dict[str, float]:
    plain_ms = min(_cpu_ms(lambda: _iterate(content)) for _ in range(ROUNDS))
    first_ms = _cpu_ms(lambda: parse(content, name=name, published_on=None))
    again_ms = min(
        _cpu_ms(lambda: parse(content, name=name, published_on=None)) for _ in range(ROUNDS)
    )
    return {
        "megabytes": len(content) / 1e6,
        "lxml_ms": plain_ms,
        "first_ms": first_ms,
        "again_ms": again_ms,
        "first_to_lxml": first_ms / plain_ms,
        "again_to_lxml": again_ms / plain_ms,
    }


def _iterate(content: bytes) -> int:
    return sum(
        len(element.text or "") + len(element.tail or "")
        for element in etree.fromstring(content).iter()
    )


def _cpu_ms(call: Callable[[], object]) -> float:
    started = time.process_time()
    call()
    return (time.process_time() - started) * 1000


if __name__ == "__main__":
    main()
