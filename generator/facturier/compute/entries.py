"""Turns histories into the entries that count for one document on a day, in order of time."""

from __future__ import annotations

from dataclasses import dataclass

from facturier.compute.index import Index, target_of
from facturier.model.book import Book
from facturier.model.document import Document
from facturier.model.history import Event, EventKind

MONEY = frozenset({EventKind.PAID, EventKind.RETURNED, EventKind.REFUNDED, EventKind.PAYMENT_STARTED})


OWN_REFERENCE = "pi_"
"""Stripe's payments: what arrives of one carries the reference of its movement, never this one again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An event and the document in whose history it is written: another one for a corrective's inherited payments."""

    event: Event
    number: str
    inherited: bool = False


def own_events(book: Book, key: str, index: Index) -> tuple[Event, ...]:
    """The events of a document until the day of the index, by date, then by place in the file."""
    history = book.histories.get(key)
    if history is None:
        return ()
    known = (event for event in history.events if event.date <= index.today)
    return tuple(sorted(known, key=lambda event: (event.date, event.position)))


def entries_of(book: Book, document: Document, index: Index) -> tuple[Entry, ...]:
    """Own events and, for a corrective, the payments of what it replaces (which count for it), by date."""
    own = [Entry(event=event, number=document.key) for event in own_events(book, document.key, index)]
    if not document.replaces:
        return tuple(own)
    return tuple(sorted(_inherited(book, document, index) + own, key=lambda entry: entry.event.date))


def _inherited(book: Book, document: Document, index: Index) -> list[Entry]:
    """Payments along the chain of replaced documents, oldest document first."""
    found: list[Entry] = []
    seen = {document.key}
    replaced = _replaced(book, document, index)
    while replaced is not None and replaced.key not in seen:
        seen.add(replaced.key)
        events = own_events(book, replaced.key, index)
        found[:0] = [Entry(event=event, number=replaced.key, inherited=True) for event in events if event.kind in MONEY]
        replaced = _replaced(book, replaced, index)
    return found


def _replaced(book: Book, document: Document, index: Index) -> Document | None:
    """What a document replaces; None when another corrective got there first."""
    if not document.replaces:
        return None
    target = target_of(book, document, document.replaces, today=index.today)
    if target is None or index.corrective_of(target.key) is not document:
        return None
    return target
