"""Puts a finished folder in the place of the published one in a single step.

A new site is written beside the old one as `.NAME.new-…`. On Linux the two change names in one system call
(renameat2, RENAME_EXCHANGE); elsewhere the old one is renamed away first, and `recover`, which every build starts
with, finishes what a crash between the two renames left. At every moment one whole site exists.
"""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

KEPT = (".gitignore", ".gitkeep")  # files of a repository that keeps the empty folder
_EXCHANGE = 2
_AT_FDCWD = -100


class OutputBusyError(Exception):
    """Another build is writing the same output."""


class OutputForeignError(Exception):
    """The output folder holds `name`, which no build has written: replacing the folder would destroy it."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


@contextlib.contextmanager
def locked(out: Path) -> Iterator[None]:
    """Hold the only right to write `out`; raises OutputBusyError when another build holds it."""
    file = out.parent / f".{out.name}.lock"
    descriptor = _open_lock(file)
    try:
        yield
    finally:
        file.unlink(missing_ok=True)
        os.close(descriptor)


def _open_lock(file: Path) -> int:
    while True:
        descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            raise OutputBusyError(str(file)) from None
        if _same_file(descriptor, file):
            return descriptor
        os.close(descriptor)  # its holder removed the file between our open and our lock: take the new one


def _same_file(descriptor: int, file: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(descriptor), file.stat())
    except FileNotFoundError:
        return False


def staging(out: Path) -> Path:
    """Return a new empty folder beside `out`, for its owner alone: what is sealed is readable there for a while."""
    return Path(tempfile.mkdtemp(prefix=f".{out.name}.new-", dir=out.parent))


def recover(out: Path) -> None:
    """Put back a site that a crash left renamed away, and remove unfinished and replaced ones. Needs the lock."""
    old = sorted(out.parent.glob(f".{out.name}.old-*"))
    if old and not out.exists():
        old.pop().rename(out)
    for folder in [*old, *out.parent.glob(f".{out.name}.new-*")]:
        shutil.rmtree(folder)


def refuse_foreign(out: Path, own: frozenset[str]) -> None:
    """Raise OutputForeignError when `out` holds anything but names in `own` and the files that keep it in git."""
    if out.is_symlink() or (out.exists() and not out.is_dir()):
        raise OutputForeignError(out.name)
    for entry in sorted(out.iterdir()) if out.exists() else ():
        if entry.name not in own and entry.name not in KEPT:
            raise OutputForeignError(entry.name)


def swap(new: Path, out: Path) -> None:
    """Make `new` the site at `out` and remove the one that was there. Needs the lock."""
    new.chmod(0o755)
    for name in KEPT:
        if (out / name).is_file():
            shutil.copyfile(out / name, new / name)
    _flush(new)
    if not out.exists():
        new.rename(out)
    elif not _exchange(new, out):
        _two_renames(new, out)
    _flush_names(out.parent)
    if new.exists():
        shutil.rmtree(new)


def _exchange(first: Path, second: Path) -> bool:
    renameat2 = getattr(ctypes.CDLL(None), "renameat2", None)
    if renameat2 is None:
        return False
    return bool(renameat2(_AT_FDCWD, os.fsencode(first), _AT_FDCWD, os.fsencode(second), _EXCHANGE) == 0)


def _two_renames(new: Path, out: Path) -> None:
    old = new.with_name(new.name.replace(".new-", ".old-"))
    out.rename(old)
    new.rename(out)
    shutil.rmtree(old)


def _flush(folder: Path) -> None:
    """Bring the file system's data to the disk before any name points at it: once, not file by file."""
    syncfs = getattr(ctypes.CDLL(None), "syncfs", None)
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        if syncfs is None or syncfs(descriptor) != 0:
            os.sync()
    finally:
        os.close(descriptor)


def _flush_names(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
