"""Turns numbered documents into their seals and originals: digested, drawn by workers, then chained in order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from pathlib import Path

from facturier.compute.deductions import deposit_asked
from facturier.compute.index import Index
from facturier.compute.mentions import mentions
from facturier.compute.related import related
from facturier.faults import Fault, Where, error
from facturier.model.book import Book
from facturier.model.document import Document
from facturier.model.money import ZERO
from facturier.model.portal import PortalDocument
from facturier.model.seal import Chain, Content, FileDigest, Original, Previous, Seals
from facturier.model.state import State, Status
from facturier.model.totals import Totals
from facturier.publish.originals import Original as Drawing
from facturier.publish.originals import UnprintableError, as_issued, draw_original
from facturier.publish.store import digest_of_files
from facturier.rules.numbering import series_of
from facturier.seal.canonical import sha256, text_sha256
from facturier.seal.chain import heads
from facturier.seal.make import SealedContent, digests, seal_bytes, seal_content
from facturier.seal.sign import sign


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A numbered document about to be sealed: its source's bytes, and the PDF it came with, if any."""

    document: Document
    source: bytes
    brought: bytes | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """A sealed document: the bytes of its seal and of its original."""

    paper: Paper
    seal: bytes
    pdf: bytes
    pdf_sha256: str
    fingerprint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """What sealing needs besides the documents. `key` signs the seals unless empty; `salt` gives 32 hex digits."""

    root: Path
    book: Book  # expanded, the papers in it
    totals: Mapping[str, Totals]
    theme: Path
    executor: Executor
    salt: Callable[[], str]
    key: bytes = b""


def seal_all(papers: Sequence[Paper], seals: Seals, press: Press) -> tuple[tuple[Issued, ...], tuple[Fault, ...]]:
    """Seal papers in their order, each series after its last seal. A PDF that cannot be drawn is a fault (ISS-008)."""
    contents = tuple(_contents(papers, press))
    drawings = [_drawn(paper, content, press) for paper, content in zip(papers, contents, strict=True)]
    faults: list[Fault] = []
    issued: list[Issued] = []
    last = heads_of(seals)
    for paper, content, drawing in zip(papers, contents, drawings, strict=True):
        problem = drawing.exception()
        if problem is not None:
            faults.append(_not_drawn(paper.document, problem))
            continue
        series = series_name(paper.document, press.book)
        chain = Chain(series=series, previous=last.get(series))
        made, last[series] = _sealed(paper, content, drawing.result(), chain, press)
        issued.append(made)
    return tuple(issued), tuple(faults)


def heads_of(seals: Seals) -> dict[str, Previous]:
    """What the next seal of each series follows."""
    return {
        series: Previous(number=seal.number, seal_sha256=seal.digests.seal_sha256)
        for series, seal in heads(seals).items()
    }


def series_name(document: Document, book: Book) -> str:
    """The document type that owns the counter of a document; its own when none does."""
    series = series_of(document.type, dict(book.settings.numbering))
    return series.name if series else document.type.value


def _contents(papers: Sequence[Paper], press: Press) -> Iterator[SealedContent]:
    template = digest_of_files([press.theme / "document", press.theme / "fonts", press.theme / "words"])
    for paper in papers:
        document = paper.document
        totals = press.totals[document.key]
        links = related(press.book, document.key, press.totals, index=Index(today=document.date))
        yield seal_content(
            Content(
                document=document,
                totals=totals,
                mentions=mentions(document, totals, press.book.law, related=links),
                source=FileDigest(file=document.file, sha256=text_sha256(paper.source)),
                attachments=tuple(
                    FileDigest(file=file, sha256=sha256((press.root / file).read_bytes()))
                    for file in (*document.attachments, *_xml_brought(document, press.root))
                ),
                color=press.book.settings.portal.color,
                law_as_of=press.book.law.as_of,
                template=template,
                salt=press.salt(),
                imported=paper.brought is not None,
            )
        )


def _xml_brought(document: Document, root: Path) -> Iterator[str]:
    """The XML that an imported document came as: what was issued, whatever is drawn of it here."""
    file = f"{document.file.removesuffix('.yaml')}.xml"
    if (root / file).is_file():
        yield file


def _drawn(paper: Paper, sealed: SealedContent, press: Press) -> Future[bytes]:
    """Hand the drawing of the original to a worker; one that was brought along is taken as it is."""
    if paper.brought is not None:
        kept: Future[bytes] = Future()
        kept.set_result(paper.brought)
        return kept
    document, history = paper.document, press.book.histories.get(paper.document.number)
    shown = PortalDocument(
        document=document,
        totals=press.totals[document.key],
        state=State(as_of=document.date, headline=Status.ISSUED),
        related=related(press.book, document.key, press.totals, index=Index(today=document.date)),
        mentions=sealed.content.mentions,
        fingerprint=sealed.fingerprint,
        prepaid=history.prepaid if history else ZERO,
        deposit=deposit_asked(document, press.totals[document.key]),
    )
    wanted = [path for path in (document.seller.logo, *document.attachments) if path]
    drawing = Drawing(
        shown=as_issued(shown, press.book.settings),
        color=sealed.content.color,
        files={path: (press.root / path).read_bytes() for path in wanted},
        target="",
    )
    return press.executor.submit(draw_original, drawing, press.theme)


def _sealed(paper: Paper, content: SealedContent, pdf: bytes, chain: Chain, press: Press) -> tuple[Issued, Previous]:
    original = Original(sha256=sha256(pdf), size=len(pdf))
    made = digests(content.sha256, original.sha256, chain)
    signature = sign(made.seal_sha256, press.key) if press.key else None
    issued = Issued(
        paper=paper,
        seal=seal_bytes(content, original, chain, made, signature),
        pdf=pdf,
        pdf_sha256=original.sha256,
        fingerprint=content.fingerprint,
    )
    return issued, Previous(number=paper.document.number, seal_sha256=made.seal_sha256)


def _not_drawn(document: Document, problem: BaseException) -> Fault:
    if isinstance(problem, UnprintableError):
        characters = ", ".join(f"{char} (U+{ord(char):04X})" for char in str(problem))
        return error("ISS-016", Where(document.file), number=document.number, characters=characters)
    return error(
        "ISS-008", Where(document.file), number=document.number, problem=f"{type(problem).__name__}: {problem}"
    )
