"""What may stand in the tree: no machine's paths, no registry's address, every setting listed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from dagster_project.settings import BASE_URLS, ROOT

# What .gitignore keeps out; a tree without git must pass the same test.
IGNORED_FOLDERS = {
    ".git", ".venv", ".bootstrap", ".pytest_cache", ".ruff_cache", ".mypy_cache", ".hypothesis",
    "__pycache__", "target", "logs", "results",
}  # fmt: skip
TEXT = {
    ".py", ".sql", ".yml", ".yaml", ".toml", ".md", ".csv", ".lock", ".cfg", ".txt", ".xml",
    ".html", ".jinja", ".js", ".css", ".json", ".tsv", "",
}  # fmt: skip
MACHINE_PATH = re.compile(r"(?<![\w.:/-])/(?:home|root|Users|work|private/tmp|tmp)/\w")
REGISTRY = re.compile(
    "|".join(
        re.escape(host).replace("_", "")
        for host in ("py_pi.org", "python_hosted.org", "registry.n_pmjs.org", "deb.deb_ian.org")
    )
    + r"|--index-" + r"url[ =]h"
)  # fmt: skip


def tree() -> Iterator[Path]:
    for path in sorted(ROOT.rglob("*")):
        parts = path.relative_to(ROOT).parts
        ignored = IGNORED_FOLDERS.intersection(parts) or any(
            part.endswith(".egg-info") for part in parts
        )
        made = parts[0] == "data" and parts[1:2] != ("sample",)
        if path.is_file() and not ignored and not made and path.name != ".env":
            yield path


def offences(text: str) -> list[str]:
    return [
        match.group() for pattern in (MACHINE_PATH, REGISTRY) for match in pattern.finditer(text)
    ]


def test_no_file_names_a_machine_path_or_a_registry() -> None:
    found = {
        str(path.relative_to(ROOT)): offences(path.read_text(encoding="utf-8", errors="replace"))
        for path in tree()
        if path.suffix in TEXT and path != Path(__file__)
    }
    assert {name: lines for name, lines in found.items() if lines} == {}


@pytest.mark.parametrize(
    "text",
    [
        "/home/" + "ana/x",
        "open('/root/" + "x')",
        "https://py" + "pi.org/simple",
        "--index-" + "url=http://m",
    ],
)
def test_the_check_on_the_tree_can_fail(text: str) -> None:
    assert offences(text) != []


def test_the_lock_has_a_hash_for_every_package_and_no_index() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pins = re.findall(r"^\S+==\S+.*\\$", lock, flags=re.MULTILINE)
    entries = re.findall(r"^[A-Za-z0-9].*$", lock, flags=re.MULTILINE)
    assert pins
    assert len(pins) == len(entries)
    assert "://" not in lock


def test_every_variable_that_is_read_is_in_the_example() -> None:
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    offered = set(re.findall(r"^(\w+)=", example, flags=re.MULTILINE))
    read = set()
    for path in [*(ROOT / "dagster_project").rglob("*.py"), *(ROOT / "tests").rglob("*.py")]:
        read |= set(re.findall(r"ENTITY_LIST_[A-Z_]+[A-Z]", path.read_text(encoding="utf-8")))
    read = {name for name in read if name != "ENTITY_LIST_URL"}
    read |= {f"ENTITY_LIST_URL_{source.upper().replace('-', '_')}" for source in BASE_URLS}
    internal = {"ENTITY_LIST_BUILD"}  # set by the program for dbt's profile, never by a person
    assert read - internal - offered == set()
    assert {name for name in offered if name.startswith("ENTITY_LIST_")} <= read
