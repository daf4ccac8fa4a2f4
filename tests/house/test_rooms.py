"""Rooms keep to themselves: pure ones know no orchestrator, no environment and no clock."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from dagster_project.settings import ROOT

PACKAGE = ROOT / "dagster_project"
PURE_ROOMS = ("sources", "identity", "matching", "news", "quality", "publishing", "receipts")
FORBIDDEN_MODULES = ("dagster", "dagster_dbt", "dbt", "dagster_project.settings")
# `time.monotonic` and `time.sleep` measure and wait; they tell no date.
FORBIDDEN_READS = {
    ("os", "environ"),
    ("os", "getenv"),
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("datetime", "today"),
    ("date", "today"),
    ("time", "time"),
    ("time", "time_ns"),
    ("time", "localtime"),
    ("time", "gmtime"),
}


def pure_files() -> list[Path]:
    return sorted(path for room in PURE_ROOMS for path in (PACKAGE / room).rglob("*.py"))


def offences(source: str) -> list[str]:
    """What a pure room may not do, by line."""
    found = []
    tree = ast.parse(source)
    # `os.environ["GX_ANALYTICS_ENABLED"] = "false"` tells a library something and reads nothing.
    told = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store)
    }
    for node in ast.walk(tree):
        modules: list[str] = []
        if isinstance(node, ast.Import):
            modules = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            module = node.module or ""
            modules = [module, *(f"{module}.{alias.name}" for alias in node.names)]
        found += [
            f"line {node.lineno}: imports {module}"
            for module in modules
            for forbidden in FORBIDDEN_MODULES
            if module == forbidden or module.startswith(f"{forbidden}.")
        ]
        if isinstance(node, ast.Attribute) and id(node) not in told:
            owner = node.value
            name = owner.id if isinstance(owner, ast.Name) else getattr(owner, "attr", None)
            if (name, node.attr) in FORBIDDEN_READS:
                found.append(f"line {node.lineno}: reads {name}.{node.attr}")
    return found


def test_every_pure_room_is_looked_at() -> None:
    rooms = {path.relative_to(PACKAGE).parts[0] for path in pure_files()}
    assert rooms == set(PURE_ROOMS)


@pytest.mark.parametrize("path", pure_files(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_pure_room_knows_no_orchestrator_environment_or_clock(path: Path) -> None:
    assert offences(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "line",
    [
        "import dagster as dg",
        "from dagster_dbt import DbtProject",
        "from dbt.cli.main import dbtRunner",
        "from dagster_project import settings",
        "import os; os.environ['X']",
        "import os; os.getenv('X')",
        "from datetime import datetime; datetime.now()",
        "import datetime; datetime.datetime.now()",
        "from datetime import date; date.today()",
        "import time; time.time()",
    ],
)
def test_the_check_on_pure_rooms_can_fail(line: str) -> None:
    assert offences(line) != []


QUIET = """
import sys
seen = []
def watch(event, arguments):
    # (urllib3 binds a local socket at import, to see whether there is IPv6; it speaks to nobody)
    if event in ("socket.connect", "socket.getaddrinfo", "subprocess.Popen"):
        seen.append(event)
    if event == "open" and isinstance(arguments[1], str) and set(arguments[1]) & set("wxa+"):
        if not str(arguments[0]).endswith(".pyc") and "__pycache__" not in str(arguments[0]):
            seen.append(f"writes {arguments[0]}")
sys.addaudithook(watch)
IMPORTS
heavy = [name for name in HEAVY if name in sys.modules]
assert not seen, seen
assert not heavy, heavy
"""


def run_quietly(imports: str, heavy: list[str], tmp_path: Path) -> None:
    script = QUIET.replace("IMPORTS", imports).replace("HEAVY", repr(heavy))
    done = subprocess.run(
        [sys.executable, "-B", "-c", script],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert list(tmp_path.iterdir()) == []


def test_importing_the_command_line_is_quiet_and_light(tmp_path: Path) -> None:
    heavy = ["dagster", "dbt", "great_expectations", "pandas", "pyarrow", "duckdb", "requests"]
    run_quietly("import dagster_project.cli", heavy, tmp_path)


def test_importing_any_pure_room_is_quiet(tmp_path: Path) -> None:
    modules = sorted(
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for path in pure_files()
    )
    imports = "\n".join(f"import {module}" for module in modules)
    run_quietly(imports, ["dagster", "dbt"], tmp_path)


def test_the_dbt_folder_never_hides_the_dbt_package() -> None:
    assert not (ROOT / "dbt" / "__init__.py").exists()
