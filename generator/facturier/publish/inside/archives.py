"""Turns a ZIP archive (also an office file, which is one) into the names, comments and texts of all that is in it."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator

from facturier.publish.inside.bounds import Budget, UnreadableError


def zip_text(data: bytes, budget: Budget) -> str:
    """Return all text of an archive. Raises UnreadableError, also for one with a password."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return "\n".join(_texts(archive, budget))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as problem:
        raise UnreadableError(str(problem)) from problem


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
