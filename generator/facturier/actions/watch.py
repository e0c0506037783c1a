"""Tells when something below some folders has changed."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

Signature = tuple[tuple[str, int, int], ...]
_SKIPPED = frozenset({"__pycache__", "node_modules"})


def signature(places: Iterable[Path]) -> Signature:
    """Return path, size and time of every file below the places: equal as long as nobody writes there."""
    return tuple(sorted(entry for place in places for entry in _files(place)))


def _files(place: Path) -> Iterator[tuple[str, int, int]]:
    if place.is_file():
        status = place.stat()
        yield str(place), status.st_size, status.st_mtime_ns
    elif place.is_dir():
        with os.scandir(place) as entries:
            for entry in entries:
                yield from _entry(entry)


def _entry(entry: os.DirEntry[str]) -> Iterator[tuple[str, int, int]]:
    if entry.name.startswith(".") or entry.name in _SKIPPED:
        return
    try:
        if entry.is_dir(follow_symlinks=False):
            yield from _files(Path(entry.path))
        else:
            status = entry.stat()
            yield entry.path, status.st_size, status.st_mtime_ns
    except FileNotFoundError:
        return  # gone between the listing and the look: the next look tells
