"""Landing: bytes as received, written once, each with a manifest beside it.

Here: where a landed file lies and what its manifest says. Not here: how bytes are fetched
(`http.py`) or read (each source's `parse.py`).

    landing/<source>/<published_on or "undated">/<first 16 of sha256>/<name>
    landing/<source>/<published_on or "undated">/<first 16 of sha256>/manifest.json

The manifest is written last and both are moved into place as one directory, so a half-written
landing is never seen.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

MANIFEST = "manifest.json"
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")


class LandingDamaged(RuntimeError):
    """A landed file no longer equals its manifest, or its manifest cannot be read."""


@dataclass(frozen=True)
class LandedFile:
    """One landed file as its manifest describes it.

    `published_on` is the date the bytes speak of (an eCFR as-of date, an edition's date),
    `fetched_at` the UTC moment they were first landed: the knowledge clock starts there.
    `parser_outcome` is what the parser said on landing: counts, or `{"error": ...}`.
    """

    source: str
    name: str
    sha256: str
    size: int
    fetched_at: datetime
    published_on: date | None
    url: str | None
    etag: str | None
    last_modified: str | None
    parser_outcome: Mapping[str, Any]
    path: Path

    def read(self) -> bytes:
        """The bytes, proven equal to the manifest's hash. Raises LandingDamaged."""
        try:
            content = self.path.read_bytes()
        except OSError as error:
            raise LandingDamaged(f"{self.path}: {error}; restore it from a backup") from error
        found = hashlib.sha256(content).hexdigest()
        if found != self.sha256:
            raise LandingDamaged(
                f"{self.path}: sha256 is {found}, the manifest says {self.sha256}; "
                "landed files are never edited: restore it from a backup or land it again"
            )
        return content


class Landing:
    """The landing room below one directory."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def land(
        self,
        source: str,
        content: bytes,
        *,
        name: str,
        fetched_at: datetime,
        published_on: date | None = None,
        url: str | None = None,
        etag: str | None = None,
        last_modified: str | None = None,
        parser_outcome: Mapping[str, Any] | None = None,
    ) -> tuple[LandedFile, bool]:
        """Write the bytes once. Returns the landed file and whether it is new.

        The same bytes for the same date land once: the first manifest stays as it is.
        """
        sha256 = hashlib.sha256(content).hexdigest()
        folder = self._folder(source, published_on, sha256)
        if (folder / MANIFEST).exists():
            return _read_manifest(folder / MANIFEST), False
        file_name = _UNSAFE.sub("_", name).strip("._")[:120] or "file"
        if file_name == MANIFEST:
            file_name = f"landed-{MANIFEST}"
        folder.parent.mkdir(parents=True, exist_ok=True)
        scratch = Path(tempfile.mkdtemp(prefix=".landing-", dir=folder.parent))
        try:
            _write(scratch / file_name, content)
            manifest = {
                "source": source,
                "name": name,
                "file": file_name,
                "sha256": sha256,
                "size": len(content),
                "fetched_at": fetched_at.astimezone(UTC).isoformat(),
                "published_on": published_on.isoformat() if published_on else None,
                "url": url,
                "etag": etag,
                "last_modified": last_modified,
                "parser_outcome": dict(parser_outcome or {}),
            }
            _write(scratch / MANIFEST, json.dumps(manifest, indent=1).encode())
            scratch.chmod(0o755)
            os.replace(scratch, folder)
        except BaseException:
            shutil.rmtree(scratch, ignore_errors=True)
            raise
        return _read_manifest(folder / MANIFEST), True

    def files(self, source: str | None = None) -> list[LandedFile]:
        """Every landed file (of a source), by source, date, fetch time and hash."""
        return sorted(
            self._walk(source),
            key=lambda file: (
                file.source,
                file.published_on or date.min,
                file.fetched_at,
                file.sha256,
            ),
        )

    def _walk(self, source: str | None) -> Iterator[LandedFile]:
        for path in self.root.glob(f"{source or '*'}/*/*/{MANIFEST}"):
            if not path.parent.name.startswith("."):
                yield _read_manifest(path)

    def _folder(self, source: str, published_on: date | None, sha256: str) -> Path:
        when = published_on.isoformat() if published_on else "undated"
        return self.root / source / when / sha256[:16]


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _read_manifest(path: Path) -> LandedFile:
    try:
        fields = json.loads(path.read_text(encoding="utf-8"))
        file_name = fields.pop("file")
        fields["fetched_at"] = datetime.fromisoformat(fields["fetched_at"])
        if fields["published_on"]:
            fields["published_on"] = date.fromisoformat(fields["published_on"])
        return LandedFile(**fields, path=path.with_name(file_name))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise LandingDamaged(
            f"{path}: not a manifest ({error}); restore it from a backup, or move its folder "
            "away and land the file again"
        ) from error


def manifest_fields(file: LandedFile) -> dict[str, Any]:
    """The manifest as plain fields, without the machine's path."""
    fields = asdict(file)
    del fields["path"]
    return fields
