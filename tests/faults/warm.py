"""A process in which everything is imported already, and which forks a child for each command.

Run as `python -m faults.warm`. Here: running `entity-list …` in a child that may be told to die,
to stop, or to run out of memory or disk at a line of its own progress. Not here: any expectation.

One JSON object a line comes in, one goes out. `start`: fork a child; `wait`: its exit code, or the
negated signal that ended it.
"""

from __future__ import annotations

import importlib
import json
import os
import resource
import signal
import sys
import threading
import time
from pathlib import Path
from typing import Any


def main() -> None:
    _import_everything()
    print(json.dumps({"ready": True}), flush=True)
    for line in sys.stdin:
        command = json.loads(line)
        if command["do"] == "start":
            answer = {"pid": _fork(command)}
        else:
            _, status = os.waitpid(command["pid"], 0)
            answer = {"code": os.waitstatus_to_exitcode(status)}
        print(json.dumps(answer), flush=True)


HEAVY = (
    "dbt.cli.main",
    "great_expectations.expectations",
    "pandas",
    "dagster_project.assets.transform",
    "dagster_project.build",
    "dagster_project.identity",
    "dagster_project.matching",
    "dagster_project.news",
    "dagster_project.publishing.generation",
    "dagster_project.runner",
)


def _import_everything() -> None:
    from dagster_project.sources.registry import SOURCES

    for name in HEAVY:
        importlib.import_module(name)
    for source in SOURCES.values():
        source.parser_version()


def _fork(command: dict[str, Any]) -> int:
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        out = os.open(command["out"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
        os.dup2(out, 1)
        os.dup2(out, 2)
        os.setsid()
        code = _run(command)
    except BaseException:
        sys.excepthook(*sys.exc_info())
        raise
    finally:  # whatever happens, the child never goes on as its parent
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _run(command: dict[str, Any]) -> int:
    from dagster_project.cli import main as command_line
    from dagster_project.progress import listening

    for name in [name for name in os.environ if name.startswith("ENTITY_LIST_")]:
        del os.environ[name]
    os.environ.update(command.get("environment", {}))
    fault = command.get("fault", {})
    if fault.get("kind") == "kill after":
        _die_after(fault["call"])
    try:
        with listening(lambda text: _befall(text, fault)):
            command_line(command["arguments"])
    except SystemExit as end:
        return int(end.code or 0)
    return 0


def _die_after(call: str) -> None:
    """Killed when this call of publishing has done its work, and before the next."""
    from dagster_project import release

    whole = getattr(release, call)

    def cut_off(*given: Any, **named: Any) -> None:
        whole(*given, **named)
        os.kill(os.getpid(), signal.SIGKILL)

    setattr(release, call, cut_off)


def _befall(text: str, fault: dict[str, Any]) -> None:
    """The fault, when the progress line it waits for is said."""
    if "at" not in fault or not text.startswith(fault["at"]):
        return
    kind = fault["kind"]
    if kind == "kill":
        after_s = fault.get("after_s", 0.0)
        if not after_s:
            os.kill(os.getpid(), signal.SIGKILL)
        timer = threading.Timer(after_s, os.kill, (os.getpid(), signal.SIGKILL))
        timer.daemon = True
        timer.start()
    elif kind == "memory":
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        limit = pages * os.sysconf("SC_PAGE_SIZE") + int(fault["left_mb"] * 2**20)
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    elif kind == "file size":
        limit = int(fault["mb"] * 2**20)
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    elif kind == "hold":
        Path(fault["marker"]).touch()
        while Path(fault["marker"]).exists():
            time.sleep(0.02)


if __name__ == "__main__":
    main()
