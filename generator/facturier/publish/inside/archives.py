"""Turns archives (ZIP, office files, gzip, bzip2, xz) into the names, comments and texts of all that is in them."""

from __future__ import annotations

import bz2
import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import Any

from facturier.publish.inside.bounds import MOST_BYTES, Budget, UnreadableError

PACKERS: tuple[tuple[bytes, Callable[[], Any]], ...] = (
    (b"\x1f\x8b\x08", lambda: zlib.decompressobj(wbits=31)),
    (b"BZh", bz2.BZ2Decompressor),
    (b"\xfd7zXZ\0", lambda: lzma.LZMADecompressor(memlimit=MOST_BYTES)),
)


_DAMAGED = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, OSError, EOFError, RuntimeError, ValueError, struct.error)


def unpacked(data: bytes, budget: Budget) -> tuple[bytes, bytes]:
    """Return what gzip, bzip2 or xz packed, and what stands behind it. Raises UnreadableError."""
    opened = next(make() for signature, make in PACKERS if data.startswith(signature))
    try:
        plain: bytes = opened.decompress(data, budget.left.bytes + 1)
    except _DAMAGED as problem:
        raise UnreadableError(str(problem)) from problem
    budget.take(len(plain))
    return plain, opened.unused_data


def zip_text(data: bytes, budget: Budget) -> str:
    """Return all text of an archive. Raises UnreadableError, also for one with a password."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return "\n".join([*_texts(archive, budget), *_beside(data)])
    except _DAMAGED as problem:
        raise UnreadableError(str(problem)) from problem


def _beside(data: bytes) -> Iterator[str]:
    """What stands before the first file and behind the directory."""
    first, end = data.find(b"PK\x03\x04"), data.rfind(b"PK\x05\x06")
    yield data[: max(first, 0)].decode("latin-1")
    yield data[end + 22 :].decode("latin-1") if end >= 0 else ""


def _texts(archive: zipfile.ZipFile, budget: Budget) -> Iterator[str]:
    from facturier.publish.inside.anything import text_of

    yield archive.comment.decode("utf-8", "replace")
    for member in archive.infolist():
        budget.member()
        yield f"{member.filename} {member.comment.decode('utf-8', 'replace')}"
        if not member.is_dir():
            with archive.open(member) as opened:
                content = opened.read(budget.left.bytes + 1)  # what the directory claims proves nothing
            yield text_of(content, budget)
