"""Rules about payment links: what a history calls live asks for exactly what may be asked for, and can prove it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from facturier.compute.index import Index, index_of
from facturier.compute.pay_links import STRIPE, asked_parts, live_links, methods_for, recorded_links, wanted_of
from facturier.compute.status import state_of
from facturier.faults import Fault, Where, error, info, warning
from facturier.model.book import Book
from facturier.model.document import Document
from facturier.model.history import Event, History
from facturier.model.money import ZERO
from facturier.model.totals import Totals
from facturier.rules.context import BookRule, Context, DocumentRule


def links_stand(context: Context) -> Iterator[Fault]:
    """PLK-020: a link asks for what may be asked for now; PLK-027: its digest is that of its document."""
    return _faults(context.book, context.totals, context.today)


def links_refused(book: Book, totals: Mapping[str, Totals], *, today: date) -> tuple[Fault, ...]:
    """The same as errors (PLK-028): nothing is published while a link that somebody may hold asks for a wrong sum."""
    return tuple(
        error("PLK-028", fault.where, number=fault.named["number"], why=fault.code)
        for fault in _faults(book, totals, today)
    )


def _faults(book: Book, totals: Mapping[str, Totals], today: date) -> Iterator[Fault]:
    index: Index | None = None
    for number, history in book.histories.items():
        document = book.documents.get(number)
        live = live_links(_known(history, today)) if recorded_links(history.events) else {}
        if document is None or not live or number not in totals or document.date > today:
            continue
        index = index or index_of(book, today=today)
        yield from _of(book, totals, document, history, index)


def _of(
    book: Book, totals: Mapping[str, Totals], document: Document, history: History, index: Index
) -> Iterator[Fault]:
    state = state_of(book, totals, document, index)
    events = _known(history, index.today)
    stripe = book.settings.stripe
    asked = asked_parts(state) if stripe and STRIPE in document.pay and methods_for(document.currency, stripe) else {}
    digests = {want.digest for want in wanted_of(document, state, events, stripe)} if stripe else set()
    for part, link in live_links(events).items():
        where = Where(history.file, (link.position,))
        due = asked.get(part, ZERO)
        if link.amount != due:
            yield info(
                "PLK-020",
                where,
                number=document.number,
                asked=link.amount if link.amount is not None else "?",
                due=due,
                currency=document.currency,
            )
        elif link.digest not in digests:
            yield warning("PLK-027", where, number=document.number)


def _known(history: History, today: date) -> tuple[Event, ...]:
    return tuple(event for event in history.events if event.date <= today)


DOCUMENT_RULES: tuple[DocumentRule, ...] = ()
BOOK_RULES: tuple[BookRule, ...] = (links_stand,)
