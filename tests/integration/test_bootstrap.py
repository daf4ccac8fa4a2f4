"""The bootstrap: an environment from the lock, with nothing but Python, once and then never again.

The lock here names one small wheel made on the spot, found without any index.
"""

from __future__ import annotations

import base64
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from dagster_project.settings import ROOT

WHEEL = "greeting-1.0-py3-none-any.whl"
SAYS = """import sys
import greeting
def main():
    print(greeting.WORD, {name!r}, *sys.argv[1:])
if __name__ == "__main__":
    main()
"""


class Checkout:
    """A folder with the bootstrap, a lock of one package, and two modules that say who was run."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.wheels = root / "wheels"
        shutil.copytree(ROOT / ".bootstrap", root / ".bootstrap")
        shutil.copy(ROOT / "run.py", root)
        package = root / "dagster_project"
        package.mkdir()
        (package / "__init__.py").touch()
        for name in ("cli", "testing"):
            (package / f"{name}.py").write_text(SAYS.format(name=name))
        self.wheels.mkdir()
        sha256 = make_wheel(self.wheels / WHEEL)
        self.lock(sha256)

    def lock(self, sha256: str, package: str = "greeting", lock: str = "requirements.lock") -> None:
        text = f"{package}==1.0 \\\n    --hash=sha256:{sha256}\n"
        (self.root / lock).write_text(text)

    def __call__(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        # No uv on the path, no index, no settings of the user: what a bare machine has.
        base = Path(sys.base_prefix) / "bin" / f"python{sys.version_info[0]}.{sys.version_info[1]}"
        python = base if base.exists() else Path(sys.executable)
        return subprocess.run(
            [str(python), "run.py", *arguments],
            cwd=self.root,
            env={
                "PATH": os.defpath,
                "HOME": str(self.root),
                "PIP_CONFIG_FILE": os.devnull,
                "PIP_NO_INDEX": "1",
                **environment,
            },
            capture_output=True,
            text=True,
            check=False,
        )


def make_wheel(path: Path) -> str:
    name = path.name.partition("-")[0]
    about = f"{name}-1.0.dist-info"
    files = {
        f"{name}.py": "WORD = 'hello'\n",
        f"{about}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n",
        f"{about}/WHEEL": ("Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"),
    }
    record = "".join(f"{name},sha256={_digest(text)},{len(text)}\n" for name, text in files.items())
    files[f"{about}/RECORD"] = f"{record}{about}/RECORD,,\n"
    with zipfile.ZipFile(path, "w") as wheel:
        for name, text in files.items():
            wheel.writestr(name, text)
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _digest(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path)


def test_a_bare_python_sets_itself_up_once(checkout: Checkout) -> None:
    first = checkout(PIP_FIND_LINKS=str(checkout.wheels))
    assert first.stdout == "hello cli refresh --input sample\n", first.stderr
    assert "setting up .venv" in first.stderr

    shutil.rmtree(checkout.wheels)  # from here on nothing can be installed: nothing need be
    again = checkout("screen", "Sense Time")
    assert (again.stdout, again.stderr) == ("hello cli screen Sense Time\n", "")
    tests = checkout("test", "tests/house")
    assert (tests.stdout, tests.stderr) == ("hello testing tests/house\n", "")
    command = subprocess.run(
        [str(checkout.root / ".venv" / "bin" / "entity-list"), "--help"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (command.stdout, command.stderr) == ("hello cli --help\n", "")


def test_other_bytes_than_the_locked_ones_are_refused(checkout: Checkout) -> None:
    checkout.lock("0" * 64)
    ran = checkout(PIP_FIND_LINKS=str(checkout.wheels))
    assert ran.returncode == 1
    assert ran.stdout == ""
    assert "remedy:" in ran.stderr
    assert "PIP_INDEX_URL" in ran.stderr


def test_an_installation_that_was_cut_off_is_made_again(checkout: Checkout) -> None:
    failed = checkout()  # nowhere to get the package from
    assert failed.returncode == 1
    assert (checkout.root / ".venv").exists()
    mended = checkout("status", PIP_FIND_LINKS=str(checkout.wheels))
    assert mended.stdout == "hello cli status\n", mended.stderr


def test_an_extra_is_added_from_its_own_lock(checkout: Checkout) -> None:
    sha256 = make_wheel(checkout.wheels / "parting-1.0-py3-none-any.whl")
    found = {"PIP_FIND_LINKS": str(checkout.wheels)}
    checkout.lock("0" * 64, "parting", "requirements-spark.lock")
    assert checkout("install", "spark", **found).returncode == 1
    checkout.lock(sha256, "parting", "requirements-spark.lock")
    ran = checkout("install", "spark", **found)
    assert ran.returncode == 0, ran.stderr
    assert list((checkout.root / ".venv").glob("lib/*/site-packages/parting.py"))
    none = checkout("install", "sparks", **found)
    assert (none.returncode, "one of: spark" in none.stderr) == (1, True)


def test_a_damaged_pip_is_not_run(checkout: Checkout) -> None:
    (wheel,) = (checkout.root / ".bootstrap").glob("pip-*.whl")
    wheel.write_bytes(wheel.read_bytes() + b" ")
    ran = checkout(PIP_FIND_LINKS=str(checkout.wheels))
    assert ran.returncode == 1
    assert "is not the file it should be" in ran.stderr


def test_ci_runs_the_readmes_own_test_command() -> None:
    assert "python3 run.py test" in (ROOT / ".ci" / "run").read_text().splitlines()
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
    assert "python3 run.py test" in (ROOT / "README.md").read_text()


def test_the_lock_of_the_extra_has_the_versions_that_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    locked = re.findall(r"^\S+==\S+", (ROOT / "requirements-spark.lock").read_text("utf-8"), re.M)
    assert {*project["optional-dependencies"]["spark"]} <= {*locked}
