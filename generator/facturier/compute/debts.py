"""Turns a history into what bears interest: debts with their due dates, payments that held, parts in dispute."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from facturier.compute.entries import OWN_REFERENCE
from facturier.compute.rounding import cent
from facturier.compute.terms import early_offer, instalments
from facturier.model.document import Document
from facturier.model.history import Event, EventKind
from facturier.model.money import ZERO
from facturier.model.totals import Totals

Credit = tuple[date, Decimal]
"""The day and amount of a credit note."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Debt:
    """An amount due on a day; `agreed` is the day of the plan it comes from, None for the terms of the document."""

    part: int
    due: date
    amount: Decimal
    agreed: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """What a payment is worth after what was taken back of it."""

    date: date
    amount: Decimal
    part: int | None = None
    ref: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contested:
    """A part in dispute from a day on; None means all that was open."""

    date: date
    amount: Decimal | None


def payments_of(events: Iterable[Event]) -> tuple[Payment, ...]:
    """The payments in order of time. A returned one is as if never paid: by reference, else by amount, else last."""
    paid: list[Payment] = []
    started: set[str] = set()
    for event in events:
        if event.kind is EventKind.PAID:
            paid.append(Payment(date=event.date, amount=event.amount or ZERO, part=event.part, ref=event.ref))
        elif event.kind is EventKind.PAYMENT_STARTED:
            started.add(event.ref)
        elif event.kind is EventKind.RETURNED and not _never_arrived(event, started, paid):
            paid = _without(paid, event)
    return tuple(payment for payment in paid if payment.amount)


def _never_arrived(returned: Event, started: Iterable[str], paid: Iterable[Payment]) -> bool:
    """Whether it was under way and bounced before it was ever `paid`: no other payment came back."""
    known = {payment.ref for payment in paid}
    return returned.ref.startswith(OWN_REFERENCE) and returned.ref in started and returned.ref not in known


def _without(paid: Sequence[Payment], returned: Event) -> list[Payment]:
    places = sorted(range(len(paid)), key=lambda place: (_unlike(paid[place], returned), -place))
    left = returned.amount if returned.amount is not None else sum((paid[place].amount for place in places[:1]), ZERO)
    kept = list(paid)
    for place in places:
        taken = min(left, kept[place].amount)
        kept[place] = replace(kept[place], amount=kept[place].amount - taken)
        left -= taken
    return kept


def _unlike(payment: Payment, returned: Event) -> int:
    if returned.ref and payment.ref == returned.ref:
        return 0
    return 1 if payment.amount == returned.amount else 2


def contested_by(events: Iterable[Event], credited: Sequence[Credit]) -> tuple[Contested, ...]:
    """The disputes that stop interest: none whose claim was rejected; a later credit note settles its amount."""
    disputes: list[Contested] = []
    unresolved = 0
    for event in events:
        if event.kind is EventKind.DISPUTED:
            disputes.append(Contested(date=event.date, amount=event.amount))
            unresolved += 1
        elif event.kind is EventKind.RESOLVED:
            if event.outcome == "rejected" and unresolved:
                del disputes[-unresolved:]
            unresolved = 0
    return tuple(_less_credits(dispute, credited) for dispute in disputes)


def _less_credits(dispute: Contested, credited: Sequence[Credit]) -> Contested:
    if dispute.amount is None:
        return dispute
    settled = sum((amount for day, amount in credited if day >= dispute.date), ZERO)
    return replace(dispute, amount=max(ZERO, dispute.amount - settled))


def debts_of(
    document: Document, totals: Totals, events: Sequence[Event], credited: Sequence[Credit], payments: Sequence[Payment]
) -> tuple[Debt, ...]:
    """What was owed when. A credit note, and an early discount that was earned, count as if never owed.

    An agreed plan replaces the due dates of what was open on its day, so a kept plan bears no interest.
    """
    schedule = instalments(document, totals)
    debts = [Debt(part=part, due=day, amount=amount) for part, (day, amount) in enumerate(schedule, start=1)]
    debts = _lowered(debts, _early_saving(document, totals, payments))
    left = sorted(credited)
    for event in events:
        if event.kind is EventKind.PLAN_AGREED:
            debts = _lowered(debts, sum((amount for day, amount in left if day <= event.date), ZERO))
            left = [credit for credit in left if credit[0] > event.date]
            debts = _replanned(debts, event, payments, document.currency)
    return tuple(_lowered(debts, sum((amount for _, amount in left), ZERO)))


def _early_saving(document: Document, totals: Totals, payments: Sequence[Payment]) -> Decimal:
    offer = early_offer(document, totals)
    if offer is None:
        return ZERO
    in_time = sum((payment.amount for payment in payments if payment.date <= offer.until), ZERO)
    return offer.saving if in_time == offer.amount else ZERO


def _lowered(debts: Sequence[Debt], amount: Decimal) -> list[Debt]:
    """The debts less an amount, oldest first, those of a plan before what it replaced."""
    lowered = {debt: debt.amount for debt in debts}
    for debt in sorted(debts, key=lambda one: (one.agreed is None, one.due)):
        taken = max(ZERO, min(amount, lowered[debt]))
        lowered[debt] -= taken
        amount -= taken
    return [replace(debt, amount=lowered[debt]) for debt in debts]


def _replanned(debts: Sequence[Debt], plan: Event, payments: Sequence[Payment], currency: str) -> list[Debt]:
    """What was paid until that day keeps its due dates; the rest is due as planned."""
    open_amounts = {debt: debt.amount for debt in debts}
    for payment in payments:
        if payment.date <= plan.date:
            settle(open_amounts, payment.amount, payment.part)
    kept = [replace(debt, amount=debt.amount - open_amounts[debt]) for debt in debts]
    planned = [
        Debt(part=part, due=instalment.date, amount=cent(instalment.amount, currency=currency), agreed=plan.date)
        for part, instalment in enumerate(plan.instalments, start=1)
    ]
    return [debt for debt in kept if debt.amount] + planned


def settle(open_amounts: dict[Debt, Decimal], amount: Decimal, part: int | None) -> None:
    """Take a payment off open debts: those of its part first when it names one, then the oldest."""
    for debt in sorted(open_amounts, key=lambda one: (one.part != part if part else False, one.due, one.part)):
        taken = max(ZERO, min(amount, open_amounts[debt]))
        open_amounts[debt] -= taken
        amount -= taken
