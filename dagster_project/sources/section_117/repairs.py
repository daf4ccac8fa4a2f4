"""The damage that texts of Section 117 have suffered, and its undoing under named rules.

Here: what a program or a hand did to a text between the reporting institution and the published
sheet. Not here: tidying that every source needs (`names.py`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from dagster_project.sources.names import clean_name

_SEARCH_DEBRIS = re.compile(r"^\s*Search Results\s+", re.I)
# "Public" became 0 wherever it stood: Re0 of Iraq, SAGE 0ATIONS LTD, Bangkok Bank 0 Co.
_PUBLIC_AS_ZERO = re.compile(r"(?P<re>(?<![a-z])Re)?(?<![0-9])(?(re)|(?<![a-z]))0(?![0-9])", re.I)


class UnknownEncoding(ValueError):
    """A text whose bytes come from no known chain of mistakes."""


def repair_donor(text: str, *, is_damaged: bool) -> tuple[str, list[str]]:
    """A donor's name as it was reported, and the named rules that changed the printed one.

    `is_damaged`: the text is of the edition of 2017. Raises UnknownEncoding.
    """
    repairs: list[str] = []
    if is_damaged and not text.isascii():
        text = _undo_transcoding(text)
        repairs.append("transcoded_twice")
        if "\ufffd" in text:
            repairs.append("lost_character")
    text, rules = clean_name(text)
    repairs.extend(rules)
    if _SEARCH_DEBRIS.match(text):
        repairs.append("search_results_debris")
        text = _SEARCH_DEBRIS.sub("", text)
    if is_damaged:
        text, rules = restore_public(text)
        repairs.extend(rules)
    return text, repairs


def restore_public(text: str) -> tuple[str, list[str]]:
    """`Re0 of Iraq` → `Republic of Iraq`, and the rule's name where it applied."""

    def public(match: re.Match[str]) -> str:
        if match["re"]:
            return match["re"] + ("PUBLIC" if match["re"].isupper() else "public")
        return "PUBLIC" if text.isupper() else "Public"

    restored = _PUBLIC_AS_ZERO.sub(public, text)
    return restored, ["find_and_replace_damage"] if restored != text else []


def _transcoded_once(byte: int) -> int | None:
    """One round of damage: a byte read as Windows-1252 and written as Mac Roman."""
    try:
        return bytes([byte]).decode("cp1252").encode("mac_roman")[0]
    except UnicodeDecodeError:
        return byte  # no such character in Windows-1252: the byte went through as it was
    except UnicodeEncodeError:
        return None  # no such character in Mac Roman: written as "_"


def _transcoding() -> Mapping[int, int]:
    """Damaged byte → byte of the original UTF-8.

    Five bytes have several origins; the lowest is a continuation byte, the others never occur in
    the two-byte sequences that the names hold.
    """
    origin: dict[int, int] = {}
    for byte in range(0x80, 0x100):
        once = _transcoded_once(byte)
        twice = None if once is None else _transcoded_once(once)
        if twice is not None:
            origin.setdefault(twice, byte)
    return origin


_ORIGIN = _transcoding()
_LEAD_C3 = next(damaged for damaged, original in _ORIGIN.items() if original == 0xC3)
_LOST = bytes([_LEAD_C3]) + b"_"


def _undo_transcoding(text: str) -> str:
    """`Ìäcole` → `École`; a letter written as "_" cannot be known again and becomes U+FFFD."""
    damaged = text.encode("mac_roman").replace(_LOST, b"\x1a")
    try:
        original = bytes(_ORIGIN[byte] if byte >= 0x80 else byte for byte in damaged)
        return original.decode("utf-8").replace("\x1a", "\ufffd")
    except (KeyError, UnicodeDecodeError) as error:
        raise UnknownEncoding(text) from error
