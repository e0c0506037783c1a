"""Waits for what a killed process has left running: its children keep its session."""

import time
from pathlib import Path


def wait_until_empty(session: int, seconds: float = 120) -> None:
    """Return when every process of a session has ended, as a git does by itself when its parent was killed."""
    until = time.monotonic() + seconds
    while _lives(session):
        assert time.monotonic() < until, f"session {session} does not end"
        time.sleep(0.01)


def _lives(session: int) -> bool:
    return any(_session_of(stat) == session for stat in Path("/proc").glob("[0-9]*/stat"))


def _session_of(stat: Path) -> int:
    """The session of a living process; 0 for one that has ended, whether or not anybody has asked for its exit code."""
    try:
        state, _, _, session = stat.read_text("utf-8", "replace").rpartition(")")[2].split()[:4]
    except OSError:
        return 0
    return 0 if state in {"Z", "X"} else int(session)
