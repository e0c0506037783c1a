"""Tells what histories know of Stripe: from when to read on, which payments and disputes are not at their end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from facturier.model.book import Book
from facturier.model.history import Event, EventKind
from facturier.model.stripe import Booked

LOOK_BACK = timedelta(days=7)
MOVEMENT = "txn_"
INTENT = "pi_"
DISPUTE = ("dp_", "du_")
_STRIPE = (MOVEMENT, INTENT, *DISPUTE)

CHARGES = frozenset({"charge", "payment"})
_MOVED = frozenset({EventKind.PAID, EventKind.REFUNDED, EventKind.RETURNED})


def reading_starts(book: Book) -> datetime | None:
    """The moment from which movements are read: seven days before the newest one known, None for all of them."""
    known = [
        event.at for event in every_event(book) if event.ref.startswith(MOVEMENT) and event.at and event.kind in _MOVED
    ]
    return max(known) - LOOK_BACK if known else None


def stripes_day(book: Book, today: date) -> date:
    """Today, or the day of the newest entry that came from Stripe when that is later: its clock is believed.

    Asking on an earlier day than the newest payment would ask for what is paid.
    """
    return max((today, *(event.date for event in every_event(book) if dated_by_stripe(event))))


def dated_by_stripe(event: Event) -> bool:
    """Whether the moment of an entry was read off Stripe's clock."""
    return event.at is not None and event.ref.startswith(_STRIPE)


def payments_under_way(book: Book, booked: Iterable[Booked]) -> tuple[str, ...]:
    """The payments that histories call started and that have neither arrived nor come back."""
    arrived = {line.intent for line in booked if line.kind in CHARGES}
    started = {event.ref for event in every_event(book) if event.kind is EventKind.PAYMENT_STARTED}
    ended = {event.ref for event in every_event(book) if event.kind is EventKind.RETURNED}
    return tuple(sorted(ref for ref in started - ended - arrived if ref.startswith(INTENT)))


def disputes_open(book: Book) -> tuple[str, ...]:
    """The disputes that no history calls resolved."""
    opened = {event.ref for event in every_event(book) if event.kind is EventKind.DISPUTED}
    ended = {event.ref for event in every_event(book) if event.kind is EventKind.RESOLVED}
    return tuple(sorted(ref for ref in opened - ended if ref.startswith(DISPUTE)))


def every_event(book: Book) -> Iterator[Event]:
    """All entries of all histories."""
    for history in book.histories.values():
        yield from history.events
