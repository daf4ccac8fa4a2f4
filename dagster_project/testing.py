"""What `python3 run.py test` does: every test, with lint, types and SQL style among them.

Tests run in as many processes as there are cores, each file in one of them; the long files come
early, so that no process waits for another's last file. With arguments
(`python3 run.py test tests/house -k columns`) pytest runs with these alone.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

# Each process holds a build of its own in memory; more than a few gain nothing.
MOST_PROCESSES = 4


def main(arguments: Sequence[str]) -> int:
    """pytest's own exit code."""
    processes = min(os.cpu_count() or 1, MOST_PROCESSES)
    wanted = arguments or ("-n", str(processes), "--dist", "loadfile", "--no-loadscope-reorder")
    return subprocess.run(
        [sys.executable, "-m", "pytest", *wanted], cwd=ROOT, check=False
    ).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
