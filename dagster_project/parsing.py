"""Files parsed one after the other, or several at once where that pays: in their order either way.

Here: what parsing a landed file gives, when others help with the rest of any such work, and this
machine's cores as such help. Not here: any format, where the rows go, Spark's workers (`spark.py`).
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any, TypeVar

from dagster_project.progress import report
from dagster_project.sources.landing import LandedFile
from dagster_project.sources.parsed import Parsed, Unreadable
from dagster_project.sources.registry import Source

Given = TypeVar("Given")
Made = TypeVar("Made")
# Work, and what it is given → what it makes of each, in their order, done elsewhere and several at
# once. It must not be ahead of its reader by more than a few.
Spread = Callable[[Callable[[Any], Any], Sequence[Any]], Iterator[Any]]

# Processor time of the work after which help is asked for. A process is at work after about half a
# second; bytes say nothing, since a MiB takes from 3 ms (GDELT's text) to seconds (web pages).
PAYS_FROM_S = 2.0
# One process puts into the tables what about so many have parsed.
MOST_PROCESSES = 8


def parse_landed(source: Source, file: LandedFile) -> Parsed | str:
    """One landed file's records, or why it is unreadable. Raises LandingDamaged."""
    try:
        return source.parse(file.read(), name=file.name, published_on=file.published_on)
    except Unreadable as error:
        return str(error)


def each(
    do: Callable[[Given], Made], given: Sequence[Given], spread: Spread
) -> Generator[Made, None, None]:
    """What `do` makes of each, in order: in this process, and by `spread` once that has taken long
    and as much again is left."""
    spent_s = 0.0
    for done, one in enumerate(given):
        if spent_s >= PAYS_FROM_S and len(given) - done >= done:
            yield from spread(do, given[done:])
            return
        began = time.thread_time()
        made = do(one)
        spent_s += time.thread_time() - began
        yield made


def over_cores(do: Callable[[Given], Made], given: Sequence[Given]) -> Generator[Made, None, None]:
    """By processes of their own, as many as there are cores. Where one of them dies (for want of
    memory, say) what is left is done in this process, which needs less."""
    processes = min(os.cpu_count() or 1, MOST_PROCESSES, len(given))
    if processes == 1:
        yield from map(do, given)
        return
    # Started afresh: a fork would copy the locks of threads that it has not (DuckDB's, Dagster's).
    pool = ProcessPoolExecutor(processes, multiprocessing.get_context("spawn"), _begin_helping)
    done = 0
    try:
        for made in in_order(lambda one: pool.submit(do, one), given, 2 * processes):
            yield made
            done += 1
    except BrokenProcessPool:
        report("a helping process has died; the rest is done by this one")
        yield from map(do, given[done:])
    finally:
        pool.shutdown(cancel_futures=True)


def in_order(
    submit: Callable[[Given], Future[Made]], given: Iterable[Given], ahead: int
) -> Iterator[Made]:
    """What comes of each, with at most so many submitted that the reader has not yet taken."""
    waiting: deque[Future[Made]] = deque()
    for one in given:
        waiting.append(submit(one))
        if len(waiting) == ahead:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


def _begin_helping() -> None:
    """Ctrl-C is for the process that is helped; when that ends, however it ends, so does this."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    helped = multiprocessing.parent_process()
    assert helped

    def end_with_it() -> None:
        helped.join()
        os._exit(1)

    threading.Thread(target=end_with_it, daemon=True).start()
