"""The pages and files of clients/ to values of the book: text checked, content what its name says, digest taken."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from facturier.faults import Fault, Where, error
from facturier.model.book import ClientFile, ClientPage
from facturier.read.files import SIGNATURES, Found, read_file
from facturier.read.limits import MAX_FILE_BYTES, MAX_PAGE_BYTES
from facturier.read.tree import RefusedError, decode


def portal_pages(root: Path, pages: Iterable[Found]) -> tuple[tuple[ClientPage, ...], list[Fault]]:
    """Return the Markdown pages; two whose names give one address are a fault."""
    made: dict[tuple[str, str], ClientPage] = {}
    faults: list[Fault] = []
    for found in pages:
        data = read_file(root, found.file, limit=MAX_PAGE_BYTES)
        try:
            text = decode(data, found.file) if isinstance(data, bytes) else data
        except RefusedError as refused:
            text = refused.fault
        if isinstance(text, Fault):
            faults.append(text)
            continue
        slug = slug_of(found.name)
        page = ClientPage(client=found.folder, slug=slug, file=found.file, text=text.replace("\r\n", "\n"))
        other = made.setdefault((found.folder, slug), page)
        if other is not page:
            faults.append(error("REF-006", Where(found.file), also=[Where(other.file)], slug=slug, other=other.file))
    return tuple(sorted(made.values(), key=lambda page: page.file)), faults


def portal_files(root: Path, files: Iterable[Found]) -> tuple[tuple[ClientFile, ...], list[Fault]]:
    """Return the files offered for download: size, digest, and content that is what the name says."""
    made = []
    faults = []
    for found in files:
        data = read_file(root, found.file, limit=MAX_FILE_BYTES)
        if isinstance(data, Fault):
            faults.append(data)
        elif len(data) > MAX_FILE_BYTES:
            limit = f"{MAX_FILE_BYTES // 1024 // 1024} MiB"
            faults.append(error("READ-001", Where(found.file), limit=limit))
        elif not data.startswith(SIGNATURES[Path(found.name).suffix.lower()]):
            faults.append(error("READ-035", Where(found.file), kind=Path(found.name).suffix.lower()))
        else:
            digest = hashlib.sha256(data).hexdigest()
            made.append(ClientFile(client=found.folder, file=found.file, digest=digest, size=len(data)))
    return tuple(made), faults


def slug_of(name: str) -> str:
    """Return the name as part of an address: small ASCII letters, digits and dashes; `page` when nothing is left."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "page"
