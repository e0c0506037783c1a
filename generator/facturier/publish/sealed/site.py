"""Puts every portal behind its doors: sealed folders in place of plain ones, and a word at addresses that died."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from facturier.faults import Fault, Where, error
from facturier.model.portal import Portal
from facturier.publish import layout
from facturier.publish.sealed.blob import HEADER, is_blob
from facturier.publish.sealed.doors import OPEN, Door, Doors
from facturier.publish.sealed.kept import Kept
from facturier.publish.sealed.keys import stretch, vault
from facturier.publish.sealed.vault import HOME, SUFFIX, Contents, mark_of, seal_portal

_BLOB = re.compile(rf"[a-z2-7]{{26}}{re.escape(SUFFIX)}")
_NOT_SEALED = frozenset({"404.html"})  # without data, and for the host alone


@dataclass(frozen=True, slots=True, kw_only=True)
class Shells:
    """The pages that stand where there is no readable portal: before it opens, with a passcode, replaced."""

    closed: bytes = field(repr=False)
    locked: bytes = field(repr=False)
    replaced: bytes = field(repr=False)


def contents_of(portal: Portal) -> Contents:
    """Return whose files are whose in a portal; the files themselves are read from its folder."""
    offered = {file.file: layout.offered_file(file.name) for file in portal.files}
    return Contents(
        files={},
        documents={
            shown.document.number: tuple(offered[path] for path in shown.document.attachments if path in offered)
            for shown in portal.documents
        },
        language=portal.language,
    )


def put_behind_doors(site: Path, doors: Doors, contents: Contents, shells: Shells, kept: Kept) -> None:
    """Turn the plain folder at a client's current address into what the host may store, at every address that opens."""
    folder = site / layout.client_folder(doors.current.token)
    if doors.access == OPEN:
        for other in doors.others:
            shutil.copytree(folder, site / layout.client_folder(other.token))
    else:
        plain = replace(contents, files=_read(folder))
        shutil.rmtree(folder)
        for door in doors.all:
            _write_sealed(site, door, plain, shells.locked if door.passcode else shells.closed, kept)
    for token in doors.replaced:
        _write(site / layout.client_folder(token) / HOME, shells.replaced)


def sealed_faults(site: Path, doors: Mapping[str, Doors], shells: Shells) -> Iterator[Fault]:
    """Yield a fault for each file of a sealed portal that is neither a shell nor a blob (GATE-014)."""
    allowed = {shells.closed, shells.locked, shells.replaced}
    for client_id, its in sorted(doors.items()):
        tokens = () if its.access == OPEN else (*(door.token for door in its.all), *its.replaced)
        for token in tokens:
            for file in sorted((site / layout.client_folder(token)).rglob("*")):
                if not _is_sealed(file, allowed):
                    yield error("GATE-014", Where(file=f"{layout.CLIENTS}/{client_id}/{file.name}"))


def _write_sealed(site: Path, door: Door, plain: Contents, shell: bytes, kept: Kept) -> None:
    folder = site / layout.client_folder(door.token)
    _write(folder / HOME, shell)
    for name, blob in kept.blobs(door, plain, lambda: _sealed(door, plain)).items():
        (folder / name).write_bytes(blob)
    name, mark = mark_of(door.key, door.token)
    _write(site / layout.MARKS / name, mark)


def _sealed(door: Door, plain: Contents) -> dict[str, bytes]:
    stretched = stretch(door.passcode, door.token) if door.passcode else b""
    return seal_portal(plain, vault(door.key, stretched))


def _read(folder: Path) -> dict[str, bytes]:
    files = {file.relative_to(folder).as_posix(): file for file in sorted(folder.rglob("*")) if file.is_file()}
    return {name: file.read_bytes() for name, file in files.items() if name not in _NOT_SEALED}


def _is_sealed(file: Path, shells: set[bytes]) -> bool:
    if file.is_symlink() or not file.is_file():
        return False
    if file.name == HOME:
        return file.read_bytes() in shells
    with file.open("rb") as opened:
        return bool(_BLOB.fullmatch(file.name)) and is_blob(opened.read(HEADER + 16))


def _write(file: Path, data: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
