"""Puts everything issued into one ZIP that proves itself: originals, data, sources, histories, seals, one page."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from facturier.actions.build import kept_originals
from facturier.actions.check import check, in_order
from facturier.faults import Fault, Where, error, has_errors
from facturier.model.book import Book
from facturier.model.seal import Seal
from facturier.publish.progress import Reporter
from facturier.seal.canonical import sha256
from facturier.seal.prove import original_faults

FORMAT = "facturier-archive/1"
MANIFEST = "manifest.json"
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the first moment a ZIP can name: no clock is read
_MODE = 0o100644 << 16


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveResult:
    """The archive's bytes, empty when there are errors; `manifest_sha256`, kept elsewhere, proves all of it."""

    data: bytes = b""
    documents: int = 0
    manifest_sha256: str = ""
    faults: tuple[Fault, ...] = ()


def archive(
    root: Path, *, today: date, reporter: Reporter, name: str, year: int | None = None, client: str = ""
) -> ArchiveResult:
    """Return one archive of all sealed documents, or of a year or a client. The same documents give the same bytes.

    `name` is what the file will be called: the page in it says how to verify it.
    """
    checked = check(root, today=today, reporter=reporter)
    book = checked.expanded
    if book is None or has_errors(checked.faults):
        return ArchiveResult(faults=checked.faults)
    chosen = [seal for seal in book.seals.values() if _is_wanted(seal, year, client)]
    if not chosen:
        return ArchiveResult(faults=(error("VER-013", Where("invoices")),))
    reporter.stage("archive", len(chosen))
    files: dict[str, bytes] = {}
    faults: list[Fault] = []
    for seal in chosen:
        files |= dict(_files(root, book, seal, faults))
        reporter.advance()
    if faults:
        return ArchiveResult(faults=in_order(faults))
    return _packed(book, chosen, files, name)


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Return a ZIP of files, stored as they are, in the order of their names: the same on every machine."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as packed:
        for path, content in sorted(files.items()):
            entry = zipfile.ZipInfo(path, _EPOCH)
            entry.external_attr, entry.create_system = _MODE, 3
            packed.writestr(entry, content)
    return made.getvalue()


def manifest_of(files: Mapping[str, bytes]) -> bytes:
    """Return the list of all files with their digests."""
    listed = {path: sha256(content) for path, content in sorted(files.items())}
    return (json.dumps({"format": FORMAT, "files": listed}, indent=1, sort_keys=True) + "\n").encode()


def _packed(book: Book, seals: list[Seal], files: dict[str, bytes], name: str) -> ArchiveResult:
    from facturier.render.archive import archive_page

    ordered = sorted(seals, key=lambda seal: (seal.content.document.date, seal.number))
    language, seller = book.settings.language, book.seller.name
    files["index.html"] = archive_page(ordered, files.keys(), seller=seller, language=language, name=name)
    manifest = manifest_of(files)
    data = zipped({**files, MANIFEST: manifest})
    return ArchiveResult(data=data, documents=len(seals), manifest_sha256=sha256(manifest))


def _files(root: Path, book: Book, seal: Seal, faults: list[Fault]) -> Iterator[tuple[str, bytes]]:
    from facturier.render.embedded import embedded_xml

    stem = seal.file.removesuffix(".seal.json")
    for suffix in (".seal.json", ".history.yaml", ".yaml"):
        file = root / f"{stem}{suffix}"
        if file.is_file():
            yield f"{stem}{suffix}", file.read_bytes()
    kept = kept_originals(root, book)
    if isinstance(kept, Fault):
        faults.append(kept)
        return
    pdf = kept(seal)
    faults += original_faults(seal, pdf)
    if pdf is not None:
        yield f"{stem}.pdf", pdf
        xml = embedded_xml(pdf)
        if xml is not None:
            yield f"{stem}.xml", xml


def _is_wanted(seal: Seal, year: int | None, client: str) -> bool:
    document = seal.content.document
    return (year is None or document.date.year == year) and client in {"", document.client.id}
