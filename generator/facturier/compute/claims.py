"""Turns a book into what bank lines are compared with: the documents money may come for, and the money recorded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from itertools import accumulate

from facturier.compute.bank_lines import squeezed
from facturier.compute.index import index_of
from facturier.compute.payment import creditor_reference
from facturier.compute.status import state_of
from facturier.compute.swiss_qr import qr_reference
from facturier.compute.terms import early_offer
from facturier.model.bank import Claim, RecordedMoney
from facturier.model.book import Book
from facturier.model.document import Document
from facturier.model.history import EventKind
from facturier.model.state import State, Status
from facturier.model.totals import Totals

_OUT = (EventKind.REFUNDED, EventKind.RETURNED)


def claims_of(book: Book, totals: Mapping[str, Totals], *, today: date) -> tuple[Claim, ...]:
    """Every numbered document on which money was ever owed, oldest first; a corrective stands for what it replaced."""
    index = index_of(book, today=today)
    found = [
        _claim(book, document, totals[number], state_of(book, totals, document, index))
        for number, document in book.documents.items()
        if document.type.is_invoice and index.corrective_of(number) is None and number in totals
    ]
    return tuple(sorted(found, key=lambda claim: (claim.date, claim.number)))


def money_recorded(book: Book) -> tuple[RecordedMoney, ...]:
    """Every payment, refund and return of every history, in order of number and place."""
    return tuple(
        RecordedMoney(
            number=number,
            date=event.date,
            amount=-event.amount if event.kind in _OUT else event.amount,
            by=event.by,
            ref=event.ref,
            digest=event.digest,
        )
        for number, history in book.histories.items()
        for event in history.events
        if event.kind in (EventKind.PAID, *_OUT) and event.amount is not None
    )


def issued_on(book: Book, document: Document) -> date:
    """The day of issue as its history tells it, else its date: nothing is recorded before it."""
    history = book.histories.get(document.number)
    days = [event.date for event in history.events if event.kind is EventKind.ISSUED] if history else []
    return min(days, default=document.date)


def _claim(book: Book, document: Document, totals: Totals, state: State) -> Claim:
    numbers = tuple(_numbers(book, document))
    offer = early_offer(document, totals) if state.open == totals.due else None
    return Claim(
        number=document.number,
        client=document.client.id,
        names=tuple(name for name in (document.client.name, document.client.trade_name) if name),
        currency=document.currency,
        date=issued_on(book, document),
        open=state.open,
        paid=state.paid,
        expected=tuple(_expected(state)),
        early=offer.amount if offer else None,
        early_until=offer.until if offer else None,
        numbers=numbers,
        references=tuple(dict.fromkeys(one for number in numbers for one in _references(number))),
        orders=tuple(order for order in (document.order, document.contract) if order),
    )


def _expected(state: State) -> Iterator[Decimal]:
    """What is open, and the instalments due next, one or several at once; nothing of a claim that was given up."""
    if state.open <= 0:
        return
    yield state.open
    if Status.IN_COLLECTION not in state.statuses:
        parts = [part.open for part in state.instalments if part.open > 0]
        yield from (amount for amount in accumulate(parts) if amount < state.open)


def _references(number: str) -> Iterator[str]:
    yield from (reference for reference in (creditor_reference(number), qr_reference(number)) if reference)


def _numbers(book: Book, document: Document) -> Iterator[str]:
    """Its number, and those of what it replaced: a client pays by the paper at hand."""
    current: Document | None = document
    while current is not None:
        if squeezed(current.number):
            yield current.number
        current = book.documents.get(current.replaces) if current.replaces else None
