"""Turns what Stripe tells into the entries that histories lack: each movement once, whatever was read before.

Pure: the book says what is known already, so reading the same account again changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal

from facturier.compute.pay_links import live_links
from facturier.compute.payment_owners import Owner, Owners
from facturier.compute.rounding import cent
from facturier.faults import Fault, Where, error, warning
from facturier.model.book import Book
from facturier.model.history import Event, EventKind
from facturier.model.money import Money
from facturier.model.stripe import Booked, DisputeCase, Intent, IntentStatus, Movement

LOOK_BACK = timedelta(days=7)
MOVEMENT = "txn_"
INTENT = "pi_"
DISPUTE = ("dp_", "du_")

CHARGES = frozenset({"charge", "payment"})
_REFUNDS = frozenset({"refund", "payment_refund"})
_REFUND_FAILURES = frozenset({"refund_failure", "payment_refund_failure"})
_FAILURES = frozenset({"payment_failure_refund"})
_DISPUTES = frozenset({"dispute", "dispute_reversal"})
_MOVED = frozenset({EventKind.PAID, EventKind.REFUNDED, EventKind.RETURNED})


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


def reading_starts(book: Book) -> datetime | None:
    """The moment from which movements are read: seven days before the newest one known, None for all of them."""
    known = [
        event.at for event in _events(book) if event.ref.startswith(MOVEMENT) and event.at and event.kind in _MOVED
    ]
    return max(known) - LOOK_BACK if known else None


def payments_under_way(book: Book, booked: Iterable[Booked]) -> tuple[str, ...]:
    """The payments that histories call started and that have neither arrived nor come back."""
    arrived = {line.intent for line in booked if line.kind in CHARGES}
    started = {event.ref for event in _events(book) if event.kind is EventKind.PAYMENT_STARTED}
    ended = {event.ref for event in _events(book) if event.kind is EventKind.RETURNED}
    return tuple(sorted(ref for ref in started - ended - arrived if ref.startswith(INTENT)))


def disputes_open(book: Book) -> tuple[str, ...]:
    """The disputes that no history calls resolved."""
    opened = {event.ref for event in _events(book) if event.kind is EventKind.DISPUTED}
    ended = {event.ref for event in _events(book) if event.kind is EventKind.RESOLVED}
    return tuple(sorted(ref for ref in opened - ended if ref.startswith(DISPUTE)))


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
        self.known = {(event.kind, event.ref) for event in _events(book) if event.ref}
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
        started = Event(
            kind=EventKind.PAYMENT_STARTED,
            date=intent.started.date(),
            at=intent.started,
            position=0,
            by=intent.method,
            ref=intent.ref,
        )
        if self._add(owner, started):
            self._retire(owner, intent.started)
        amount = self._in_currency(intent.amount, owner, intent.ref)
        if intent.status is IntentStatus.FAILED and amount is not None:
            day = max(self.today, intent.started.date())
            self._add(owner, _returned(day, None, amount, intent.ref, intent.reason))

    def contest(self, case: DisputeCase) -> None:
        """Add a dispute, and how it ended."""
        owner = self.owners.of(case.metadata, case.link)
        if owner is None:
            return
        amount = self._in_currency(case.amount, owner, case.ref)
        opened = Event(
            kind=EventKind.DISPUTED,
            date=case.created.date(),
            at=case.created,
            position=0,
            reason=_readable(case.reason),
            amount=amount,
            ref=case.ref,
        )
        self._add(owner, opened)
        if case.outcome:
            outcome = "rejected" if case.outcome == "won" else "accepted"
            day = max(self.today, case.created.date())
            self._add(owner, Event(kind=EventKind.RESOLVED, date=day, position=0, outcome=outcome, ref=case.ref))

    def result(self) -> Additions:
        """Everything in order of time."""
        events = {number: tuple(sorted(new, key=_when)) for number, new in sorted(self.new.items())}
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
        foreign = movement.currency != owner.document.currency
        event = Event(
            kind=EventKind.PAID,
            date=movement.created.date(),
            at=movement.created,
            position=0,
            amount=amount,
            by=movement.method or "stripe",
            ref=movement.ref,
            part=part,
            received=Money(abs(movement.amount), movement.currency) if foreign else None,
            fee=movement.fee if movement.fee > 0 else None,
        )
        self._add(owner, event)

    def _refunded(self, movement: Movement, owner: Owner) -> None:
        amount = self._amount(movement, owner)
        if amount is not None:
            self._add(owner, _moved_back(EventKind.REFUNDED, movement, amount))

    def _failed(self, movement: Movement, owner: Owner) -> None:
        """A debit that bounced: after it was called paid, or while it was under way."""
        amount = self._amount(movement, owner)
        if amount is None:
            return
        if (EventKind.PAID, movement.charged_by) in self.known:
            self._add(owner, _moved_back(EventKind.RETURNED, movement, amount))
        elif (EventKind.PAYMENT_STARTED, movement.intent) in self.known:
            day = movement.created.date()
            self._add(owner, _returned(day, movement.created, amount, movement.intent, movement.reason))

    def _withdrawn(self, movement: Movement, owner: Owner) -> None:
        """The bank took the sum of a dispute, or gave it back."""
        if movement.amount > 0:
            self._paid(movement, owner)
            return
        amount = self._amount(movement, owner)
        if amount is not None:
            self._add(owner, _moved_back(EventKind.RETURNED, movement, amount))

    def _amount(self, movement: Movement, owner: Owner) -> Decimal | None:
        """The amount in the document's currency: that of the charge or refund; of a dispute what was really moved."""
        if movement.currency == owner.document.currency and (
            movement.settled is None or movement.source.startswith(DISPUTE)
        ):
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
        self.new.setdefault(owner.document.number, []).append(_not_tomorrow(event, self.today))
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
        self.lines.append(
            Booked(
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
                document=owner.document.number if owner else "",
                arrival=movement.arrival,
            )
        )


def _moved_back(kind: EventKind, movement: Movement, amount: Decimal) -> Event:
    return Event(
        kind=kind,
        date=movement.created.date(),
        at=movement.created,
        position=0,
        amount=amount,
        by=movement.method or "stripe",
        ref=movement.ref,
        reason=_readable(movement.reason) if kind is EventKind.RETURNED else "",
    )


def _returned(day: date, at: datetime | None, amount: Decimal, ref: str, reason: str) -> Event:
    return Event(kind=EventKind.RETURNED, date=day, at=at, position=0, amount=amount, ref=ref, reason=_readable(reason))


def _events(book: Book) -> Iterator[Event]:
    for history in book.histories.values():
        yield from history.events


def _when(event: Event) -> tuple[date, int, str]:
    """Entries of a day in order of time, those without a time after them; the order of adding decides the rest."""
    return event.date, event.at is None, event.at.isoformat() if event.at else ""


def _not_tomorrow(event: Event, today: date) -> Event:
    """An event of this very evening, told in hours west of Greenwich where its day has not ended yet.

    Stripe counts in UTC; a history holds nothing of a day that has not come.
    """
    if event.at is None or event.date <= today:
        return event
    told = (event.at.astimezone(timezone(-timedelta(hours=hours))) for hours in range(1, 13))
    at = next((moment for moment in told if moment.date() <= today), event.at)
    return replace(event, at=at, date=at.date())


def _readable(code: str) -> str:
    """`insufficient_funds` as a person writes it."""
    return code.replace("_", " ").strip().capitalize()[:200]
