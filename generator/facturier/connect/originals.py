"""Where the PDFs of issued documents are kept: beside their sources in git, in a directory, or in an object store.

Outside of git a file is named after its number and digest: `2026/F2026-0042.1f3a5c7e9b2d.pdf`. It is written
before anything else of an issue and never written over.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Protocol

from facturier.model.seal import Seal

IN_GIT = "git"


class Originals(Protocol):
    """A place that gives back what was put there. Whoever reads compares digests."""

    in_git: bool

    def get(self, seal: Seal) -> bytes | None:
        """Return the original of a seal, None when it is not there. Raises OSError when the place cannot be reached."""

    def put(self, *, year: str, number: str, sha256: str, data: bytes) -> None:
        """Keep an original; putting the same one again changes nothing."""


class MissingLibraryError(Exception):
    """An object store needs the optional `fsspec` and the driver of its kind of address."""


def originals_of(root: Path, setting: str) -> Originals:
    """Return the place that `originals:` names. Raises MissingLibraryError for an address whose driver is missing."""
    if setting == IN_GIT:
        return GitOriginals(root)
    if "://" in setting:
        return StoreOriginals(setting)
    return DirectoryOriginals(root / setting)


class GitOriginals:
    """Beside the source: invoices/2026/F2026-0042.pdf. Written by the issue itself, together with the seal."""

    in_git = True

    def __init__(self, root: Path) -> None:
        self._root = root

    def get(self, seal: Seal) -> bytes | None:
        """Return the file beside the seal."""
        return _read(self._root / seal.original_file)

    def put(self, *, year: str, number: str, sha256: str, data: bytes) -> None:
        """Nothing to do: the file is part of what is issued."""


class DirectoryOriginals:
    """A directory of this machine, of a mounted disk or share."""

    in_git = False

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, seal: Seal) -> bytes | None:
        """Return the kept file."""
        return _read(self._folder / name_of(_year(seal), seal.number, seal.original.sha256))

    def put(self, *, year: str, number: str, sha256: str, data: bytes) -> None:
        """Write the file, whole or not at all."""
        file = self._folder / name_of(year, number, sha256)
        file.parent.mkdir(parents=True, exist_ok=True)
        beside = file.with_name(f".{file.name}.{os.getpid()}")
        with beside.open("wb") as opened:
            opened.write(data)
            opened.flush()
            os.fsync(opened.fileno())
        beside.replace(file)


class StoreOriginals:
    """An object store behind an address that fsspec understands (`s3://bucket/folder`; `https://…` is read only)."""

    in_git = False

    def __init__(self, address: str) -> None:
        try:
            import fsspec
        except ImportError:
            raise MissingLibraryError("fsspec") from None
        try:
            self._files, folder = fsspec.core.url_to_fs(address)
        except ImportError as problem:
            raise MissingLibraryError(str(problem)) from None
        self._folder: Any = folder.rstrip("/")

    def get(self, seal: Seal) -> bytes | None:
        """Fetch the object."""
        try:
            data: bytes = self._files.cat_file(self._path(_year(seal), seal.number, seal.original.sha256))
        except FileNotFoundError:
            return None
        except Exception as problem:
            raise _unreachable(problem) from problem
        return data

    def put(self, *, year: str, number: str, sha256: str, data: bytes) -> None:
        """Store the object."""
        try:
            self._files.pipe_file(self._path(year, number, sha256), data)
        except Exception as problem:
            raise _unreachable(problem) from problem

    def _path(self, year: str, number: str, sha256: str) -> str:
        return f"{self._folder}/{name_of(year, number, sha256)}"


def name_of(year: str, number: str, sha256: str) -> str:
    """Return what an original is called outside of git."""
    return f"{year}/{number}.{sha256[:12]}.pdf"


def _unreachable(problem: Exception) -> OSError:
    """Every driver has errors of its own; to the rest of the program they are all input and output."""
    return OSError(0, f"{type(problem).__name__}: {problem}", "originals")


def _year(seal: Seal) -> str:
    return seal.file.split("/")[1]


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
