"""Publishing: a certified candidate becomes a directory, and one link is swapped.

Here: generations on disk, the link that readers follow, going back, pruning, and the page that
says how the last run ended. Not here: what is in the files (`candidate.py`, `exports.py`,
`dictionary.py`, `page/`), nor whether they may be served (`certificate.py`).

    published/generations/<UTC time>-<first 16 of the sha256>/   never changed once it is there
    published/current -> generations/<newest>
    published/status.json, status.html

Readers open `published/current/warehouse.duckdb` at any time. A generation is written under a
name no reader looks at, moved into place whole, and only then linked.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import tempfile
from collections.abc import Collection
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from dagster_project.publishing.candidate import RUN_TABLE, build_candidate
from dagster_project.publishing.certificate import certify
from dagster_project.publishing.dictionary import write_dictionary
from dagster_project.publishing.exports import export_tables
from dagster_project.publishing.facts import (
    Candidate,
    Certificate,
    GateResult,
    GateStopped,
    RunFacts,
    RunStatus,
    SourceFacts,
    sha256_of,
    to_utc,
)
from dagster_project.publishing.feed import write_feed
from dagster_project.publishing.page.render import render_review, render_status
from dagster_project.publishing.served import CURRENT, WAREHOUSE, current_generation

__all__ = [
    "Candidate",
    "Certificate",
    "GateResult",
    "GateStopped",
    "GenerationDamaged",
    "RunFacts",
    "RunStatus",
    "SourceFacts",
    "build_candidate",
    "certify",
    "generation_named",
    "generations",
    "inputs_of",
    "prune",
    "publish",
    "read_manifest",
    "restore",
    "verify",
    "write_status",
]

MANIFEST = "manifest.json"
GENERATIONS = "generations"
_NAME = re.compile(r"\d{8}T\d{6}Z-[0-9a-f]{16}\Z")
_SCRATCH = ".publishing-"


class GenerationDamaged(RuntimeError):
    """A generation is not there, or no longer equals its manifest."""


def publish(certificate: Certificate, published: Path, now: datetime) -> Path:
    """Serve a certified candidate as a new generation; returns its directory.

    The same content published again is a new generation too, and its manifest names the one it
    equals (docs/decisions/0110). The very same file published for the same second is the
    generation that is there already. Raises GateStopped where the candidate's bytes are not the
    certified ones; whatever fails, `current` still points at what it pointed at.
    """
    candidate = certificate.candidate
    moment = to_utc(now).strftime("%Y%m%dT%H%M%SZ")
    generation = published / GENERATIONS / f"{moment}-{certificate.sha256[:16]}"
    if generation.exists():
        verify(generation)
        _point_current_at(published, generation)
        return generation

    generation.parent.mkdir(parents=True, exist_ok=True)
    for left_behind in generation.parent.glob(f"{_SCRATCH}*"):
        shutil.rmtree(left_behind)
    scratch = Path(tempfile.mkdtemp(prefix=_SCRATCH, dir=generation.parent))
    try:
        warehouse = scratch / WAREHOUSE
        shutil.copyfile(candidate.path, warehouse)
        warehouse.chmod(0o444)
        found = sha256_of(warehouse)
        if found != certificate.sha256:
            raise GateStopped(
                [f"the candidate's sha256 is {found}, certified was {certificate.sha256}"]
            )
        export_tables(warehouse, scratch)
        write_dictionary(warehouse, scratch / "data_dictionary.html")
        render_review(warehouse, scratch / "review.html", candidate.facts.stale_after_days)
        write_feed(warehouse, scratch / "feed.json")
        manifest = _manifest(certificate, scratch, generation.name, now)
        manifest["same_content_as"] = _same_content(published, manifest["content_sha256"])
        _write(scratch / MANIFEST, json.dumps(manifest, indent=1, sort_keys=True))
        for path in scratch.rglob("*"):
            _sync(path)
        scratch.chmod(0o755)
        scratch.replace(generation)
    except BaseException:
        shutil.rmtree(scratch, ignore_errors=True)
        raise
    _sync(generation.parent)
    _point_current_at(published, generation)
    return generation


def restore(published: Path, generation: str) -> Path:
    """Serve an earlier generation again, by name, after proving that its files are whole."""
    directory = generation_named(published, generation)
    verify(directory)
    _point_current_at(published, directory)
    return directory


def prune(published: Path, keep: int, besides: Collection[str] = ()) -> list[str]:
    """Delete old generations; returns the names of those deleted.

    Kept are the newest `keep`, the one served, those named in `besides`, and the last of each
    calendar month, so that "what did we know then?" stays answered by opening that month's page.
    """
    if keep < 1:
        raise ValueError(f"keep is {keep}; at least one generation must stay")
    names = _generation_names(published)
    last_of_month = {name[:6]: name for name in names}.values()
    served = current_generation(published)
    kept = {*names[-keep:], *last_of_month, *besides, *([served.name] if served else [])}
    gone = [name for name in names if name not in kept]
    for name in gone:
        # Under its name a generation is whole or not there, also where the deleting is cut off.
        doomed = published / GENERATIONS / f"{_SCRATCH}{name}"
        (published / GENERATIONS / name).rename(doomed)
        shutil.rmtree(doomed)
    return gone


def verify(generation: Path) -> dict[str, Any]:
    """Prove every file of a generation equal to its manifest; returns the manifest."""
    manifest = read_manifest(generation)
    found = {
        path.relative_to(generation).as_posix()
        for path in generation.rglob("*")
        if path.is_file() and path.name != MANIFEST
    }
    missing = sorted(set(manifest["files"]) - found)
    if missing:
        raise GenerationDamaged(f"{generation.name}: {', '.join(missing)} are not there")
    for name, recorded in manifest["files"].items():
        sha256 = sha256_of(generation / name)
        if sha256 != recorded["sha256"]:
            raise GenerationDamaged(
                f"{generation.name}: sha256 of {name} is {sha256}, the manifest says "
                f"{recorded['sha256']}; restore another generation"
            )
    stray = generation / f"{WAREHOUSE}.wal"
    if stray.exists():
        raise GenerationDamaged(f"{generation.name}: a stray {stray.name} lies there; delete it")
    return manifest


def read_manifest(generation: Path) -> dict[str, Any]:
    """The manifest of a generation."""
    try:
        return json.loads((generation / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise GenerationDamaged(f"{generation.name}: no readable manifest ({error})") from error


def generation_named(published: Path, name: str) -> Path:
    """The directory of a generation. A name from outside is never a path: GenerationDamaged."""
    if not _NAME.match(name):
        raise GenerationDamaged(f"{name!r} is no name of a generation")
    return published / GENERATIONS / name


def generations(published: Path) -> list[Path]:
    """The directory of every generation that is here, oldest first."""
    return [published / GENERATIONS / name for name in _generation_names(published)]


def inputs_of(generation: Path) -> dict[str, str]:
    """Landed file → sha256 of what a generation was made of; empty where its manifest is
    damaged."""
    try:
        inputs: dict[str, str] = read_manifest(generation)["inputs"]
    except (GenerationDamaged, KeyError, TypeError):
        return {}
    return inputs


def write_status(published: Path, status: RunStatus) -> None:
    """Say how a run ended, in `status.json` and `status.html`; also for a run that was stopped."""
    published.mkdir(parents=True, exist_ok=True)
    served = current_generation(published)
    fields = asdict(status)
    fields["serving"] = served.name if served else None
    _write_whole(published / "status.json", json.dumps(fields, indent=1, default=_as_text))
    _write_whole(published / "status.html", render_status(status, served.name if served else None))


def _manifest(
    certificate: Certificate, directory: Path, name: str, now: datetime
) -> dict[str, Any]:
    candidate, facts = certificate.candidate, certificate.candidate.facts
    files = {
        path.relative_to(directory).as_posix(): {
            "sha256": sha256_of(path),
            "bytes": path.stat().st_size,
        }
        for path in sorted(directory.rglob("*"))
        if path.is_file()
    }
    content = "\n".join(
        f"{path} {file['sha256']}"
        for path, file in files.items()
        if path.startswith("parquet/") and path != f"parquet/{RUN_TABLE}.parquet"
    )
    return {
        "generation": name,
        "run_id": facts.run_id,
        "started_at": to_utc(facts.started_at).isoformat(),
        "published_at": to_utc(now).isoformat(),
        "code_version": facts.code_version,
        "duckdb_version": duckdb.__version__,
        "content_sha256": hashlib.sha256(content.encode()).hexdigest(),
        "tables": {
            table: {"rows": held.rows, "columns": [column for column, _ in held.columns]}
            for table, held in sorted(candidate.tables.items())
        },
        "files": files,
        "inputs": dict(sorted(facts.input_hashes.items())),
        "sources": json.loads(json.dumps([asdict(s) for s in facts.sources], default=_as_text)),
        "gate_results": [asdict(result) for result in certificate.gate_results],
    }


def _same_content(published: Path, content_sha256: str) -> str | None:
    served = current_generation(published)
    if served is None:
        return None
    try:
        manifest = read_manifest(served)
    except GenerationDamaged:
        return None  # a damaged generation equals nothing; the new one replaces it
    return served.name if manifest.get("content_sha256") == content_sha256 else None


def _generation_names(published: Path) -> list[str]:
    directory = published / GENERATIONS
    if not directory.is_dir():
        return []
    return sorted(path.name for path in directory.iterdir() if _NAME.match(path.name))


def _point_current_at(published: Path, generation: Path) -> None:
    link = published / CURRENT
    scratch = published / f".{CURRENT}-{generation.name}"
    scratch.unlink(missing_ok=True)
    scratch.symlink_to(Path(GENERATIONS) / generation.name, target_is_directory=True)
    scratch.replace(link)
    _sync(published)


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def _write_whole(path: Path, text: str) -> None:
    scratch = path.with_name(f".{path.name}.new")
    _write(scratch, text)
    _sync(scratch)
    scratch.replace(path)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _as_text(value: object) -> str:
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.astimezone(UTC).isoformat()
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
