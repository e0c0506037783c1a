"""Turns the movements of an invoice into its amounts, of which the amount due is the exact sum."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from facturier.compute.ledger import Movement, MovementKind, sum_of
from facturier.model.money import ZERO


@dataclass(frozen=True, slots=True, kw_only=True)
class Amounts:
    """The identity every invoice keeps on every day:

    `due = received − refunded + credited + discounted + written_off + replaced + open`.
    """

    due: Decimal
    received: Decimal  # payments less returned ones, before refunds
    refunded: Decimal
    credited: Decimal
    discounted: Decimal
    written_off: Decimal
    replaced: Decimal

    @property
    def paid(self) -> Decimal:
        """What was paid and kept."""
        return self.received - self.refunded

    @property
    def open(self) -> Decimal:
        """What is left to pay; negative is the client's credit."""
        return self.due - self.paid - self.credited - self.discounted - self.written_off - self.replaced


def amounts_of(due: Decimal, movements: tuple[Movement, ...], *, cancelled: bool) -> Amounts:
    """Sum up by kind; the payments of a cancelled document count for its corrective, not here."""
    return Amounts(
        due=due,
        received=ZERO if cancelled else sum_of(movements, MovementKind.PAYMENT, MovementKind.RETURN),
        refunded=ZERO if cancelled else -sum_of(movements, MovementKind.REFUND),
        credited=sum_of(movements, MovementKind.CREDIT_NOTE),
        discounted=sum_of(movements, MovementKind.DISCOUNT),
        written_off=sum_of(movements, MovementKind.WRITE_OFF),
        replaced=sum_of(movements, MovementKind.REPLACED),
    )
