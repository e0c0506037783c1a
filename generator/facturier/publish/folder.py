"""Puts a copy of a built site where a web server of this machine reads it, in one step."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

from facturier.publish.swap import KEPT, OutputBusyError, locked, recover, staging, swap

MARK = ".facturier-site"  # says that a folder or a branch holds a site, and may be replaced by one


def files_of(site: Path) -> tuple[str, ...]:
    """Return the paths of everything that is published, sorted."""
    found = (file.relative_to(site).as_posix() for file in site.rglob("*") if file.is_file())
    return tuple(sorted(path for path in found if path not in KEPT))


def to_folder(root: Path, site: Path, place: str) -> str:
    """Replace a folder by the site; return what went wrong, "" when it is in place.

    A folder that holds something else than a site is left alone.
    """
    out = (root / place).resolve()
    reason = _foreign(root.resolve(), out)
    if reason:
        return reason
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with locked(out):
            recover(out)
            swap(_copied(site, staging(out)), out)
    except OutputBusyError:
        return f"another deploy is writing {out}"
    except OSError as problem:
        return f"{problem.strerror}: {problem.filename}"
    return ""


def from_folder(root: Path, place: str, paths: Iterable[str]) -> dict[str, bytes]:
    """Return these files as the folder has them, without those it lacks."""
    files = {path: root / place / path for path in paths}
    return {path: file.read_bytes() for path, file in files.items() if file.is_file()}


def _copied(site: Path, new: Path) -> Path:
    for path in files_of(site):
        copy = new / path
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(site / path, copy)
    (new / MARK).touch()
    return new


def _foreign(root: Path, out: Path) -> str:
    if out == root or out in root.parents:
        return f"{out} holds the book itself"
    if out.exists() and not out.is_dir():
        return f"{out} is a file"
    if out.is_dir() and not (out / MARK).exists() and any(entry.name not in KEPT for entry in out.iterdir()):
        return f"{out} holds files that are no site; empty it or name another folder"
    return ""
