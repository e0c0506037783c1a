"""P10: drawing on a cluster (`distributed`, two local workers) against the process pool: the same bytes, at what cost?

`python -m tests.benchmarks.cluster_speed [DRAWINGS]` prints a table: time on the wall, which is what a cluster is for.
`distributed` is no part of this project; without it (`pip install distributed`) the benchmark says so and ends.
"""

import hashlib
import importlib.util
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from tests.render.originals import COLOR, SHOWN

from facturier.cli.workers import Workers
from facturier.paths import theme_folder
from facturier.publish.originals import Original, draw_all
from facturier.publish.progress import Silent
from facturier.publish.store import Store

GOAL = 1.15
JOBS = 2


def originals(count: int) -> list[Original]:
    """So many invoices, each with a number of its own."""
    shown = SHOWN["invoice"]
    numbers = [f"F2026-{place:06}" for place in range(count)]
    every = [replace(shown, document=replace(shown.document, number=number)) for number in numbers]
    return [Original(shown=one, color=COLOR, files={}, target=f"{one.document.number}.pdf") for one in every]


@contextmanager
def processes() -> Iterator[Executor]:
    """The process pool of the command line."""
    workers = Workers(JOBS)
    try:
        yield workers
    finally:
        workers.shutdown(cancel_futures=True)


@contextmanager
def cluster() -> Iterator[Executor]:
    """Two workers of `distributed` on this machine, with one thread each."""
    distributed = importlib.import_module("distributed")
    options = {"n_workers": JOBS, "threads_per_worker": 1, "host": "127.0.0.1", "dashboard_address": None}
    with distributed.LocalCluster(**options) as local, distributed.Client(local) as client:
        yield client.get_executor(pure=False)


def draw(executor: Executor, count: int) -> str:
    """Draw everything; return the digest of all PDFs by their names. Raises RuntimeError when one was not drawn."""
    digest = hashlib.sha256()
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder))
        every = draw_all(
            originals(count), theme=theme_folder(), made_by="", store=store, executor=executor, reporter=Silent()
        )
        for drawn in sorted(every, key=lambda one: one.original.target):
            if drawn.problem:
                raise RuntimeError(drawn.problem)
            digest.update(drawn.original.target.encode() + hashlib.sha256(drawn.data).digest())
    return digest.hexdigest()


def timed(executor: Executor, count: int) -> tuple[float, str]:
    """Seconds for drawing, workers warm, and the digest."""
    draw(executor, 2 * JOBS)
    begin = time.perf_counter()
    digest = draw(executor, count)
    return time.perf_counter() - begin, digest


def main(count: int = 500) -> int:
    """Print the table; 1 when the goal is missed or the bytes differ."""
    if importlib.util.find_spec("distributed") is None:
        print("not measured: `distributed` is not installed")
        return 0
    with processes() as executor:
        peer, expected = timed(executor, count)
    with cluster() as executor:
        own, digest = timed(executor, count)
    print(f"| {count} drawings, {JOBS} workers | s on the wall | ratio |\n|---|---|---|")
    print(f"| the process pool | {peer:.1f} | 1.00 |")
    print(f"| `distributed` | {own:.1f} | {own / peer:.2f} (goal {GOAL}) |")
    print(f"\nThe bytes are {'the same' if digest == expected else 'NOT the same'}.")
    return int(own > GOAL * peer or digest != expected)


if __name__ == "__main__":
    sys.exit(main(*(int(argument) for argument in sys.argv[1:])))
