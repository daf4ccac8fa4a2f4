"""The chain: `000001.json`, `000002.json`, … in one directory, each with the hash of the one
before. Nobody locks: who finds a number taken takes the next.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dagster_project.receipts.sealed import SEAL, ReceiptDamaged, canonical, read, seal
from dagster_project.write_once import write_once

_NAME = re.compile(r"\d{6,}\.json")


def append(directory: Path, content: Mapping[str, Any]) -> tuple[Path, dict[str, Any]]:
    """Seal a receipt as the next of the chain; returns its file and itself.

    Raises ReceiptDamaged where the last receipt is not whole: nothing is chained to it.
    """
    while True:
        links = _links(directory)
        last = read(links[-1]) if links else None
        number = last["number"] + 1 if last else 1
        receipt = seal(content, number=number, previous_sha256=last[SEAL] if last else None)
        path = directory / f"{number:06}.json"
        if write_once(path, canonical(receipt) + b"\n"):
            return path, receipt


def broken_links(directory: Path) -> list[str]:
    """What is wrong with the chain, in order; empty where it is whole.

    A chain cut off at its end is whole by itself: compare with the copies handed out.
    """
    broken = []
    previous: str | None = None
    for number, path in enumerate(_links(directory), start=1):
        if path.name != f"{number:06}.json":
            broken.append(f"receipt {number} is missing: after it comes {path.name}")
            break
        try:
            receipt = read(path)
        except ReceiptDamaged as damaged:
            broken.append(str(damaged))
            break
        if (receipt["number"], receipt["previous_sha256"]) != (number, previous):
            broken.append(f"{path.name} does not follow the receipt before it")
            break
        previous = receipt[SEAL]
    return broken


def _links(directory: Path) -> list[Path]:
    if not directory.is_dir():
        return []
    found = [path for path in directory.iterdir() if _NAME.fullmatch(path.name)]
    return sorted(found, key=lambda path: int(path.stem))
