"""A statement of account: every document and payment between two parties in one currency, with a running balance."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from facturier.model.money import ZERO

Day = date  # where a field called `date` hides the type


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementLine:
    """One line. `amount` is positive when the client owes more, negative when less; `balance` is what is owed after it.

    `kind` is a document type that is owed (invoice, deposit, corrective, self-billed), `credit-note`, or payment |
    return | refund | discount | write-off | replaced | given-back. `number` is the document of the line,
    `about` the invoice it changes.
    """

    date: date
    kind: str
    number: str
    amount: Decimal
    balance: Decimal
    about: str = ""
    due_date: Day | None = None
    by: str = ""
    ref: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """The account of one client in one currency from `start` to `end`, both included.

    `closing = opening + the sum of the lines`; at the end of all time it is the balance's `open − credit`. A negative
    balance is the client's credit.
    """

    currency: str
    start: date
    end: date
    opening: Decimal = ZERO
    lines: tuple[StatementLine, ...] = ()
    closing: Decimal = ZERO
