"""What late payment costs on a day: a claim beside the invoice, never part of its balance."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from facturier.model.money import ZERO


@dataclass(frozen=True, slots=True, kw_only=True)
class InterestSegment:
    """Interest on one principal at one rate within one half-year: both days included, `amount` rounded once.

    `rate` is yearly, in percent. `floor` is the lowest lawful rate of the half-year between businesses
    (C. com. L441-10), None where none applies or it is not known.
    """

    part: int  # instalment, from 1
    start: date
    end: date
    principal: Decimal
    rate: Decimal
    amount: Decimal
    floor: Decimal | None = None

    @property
    def days(self) -> int:
        """How many days bear interest."""
        return (self.end - self.start).days + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class InterestClaim:
    """Late interest in the document's currency, and the recovery fee, which is always in EUR.

    `settled` is what payments took off the interest (`payments_first_on: interest`). From `unknown_from` on no rate is
    known: the claim is the part before that day.
    """

    number: str
    currency: str
    as_of: date
    segments: tuple[InterestSegment, ...] = ()
    interest: Decimal = ZERO
    settled: Decimal = ZERO
    fee: Decimal = ZERO
    unknown_from: date | None = None

    @property
    def open(self) -> Decimal:
        """The interest that is still to be paid."""
        return self.interest - self.settled
