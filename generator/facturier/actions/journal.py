"""Turns a set of file changes into one that happens wholly or not at all, whenever the machine stops.

Everything new is written and flushed below `.facturier/` first. One rename makes the journal valid; from then on
whoever comes next finishes it. Before that rename nothing happened, and what was prepared is thrown away.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path

from facturier.actions.access import WORKROOM, workroom
from facturier.connect.git import Git, run_git

LOCK_WAIT = 120.0  # seconds to wait for another command that writes the same book
_LOCK = "book.lock"
_JOURNAL = "journal"
_PLAN = "plan.json"


class BookBusyError(Exception):
    """Another command has been writing the book for too long."""


class UnfinishedError(OSError):
    """The machine refused a file after everything was decided (a full disk): the next command finishes it."""


class CommitRefusedError(Exception):
    """Git refused the commit, and everything was put back; the message is git's own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One file: what it becomes (None: it goes), and what it must be before (None: it must not exist)."""

    path: str
    after: bytes | None
    before: bytes | None = None


@dataclass(frozen=True, slots=True)
class _Planned:
    """A step as the journal keeps it: digests, "" for no file; contents lie beside the plan."""

    path: str
    before: str
    after: str


@contextlib.contextmanager
def locked(root: Path, *, wait: float = LOCK_WAIT, name: str = _LOCK) -> Iterator[None]:
    """Hold the only right to write what is issued in this book; raises BookBusyError after `wait` seconds.

    With another `name` another right: that to publish lets its own steps write.
    """
    descriptor = os.open(workroom(root) / name, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        _flock(descriptor, wait)
        yield
    finally:
        os.close(descriptor)


def write_all(root: Path, steps: Sequence[Step], *, message: str = "") -> None:
    """Do all steps, and commit them under `message` unless it is empty. Needs the lock.

    Raises CommitRefusedError when git refuses: then every file is as it was. UnfinishedError: `recover` will do it all.
    """
    room = workroom(root)
    new = Path(tempfile.mkdtemp(prefix=f"{_JOURNAL}.new-", dir=room))
    planned = []
    for index, step in enumerate(steps):
        planned.append(_Planned(step.path, _digest(step.before), _digest(step.after)))
        for name, content in (("before", step.before), ("after", step.after)):
            if content is not None:
                _write_flushed(new / f"{index}.{name}", content)
    plan = {"message": message, "steps": [asdict(one) for one in planned]}
    _write_flushed(new / _PLAN, json.dumps(plan).encode())
    _flush(new)
    new.rename(room / _JOURNAL)
    _flush(room)
    try:
        _finish(root, room / _JOURNAL)
    except OSError as problem:
        raise UnfinishedError(problem.errno, problem.strerror, problem.filename) from problem


def recover(root: Path) -> None:
    """Finish what was decided before a crash, and throw away what was not. Needs the lock."""
    room = root / WORKROOM
    for unfinished in (*room.glob(f"{_JOURNAL}.new-*"), *room.glob(f"{_JOURNAL}.old-*")):
        shutil.rmtree(unfinished)
    if (room / _JOURNAL).is_dir():
        with contextlib.suppress(CommitRefusedError):
            _finish(root, room / _JOURNAL)


def recover_if_needed(root: Path) -> None:
    """The same for a command that only reads: at once, and not while somebody is writing."""
    if (root / WORKROOM / _JOURNAL).is_dir():
        with contextlib.suppress(BookBusyError), locked(root, wait=0):
            recover(root)


def _finish(root: Path, journal: Path) -> None:
    plan = json.loads((journal / _PLAN).read_bytes())
    steps = [_Planned(**step) for step in plan["steps"]]
    for index, step in enumerate(steps):
        _put(root, step.path, journal / f"{index}.after", step.before, step.after)
    _flush_folders(root, steps)
    problem = _committed(root, [step.path for step in steps], plan["message"]) if plan["message"] else ""
    if ".lock" in problem and _is_in_head(root, journal, steps):
        raise BookBusyError  # git made the commit and was killed before it gave back its lock: nothing may be undone
    if problem:
        for index, step in reversed(list(enumerate(steps))):
            _put(root, step.path, journal / f"{index}.before", step.after, step.before)
        _flush_folders(root, steps)
    old = journal.with_name(f"{_JOURNAL}.old-{os.getpid()}")
    journal.rename(old)
    shutil.rmtree(old)
    if problem:
        raise CommitRefusedError(problem)


def _committed(root: Path, paths: list[str], message: str) -> str:
    git = Git(run_git(root))
    problem = "" if git.is_committed(paths) else git.commit(paths, message)
    return "" if problem and git.is_committed(paths) else problem


def _is_in_head(root: Path, journal: Path, steps: Sequence[_Planned]) -> bool:
    git = Git(run_git(root))
    return all(git.file_at("HEAD", step.path) == _read(journal / f"{index}.after") for index, step in enumerate(steps))


def _put(root: Path, path: str, content: Path, before: str, after: str) -> None:
    """Bring a file from one state into another; one that is in neither was changed by somebody and is left alone."""
    file = root / path
    if _digest(_read(file)) != before:
        return
    if not after:
        file.unlink(missing_ok=True)
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = content.with_name(f"{content.name}.copy")
    _doubled(content, beside)
    beside.replace(file)


def _doubled(content: Path, beside: Path) -> None:
    """A second name takes no room, so that a full disk stops nothing that was decided; a copy where there is none."""
    beside.unlink(missing_ok=True)
    try:
        os.link(content, beside)
    except OSError:
        shutil.copyfile(content, beside)
    _flush(beside)


def _flush_folders(root: Path, steps: Sequence[_Planned]) -> None:
    for folder in sorted({(root / step.path).parent for step in steps}):
        if folder.is_dir():
            _flush(folder)


def _flock(descriptor: int, wait: float) -> None:
    until = time.monotonic() + wait
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= until:
                raise BookBusyError from None
            time.sleep(0.05)
        else:
            return


def _digest(content: bytes | None) -> str:
    return "" if content is None else sha256(content).hexdigest()


def _read(file: Path) -> bytes | None:
    try:
        return file.read_bytes()
    except FileNotFoundError:
        return None


def _write_flushed(file: Path, content: bytes) -> None:
    try:
        with file.open("wb") as opened:
            opened.write(content)
            opened.flush()
            os.fsync(opened.fileno())
    except OSError as problem:  # what fails while writing does not say where
        raise OSError(problem.errno, problem.strerror, str(file)) from problem


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
