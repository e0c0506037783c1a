"""What Stripe knows about our documents, in our terms: links, movements of money, payments under way, disputes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from facturier.model.money import ZERO, Money

Day = date  # where a field called `date` hides the type


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedLink:
    """A link that should exist: what it asks for, how it may be paid, and the digest that is its identity.

    `part` is the instalment, None when everything is due at once. `attempt` counts the links made for the same part.
    """

    number: str
    part: int | None
    amount: Decimal
    currency: str
    methods: tuple[str, ...]
    attempt: int
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkText:
    """What the client reads around a link, and where the payment page leads back to ("" for Stripe's own page)."""

    title: str
    inactive: str
    back: str = ""
    suffix: str = ""  # of the statement descriptor: what stands on the client's card statement


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedLink:
    """A link as Stripe holds it. `amount` and `currency` are None when it asks for anything but one single sum."""

    ref: str
    url: str
    active: bool
    live: bool
    metadata: Mapping[str, str] = field(default_factory=dict)
    amount: Decimal | None = None
    currency: str = ""
    methods: tuple[str, ...] = ()
    completed: int = 0
    limit: int | None = None
    back: str = ""

    @property
    def usable(self) -> bool:
        """Whether somebody can still pay on it."""
        return self.active and (self.limit is None or self.completed < self.limit)


@dataclass(frozen=True, slots=True, kw_only=True)
class PaySession:
    """One visit of a payment page: `status` open | complete | expired, `paid` whether the money is there."""

    ref: str
    link: str
    status: str
    paid: bool
    intent: str
    created: datetime
    metadata: Mapping[str, str] = field(default_factory=dict)


class IntentStatus(StrEnum):
    """How far a payment has come. Whatever Stripe adds one day is UNKNOWN, and never counts as paid."""

    UNDER_WAY = "under-way"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Intent:
    """A payment under way or beyond: when it was started, and the movement it made, if any (`txn_…`)."""

    ref: str
    status: IntentStatus
    started: datetime
    amount: Money
    link: str = ""
    method: str = ""
    reason: str = ""
    metadata: Mapping[str, str] = field(default_factory=dict)
    movement: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """A balance transaction: immutable, one id per movement of money.

    `amount`, `fee` and `net` are signed and in `currency`, that of Stripe's balance; `settled` is the unsigned amount
    of the charge, refund or dispute behind it, in its own currency.
    """

    ref: str
    kind: str
    category: str
    created: datetime
    available: date
    amount: Decimal
    fee: Decimal
    net: Decimal
    currency: str
    source: str = ""
    settled: Money | None = None
    status: str = ""  # of the charge
    method: str = ""
    reason: str = ""
    charge: str = ""
    charged_by: str = ""  # the movement of the charge it takes back
    intent: str = ""
    link: str = ""
    metadata: Mapping[str, str] = field(default_factory=dict)
    arrival: Day | None = None  # of a payout
    made_of: tuple[str, ...] = ()  # the movements that a payout paid out


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputeCase:
    """A client contests a payment with the bank: `outcome` is "" while it runs, else won | lost."""

    ref: str
    outcome: str
    reason: str
    amount: Money
    created: datetime
    link: str = ""
    intent: str = ""
    metadata: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Booked:
    """A line of the record of all movements (`payments/stripe-YEAR.jsonl`), kept so that payouts can be reconciled.

    `made_of` are the movements that a payout paid out, separated by blanks; "" when Stripe does not tell.
    """

    ref: str
    at: datetime
    kind: str
    amount: Decimal
    fee: Decimal = ZERO
    net: Decimal = ZERO
    currency: str
    available: Day | None = None
    source: str = ""
    intent: str = ""
    document: str = ""
    arrival: Day | None = None
    made_of: str = ""
