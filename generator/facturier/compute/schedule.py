"""Turns due dates and movements into the state of each instalment: what was paid on it and what is left."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from facturier.compute.ledger import MONEY, Movement
from facturier.model.history import Event
from facturier.model.money import ZERO
from facturier.model.state import InstalmentState, Status

DUE_SOON_DAYS = 7

Schedule = tuple[tuple[date, Decimal], ...]


def instalment_states(
    schedule: Schedule, movements: Sequence[Movement], *, open_amount: Decimal, plan: Event | None, today: date
) -> tuple[InstalmentState, ...]:
    """The state of every instalment; what is left of them adds up to `open_amount`, or to zero when that is negative.

    Payments pay the part they name, else the oldest instalment first; credit notes, discounts and write-offs take
    off the oldest first. An agreed plan replaces the schedule and is paid by what arrives after it.
    """
    if plan is not None:
        schedule = tuple((planned.date, planned.amount) for planned in plan.instalments)
        movements = [move for move in movements if (move.date, move.position) > (plan.date, plan.position)]
    amounts = [amount for _, amount in schedule]
    paid = _paid(amounts, [movement for movement in movements if movement.kind in MONEY])
    left = _left(amounts, paid, max(open_amount, ZERO))
    return tuple(
        _state(part=part, day=day, amount=amount, paid=got, left=rest, today=today)
        for part, ((day, amount), got, rest) in enumerate(zip(schedule, paid, left, strict=True), start=1)
    )


def next_open(instalments: Sequence[InstalmentState]) -> InstalmentState | None:
    """The oldest instalment that is not covered."""
    return next((instalment for instalment in instalments if instalment.open > 0), None)


def _paid(amounts: Sequence[Decimal], payments: Iterable[Movement]) -> list[Decimal]:
    """Payments by instalment: named parts first, the rest oldest first, money taken back from the newest."""
    paid = [ZERO] * len(amounts)
    loose = ZERO
    for payment in payments:
        loose += payment.amount
        if payment.part and payment.part <= len(amounts):
            place = payment.part - 1
            before = paid[place]
            paid[place] = max(min(before + payment.amount, max(amounts[place], ZERO)), ZERO)
            loose -= paid[place] - before
    if loose < 0:
        _take(paid, -loose, newest_first=True)
        return paid
    rest = [max(amount - got, ZERO) for amount, got in zip(amounts, paid, strict=True)]
    free = list(rest)
    _take(free, loose)
    return [got + before - after for got, before, after in zip(paid, rest, free, strict=True)]


def _left(amounts: Sequence[Decimal], paid: Sequence[Decimal], target: Decimal) -> list[Decimal]:
    """What is left of each instalment, adding up to what is left of the document."""
    left = [max(amount - got, ZERO) for amount, got in zip(amounts, paid, strict=True)]
    surplus = sum(left, ZERO) - target
    if surplus > 0:
        _take(left, surplus)
    elif left:
        left[-1] -= surplus
    return left


def _take(amounts: list[Decimal], total: Decimal, *, newest_first: bool = False) -> None:
    """Lower the amounts by `total`, one after the other, none below zero."""
    places = range(len(amounts))
    for place in reversed(places) if newest_first else places:
        taken = min(amounts[place], total)
        amounts[place] -= taken
        total -= taken


def _state(*, part: int, day: date, amount: Decimal, paid: Decimal, left: Decimal, today: date) -> InstalmentState:
    days = (day - today).days
    return InstalmentState(
        part=part, due_date=day, amount=amount, paid=paid, open=left, days_left=days, status=_status(paid, left, days)
    )


def _status(paid: Decimal, left: Decimal, days: int) -> Status:
    if left <= 0:
        return Status.PAID
    if days < 0:
        return Status.OVERDUE
    if paid > 0:
        return Status.PARTIALLY_PAID
    return Status.DUE_SOON if days <= DUE_SOON_DAYS else Status.ISSUED
