"""One writer at a time: the lock that every run holds, from the command line or from Dagster."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from dagster_project.outcomes import Exit, Problem
from dagster_project.settings import Settings


@contextmanager
def only_writer(settings: Settings) -> Iterator[None]:
    """Hold the data directory's lock. Raises Problem (exit code 5) where another run holds it.

    Within one process it may be taken again by whoever holds it. The operating system lets it go
    when the process ends, however it ends.
    """
    from filelock import FileLock, Timeout

    settings.data.mkdir(parents=True, exist_ok=True)
    try:
        lock = FileLock(settings.refresh_lock, timeout=0, is_singleton=True)
        lock.acquire()
    except Timeout as taken:
        raise Problem(
            f"another refresh is running in {settings.data}",
            "wait until it has ended; readers are served all the while",
            Exit.BUSY,
        ) from taken
    try:
        yield
    finally:
        lock.release()
