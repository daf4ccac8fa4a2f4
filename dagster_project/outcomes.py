"""How a command ends: the exit codes, and the error that carries one.

Here: what the shell and a scheduler may rely on. Not here: who decides which it is.
"""

from __future__ import annotations

import errno
from enum import IntEnum


class Exit(IntEnum):
    """Exit codes of `entity-list`."""

    DONE = 0
    UNFORESEEN = 1
    USAGE = 2
    GATE_STOPPED = 3
    SOURCE_UNREADABLE = 4
    BUSY = 5
    HELD_BACK = 6


class Problem(RuntimeError):
    """A command cannot do what was asked: what was found, and what to do about it."""

    def __init__(self, found: str, remedy: str, code: Exit = Exit.UNFORESEEN) -> None:
        super().__init__(f"{found}. Remedy: {remedy}")
        self.found, self.remedy, self.code = found, remedy, code


# DuckDB's words where its memory is at an end; dbt hands on words alone.
_NO_MEMORY = "Out of Memory Error"
_DISK_TROUBLE = (
    errno.EROFS, errno.EACCES, errno.EPERM, errno.ENOSPC, errno.EDQUOT, errno.EEXIST, errno.ENOTDIR,
)  # fmt: skip


def explained(error: BaseException) -> Problem | None:
    """A foreseen error as a problem with remedy and code; None where nobody foresaw it."""
    from dagster_project.publishing.generation import GenerationDamaged
    from dagster_project.settings import BadSetting
    from dagster_project.sources.http import FetchError
    from dagster_project.sources.landing import LandingDamaged, LandingUnwritable

    if isinstance(error, Problem):
        return error
    if isinstance(error, BadSetting):
        return Problem(str(error), "see .env.example", Exit.USAGE)
    if isinstance(error, FetchError):
        found = f"{error.url}: {error.found}"
        return Problem(found, error.remedy, Exit.SOURCE_UNREADABLE)
    if isinstance(error, LandingDamaged):
        again = "what was served is still served; run `entity-list verify` once it is mended"
        return Problem(str(error), again, Exit.SOURCE_UNREADABLE)
    if isinstance(error, LandingUnwritable | OSError) and _is_disk_trouble(error):
        return Problem(
            str(error),
            "make room, or let this user write there; ENTITY_LIST_DATA names another data "
            "directory. What was served is still served",
        )
    if _NO_MEMORY in str(error):
        return Problem(
            str(error).partition("Possible solutions:")[0].rstrip(),
            "give DuckDB more with ENTITY_LIST_DUCKDB_MEMORY, or build on Spark (docs/spark.md). "
            "What was served is still served",
        )
    if isinstance(error, GenerationDamaged):
        return Problem(str(error), "`entity-list restore` serves another generation")
    return None


def _is_disk_trouble(error: BaseException) -> bool:
    return not isinstance(error, OSError) or error.errno in _DISK_TROUBLE
