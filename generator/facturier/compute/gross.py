"""Turns the typed amounts of a VAT group into amounts net of VAT, and shares these out over its lines."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from facturier.compute.groups import TypedGroup
from facturier.compute.lines import TypedLine
from facturier.compute.rounding import EXACT, unit_cent, without_vat
from facturier.model.document import Line, Prices
from facturier.model.money import ZERO
from facturier.model.totals import LineTotal


class GroupNets(NamedTuple):
    """The amounts of one VAT group net of VAT, in the order of its lines and charges."""

    lines: Sequence[Decimal]
    discount: Decimal
    charges: Sequence[Decimal]


def group_nets(
    group: TypedGroup, lines: Sequence[TypedLine], charges: Sequence[Decimal], *, prices: Prices, currency: str
) -> GroupNets:
    """Take VAT out of a group: lines in their order, then the discount, then the charges, by cumulative rounding.

    Together they are exactly `cent(G / (1 + rate))` of the group's typed total G, so BR-CO-10 to 13 hold as they do for
    net prices, which pass through unchanged.
    """
    line_amounts = [lines[place].amount for place in group.lines]
    charge_amounts = [charges[place] for place in group.charges]
    if prices is Prices.NET:
        return GroupNets(line_amounts, group.discount, charge_amounts)
    amounts = [*line_amounts, -group.discount, *charge_amounts]
    nets = without_vat(amounts, rate=group.vat.rate, currency=currency)
    cut = len(line_amounts)
    return GroupNets(nets[:cut], -nets[cut], nets[cut + 1 :])


def line_total(line: Line, typed: TypedLine, net: Decimal, *, prices: Prices, currency: str) -> LineTotal:
    """The amounts of a line; in a gross document, net = quantity × unit price − discount as near as 6 decimals go."""
    if prices is Prices.NET:
        return LineTotal(gross=typed.gross, discount=typed.discount, net=net, unit_price=line.price, typed=typed.amount)
    (discount,) = without_vat([typed.discount], rate=line.vat.rate, currency=currency)
    gross = net + discount
    return LineTotal(
        gross=gross, discount=discount, net=net, unit_price=_unit_price(line, gross, currency), typed=typed.amount
    )


def _unit_price(line: Line, gross: Decimal, currency: str) -> Decimal:
    """The net price of one unit (BT-146); never negative (BR-27), not even where rounding moves a line across 0."""
    if line.quantity:
        return unit_cent(max(EXACT.divide(gross, line.quantity), ZERO), currency=currency)
    return unit_cent(EXACT.divide(line.price, 1 + line.vat.rate / 100), currency=currency)
