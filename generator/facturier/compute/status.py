"""Turns a document, its history, the documents that point at it and a day into its state; nothing is ever stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from facturier.compute.entries import entries_of, own_events
from facturier.compute.facts import facts_of
from facturier.compute.index import Index, index_of
from facturier.compute.invoice_state import invoice_state
from facturier.compute.quotes import quote_statuses, valid_until
from facturier.compute.schedule import instalment_states
from facturier.compute.terms import early_offer, instalments
from facturier.model.book import Book
from facturier.model.document import Document, DocumentType
from facturier.model.money import ZERO
from facturier.model.state import State, Status
from facturier.model.totals import Totals


def states(book: Book, totals: Mapping[str, Totals], *, today: date, index: Index | None = None) -> dict[str, State]:
    """The state of every numbered document and draft of an expanded book on `today`, by key.

    Numbered documents dated after `today` do not exist yet and have no state.
    """
    index = index or index_of(book, today=today)
    known = {key: document for key, document in book.documents.items() if document.date <= today}
    found = {key: state_of(book, totals, document, index) for key, document in known.items()}
    return found | {key: _draft(document, totals[key], today) for key, document in book.drafts.items()}


def state_of(book: Book, totals: Mapping[str, Totals], document: Document, index: Index) -> State:
    """The state of one numbered document on the day of the index."""
    if document.type is DocumentType.QUOTE:
        return _quote(book, totals[document.key], document, index)
    if not document.type.is_invoice:
        return _without_balance(book, totals[document.key], document, index)
    return invoice_state(book, totals, document, index)


def _quote(book: Book, totals: Totals, quote: Document, index: Index) -> State:
    events = own_events(book, quote.key, index)
    headline, *badges = quote_statuses(
        quote,
        events,
        invoiced=quote.key in index.named_by,
        replaced=index.corrective_of(quote.key) is not None,
        today=index.today,
    )
    last = valid_until(quote)
    return State(
        as_of=index.today,
        headline=headline,
        badges=tuple(badges),
        due=totals.due,
        valid_until=last,
        days_left=(last - index.today).days if last and headline is Status.OPEN else None,
        hold_reminders=True,
        sent=facts_of(entries_of(book, quote, index), today=index.today).sent,
    )


def _without_balance(book: Book, totals: Totals, document: Document, index: Index) -> State:
    """Credit notes and proformas: issued or sent, nothing to pay on them."""
    sent = facts_of(entries_of(book, document, index), today=index.today).sent
    headline = Status.SENT if sent else Status.ISSUED
    return State(as_of=index.today, headline=headline, due=totals.due, hold_reminders=True, sent=sent)


def _draft(document: Document, totals: Totals, today: date) -> State:
    """A draft shows the dates and amounts it would have; nobody can pay it."""
    if not document.type.is_invoice:
        last = valid_until(document) if document.type is DocumentType.QUOTE else None
        return State(as_of=today, headline=Status.DRAFT, due=totals.due, valid_until=last, hold_reminders=True)
    parts = instalment_states(instalments(document, totals), (), open_amount=totals.due, plan=None, today=today)
    return State(
        as_of=today,
        headline=Status.DRAFT,
        due=totals.due,
        open=totals.due,
        instalments=tuple(replace(part, status=Status.ISSUED) for part in parts),
        due_date=parts[0].due_date if parts else None,
        next_amount=parts[0].open if parts else ZERO,
        early=early_offer(document, totals),
        hold_reminders=True,
    )
