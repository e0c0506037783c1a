"""`facturier publish` in a process that is killed at one call of one of its functions."""

import os
import subprocess
import sys
from pathlib import Path

from tests.publish_e2e.conftest import SECRET

DYING = Path(__file__).with_name("dying.py")


def killed_at(place: str, book: Path, target: str, *, today: str = "2026-11-22", **settings: str) -> int:
    """Publish a book; `place` is `MODULE:NAME COUNT before|after`. The exit code: -9 for a process that was killed."""
    environment = {**os.environ, "FACTURIER_SECRET": SECRET, "PYTHONPATH": os.pathsep.join(sys.path), **settings}
    arguments = ["publish", "--to", target, "--jobs", "1", "--today", today]
    done = subprocess.run(
        [sys.executable, str(DYING), *place.split(), *arguments],
        cwd=book, env=environment, stdin=subprocess.DEVNULL, capture_output=True, timeout=600, check=False,
    )  # fmt: skip
    return done.returncode
