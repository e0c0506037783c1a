"""Where a document stands on a day: a fold over its history, never stored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from facturier.model.money import ZERO

Day = date  # where a field called `date` hides the type


class Status(StrEnum):
    """Every status a document can show, in words of the field."""

    DRAFT = "draft"
    ISSUED = "issued"
    SENT = "sent"
    DUE_SOON = "due-soon"
    PARTIALLY_PAID = "partially-paid"
    PAYMENT_UNDER_WAY = "payment-under-way"
    PAID = "paid"
    OVERPAID = "overpaid"
    OVERDUE = "overdue"
    PROMISED = "promised"
    DISPUTED = "disputed"
    FORMAL_NOTICE = "formal-notice"
    IN_COLLECTION = "in-collection"
    REFUNDED = "refunded"
    CREDITED = "credited"
    CANCELLED = "cancelled"
    WRITTEN_OFF = "written-off"
    OPEN = "open"  # quotes from here on
    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"
    INVOICED = "invoiced"


@dataclass(frozen=True, slots=True, kw_only=True)
class InstalmentState:
    """One amount due on one date and what is left of it. A document without instalments has exactly one."""

    part: int  # from 1
    due_date: date
    amount: Decimal
    paid: Decimal = ZERO
    open: Decimal = ZERO
    days_left: int = 0  # negative when late
    status: Status = Status.ISSUED  # issued | due-soon | overdue | partially-paid | paid


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlyOffer:
    """Pay `amount` until `until` (included) and the document is closed; `saving` is the difference."""

    until: date
    percent: Decimal
    amount: Decimal
    saving: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """The state of one document on `as_of`. Amounts in the document's currency.

    For an invoice `due = paid + credited + discounted + written_off + replaced + given_back + open`, on every day.
    `open` is what is left to pay; negative is the client's credit. `payable` says whether a pay button or bank block
    may ask for `payable_amount`: never when nothing is due or everything is disputed, replaced, credited, refunded,
    written off, in collection or already under way.
    """

    as_of: date
    headline: Status
    badges: tuple[Status, ...] = ()
    due: Decimal = ZERO  # the amount due on issue (BT-115)
    paid: Decimal = ZERO  # net of returned payments and refunds
    refunded: Decimal = ZERO
    credited: Decimal = ZERO
    discounted: Decimal = ZERO  # early payment discount taken
    written_off: Decimal = ZERO
    replaced: Decimal = ZERO  # what a corrective took over; the payments of a cancelled document count there
    given_back: Decimal = ZERO  # not asked for again because everything paid was refunded; a credit note is to follow
    contested: Decimal = ZERO
    open: Decimal = ZERO
    instalments: tuple[InstalmentState, ...] = ()
    due_date: date | None = None  # next open due date, else the last one
    days_left: int | None = None  # until due_date; negative when late; None when nothing is open
    overdue: Decimal = ZERO  # the part of `open` whose date has passed
    valid_until: date | None = None  # of a quote, its last valid day
    early: EarlyOffer | None = None
    payable: bool = False
    payable_amount: Decimal = ZERO
    next_amount: Decimal = ZERO  # the next instalment's open part, equals payable_amount when there is one date
    hold_reminders: bool = False
    sent: bool = False

    @property
    def statuses(self) -> tuple[Status, ...]:
        """The headline and the badges."""
        return (self.headline, *self.badges)


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineEntry:
    """A line of the status history a person reads: `kind` and `values` choose and fill a sentence of theme/words.

    `kind` is an EventKind value or a computed fact: `overdue-since`, `discounted`, `paid-early`, `paid-late`,
    `credited-by`, `replaced-by`, `deducted-by`, `invoiced-by`, `expired`.
    """

    date: date
    kind: str
    at: datetime | None = None
    amount: Decimal | None = None
    currency: str = ""
    days: int | None = None
    number: str = ""  # a related document
    by: str = ""
    until: Day | None = None
    note: str = ""
    reason: str = ""
    ref: str = ""
    status: str = ""
    step: int | None = None
    part: int | None = None
    private: bool = False
    computed: bool = False
