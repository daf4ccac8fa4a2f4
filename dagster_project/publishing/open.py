"""Opening a published file for somebody else's SQL: nothing but that file can be read.

Here: the locked-down connection, and a query run in a child process under the operating system's
limits. `read_only` alone is no control: such a connection still reads and writes any file, plants
secrets and scans the caller's variables. Not here: our own questions (`served.opened`).

This file also runs as a program of its own, the child: it imports nothing of this project.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

if TYPE_CHECKING:
    import pyarrow as pa

# What the interpreter, DuckDB and arrow map before the first row is read.
BASE_MEMORY_MB = 1_500
MAX_ANSWER_BYTES = 512 * 2**20
_REFUSED = 3
# What can only be said when a session begins; the rest follows once the file is open.
LOCKED_DOWN: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "allow_persistent_secrets": "false",
    "python_enable_replacements": "false",
}


class QueryRefused(RuntimeError):
    """The query is wrong or asks for something that is not in the file; the text says which."""


class QueryTooLarge(RuntimeError):
    """The query did not end within its time or memory."""


def open_read_only(
    path: Path, *, memory_mb: int = 1_000, threads: int = 2, timeout_s: float = 60
) -> duckdb.DuckDBPyConnection:
    """A connection that can read this one file and do nothing else.

    No other file, no network, no extension, no secret, no variable of the caller, and no way
    back: the settings are locked. Spilling to disk is off, so a query that needs more than
    `memory_mb` fails. (The order matters: DuckDB's "Securing DuckDB".)
    """
    connection = duckdb.connect(
        str(path),
        read_only=True,
        config=LOCKED_DOWN,
    )
    for setting in (
        f"set memory_limit = '{int(memory_mb)}MB'",
        f"set threads = {int(threads)}",
        "set temp_directory = ''",
        f"set max_execution_time = {max(1, int(timeout_s * 1000))}",
        "set timezone = 'UTC'",
        "set enable_external_access = false",
        "set lock_configuration = true",
    ):
        connection.execute(setting)
    return connection


def run_query(sql: str, path: Path, *, timeout_s: float = 60, memory_mb: int = 1_000) -> pa.Table:
    """Run one query over a published file in a child process; returns its whole answer.

    The child has limits on memory, processor time and open files, and may write no file: some
    string functions do not heed DuckDB's own limits. Raises QueryRefused with DuckDB's own
    words, or QueryTooLarge.
    """
    request = json.dumps(
        {"sql": sql, "path": str(path), "timeout_s": timeout_s, "memory_mb": memory_mb}
    )
    try:
        # -I: neither the caller's folder nor its environment decides what the child imports.
        done = subprocess.run(
            [sys.executable, "-I", str(Path(__file__).resolve())],
            input=request.encode(),
            capture_output=True,
            timeout=timeout_s + 10,
            env={},
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise QueryTooLarge(f"no answer within {timeout_s:g} s; ask for less") from error
    if done.returncode == _REFUSED:
        kind, text = json.loads(done.stdout)
        raise (QueryTooLarge if kind == "too large" else QueryRefused)(text)
    if done.returncode:
        raise QueryTooLarge(
            f"the query ended its process (exit code {done.returncode}): it needed more than "
            f"{memory_mb} MB or {timeout_s:g} s; ask for less"
        )
    from pyarrow.ipc import open_stream

    with open_stream(done.stdout) as reader:
        return reader.read_all()


def _child(request: dict[str, Any]) -> int:
    import resource

    from pyarrow.ipc import new_stream

    seconds = int(request["timeout_s"]) + 5
    memory = (request["memory_mb"] + BASE_MEMORY_MB) * 2**20
    for limit, value in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, 2 * seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, 64),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (value, value))
    try:
        with open_read_only(
            Path(request["path"]),
            memory_mb=request["memory_mb"],
            timeout_s=request["timeout_s"],
        ) as connection:
            answer = _arrow(connection.execute(request["sql"]))
    except (duckdb.InterruptException, duckdb.OutOfMemoryException, MemoryError) as error:
        return _refuse("too large", error)
    except duckdb.Error as error:
        return _refuse("refused", error)
    if answer.nbytes > MAX_ANSWER_BYTES:
        return _refuse("too large", ValueError(f"the answer has {answer.nbytes} bytes"))
    with new_stream(sys.stdout.buffer, answer.schema) as writer:
        writer.write_table(answer)
    return 0


def _arrow(answer: duckdb.DuckDBPyConnection) -> pa.Table:
    import pyarrow as pa

    return answer.to_arrow_table() if answer.description else pa.table({})


def _refuse(kind: str, error: BaseException) -> int:
    json.dump([kind, str(error)], sys.stdout)
    return _REFUSED


if __name__ == "__main__":
    sys.exit(_child(json.load(sys.stdin)))
