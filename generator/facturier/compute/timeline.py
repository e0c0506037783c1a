"""Turns a history and the computed facts around it into the status history a person reads, oldest first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal

from facturier.compute.entries import Entry
from facturier.compute.ledger import Movement, MovementKind
from facturier.model.document import Document
from facturier.model.history import Event, EventKind
from facturier.model.money import ZERO
from facturier.model.portal import Related
from facturier.model.state import State, Status, TimelineEntry

INTERNAL = frozenset({EventKind.PAYMENT_LINK, EventKind.PAYMENT_LINK_RETIRED})
"""How the machinery of payment works: of no interest to a client."""

_FOLLOWERS = frozenset({"credited-by", "replaced-by", "deducted-by", "invoiced-by"})
_ISSUED, _FOLLOWER, _EVENT, _COMPUTED = range(4)
_ONE_DAY = timedelta(days=1)


def timeline(
    document: Document,
    entries: Sequence[Entry],
    state: State,
    *,
    related: Iterable[Related] = (),
    movements: Sequence[Movement] = (),
    private: bool = False,
) -> tuple[TimelineEntry, ...]:
    """What the client may see, by day: what was written, and what follows from it on the day of the state.

    `private` entries and payment links appear only when asked for: the seller's own view, each marked.
    """
    found = [
        *_issued(document, entries),
        *((_FOLLOWER, entry) for entry in _followers(document, related)),
        *((_rank(entry), _written(document, entry)) for entry in entries if private or not _hidden(entry.event)),
        *((_COMPUTED, entry) for entry in _computed(document, state, movements)),
    ]
    found.sort(key=lambda ranked: (ranked[1].date, ranked[0]))
    return tuple(entry for _, entry in found)


def _rank(entry: Entry) -> int:
    return _ISSUED if entry.event.kind is EventKind.ISSUED and not entry.inherited else _EVENT


def _hidden(event: Event) -> bool:
    return event.private or event.kind in INTERNAL


def _issued(document: Document, entries: Iterable[Entry]) -> Iterator[tuple[int, TimelineEntry]]:
    """A numbered document was issued on its date even when nobody wrote so."""
    written = any(entry.event.kind is EventKind.ISSUED and not entry.inherited for entry in entries)
    if not written and not document.is_draft:
        yield _ISSUED, TimelineEntry(date=document.date, kind="issued", computed=True)


def _written(document: Document, entry: Entry) -> TimelineEntry:
    event = entry.event
    amount = _planned(event) if event.kind is EventKind.PLAN_AGREED else event.amount
    return TimelineEntry(
        date=event.date,
        kind=event.kind.value,
        at=event.at,
        amount=amount,
        currency=document.currency if amount is not None else "",
        number=entry.number if entry.inherited else "",
        by=event.by or event.with_whom or event.platform or (event.to if event.kind is EventKind.HANDED_OVER else ""),
        until=event.until or event.deadline or _last_planned(event),
        note=event.note or event.subject,
        reason=event.reason,
        ref=_reference(event),
        status=event.status or event.outcome,
        step=event.step,
        part=event.part,
        private=_hidden(event),
    )


def _planned(event: Event) -> Decimal:
    return sum((planned.amount for planned in event.instalments), ZERO)


def _last_planned(event: Event) -> date | None:
    return max((planned.date for planned in event.instalments), default=None)


def _followers(document: Document, related: Iterable[Related]) -> Iterator[TimelineEntry]:
    for link in related:
        if link.kind in _FOLLOWERS:
            yield TimelineEntry(
                date=link.date,
                kind=link.kind,
                amount=link.amount,
                currency=document.currency,
                number=link.number,
                computed=True,
            )


def _computed(document: Document, state: State, movements: Sequence[Movement]) -> Iterator[TimelineEntry]:
    yield from _discount(document, state, movements)
    yield from _punctuality(state, movements)
    yield from _overdue(document, state)
    if state.headline is Status.EXPIRED and state.valid_until is not None:
        yield TimelineEntry(date=state.valid_until + _ONE_DAY, kind="expired", until=state.valid_until, computed=True)


def _discount(document: Document, state: State, movements: Sequence[Movement]) -> Iterator[TimelineEntry]:
    """The early payment discount while it stands: a returned payment takes it back."""
    taken = [movement for movement in movements if movement.kind is MovementKind.DISCOUNT]
    if state.discounted:
        yield TimelineEntry(
            date=taken[-1].date,
            kind="discounted",
            amount=state.discounted,
            currency=document.currency,
            computed=True,
        )


def _punctuality(state: State, movements: Sequence[Movement]) -> Iterator[TimelineEntry]:
    """Paid so many days before or after the last due date; nothing when paid on the day or not closed by a payment."""
    if state.headline not in {Status.PAID, Status.OVERPAID} or not state.instalments:
        return
    paid_on = _closed_on(state, movements)
    days = (state.instalments[-1].due_date - paid_on).days if paid_on else 0
    if paid_on and days:
        yield TimelineEntry(date=paid_on, kind="paid-early" if days > 0 else "paid-late", days=abs(days), computed=True)


def _closed_on(state: State, movements: Sequence[Movement]) -> date | None:
    """The day of the payment after which nothing was open until now; None when something else closed the document."""
    rest = state.due
    closing: Movement | None = None
    for movement in movements:
        before, rest = rest, rest - movement.amount
        if rest > 0:
            closing = None
        elif before > 0:
            closing = movement
    closed_by_money = closing is not None and closing.kind in {MovementKind.PAYMENT, MovementKind.DISCOUNT}
    return closing.date if closing is not None and closed_by_money else None


def _overdue(document: Document, state: State) -> Iterator[TimelineEntry]:
    late = [part for part in state.instalments if part.status is Status.OVERDUE]
    if late:
        yield TimelineEntry(
            date=late[0].due_date + _ONE_DAY,
            kind="overdue-since",
            amount=state.overdue,
            currency=document.currency,
            days=-late[0].days_left,
            computed=True,
        )


def _reference(event: Event) -> str:
    """The reference that says something to a reader; the key of a bank line is for the books alone."""
    from_statement = event.kind in (EventKind.PAID, EventKind.REFUNDED, EventKind.RETURNED) and event.digest
    return "" if from_statement else event.ref or event.tracking
