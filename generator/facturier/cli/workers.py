"""The workers that draw: processes that start clean, or this very process when one is enough."""

from __future__ import annotations

import multiprocessing
import os
import signal
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from multiprocessing import forkserver
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
        if self._pool is None:
            self._pool = SerialExecutor() if self._jobs == 1 else self._processes()
        return self._pool.submit(fn, *args, **kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the workers; with `cancel_futures` without waiting for what has not begun."""
        if self._pool is not None:
            self._pool.shutdown(wait=wait, cancel_futures=cancel_futures)

    def _processes(self) -> Executor:
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["facturier.publish.originals", "facturier.render.pdf.workshop"])
        before = signal.signal(signal.SIGINT, signal.SIG_IGN)  # inherited: the server must not die of Ctrl-C midway
        try:
            forkserver.ensure_running()
        finally:
            signal.signal(signal.SIGINT, before)
        return ProcessPoolExecutor(self._jobs, mp_context=context, initializer=_leave_interrupts)


def _leave_interrupts() -> None:
    """Ctrl-C reaches every process of the terminal: the parent ends the workers, they say nothing."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def usual_jobs() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
