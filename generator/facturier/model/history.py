"""What happened to a document: one event per entry, append-only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from facturier.model.money import ZERO, Money

PREPAID = "BT-113"  # the `ref` of a payment that an imported document itself tells of
Day = date  # where a field called `date` hides the type


class EventKind(StrEnum):
    """The events of SCHEMA.md's table."""

    ISSUED = "issued"
    SENT = "sent"
    DELIVERED = "delivered"
    VIEWED = "viewed"
    PAID = "paid"
    REFUNDED = "refunded"
    RETURNED = "returned"
    PAYMENT_LINK = "payment-link"
    PAYMENT_LINK_RETIRED = "payment-link-retired"
    PAYMENT_STARTED = "payment-started"
    REMINDED = "reminded"
    CALLED = "called"
    WROTE = "wrote"
    MET = "met"
    ANSWERED = "answered"
    PROMISED = "promised"
    DISPUTED = "disputed"
    RESOLVED = "resolved"
    PLAN_AGREED = "plan-agreed"
    FORMAL_NOTICE = "formal-notice"
    HANDED_OVER = "handed-over"
    WRITTEN_OFF = "written-off"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    E_INVOICE = "e-invoice"
    NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedInstalment:
    """A date and an amount of an agreed payment plan."""

    date: date
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One entry of a history. `amount` is in the document's currency; unused fields stay empty.

    `position` is its place in the file (0 first): events sort by (date, position).
    """

    kind: EventKind
    date: date
    position: int
    at: datetime | None = None  # with offset, when the entry gave a time
    private: bool = False
    elsewhere: bool = False  # issued with another program, before this book
    by: str = ""  # who or what: card, transfer, e-mail, a name…
    to: str = ""
    amount: Decimal | None = None
    received: Money | None = None
    fee: Decimal | None = None
    ref: str = ""
    part: int | None = None  # instalment, from 1
    url: str = ""
    digest: str = ""
    reason: str = ""
    step: int | None = None
    subject: str = ""
    with_whom: str = ""
    note: str = ""
    until: Day | None = None
    outcome: str = ""  # accepted | rejected | settled
    instalments: tuple[PlannedInstalment, ...] = ()
    deadline: Day | None = None
    tracking: str = ""
    status: str = ""  # e-invoice life cycle 200…213
    platform: str = ""
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """All events of one document in file order."""

    number: str
    file: str
    events: tuple[Event, ...] = ()

    @property
    def is_from_elsewhere(self) -> bool:
        """Whether the document was issued with another program, before this book."""
        return any(event.kind is EventKind.ISSUED and event.elsewhere for event in self.events[:1])

    @property
    def prepaid(self) -> Decimal:
        """What a document issued with another program itself says was paid before (BT-113)."""
        told = [event for event in self.events if event.kind is EventKind.PAID and event.ref == PREPAID]
        return sum((event.amount for event in told if event.amount), ZERO) if self.is_from_elsewhere else ZERO
