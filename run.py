#!/usr/bin/env python3
"""The two commands: `python3 run.py` (the main job) and `python3 run.py test` (the tests).

This file needs nothing but Python itself. It makes `.venv` from `requirements.lock` (every
package with its hash, wheels only), remembers the lock's fingerprint, and hands everything else
to the command line: `python3 run.py screen "Sense Time"` equals `entity-list screen "Sense Time"`.

What does not belong here: anything about the warehouse.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements.lock"
STAMP = VENV / "lock-fingerprint"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
OLDEST, NEWEST = (3, 11), (3, 13)

# Only for a Python that has neither pip nor ensurepip, as on a bare Debian.
PIP_WHEEL = "pip-26.2-py3-none-any.whl"


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def fail(found: str, remedy: str) -> None:
    say(f"error: {found}\nremedy: {remedy}")
    sys.exit(1)


def fingerprint() -> str:
    """Changes when the lock, the project's own metadata, the Python or the folder changes."""
    facts = [LOCK.read_bytes(), (ROOT / "pyproject.toml").read_bytes(), str(ROOT).encode()]
    facts.append(f"{sys.version_info[:3]}".encode())
    return hashlib.sha256(b"\0".join(facts)).hexdigest()


def run(*command: object, **options: object) -> None:
    done = subprocess.run([str(part) for part in command], check=False, **options)  # noqa: S603
    if done.returncode:
        fail(
            f"`{' '.join(str(part) for part in command[:6])} …` ended with {done.returncode}",
            "read the lines above; if a package could not be fetched, check the network or set "
            "PIP_INDEX_URL (pip) or UV_DEFAULT_INDEX (uv) to your mirror, then run this again",
        )


def install() -> None:
    """Build `.venv` beside the old one's place; the stamp is written last, so a cut-off
    installation is never taken for a finished one."""
    if not OLDEST <= sys.version_info[:2] <= NEWEST:
        fail(
            f"this is Python {sys.version.split()[0]}",
            f"use Python {OLDEST[0]}.{OLDEST[1]} to {NEWEST[0]}.{NEWEST[1]}, for instance "
            "`python3.11 run.py`",
        )
    say(f"setting up {VENV.name} from {LOCK.name} (once; a minute or two)")
    shutil.rmtree(VENV, ignore_errors=True)
    run(sys.executable, "-m", "venv", "--without-pip", VENV)
    uv = shutil.which("uv")
    if uv:
        environment = {**os.environ, "VIRTUAL_ENV": str(VENV)}
        run(
            uv, "pip", "install", "--quiet", "--compile-bytecode", "--require-hashes",
            "--only-binary", ":all:", "--requirements", LOCK, env=environment,
        )  # fmt: skip
    else:
        with tempfile.TemporaryDirectory() as scratch:
            run(
                *pip_command(Path(scratch)), "install", "--quiet", "--require-hashes",
                "--only-binary", ":all:", "--requirement", LOCK,
            )  # fmt: skip
    link_project()
    STAMP.write_text(fingerprint(), encoding="utf-8")


def pip_command(scratch: Path) -> list[object]:
    """A pip that installs into `.venv`: the one ensurepip carries, else one from this Python."""
    bundled = subprocess.run(
        [str(PYTHON), "-m", "ensurepip", "--default-pip"], capture_output=True, check=False
    )
    if bundled.returncode == 0:
        return [PYTHON, "-m", "pip"]
    own = subprocess.run(
        [sys.executable, "-m", "pip", "--version"], capture_output=True, check=False
    )
    if own.returncode == 0:
        return [sys.executable, "-m", "pip", "--python", PYTHON]
    wheel = fetch_pip(scratch)
    return [PYTHON, Path(wheel) / "pip"]


def link_project() -> None:
    """Put the checkout on the environment's path and give it the `entity-list` command.

    The same as an editable installation, without the build tools one would have to download."""
    site = (
        next((VENV / "lib").glob("python*/site-packages"))
        if os.name != "nt"
        else (VENV / "Lib" / "site-packages")
    )
    (site / "entity_list_warehouse.pth").write_text(f"{ROOT}\n", encoding="utf-8")
    command = PYTHON.with_name("entity-list")
    command.write_text(
        f"#!{PYTHON}\nfrom dagster_project.cli import main\n\nmain()\n", encoding="utf-8"
    )
    command.chmod(0o755)


def main() -> None:
    os.chdir(ROOT)
    if not (STAMP.exists() and STAMP.read_text(encoding="utf-8") == fingerprint()):
        install()
    arguments = sys.argv[1:]
    if arguments[:1] == ["test"]:
        command = [str(PYTHON), "-m", "dagster_project.testing", *arguments[1:]]
    elif arguments:
        command = [str(PYTHON), "-m", "dagster_project.cli", *arguments]
    else:
        command = [str(PYTHON), "-m", "dagster_project.cli", "refresh", "--input", "sample"]
    os.environ["PATH"] = f"{PYTHON.parent}{os.pathsep}{os.environ.get('PATH', '')}"
    os.execv(command[0], command)  # noqa: S606


if __name__ == "__main__":
    main()
