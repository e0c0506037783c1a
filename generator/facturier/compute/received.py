"""Turns a payment and an event that takes money back into how likely the one is meant by the other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from facturier.model.history import Event
from facturier.model.money import ZERO


@dataclass(slots=True)
class Payment:
    """A payment as the ledger follows it: what was returned and refunded of it so far."""

    date: date
    left: Decimal  # after what was returned of it
    ref: str
    part: int | None
    refunded: Decimal = ZERO

    @property
    def kept(self) -> Decimal:
        """What is neither returned nor refunded."""
        return max(self.left - self.refunded, ZERO)


def likeness(payment: Payment, event: Event) -> int:
    """0 for the same reference, 1 for the same amount, 2 for any other payment."""
    if event.ref and payment.ref == event.ref:
        return 0
    return 1 if payment.left == event.amount else 2
