"""Turns a movement, payment or dispute of Stripe's into the entry of a history, and into its line of the record."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal

from facturier.model.history import Event, EventKind
from facturier.model.money import Money
from facturier.model.stripe import Booked, DisputeCase, Intent, Movement

_STRIPE = "stripe"


def paid(movement: Movement, amount: Decimal, *, currency: str, part: int | None) -> Event:
    """Money that came; `received` says what arrived when Stripe's balance is in another currency."""
    return Event(
        kind=EventKind.PAID,
        date=movement.created.date(),
        at=movement.created,
        position=0,
        amount=amount,
        by=movement.method or _STRIPE,
        ref=movement.ref,
        part=part,
        received=Money(abs(movement.amount), movement.currency) if movement.currency != currency else None,
        fee=movement.fee if movement.fee > 0 else None,
    )


def moved_back(kind: EventKind, movement: Movement, amount: Decimal) -> Event:
    """Money that went: `refunded` by the business, `returned` by a bank."""
    return Event(
        kind=kind,
        date=movement.created.date(),
        at=movement.created,
        position=0,
        amount=amount,
        by=movement.method or _STRIPE,
        ref=movement.ref,
        reason=readable(movement.reason) if kind is EventKind.RETURNED else "",
    )


def returned(day: date, at: datetime | None, amount: Decimal, ref: str, reason: str) -> Event:
    """A debit that bounced while it was under way."""
    return Event(kind=EventKind.RETURNED, date=day, at=at, position=0, amount=amount, ref=ref, reason=readable(reason))


def started(intent: Intent) -> Event:
    """A payment that takes days."""
    return Event(
        kind=EventKind.PAYMENT_STARTED,
        date=intent.started.date(),
        at=intent.started,
        position=0,
        by=intent.method,
        ref=intent.ref,
    )


def disputed(case: DisputeCase, amount: Decimal | None) -> Event:
    """A payment that is contested at the bank."""
    return Event(
        kind=EventKind.DISPUTED,
        date=case.created.date(),
        at=case.created,
        position=0,
        reason=readable(case.reason),
        amount=amount,
        ref=case.ref,
    )


def resolved(case: DisputeCase, day: date) -> Event:
    """How a dispute ended: `rejected` when the business won, `accepted` when it lost."""
    outcome = "rejected" if case.outcome == "won" else "accepted"
    return Event(kind=EventKind.RESOLVED, date=max(day, case.created.date()), position=0, outcome=outcome, ref=case.ref)


def booked_line(movement: Movement, document: str) -> Booked:
    """The line of the record of all movements."""
    return Booked(
        ref=movement.ref,
        at=movement.created,
        kind=movement.kind,
        amount=movement.amount,
        fee=movement.fee,
        net=movement.net,
        currency=movement.currency,
        available=movement.available,
        source=movement.source,
        intent=movement.intent,
        document=document,
        arrival=movement.arrival,
        made_of=" ".join(movement.made_of),
    )


def in_order(event: Event) -> tuple[date, int, str]:
    """Entries of a day in order of time, those without a time after them; the order of adding decides the rest."""
    return event.date, event.at is None, event.at.isoformat() if event.at else ""


def not_tomorrow(event: Event, today: date) -> Event:
    """An event of this very evening, told in hours west of Greenwich where its day has not ended yet.

    Stripe counts in UTC; a history holds nothing of a day that has not come.
    """
    if event.at is None or event.date <= today:
        return event
    told = (event.at.astimezone(timezone(-timedelta(hours=hours))) for hours in range(1, 13))
    at = next((moment for moment in told if moment.date() <= today), event.at)
    return replace(event, at=at, date=at.date())


def readable(code: str) -> str:
    """`insufficient_funds` as a person writes it."""
    return code.replace("_", " ").strip().capitalize()[:200]
