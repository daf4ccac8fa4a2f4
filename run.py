#!/usr/bin/env python3
"""The two commands: `python3 run.py` (the main job) and `python3 run.py test` (the tests).

This file needs nothing but Python itself. It makes `.venv` from `requirements.lock` (every
package with its hash, wheels only), remembers the lock's fingerprint, and hands everything else
to the command line: `python3 run.py screen "Sense Time"` equals `entity-list screen "Sense Time"`.
`python3 run.py install spark` adds the other engine (docs/spark.md).

What does not belong here: anything about the warehouse.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements.lock"
STAMP = VENV / "lock-fingerprint"
# What can be added, and how: what stands in its lock depends on nothing else that the first lack.
# PySpark is published as source only, which needs no compiler.
EXTRAS = {"spark": (ROOT / "requirements-spark.lock", "--no-deps", "--no-binary", "pyspark")}
WINDOWS = os.name == "nt"
PYTHON = VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")
OLDEST, NEWEST = (3, 11), (3, 13)

# A bare Debian has neither pip nor ensurepip nor root certificates, and its pip could only be had
# from an index whose address we do not want to choose for anybody. So one pip comes along, as
# published; it reads the user's own settings (PIP_INDEX_URL, pip.conf) and its own default.
PIP_WHEEL = ROOT / ".bootstrap" / "pip-26.2-py3-none-any.whl"
PIP_SHA256 = "931c303696af6fa3417112103b1cad26890e5a07eccb5b99783700e33f2b8aad"


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def fail(found: str, remedy: str) -> None:
    say(f"error: {found}\nremedy: {remedy}")
    sys.exit(1)


def fingerprint() -> str:
    """Changes when the lock, Python's minor version or the folder changes."""
    facts = [LOCK.read_bytes(), str(ROOT).encode(), f"{sys.version_info[:2]}".encode()]
    return hashlib.sha256(b"\0".join(facts)).hexdigest()


def is_installed() -> bool:
    return PYTHON.exists() and STAMP.exists() and STAMP.read_text(encoding="utf-8") == fingerprint()


def install() -> None:
    """Build `.venv`; the stamp is written last, so that an installation that was cut off is never
    taken for a finished one."""
    if not OLDEST <= sys.version_info[:2] <= NEWEST:
        fail(
            f"this is Python {sys.version.split()[0]}",
            f"use Python {OLDEST[0]}.{OLDEST[1]} to {NEWEST[0]}.{NEWEST[1]}, for instance "
            "`python3.11 run.py`",
        )
    say(f"setting up {VENV.name} from {LOCK.name} (once; about a minute)")
    if VENV.exists():
        shutil.rmtree(VENV)
    made = subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(VENV)], check=False)
    if made.returncode:
        fail(
            f"`{Path(sys.executable).name} -m venv` ended with {made.returncode}",
            "install Python's venv module (on Debian: `apt-get install python3-venv`)",
        )
    install_all(LOCK)
    link_project()
    STAMP.write_text(fingerprint(), encoding="utf-8")


def install_all(lock: Path, *options: str) -> None:
    if not (install_with_uv(lock, *options) or install_with_pip(lock, *options)):
        fail(
            f"not every package of {lock.name} could be installed; the lines above say which",
            "check the network, or name your mirror in PIP_INDEX_URL, and run this again",
        )


def install_with_uv(lock: Path, *options: str) -> bool:
    uv = shutil.which("uv")
    if uv is None:
        return False
    environment = {**os.environ, "VIRTUAL_ENV": str(VENV)}
    if "PIP_INDEX_URL" in os.environ and "UV_INDEX_URL" not in os.environ:
        environment.setdefault("UV_DEFAULT_INDEX", os.environ["PIP_INDEX_URL"])
    done = subprocess.run(
        [
            uv, "pip", "install", "--quiet", "--compile-bytecode", "--require-hashes",
            "--only-binary", ":all:", *options, "--requirements", str(lock),
        ],
        env=environment,
        check=False,
    )  # fmt: skip
    if done.returncode:
        say("uv could not install every package; trying pip, which reads other settings")
    return done.returncode == 0


def install_with_pip(lock: Path, *options: str) -> bool:
    if hashlib.sha256(PIP_WHEEL.read_bytes()).hexdigest() != PIP_SHA256:
        fail(f"{PIP_WHEEL.name} is not the file it should be", "take it from a fresh checkout")
    environment = dict(os.environ)
    if "UV_DEFAULT_INDEX" in os.environ:
        environment.setdefault("PIP_INDEX_URL", os.environ["UV_DEFAULT_INDEX"])
    done = subprocess.run(
        [
            str(PYTHON), str(PIP_WHEEL / "pip"), "install", "--disable-pip-version-check",
            "--no-input", "--require-hashes", "--only-binary", ":all:", "--quiet",
            "--progress-bar", "on", *options, "--requirement", str(lock),
        ],
        env=environment,
        check=False,
    )  # fmt: skip
    return done.returncode == 0


def link_project() -> None:
    """Put the checkout on the environment's path and give it the `entity-list` command.

    The same as an editable installation, without the build tools one would have to download."""
    pattern = "Lib/site-packages" if WINDOWS else "lib/python*/site-packages"
    site = next(VENV.glob(pattern))
    (site / "entity_list_warehouse.pth").write_text(f"{ROOT}\n", encoding="utf-8")
    command = PYTHON.with_name("entity-list.cmd" if WINDOWS else "entity-list")
    if WINDOWS:
        command.write_text(f'@"{PYTHON}" -m dagster_project.cli %*\n', encoding="utf-8")
    else:
        command.write_text(
            f"#!{PYTHON}\nfrom dagster_project.cli import main\n\n"
            'if __name__ == "__main__":\n    main()\n',
            encoding="utf-8",
        )
    command.chmod(0o755)


def main() -> None:
    os.chdir(ROOT)
    try:
        if not is_installed():
            install()
    except OSError as error:
        fail(str(error), f"make room for {VENV.name} and let it be written in this folder")
    arguments = sys.argv[1:]
    if arguments[:1] == ["install"]:
        extra = arguments[1] if len(arguments) == 2 else ""
        if extra not in EXTRAS:
            fail(f"no extra {' '.join(arguments[1:])!r}", f"one of: {', '.join(EXTRAS)}")
        install_all(*EXTRAS[extra])
        return
    if arguments[:1] == ["test"]:
        module = ["dagster_project.testing", *arguments[1:]]
    else:
        module = ["dagster_project.cli", *(arguments or ["refresh", "--input", "sample"])]
    command = [str(PYTHON), "-m", *module]
    os.environ["PATH"] = f"{PYTHON.parent}{os.pathsep}{os.environ.get('PATH', '')}"
    if WINDOWS:  # there execv starts a second process and lets the first one end
        sys.exit(subprocess.run(command, check=False).returncode)
    os.execv(command[0], command)  # noqa: S606


if __name__ == "__main__":
    main()
