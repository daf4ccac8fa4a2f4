"""One receipt: canonical JSON with a hash of its own content and of the receipt before it.

Canonical: keys in order, no blanks, UTF-8, no NaN (after RFC 8785, whose number form Python's
shortest round-trip floats keep for the scores used here).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SEAL = "sha256"
CHAIN = ("number", "previous_sha256")


class ReceiptDamaged(ValueError):
    """A file is no receipt, or is not as it was written."""


@dataclass(frozen=True)
class Difference:
    """A fact by its path within the receipt, as recorded and as found now."""

    path: str
    recorded: Any
    found: Any

    def __str__(self) -> str:
        return f"{self.path}: recorded {_short(self.recorded)}, found {_short(self.found)}"


def canonical(value: Any) -> bytes:
    text = json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )
    return text.encode("utf-8")


def seal(content: Mapping[str, Any], *, number: int, previous_sha256: str | None) -> dict[str, Any]:
    """The receipt with its place in the chain and the hash over all of it."""
    receipt = {**content, "number": number, "previous_sha256": previous_sha256}
    return {**receipt, SEAL: hashlib.sha256(canonical(receipt)).hexdigest()}


def read(path: Path) -> dict[str, Any]:
    """A receipt whose seal is whole. Raises ReceiptDamaged, OSError."""
    try:
        receipt = json.loads(path.read_bytes(), object_pairs_hook=_without_repeats)
    except ValueError as error:
        raise ReceiptDamaged(f"{path.name} is no JSON ({error})") from error
    if not isinstance(receipt, dict) or not {SEAL, *CHAIN} <= set(receipt):
        raise ReceiptDamaged(f"{path.name} is no receipt: it has no seal")
    unsealed = {name: value for name, value in receipt.items() if name != SEAL}
    found = hashlib.sha256(canonical(unsealed)).hexdigest()
    if found != receipt[SEAL]:
        raise ReceiptDamaged(
            f"{path.name} was changed after it was written: its content has sha256 {found}, "
            f"its seal says {receipt[SEAL]}"
        )
    return receipt


def differences(recorded: Any, found: Any, path: str = "") -> Iterator[Difference]:
    """Every fact that is not the same, by its path."""
    if isinstance(recorded, Mapping) and isinstance(found, Mapping):
        for name in sorted({*recorded, *found}):
            below = f"{path}.{name}" if path else name
            yield from differences(recorded.get(name), found.get(name), below)
    elif isinstance(recorded, list) and isinstance(found, list):
        for at in range(max(len(recorded), len(found))):
            one = recorded[at] if at < len(recorded) else None
            other = found[at] if at < len(found) else None
            yield from differences(one, other, f"{path}[{at}]")
    elif recorded != found:
        yield Difference(path, recorded, found)


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise ValueError("a field stands twice")
    return fields


def _short(value: Any) -> str:
    text = "nothing" if value is None else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 200 else f"{text[:200]}…"
