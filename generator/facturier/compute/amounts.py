"""Turns the movements of an invoice into its amounts, of which the amount due is the exact sum."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from facturier.compute.ledger import MONEY, Movement, MovementKind
from facturier.model.money import ZERO


@dataclass(frozen=True, slots=True, kw_only=True)
class Amounts:
    """The identity every invoice keeps on every day:

    `due = received − refunded + credited + discounted + written_off + replaced + given_back + open`.
    """

    due: Decimal
    open: Decimal  # what is left to pay; negative is the client's credit
    received: Decimal  # payments less returned ones, before refunds
    refunded: Decimal
    credited: Decimal
    discounted: Decimal
    written_off: Decimal
    replaced: Decimal
    given_back: Decimal = ZERO  # not asked for again: everything paid was refunded
    refunded_here: Decimal = ZERO  # the refunds written in its own history, not in that of a replaced invoice

    @property
    def paid(self) -> Decimal:
        """What was paid and kept."""
        return self.received - self.refunded


def amounts_of(due: Decimal, movements: tuple[Movement, ...], *, cancelled: bool) -> Amounts:
    """Sum up by kind; the payments of a cancelled document count for its corrective, not here."""
    sums = dict.fromkeys(MovementKind, ZERO)
    for movement in movements:
        if not (cancelled and movement.kind in MONEY):
            sums[movement.kind] += movement.amount
    return Amounts(
        due=due,
        open=due - sum(sums.values(), ZERO),
        received=sums[MovementKind.PAYMENT] + sums[MovementKind.RETURN],
        refunded=-sums[MovementKind.REFUND],
        credited=sums[MovementKind.CREDIT_NOTE],
        discounted=sums[MovementKind.DISCOUNT],
        written_off=sums[MovementKind.WRITE_OFF],
        replaced=sums[MovementKind.REPLACED],
        given_back=sums[MovementKind.GIVEN_BACK],
        refunded_here=-sum(
            (one.amount for one in movements if one.kind is MovementKind.REFUND and not one.inherited), ZERO
        ),
    )
