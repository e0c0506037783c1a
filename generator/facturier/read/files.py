"""A folder to the files of a book: what each one is, by its place and name; faults for what belongs nowhere.

Links are never followed, hidden files are not looked at, and every name is checked before its file is opened.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from facturier.faults import Fault, Where, error
from facturier.read.strings import CLIENT_ID, NUMBER

CONFIG = "facturier.yaml"
EVERYONE = "everyone"
SIGNATURES = {
    ".pdf": (b"%PDF-",),
    ".png": (b"\x89PNG\r\n\x1a\n",),
    ".jpg": (b"\xff\xd8\xff",),
    ".jpeg": (b"\xff\xd8\xff",),
}
_CLIENT = re.compile(CLIENT_ID, re.ASCII)
_NUMBER = re.compile(NUMBER, re.ASCII)
_YEAR = re.compile(r"20[0-9]{2}", re.ASCII)
_FREE_NAME = re.compile(r"[\w][\w .()'’-]{0,100}")


@dataclass(frozen=True, slots=True)
class Found:
    """A file of the book: `name` is what its place says it is called (client id, number, draft name)."""

    name: str
    file: str
    folder: str = ""


@dataclass(slots=True)
class Files:
    """Every file of a book by what it is, each list sorted by path."""

    clients: list[Found] = field(default_factory=list)
    pages: list[Found] = field(default_factory=list)
    attachments: list[Found] = field(default_factory=list)
    drafts: list[Found] = field(default_factory=list)
    recurring: list[Found] = field(default_factory=list)
    documents: list[Found] = field(default_factory=list)
    histories: list[Found] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def plan(self, planned: Iterable[str]) -> None:
        """Add clients, drafts and documents that are not written yet to those that are."""
        for file in planned:
            if file == CONFIG:
                continue
            top, folder, *_ = file.split("/")
            if top == "clients":
                _one(self, self.clients, file, _CLIENT)
            elif folder == "drafts":
                _one(self, self.drafts, file, _FREE_NAME)
            else:
                _numbered(self, file, folder)
        for listed in (self.clients, self.drafts, self.documents, self.histories):
            listed[:] = sorted(set(listed), key=lambda found: found.file)


def find_files(root: Path) -> Files:
    """Return the files under clients/ and invoices/."""
    files = Files()
    for entry in _entries(root, "clients", files):
        if entry.is_dir(follow_symlinks=False):
            _client_folder(root, entry.name, files)
        else:
            _one(files, files.clients, f"clients/{entry.name}", _CLIENT)
    for entry in _entries(root, "invoices", files):
        _invoices_folder(root, entry, files)
    return files


def read_file(root: Path, file: str, *, limit: int) -> bytes | Fault:
    """Return at most `limit` + 1 bytes of a file of the book; never follows a link out of it."""
    try:
        handle = os.open(root / file, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(handle, "rb") as stream:
            return stream.read(limit + 1)
    except OSError as problem:
        return error("READ-033", Where(file), problem=problem.strerror or type(problem).__name__)


def _client_folder(root: Path, name: str, files: Files) -> None:
    folder = f"clients/{name}"
    if name != EVERYONE and _CLIENT.fullmatch(name) is None:
        files.faults.append(error("TYPE-041", Where(folder), value=name[:80]))
        return
    for entry in _entries(root, folder, files):
        path = f"{folder}/{entry.name}"
        stem, dot, suffix = entry.name.rpartition(".")
        if not entry.is_file(follow_symlinks=False) or not dot or _FREE_NAME.fullmatch(stem) is None:
            files.faults.append(error("READ-030", Where(path), name=entry.name[:80], place=f"{folder}/"))
        elif suffix == "md":
            files.pages.append(Found(stem, path, name))
        elif f".{suffix.lower()}" in SIGNATURES:
            files.attachments.append(Found(entry.name, path, name))
        else:
            files.faults.append(
                error("READ-032", Where(path), kind=f".{suffix}"[:20], kinds=", ".join((".md", *SIGNATURES)))
            )


def _invoices_folder(root: Path, folder: os.DirEntry[str], files: Files) -> None:
    path = f"invoices/{folder.name}"
    if not folder.is_dir(follow_symlinks=False):
        files.faults.append(error("READ-030", Where(path), name=folder.name[:80], place="invoices/"))
    elif folder.name in {"drafts", "recurring"}:
        kind = files.drafts if folder.name == "drafts" else files.recurring
        for entry in _entries(root, path, files):
            _one(files, kind, f"{path}/{entry.name}", _FREE_NAME)
    elif _YEAR.fullmatch(folder.name):
        for entry in _entries(root, path, files):
            _numbered(files, f"{path}/{entry.name}", folder.name)
    else:
        files.faults.append(error("READ-030", Where(path), name=folder.name[:80], place="invoices/"))


def _numbered(files: Files, path: str, year: str) -> None:
    name = path.rpartition("/")[2]
    for suffix, kind in (
        (".history.yaml", files.histories),
        (".seal.json", None),
        (".pdf", None),
        (".xml", None),  # the original of a document that was imported from XML
        (".yaml", files.documents),
    ):
        if name.endswith(suffix):
            number = name.removesuffix(suffix)
            if _NUMBER.fullmatch(number) is None:
                files.faults.append(error("TYPE-040", Where(path), value=number[:60]))
            elif kind is not None:
                kind.append(Found(number, path, year))
            return
    files.faults.append(error("READ-030", Where(path), name=name[:80], place=f"invoices/{year}/"))


def _one(files: Files, kind: list[Found], path: str, pattern: re.Pattern[str]) -> None:
    folder, _, name = path.rpartition("/")
    stem = name.removesuffix(".yaml")
    if stem == name:
        files.faults.append(error("READ-030", Where(path), name=name[:80], place=f"{folder}/"))
    elif pattern.fullmatch(stem) is None or (kind is files.clients and stem == EVERYONE):
        files.faults.append(error("TYPE-041" if kind is files.clients else "READ-034", Where(path), value=stem[:80]))
    else:
        kind.append(Found(stem, path))


def _entries(root: Path, folder: str, files: Files) -> Iterator[os.DirEntry[str]]:
    """Yield what lies in a folder, sorted by name; a link is a fault, a hidden or editor's file is left out."""
    try:
        with os.scandir(root / folder) as found:
            entries = sorted(found, key=lambda entry: entry.name)
    except FileNotFoundError:
        return
    except OSError as problem:
        files.faults.append(error("READ-033", Where(folder), problem=problem.strerror or type(problem).__name__))
        return
    for entry in entries:
        if entry.name.startswith(".") or entry.name.endswith("~"):
            continue
        if entry.is_symlink():
            files.faults.append(error("READ-031", Where(f"{folder}/{entry.name}")))
        elif entry.is_dir(follow_symlinks=False) or entry.is_file(follow_symlinks=False):
            yield entry
        else:
            files.faults.append(
                error("READ-030", Where(f"{folder}/{entry.name}"), name=entry.name[:80], place=f"{folder}/")
            )
