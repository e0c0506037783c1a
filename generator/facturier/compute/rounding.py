"""Turns exact amounts into amounts a currency can pay: half up, and splits that lose no cent."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Context, Decimal
from itertools import accumulate, pairwise

from facturier.model.money import ZERO, minor_units

EXACT = Context(prec=80, rounding=ROUND_HALF_UP)
"""Wide enough that no product of typed numbers is rounded before `cent`, and no quotient changes sides of a half."""

_STEPS = {decimals: Decimal(1).scaleb(-decimals) for decimals in range(7)}


def cent(amount: Decimal, *, currency: str) -> Decimal:
    """Round half up, away from zero, to the currency's minor unit (EUR 2, JPY 0, TND 3); never gives −0."""
    return EXACT.add(amount.quantize(_STEPS[minor_units(currency)], ROUND_HALF_UP, EXACT), ZERO)


def unit_cent(amount: Decimal, *, currency: str) -> Decimal:
    """Round a derived unit price (BT-146) to 6 decimals, written with the currency's decimals when these are enough."""
    fine = EXACT.add(amount.quantize(_STEPS[6], ROUND_HALF_UP, EXACT), ZERO)
    short = cent(fine, currency=currency)
    return short if short == fine else fine


def percent_of(amount: Decimal, percent: Decimal, *, currency: str) -> Decimal:
    """`cent(amount × percent / 100)`."""
    return cent(EXACT.multiply(amount, percent).scaleb(-2, EXACT), currency=currency)


def split(total: Decimal, weights: Iterable[Decimal], *, currency: str) -> tuple[Decimal, ...]:
    """Divide in proportion to `weights` by cumulative rounding: `cent(total × cum_k) − cent(total × cum_(k−1))`.

    The parts add up to `total` exactly and none is a minor unit or more off its exact share. When the weights add
    up to zero there is no proportion: the first part takes everything.
    """
    sums = list(accumulate(weights, EXACT.add, initial=ZERO))
    whole = sums[-1]
    if not whole:
        zero = cent(ZERO, currency=currency)
        return (total, *[zero] * (len(sums) - 2)) if len(sums) > 1 else ()
    return _steps((EXACT.divide(EXACT.multiply(total, part), whole) for part in sums), currency)


def without_vat(amounts: Iterable[Decimal], *, rate: Decimal, currency: str) -> tuple[Decimal, ...]:
    """Take VAT of `rate` percent out of amounts by cumulative rounding: together exactly `cent(sum / (1 + rate))`.

    The running total is rounded, never the single amount, so mixed signs (returns, discounts, deposits) cannot drift.
    """
    sums = accumulate(amounts, EXACT.add, initial=ZERO)
    divisor = EXACT.add(Decimal(1), rate.scaleb(-2, EXACT))
    return _steps((EXACT.divide(running, divisor) for running in sums), currency)


def _steps(running_totals: Iterable[Decimal], currency: str) -> tuple[Decimal, ...]:
    rounded = [cent(running, currency=currency) for running in running_totals]
    return tuple(EXACT.subtract(after, before) for before, after in pairwise(rounded))
