"""Receipts: what was asked, of which bytes, and what the answer was, sealed and chained.

Here: the canonical form, the seal, the chain in a directory, and how two receipts differ. Not
here: what a receipt of a screening or a run holds, and running either again (`proof.py`).
"""

from dagster_project.receipts.chain import append, broken_links
from dagster_project.receipts.sealed import (
    Difference,
    ReceiptDamaged,
    canonical,
    differences,
    read,
    seal,
)

__all__ = [
    "Difference",
    "ReceiptDamaged",
    "append",
    "broken_links",
    "canonical",
    "differences",
    "read",
    "seal",
]
