"""The workers that draw: processes that start clean, or this very process when one is enough."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
from collections.abc import Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from multiprocessing import resource_tracker
from typing import Any

from facturier.publish.serial import SerialExecutor


class Workers(Executor):
    """A process pool that is made only when there is something to draw.

    Workers are forked from a server process that holds nothing of ours but loaded modules (forkserver): a plain fork
    would share WeasyPrint's font folder with its parent and delete it on exit.
    """

    def __init__(self, jobs: int) -> None:
        self._jobs = jobs
        self._pool: Executor | None = None

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Hand a call to a worker; the first one starts the pool."""
        if self._pool is not None:
            return self._pool.submit(fn, *args, **kwargs)
        if self._jobs == 1:
            self._pool = SerialExecutor()
            return self._pool.submit(fn, *args, **kwargs)
        with _without_interrupts():
            self._pool = self._processes()
            return self._pool.submit(fn, *args, **kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the workers; with `cancel_futures` without what has not begun."""
        if self._pool is not None:
            self._pool.shutdown(wait=wait, cancel_futures=cancel_futures)

    def _processes(self) -> Executor:
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["facturier.publish.originals", "facturier.render.pdf.workshop"])
        return ProcessPoolExecutor(self._jobs, mp_context=context)


@contextlib.contextmanager
def _without_interrupts() -> Iterator[None]:
    """Hold Ctrl-C back while processes are started, and keep it from them for good.

    It reaches every process of a terminal; only this one answers it, by ending the others. Blocked signals are
    inherited, so the workers never see it; here it arrives as soon as the block ends. Python's resource tracker, which
    every pool needs, lets the signal through again when it starts: it is started before.
    """
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def usual_jobs() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
