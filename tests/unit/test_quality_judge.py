"""The gates' judge, where more is installed than it needs."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from dagster_project.settings import ROOT

JUDGES = """
from dagster_project.quality.judge import judge
from dagster_project.quality.rules import Rule, to_frame
measured = {"one__checked": 3, "one__failed": FAILED, "one__sample": "row 2"}
found = judge("gate", to_frame({"a": measured}), [Rule("one", "block", "")])
print(found["a"][0].passed, found["a"][0].detail)
"""


def test_a_gate_passes_by_a_pyspark_that_ends_the_process(tmp_path: Path) -> None:
    """As PySpark's Connect does where the main module is no file: exit code 0 and no verdict."""
    (tmp_path / "pyspark.py").write_text("raise SystemExit(0)\n")

    def judged(failed: int) -> str:
        return subprocess.run(
            [sys.executable, "-c", JUDGES.replace("FAILED", str(failed))],
            env={**os.environ, "PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}"},
            capture_output=True, text=True, check=True,
        ).stdout.strip()  # fmt: skip

    assert judged(0) == "True"
    assert judged(1) == "False a: 1 of 3 rows: row 2"
