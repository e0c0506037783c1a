"""Turns the entries of an invoice into movements of money: the one source of balances, statements and paid amounts.

A movement depends only on what happened before it: the ledger of a day begins the ledger of any later day.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from facturier.compute.entries import OWN_REFERENCE, Entry, entries_of
from facturier.compute.index import Index
from facturier.compute.received import Payment, likeness
from facturier.compute.rounding import percent_of
from facturier.compute.terms import early_offer
from facturier.model.book import Book
from facturier.model.document import Document
from facturier.model.history import EventKind
from facturier.model.money import ZERO
from facturier.model.state import EarlyOffer
from facturier.model.totals import Totals


class MovementKind(StrEnum):
    """Why the open amount of an invoice changes."""

    PAYMENT = "payment"
    RETURN = "return"
    REFUND = "refund"
    CREDIT_NOTE = "credit-note"
    DISCOUNT = "discount"
    WRITE_OFF = "write-off"
    REPLACED = "replaced"  # what a corrective takes over
    GIVEN_BACK = "given-back"  # what is not asked for again after a settled invoice was refunded


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """One change of an open amount. `amount` is positive when it lowers what is open.

    `number` is where it is written (of a credit note: its own number). `inherited` payments are written in the history
    of a replaced document and count here.
    """

    date: date
    position: int
    kind: MovementKind
    amount: Decimal
    number: str
    part: int | None = None
    by: str = ""
    ref: str = ""
    inherited: bool = False
    private: bool = False


MONEY = frozenset({MovementKind.PAYMENT, MovementKind.RETURN, MovementKind.REFUND})
"""Movements of money itself: written where it was paid, counted for the corrective once there is one."""


def ledger(book: Book, totals: Mapping[str, Totals], document: Document, index: Index) -> tuple[Movement, ...]:
    """Every movement of an invoice until the day of the index, in order of time."""
    if not document.type.is_invoice or document.is_draft:
        return ()
    offer = early_offer(document, totals[document.key])
    fold = _Fold(document=document, totals=totals, open=totals[document.key].due, offer=offer)
    for _day, _rank, step in _steps(book, document, index):
        fold.take(step)
    return tuple(fold.movements)


_Step = tuple[date, int, Entry | Document]


def _steps(book: Book, document: Document, index: Index) -> list[_Step]:
    """Credit notes, the replacement and the history in order of time; on one day in this order."""
    steps: list[_Step] = [(note.date, 0, note) for note in index.credited_by.get(document.key, ())]
    corrective = index.corrective_of(document.key)
    if corrective is not None:
        steps.append((corrective.date, 1, corrective))
    steps += [(entry.event.date, 2, entry) for entry in entries_of(book, document, index)]
    return sorted(steps, key=lambda step: step[:2])


@dataclass(slots=True, kw_only=True)
class _Fold:
    """What the ledger knows while it goes through time."""

    document: Document
    totals: Mapping[str, Totals]
    open: Decimal
    offer: EarlyOffer | None
    movements: list[Movement] = field(default_factory=list)
    payments: list[Payment] = field(default_factory=list)
    credited: Decimal = ZERO
    paid: Decimal = ZERO
    written_off: Decimal = ZERO
    discounted: Decimal = ZERO
    started: str | None = None  # reference of a payment under way
    all_started: set[str] = field(default_factory=set)  # references of every payment that was ever under way
    replaced: bool = False
    received: Decimal = ZERO  # payments less returned ones
    refunded: Decimal = ZERO  # on purpose, since the document exists
    settled: bool = False  # nothing was left to pay when money went back
    judged: int = 0  # how many payments there were then
    given_back: Decimal = ZERO
    taken: list[Entry | Document] = field(default_factory=list)

    def take(self, step: Entry | Document) -> None:
        if isinstance(step, Document):
            if step.replaces == self.document.key:
                self._replace(step)
            else:
                self._credit(step, self.totals[step.key].due)
        elif step.event.kind is EventKind.WRITTEN_OFF:
            self._write_off(step)
        elif step.event.kind is EventKind.PAYMENT_STARTED:
            self.started = step.event.ref
            self.all_started.add(step.event.ref)
        elif step.event.amount is not None:
            self._money(step, step.event.amount)
        self._ask_nothing_again(step)
        self.taken.append(step)

    def _money(self, entry: Entry, amount: Decimal) -> None:
        if entry.event.kind is EventKind.PAID:
            self._pay(entry, amount)
            self.started = None
        elif entry.event.kind is EventKind.RETURNED:
            if not self._never_arrived(entry.event.ref):
                self._return(entry, amount)
            self.started = None
        elif entry.event.kind is EventKind.REFUNDED:
            self._refund(entry, amount)

    def _pay(self, entry: Entry, amount: Decimal) -> None:
        self.paid += amount
        self.received += amount
        part = None if entry.inherited else entry.event.part
        self.payments.append(Payment(entry.event.date, amount, entry.event.ref, part))
        self._move(entry, MovementKind.PAYMENT, amount, part=part)
        self._earn_discount(entry)
        self._release(entry.event.date, _position(entry))

    def _refund(self, entry: Entry, amount: Decimal) -> None:
        """Back on purpose; a discount for paying early goes with the last of what had earned it."""
        self._judge_settled()
        self.paid -= amount
        if not entry.inherited or entry.event.date > self.document.date:
            self.refunded += amount
        self._move(entry, MovementKind.REFUND, -amount)
        for payment in reversed(self.payments):
            taken = min(amount, payment.kept)
            payment.refunded += taken
            amount -= taken
        if self.paid <= 0:
            self._discount(entry, ZERO)
        self._earn_discount(entry)

    def _judge_settled(self) -> None:
        """Whether nothing was left to pay; what came since an earlier refund revived the claim."""
        revived = any(payment.kept for payment in self.payments[self.judged :])
        self.settled = self.open + self.given_back <= 0 or (self.settled and not revived)
        self.judged = len(self.payments)

    def _discount(self, entry: Entry, amount: Decimal) -> None:
        if amount != self.discounted and not self.replaced:
            change, self.discounted = amount - self.discounted, amount
            self._add(entry.event.date, _position(entry), MovementKind.DISCOUNT, change)

    def _return(self, entry: Entry, amount: Decimal) -> None:
        """As if never paid: takes back the payment of the same reference, else of the same amount, else the latest.

        What was never paid cannot be taken back: a rule says so, the balance stays right.
        """
        kept = [payment for payment in reversed(self.payments) if payment.left]
        likely = sorted(kept, key=lambda payment: likeness(payment, entry.event))
        left = amount
        for payment in likely:
            taken = min(left, payment.left)
            payment.left -= taken
            left -= taken
        if left == amount:
            return
        self.paid -= amount - left
        self.received -= amount - left
        self._move(entry, MovementKind.RETURN, left - amount, part=likely[0].part)
        self._forget_returned(entry)

    def _forget_returned(self, entry: Entry) -> None:
        """A refund and a discount are judged again as if what was returned had never been paid."""
        other = self._without_returned()
        self.settled = other.settled
        for payment, same in zip(self.payments, other.payments, strict=True):
            payment.refunded = same.refunded
        self._discount(entry, other.discounted)

    def _without_returned(self) -> _Fold:
        due, left = self.totals[self.document.key].due, iter(self.payments)
        fold = _Fold(document=self.document, totals=self.totals, open=due, offer=self.offer)
        for step in self.taken:
            if isinstance(step, Document) or step.event.kind not in (EventKind.PAID, EventKind.RETURNED):
                fold.take(step)
            elif step.event.kind is EventKind.PAID and step.event.amount is not None:
                fold.take(replace(step, event=replace(step.event, amount=next(left).left)))
        return fold

    def _never_arrived(self, ref: str) -> bool:
        """A debit that was under way and bounced before it was ever `paid`; what else was paid meanwhile stays."""
        under_way = ref in self.all_started if ref.startswith(OWN_REFERENCE) else self.started == ref
        return under_way and not any(ref and payment.ref == ref for payment in self.payments)

    def _earn_discount(self, entry: Entry) -> None:
        """Exactly the reduced amount, all of it in time, closes the invoice."""
        if self.offer is None or self.discounted or self.replaced:
            return
        base = self.open + self.given_back + self.paid
        saving = percent_of(base, self.offer.percent, currency=self.document.currency)
        received = self._received_in_time()
        if saving > 0 and 0 < received == base - saving == self.paid:
            self._discount(entry, saving)

    def _received_in_time(self) -> Decimal:
        """What was paid within the offer and kept."""
        until = self.offer.until if self.offer else date.min
        return sum((payment.kept for payment in self.payments if payment.date <= until), ZERO)

    def _write_off(self, entry: Entry) -> None:
        asked = self.open if entry.event.amount is None else entry.event.amount
        amount = min(asked, self.open)
        if amount > 0 and not self.replaced:
            self.written_off += amount
            self._move(entry, MovementKind.WRITE_OFF, amount)

    def _ask_nothing_again(self, step: Entry | Document) -> None:
        """Once a settled invoice was refunded whole, nothing is asked for; a new payment revives the claim.

        What was never paid in full was not given up: it stays due. A corrective issued after the refund asks for what
        it says.
        """
        claim = self.open + self.given_back
        gone_back = self.settled and self.refunded > 0 and self.received > 0 >= self.paid and not self.replaced
        wanted = max(claim, ZERO) if gone_back else ZERO
        if wanted != self.given_back:
            change, self.given_back = wanted - self.given_back, wanted
            day = step.date if isinstance(step, Document) else step.event.date
            self._add(day, -1 if isinstance(step, Document) else _position(step), MovementKind.GIVEN_BACK, change)

    def _release(self, day: date, position: int) -> None:
        """Money for something written off: the write-off gives way, so that nobody is called overpaid."""
        back = min(self.written_off, -(self.open + self.given_back))
        if back > 0 and not self.replaced:
            self.written_off -= back
            self._add(day, position, MovementKind.WRITE_OFF, -back)

    def _credit(self, note: Document, amount: Decimal) -> None:
        self.credited += amount
        self._add(note.date, -1, MovementKind.CREDIT_NOTE, amount, note.key)
        self._release(note.date, -1)

    def _replace(self, corrective: Document) -> None:
        """The corrective takes over what is due; payments stay written here and count there."""
        amount = self.open + self.given_back + self.paid
        self._add(corrective.date, -1, MovementKind.REPLACED, amount, corrective.key)
        self.replaced = True

    def _move(self, entry: Entry, kind: MovementKind, amount: Decimal, *, part: int | None = None) -> None:
        self.open -= amount
        event = entry.event
        self.movements.append(
            Movement(
                date=event.date,
                position=_position(entry),
                kind=kind,
                amount=amount,
                number=entry.number,
                part=part,
                by=event.by,
                ref=event.ref,
                inherited=entry.inherited,
                private=event.private,
            )
        )

    def _add(self, day: date, position: int, kind: MovementKind, amount: Decimal, number: str = "") -> None:
        """What nobody wrote down as an entry of a history."""
        self.open -= amount
        self.movements.append(
            Movement(date=day, position=position, kind=kind, amount=amount, number=number or self.document.key)
        )


def _position(entry: Entry) -> int:
    """Its place among the entries of a day: places in two files cannot be compared, inherited entries come first."""
    return -1 if entry.inherited else entry.event.position
