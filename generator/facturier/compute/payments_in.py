"""Turns what Stripe tells into the entries that histories lack: each movement once, whatever was read before.

Pure: the book says what is known already, so reading the same account again changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal

from facturier.compute import stripe_events
from facturier.compute.pay_links import live_links
from facturier.compute.payment_owners import Owner, Owners
from facturier.compute.rounding import cent
from facturier.compute.stripe_known import CHARGES, DISPUTE, every_event
from facturier.faults import Fault, Where, error, warning
from facturier.model.book import Book
from facturier.model.history import Event, EventKind
from facturier.model.money import Money
from facturier.model.stripe import Booked, DisputeCase, Intent, IntentStatus, Movement

_REFUNDS = frozenset({"refund", "payment_refund"})
_REFUND_FAILURES = frozenset({"refund_failure", "payment_refund_failure"})
_FAILURES = frozenset({"payment_failure_refund", "payment_reversal"})
_DISPUTES = frozenset({"dispute", "dispute_reversal"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrivals:
    """What one reading of the account gave."""

    movements: tuple[Movement, ...] = ()
    intents: tuple[Intent, ...] = ()
    disputes: tuple[DisputeCase, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Additions:
    """What is to be appended: entries by number in order of time, and lines of the record of all movements."""

    events: Mapping[str, tuple[Event, ...]] = field(default_factory=dict)
    booked: tuple[Booked, ...] = ()
    faults: tuple[Fault, ...] = ()


def additions(book: Book, booked: Iterable[Booked], found: Arrivals, *, today: date) -> Additions:
    """What the histories of an expanded book and the record of movements lack."""
    plan = _Plan(book, {line.ref for line in booked}, today)
    for movement in sorted(found.movements, key=lambda movement: (movement.created, movement.ref)):
        if not plan.take(movement):
            break
    else:
        for intent in sorted(found.intents, key=lambda intent: (intent.started, intent.ref)):
            plan.follow(intent)
        for case in sorted(found.disputes, key=lambda case: (case.created, case.ref)):
            plan.contest(case)
    return plan.result()


class _Plan:
    """What is known so far, and what is to be added."""

    def __init__(self, book: Book, booked: set[str], today: date) -> None:
        self.book, self.booked, self.today = book, booked, today
        self.known = {(event.kind, event.ref) for event in every_event(book) if event.ref}
        self.owners = Owners(book)
        self.new: dict[str, list[Event]] = {}
        self.lines: list[Booked] = []
        self.faults: list[Fault] = []

    def take(self, movement: Movement) -> bool:
        """Add a movement; False when it cannot be written now, so that nothing later may be either."""
        if movement.kind in CHARGES and movement.status == "pending":
            return True  # followed as a payment under way; counts once the money is there
        number = movement.metadata.get("facturier_document", "")
        if number in self.book.unread:
            self.faults.append(error("PLK-030", Where("invoices"), number=number, ref=movement.ref))
            return False
        owner = self.owners.of(movement.metadata, movement.link)
        if owner is not None:
            self._moved(movement, owner)
        elif number and movement.ref not in self.booked:
            self.faults.append(warning("PLK-031", Where("invoices"), number=number, ref=movement.ref))
        self._book(movement, owner)
        return True

    def follow(self, intent: Intent) -> None:
        """Add what is known of a payment that takes days: that it started, that it failed."""
        owner = self.owners.of(intent.metadata, intent.link)
        was_paid = (EventKind.PAID, intent.movement) in self.known
        if owner is None or was_paid or intent.status is IntentStatus.SUCCEEDED:
            return
        if self._add(owner, stripe_events.started(intent)):
            self._retire(owner, intent.started)
        amount = self._in_currency(intent.amount, owner, intent.ref)
        if intent.status is IntentStatus.FAILED and amount is not None:
            day = max(self.today, intent.started.date())
            self._add(owner, stripe_events.returned(day, None, amount, intent.ref, intent.reason))

    def contest(self, case: DisputeCase) -> None:
        """Add a dispute, and how it ended."""
        owner = self.owners.of(case.metadata, case.link)
        if owner is None:
            return
        amount = self._in_currency(case.amount, owner, case.ref)
        self._add(owner, stripe_events.disputed(case, amount))
        if case.outcome:
            self._add(owner, stripe_events.resolved(case, self.today))

    def result(self) -> Additions:
        """Everything in order of time."""
        events = {number: tuple(sorted(new, key=stripe_events.in_order)) for number, new in sorted(self.new.items())}
        return Additions(events=events, booked=tuple(self.lines), faults=tuple(self.faults))

    def _moved(self, movement: Movement, owner: Owner) -> None:
        if movement.kind in CHARGES:
            if movement.status == "succeeded":
                self._paid(movement, owner, part=owner.part)
                self._retire(owner, movement.created)
        elif movement.kind in _REFUNDS:
            self._refunded(movement, owner)
        elif movement.kind in _REFUND_FAILURES:
            self._paid(movement, owner)
        elif movement.kind in _FAILURES or movement.category == "charge_failure":
            self._failed(movement, owner)
        elif movement.category in _DISPUTES or movement.source.startswith(DISPUTE):
            self._withdrawn(movement, owner)
        elif movement.ref not in self.booked:
            self.faults.append(
                warning("PLK-032", Where(owner.document.file), number=owner.document.number, ref=movement.ref,
                        kind=movement.kind)
            )  # fmt: skip

    def _paid(self, movement: Movement, owner: Owner, *, part: int | None = None) -> None:
        amount = self._amount(movement, owner)
        if amount is None:
            return
        self._add(owner, stripe_events.paid(movement, amount, currency=owner.document.currency, part=part))

    def _refunded(self, movement: Movement, owner: Owner) -> None:
        amount = self._amount(movement, owner)
        if amount is not None:
            self._add(owner, stripe_events.moved_back(EventKind.REFUNDED, movement, amount))

    def _failed(self, movement: Movement, owner: Owner) -> None:
        """A debit that bounced: after it was called paid, or while it was under way."""
        amount = self._amount(movement, owner)
        if amount is None:
            return
        if (EventKind.PAID, movement.charged_by) in self.known:
            self._add(owner, stripe_events.moved_back(EventKind.RETURNED, movement, amount))
        elif (EventKind.PAYMENT_STARTED, movement.intent) in self.known:
            day = movement.created.date()
            self._add(owner, stripe_events.returned(day, movement.created, amount, movement.intent, movement.reason))

    def _withdrawn(self, movement: Movement, owner: Owner) -> None:
        """The bank took the sum of a dispute, or gave it back."""
        if movement.amount > 0:
            self._paid(movement, owner)
            return
        amount = self._amount(movement, owner)
        if amount is not None:
            self._add(owner, stripe_events.moved_back(EventKind.RETURNED, movement, amount))

    def _amount(self, movement: Movement, owner: Owner) -> Decimal | None:
        """The amount in the document's currency: that of the charge or refund behind it; else what was really moved.

        A dispute may take part of a charge, and so may a refund whose movement names the charge and not itself.
        """
        part = movement.source.startswith(DISPUTE) or movement.category in _DISPUTES
        part = part or (movement.kind not in CHARGES and movement.source == movement.charge)
        if movement.currency == owner.document.currency and (movement.settled is None or part):
            return cent(abs(movement.amount), currency=movement.currency)
        return self._in_currency(movement.settled, owner, movement.ref)

    def _in_currency(self, amount: Money | None, owner: Owner, ref: str) -> Decimal | None:
        document = owner.document
        if amount is not None and amount.currency == document.currency:
            return cent(amount.amount, currency=amount.currency)
        if ref not in self.booked:
            shown = f"{amount.amount} {amount.currency}" if amount else "?"
            self.faults.append(
                warning("PLK-033", Where(document.file), number=document.number, ref=ref, amount=shown,
                        currency=document.currency)
            )  # fmt: skip
        return None

    def _retire(self, owner: Owner, at: datetime) -> None:
        """A link can be paid once; what came through it ends it."""
        link = owner.link
        if link is None or live_links(self._all(owner.document.number)).get(link.part) != link:
            return
        retired = Event(kind=EventKind.PAYMENT_LINK_RETIRED, date=at.date(), at=at, position=0, ref=link.ref)
        self._add(owner, retired)

    def _add(self, owner: Owner, event: Event) -> bool:
        """Add an event unless a history has it; of what carries no reference nothing is added twice either."""
        if (event.kind, event.ref) in self.known:
            return False
        self.known.add((event.kind, event.ref))
        self.new.setdefault(owner.document.number, []).append(stripe_events.not_tomorrow(event, self.today))
        return True

    def _all(self, number: str) -> tuple[Event, ...]:
        history = self.book.histories.get(number)
        events = history.events if history else ()
        after = len(events)
        return (*events, *(replace(event, position=after + n) for n, event in enumerate(self.new.get(number, ()))))

    def _book(self, movement: Movement, owner: Owner | None) -> None:
        if movement.ref in self.booked:
            return
        self.booked.add(movement.ref)
        self.lines.append(stripe_events.booked_line(movement, owner.document.number if owner else ""))
