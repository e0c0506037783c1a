"""Turns a line as typed into its amounts: before discount, discount, after discount (VAT in or out as typed)."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from facturier.compute.rounding import EXACT, cent, percent_of
from facturier.model.document import Discount, Line
from facturier.model.money import ZERO


class TypedLine(NamedTuple):
    """The amounts of a line in the author's prices: `amount` = `gross` − `discount`."""

    gross: Decimal
    discount: Decimal
    amount: Decimal


def typed_line(line: Line, *, currency: str) -> TypedLine:
    """`cent(quantity × price)`, less the line discount (a percentage of it, or the amount typed)."""
    gross = cent(EXACT.multiply(line.quantity, line.price), currency=currency)
    discount = reduction(line.discount, gross, currency=currency)
    return TypedLine(gross, discount, gross - discount)


def reduction(discount: Discount | None, base: Decimal, *, currency: str) -> Decimal:
    """What a discount takes off `base`: `cent(base × percent)` or the amount typed, 0 when there is none."""
    if discount is None:
        return cent(ZERO, currency=currency)
    if discount.percent is not None:
        return percent_of(base, discount.percent, currency=currency)
    return cent(discount.amount or ZERO, currency=currency)
