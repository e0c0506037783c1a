"""Turns the book into one client's portal: the only maker of `Portal` values, and nothing of another client enters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from facturier.compute.balances import balances
from facturier.compute.deductions import deposit_asked
from facturier.compute.entries import entries_of
from facturier.compute.index import Index, index_of
from facturier.compute.ledger import ledger
from facturier.compute.mentions import mentions
from facturier.compute.payment import payment_block
from facturier.compute.related import related
from facturier.compute.statement import statements
from facturier.compute.timeline import timeline
from facturier.model.book import Book, ClientFile, ClientPage
from facturier.model.document import Document
from facturier.model.money import ZERO
from facturier.model.party import Client
from facturier.model.portal import Portal, PortalDocument, PortalFile, PortalPage
from facturier.model.state import State
from facturier.model.totals import Totals

EVERYONE = "everyone"


def portal_for(
    book: Book,
    totals: Mapping[str, Totals],
    states: Mapping[str, State],
    client_id: str,
    *,
    today: date,
    preview: bool = False,
    index: Index | None = None,
) -> Portal:
    """The portal of one client of an expanded book on `today`; documents newest first.

    `preview` is for the seller's eyes: drafts and private entries too. Whoever makes many portals makes one `index`
    (`index_of`) for all of them. Raises KeyError for a client the book does not hold.
    """
    index = index or index_of(book, today=today)
    client = book.clients[client_id]
    documents = (*index.of_client.get(client_id, ()), *(index.drafts_of_client.get(client_id, ()) if preview else ()))
    newest_first = sorted(documents, key=lambda document: (document.date, document.key), reverse=True)
    settings = book.settings.portal
    return Portal(
        seller=book.seller,
        client=client,
        as_of=today,
        language=client.language,
        languages=page_languages(book, client),
        form=settings.form,
        color=settings.color,
        documents=tuple(
            _document(book, totals, states[document.key], document, index=index, preview=preview)
            for document in newest_first
        ),
        balances=balances((document, states[document.key]) for document in documents),
        statements=statements(book, totals, client_id, index=index),
        pages=tuple(_pages(book.pages, client_id)),
        files=tuple(_files(book.files, client_id)),
        url=settings.url,
        preview=preview,
    )


def page_languages(book: Book, client: Client) -> tuple[str, ...]:
    """The languages of a client's pages: its own, then `portal.languages`, the seller’s when unsaid."""
    chosen = book.settings.portal.languages
    others = (book.settings.language,) if chosen is None else chosen
    return tuple(dict.fromkeys((client.language, *others)))


def _document(
    book: Book, totals: Mapping[str, Totals], state: State, document: Document, *, index: Index, preview: bool
) -> PortalDocument:
    """A document with all that its page and PDF show; links, entries and payments are its own client's."""
    links = related(book, document.key, totals, index=index)
    entries = entries_of(book, document, index) if not document.is_draft else ()
    seal = book.seals.get(document.key)
    return PortalDocument(
        document=document,
        totals=totals[document.key],
        state=state,
        timeline=timeline(
            document,
            entries,
            state,
            related=links,
            movements=ledger(book, totals, document, index),
            private=preview,
        ),
        related=links,
        mentions=seal.content.mentions if seal else mentions(document, totals[document.key], book.law, related=links),
        fingerprint=seal.fingerprint if seal else "",
        original=seal.original.sha256 if seal else "",
        imported=bool(seal and seal.content.imported),
        prepaid=book.histories[document.key].prepaid if document.key in book.histories else ZERO,
        deposit=deposit_asked(document, totals[document.key]),
        payment=payment_block(
            document,
            totals[document.key],
            state,
            book.settings,
            events=[entry.event for entry in entries if not entry.inherited],
        ),
    )


def _pages(pages: Iterable[ClientPage], client_id: str) -> Iterator[PortalPage]:
    """Own pages and everyone's, by slug; an own page stands in for everyone's of the same slug."""
    chosen: dict[str, ClientPage] = {}
    for page in sorted(pages, key=lambda page: (page.client != EVERYONE, page.file)):
        if page.client in {EVERYONE, client_id}:
            chosen[page.slug] = page
    for slug in sorted(chosen):
        yield PortalPage(slug=slug, file=chosen[slug].file, text=chosen[slug].text)


def _files(files: Iterable[ClientFile], client_id: str) -> Iterator[PortalFile]:
    """Own files and everyone's, each under its path in its folder; an own file hides everyone's of the same name."""
    chosen: dict[str, ClientFile] = {}
    for file in sorted(files, key=lambda file: (file.client != EVERYONE, file.file)):
        if file.client in {EVERYONE, client_id}:
            chosen[file.file.removeprefix(f"clients/{file.client}/")] = file
    for name in sorted(chosen):
        yield PortalFile(name=name, file=chosen[name].file, digest=chosen[name].digest, size=chosen[name].size)
