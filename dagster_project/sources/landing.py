"""Landing: bytes as received, written once, each with a manifest beside it.

Here: where a landed file lies and what its manifest says, and the log of what each source
answered when. Not here: how bytes are fetched (`http.py`) or read (each source's `parse.py`).

    landing/<source>/<published_on or "undated">/<first 16 of sha256>/<name>
    landing/<source>/<published_on or "undated">/<first 16 of sha256>/manifest.json
    landing/<source>/answers.jsonl

The manifest is written last and both are moved into place as one directory, so a half-written
landing is never seen. The log says what manifests cannot, since the same bytes land once: that a
source was asked again and gave the same, said "not modified", or had nothing there yet.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Literal

MANIFEST = "manifest.json"
ANSWERS = "answers.jsonl"
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
_SOURCE = re.compile(r"[a-z0-9][a-z0-9_-]*")
_NAME_LENGTH = 120


class LandingDamaged(RuntimeError):
    """A landed file no longer equals its manifest, or its manifest cannot be read."""


class LandingUnwritable(RuntimeError):
    """The landing directory takes no more files: read-only, full, or not ours."""


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


@dataclass(frozen=True)
class Damaged:
    """A landed file that cannot be trusted: what its rows are known by, and what is wrong.

    `landed_id` is the folder below the root, so that a file without a manifest has one too.
    """

    landed_id: str
    reason: str

    @property
    def source(self) -> str:
        return self.landed_id.split("/")[0]


@dataclass(frozen=True)
class Answer:
    """What a source answered at one address at one moment.

    `outcome` is `full` (a whole body, with this sha256), `not_modified` (the copy with this
    sha256 is still the newest) or `missing` (nothing there yet; `sha256` is none). Only `full`
    verifies what we hold.
    """

    url: str
    asked_at: datetime
    outcome: Literal["full", "not_modified", "missing"]
    sha256: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    note: str | None = None


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

        The same bytes for the same date land once: the first manifest stays as it is. Where the
        landed bytes were damaged since, landing the true ones again mends them.
        Raises LandingDamaged, LandingUnwritable, ValueError.
        """
        if fetched_at.tzinfo is None:
            raise ValueError(f"fetched_at is {fetched_at}, without a time zone; give UTC")
        sha256 = hashlib.sha256(content).hexdigest()
        folder = self._folder(source, published_on, sha256)
        if (folder / MANIFEST).exists():
            return _again(folder, content, sha256), False
        file_name = _safe_name(name)
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
        manifest_bytes = json.dumps(manifest, indent=1).encode()
        with _writing(folder):
            folder.parent.mkdir(parents=True, exist_ok=True)
            scratch = Path(tempfile.mkdtemp(prefix=".landing-", dir=folder.parent))
            try:
                _write(scratch / file_name, content)
                _write(scratch / MANIFEST, manifest_bytes)
                scratch.chmod(0o755)
                scratch.replace(folder)
                _sync_directory(folder.parent)
            except BaseException:
                shutil.rmtree(scratch, ignore_errors=True)
                if (folder / MANIFEST).exists():  # another writer landed the same bytes first
                    return _again(folder, content, sha256), False
                raise
        return _read_manifest(folder / MANIFEST), True

    def record_answer(self, source: str, answer: Answer) -> None:
        """Append one line to the source's log of answers. Raises LandingUnwritable."""
        if answer.asked_at.tzinfo is None:
            raise ValueError(f"asked_at is {answer.asked_at}, without a time zone; give UTC")
        fields = {**asdict(answer), "asked_at": answer.asked_at.astimezone(UTC).isoformat()}
        line = json.dumps(fields).encode() + b"\n"
        path = self._source_folder(source) / ANSWERS
        with _writing(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("a+b") as file:
                file.seek(-1 if file.tell() else 0, os.SEEK_END)
                torn = file.read(1) not in (b"", b"\n")
                file.write(b"\n" + line if torn else line)
                file.flush()
                os.fsync(file.fileno())

    def answers(self, source: str, url: str | None = None) -> list[Answer]:
        """Every logged answer (to one address), oldest first.

        A line that a power cut tore is passed over: it only makes us ask once more.
        """
        path = self._source_folder(source) / ANSWERS
        if not path.exists():
            return []
        found = [_read_answer(line) for line in path.read_bytes().splitlines()]
        return [answer for answer in found if answer and url in (None, answer.url)]

    def files(self, source: str | None = None) -> list[LandedFile]:
        """Every landed file (of a source), by source, date, fetch time and hash.

        Raises LandingDamaged at the first manifest that cannot be trusted.
        """
        files, damaged = self.look(source)
        if damaged:
            raise LandingDamaged(damaged[0].reason)
        return files

    def look(self, source: str | None = None) -> tuple[list[LandedFile], list[Damaged]]:
        """The same, and beside them the files whose manifest cannot be trusted."""
        files, damaged = [], []
        for path in sorted(self.root.glob(f"{source or '*'}/*/*/{MANIFEST}")):
            folder = path.parent
            if folder.name.startswith("."):
                continue
            try:
                files.append(_read_manifest(path))
            except LandingDamaged as error:
                damaged.append(Damaged("/".join(path.parts[-4:-1]), str(error)))
        files.sort(
            key=lambda file: (
                file.source,
                file.published_on or date.min,
                file.fetched_at,
                file.sha256,
            )
        )
        return files, damaged

    def _folder(self, source: str, published_on: date | None, sha256: str) -> Path:
        when = published_on.isoformat() if published_on else "undated"
        return self._source_folder(source) / when / sha256[:16]

    def _source_folder(self, source: str) -> Path:
        if not _SOURCE.fullmatch(source):
            raise ValueError(f"source is {source!r}; small letters, digits, - and _ only")
        return self.root / source


def _safe_name(name: str) -> str:
    """A file name that stays inside its folder, whatever the source called the file."""
    safe = _UNSAFE.sub("_", name).strip("._")
    if len(safe) > _NAME_LENGTH:  # keep the ending: it says the format
        stem, dot, ending = safe.rpartition(".")
        tail = dot + ending if stem and len(ending) <= 10 else ""
        safe = safe[: _NAME_LENGTH - len(tail)] + tail
    if safe.lower() == MANIFEST:
        return f"landed-{safe}"
    return safe or "file"


def _again(folder: Path, content: bytes, sha256: str) -> LandedFile:
    """The file landed before with these bytes; damaged bytes are put right."""
    landed = _read_manifest(folder / MANIFEST)
    if landed.sha256 != sha256:
        raise LandingDamaged(
            f"{folder}: its manifest speaks of sha256 {landed.sha256}, the folder's name of "
            f"{sha256}; restore it from a backup, or move the folder away and land the file again"
        )
    try:
        landed.read()
    except LandingDamaged:
        with _writing(landed.path):
            scratch = landed.path.with_name(f".mending-{os.getpid()}")
            _write(scratch, content)
            scratch.replace(landed.path)
            _sync_directory(folder)
    return landed


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    """Turns the system's refusal to write into an error with a remedy."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOTEMPTY, errno.EEXIST):
            raise LandingDamaged(
                f"{path}: is there without a {MANIFEST}, so it was not landed by this program; "
                "move it away and land the file again"
            ) from error
        raise LandingUnwritable(
            f"{path}: cannot be written ({error.strerror or error}); make the data directory "
            "writable for this user, with room on its disk, or name another one with "
            "ENTITY_LIST_DATA. Nothing was half landed"
        ) from error


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync_directory(path: Path) -> None:
    """Make a rename outlive a power cut."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _read_answer(line: bytes) -> Answer | None:
    try:
        fields = json.loads(line)
        fields["asked_at"] = datetime.fromisoformat(fields["asked_at"])
        return Answer(**fields)
    except (ValueError, KeyError, TypeError):
        return None


def _read_manifest(path: Path) -> LandedFile:
    try:
        fields = json.loads(path.read_text(encoding="utf-8"))
        file_name = fields.pop("file")
        fields["fetched_at"] = datetime.fromisoformat(fields["fetched_at"])
        if fields["published_on"]:
            fields["published_on"] = date.fromisoformat(fields["published_on"])
        landed = LandedFile(**fields, path=path.with_name(file_name))
        if _folder_of(landed) != path.parts[-4:-1]:
            raise ValueError(f"it speaks of {'/'.join(_folder_of(landed))}")
        return landed
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise LandingDamaged(
            f"{path}: not a manifest ({error}); restore it from a backup, or move its folder "
            "away and land the file again"
        ) from error


def _folder_of(file: LandedFile) -> tuple[str, str, str]:
    """Where a file lies below the root: a manifest that says otherwise is another file's."""
    when = file.published_on.isoformat() if file.published_on else "undated"
    return file.source, when, file.sha256[:16]


def manifest_fields(file: LandedFile) -> dict[str, Any]:
    """The manifest as plain fields, without the machine's path."""
    fields = asdict(file)
    del fields["path"]
    return fields
