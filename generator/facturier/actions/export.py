"""One document of the book → a file for another program: CII, UBL, Peppol, the PDF or JSON."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from facturier.actions.build import kept_originals
from facturier.actions.show import show
from facturier.compute.peppol import peppol_lacks
from facturier.faults import Fault, Severity, Where, error
from facturier.model.book import Book
from facturier.model.document import Document
from facturier.model.portal import PortalDocument
from facturier.model.seal import Seal
from facturier.publish.progress import Reporter

if TYPE_CHECKING:
    from facturier.render.einvoice import EInvoice

FORMATS = ("cii", "ubl", "peppol", "pdf", "json")
_USUAL = {"factur-x": "pdf", "ubl": "ubl", "peppol": "peppol"}
_SUFFIX = {"cii": "cii.xml", "ubl": "ubl.xml", "peppol": "peppol.xml", "pdf": "pdf", "json": "json"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """A file called `name`. Without data nothing could be made, and `faults` say why."""

    name: str = ""
    data: bytes = b""
    faults: tuple[Fault, ...] = ()


def export(
    root: Path, key: str, form: str = "", *, today: date, reporter: Reporter, theme: Path | None = None
) -> Exported:
    """Return a document in one of FORMATS; without a format, in the one that its client asked for.

    Of an issued document, the PDF and the CII inside it are the sealed ones, as is the XML that an imported one came
    as; the others are written from the seal.
    """
    found = show(root, key, today=today, reporter=reporter)
    if found.shown is None or found.book is None:
        return Exported(faults=found.faults)
    shown, document = found.shown, found.shown.document
    form = form or _USUAL[document.client.e_invoice.format]
    refused = tuple(_refused(document, form))
    if refused:
        return Exported(faults=refused)
    name = f"{document.number or Path(document.key).name}.{_SUFFIX[form]}"
    if form == "json":
        return Exported(name=name, data=_json(shown))
    try:
        made = _made(root, shown, found.book, form, theme)
    except OSError as problem:
        where = Where(document.file)
        return Exported(faults=(error("EIN-106", where, problem=f"{problem.strerror}: {problem.filename}"),))
    return Exported(faults=(made,)) if isinstance(made, Fault) else Exported(name=name, data=made)


def _made(root: Path, shown: PortalDocument, book: Book, form: str, theme: Path | None) -> bytes | Fault:
    sealed = _sealed(root, book, book.seals.get(shown.document.number))
    if isinstance(sealed, Fault):
        return sealed
    if form == "pdf":
        return sealed or _drawn(root, shown, book, theme)
    made = _xml(root, shown, book, form, sealed)
    refused = _against_peppol(made, shown.document.file) if form == "peppol" else None
    return refused or made


def _against_peppol(xml: bytes, file: str) -> Fault | None:
    """EIN-132: the first rule for which the network would refuse the file, a wrong check digit in an address say."""
    from facturier.render.incoming import read_einvoice
    from facturier.rules.incoming import judge

    read = read_einvoice(xml, file)
    found = (read,) if isinstance(read, Fault) else judge(read, file)
    refused = (fault for fault in found if fault.code == "EIN-132" and fault.severity is Severity.ERROR)
    return next((replace(fault, where=Where(file)) for fault in refused), None)


def _refused(document: Document, form: str) -> Iterator[Fault]:
    """EIN-101: no e-invoice exists of it; EIN-102: it has no number yet; EIN-103 to 105: it is none for Peppol."""
    from facturier.render.einvoice import has_einvoice

    where = Where(document.file)
    if form in {"pdf", "json"}:
        return
    if not has_einvoice(document):
        yield error("EIN-101", where, number=document.key, type=document.type.value, currency=document.currency)
        return
    if document.is_draft:
        yield error("EIN-102", where, number=document.key)
    for lacking in peppol_lacks(document) if form == "peppol" else ():
        if lacking == "reference":
            yield error("EIN-103", where, number=document.key)
        elif lacking == "type":
            yield error("EIN-105", where, number=document.key, type=document.type.value)
        else:
            yield error("EIN-104", where, name=(document.seller if lacking == "seller" else document.client).name)


def _sealed(root: Path, book: Book, seal: Seal | None) -> bytes | Fault:
    """The original of an issued document, compared with its seal; b"" for one that is not sealed."""
    from facturier.seal.prove import original_faults

    if seal is None:
        return b""
    kept = kept_originals(root, book)
    if isinstance(kept, Fault):
        return kept
    data = kept(seal)
    return next(original_faults(seal, data), data or b"")


def _drawn(root: Path, shown: PortalDocument, book: Book, theme: Path | None) -> bytes:
    from facturier.publish.originals import as_issued
    from facturier.render.pdf import document_pdf

    document = shown.document
    wanted = [path for path in (document.seller.logo, *document.attachments) if path]
    files = {path: (root / path).read_bytes() for path in wanted}
    issued = as_issued(shown, book.settings)
    return document_pdf(issued, color=book.settings.portal.color, files=files, theme=theme, preview=document.is_draft)


def _xml(root: Path, shown: PortalDocument, book: Book, form: str, sealed: bytes) -> bytes:
    from facturier.publish.originals import as_issued
    from facturier.render.einvoice import gather
    from facturier.render.embedded import embedded_xml
    from facturier.render.facturx import factur_x

    if brought := _brought(root, shown.document, book.seals.get(shown.document.number), form):
        return brought
    if form == "cii" and sealed and (original := embedded_xml(sealed)):
        return original
    issued = as_issued(shown, book.settings)
    if form == "cii":
        return factur_x(gather(issued))  # as it stands in the PDF, where attachments lie beside it
    files = {path: (root / path).read_bytes() for path in shown.document.attachments}
    return _ubl(gather(issued, files), form)


def _brought(root: Path, document: Document, seal: Seal | None, form: str) -> bytes:
    """The XML that an imported document came as, when it is of this syntax and, once sealed, unchanged; else b""."""
    from facturier.render.incoming import read_einvoice
    from facturier.seal.canonical import sha256

    file = f"{document.file.removesuffix('.yaml')}.xml"
    if form == "peppol" or document.is_draft or not (root / file).is_file():
        return b""
    data = (root / file).read_bytes()
    digests = {one.sha256 for one in seal.content.attachments} if seal else {sha256(data)}
    read = read_einvoice(data, file)
    same = not isinstance(read, Fault) and read.syntax == form.upper() and sha256(data) in digests
    return data if same else b""


def _ubl(invoice: EInvoice, form: str) -> bytes:
    from facturier.render.ubl import Flavour, ubl

    return ubl(invoice, Flavour.PEPPOL if form == "peppol" else Flavour.EN16931)


def _json(shown: PortalDocument) -> bytes:
    """What is sealed of a document, or would be: as typed, as computed, and the sentences it shows."""
    from facturier.seal.canonical import plain, pretty

    return pretty(
        {
            "document": plain(shown.document),
            "totals": plain(shown.totals),
            "mentions": plain(shown.mentions),
            "related": plain(shown.related),
            "fingerprint": shown.fingerprint,
        }
    )
