"""An invoice line → `ram:IncludedSupplyChainTradeLineItem`."""

from __future__ import annotations

from decimal import Decimal

from facturier.model.vat import Vat
from facturier.render.einvoice.terms import Item, Reduction
from facturier.render.einvoice.xml import Node, add, amount, number, put

DISCOUNT = "95"  # UNCL 5189


def put_line(parent: Node, item: Item) -> None:
    """BG-25 with its item, price, VAT and allowance."""
    node = add(parent, "ram:IncludedSupplyChainTradeLineItem")
    add(add(node, "ram:AssociatedDocumentLineDocument"), "ram:LineID", str(item.number))
    product = add(node, "ram:SpecifiedTradeProduct")
    put(product, "ram:SellerAssignedID", item.reference)
    put(product, "ram:Name", item.name)
    put(product, "ram:Description", item.description)
    price = add(add(node, "ram:SpecifiedLineTradeAgreement"), "ram:NetPriceProductTradePrice")
    add(price, "ram:ChargeAmount", amount(item.price))
    delivery = add(node, "ram:SpecifiedLineTradeDelivery")
    add(delivery, "ram:BilledQuantity", number(item.quantity), unitCode=item.unit)
    settlement = add(node, "ram:SpecifiedLineTradeSettlement")
    put_tax_category(settlement, "ram:ApplicableTradeTax", item.vat)
    if item.reduction:
        _allowance(settlement, item.reduction)
    summation = add(settlement, "ram:SpecifiedTradeSettlementLineMonetarySummation")
    add(summation, "ram:LineTotalAmount", amount(item.net))


def put_tax_category(parent: Node, name: str, vat: Vat) -> None:
    """A VAT category and its rate; outside the scope of VAT there is no rate (BR-O-05)."""
    node = add(parent, name)
    add(node, "ram:TypeCode", "VAT")
    add(node, "ram:CategoryCode", vat.category)
    if vat.category != "O":
        add(node, "ram:RateApplicablePercent", number(vat.rate))


def put_indicator(parent: Node, *, charge: bool) -> None:
    """Whether what follows is a charge or an allowance."""
    add(add(parent, "ram:ChargeIndicator"), "udt:Indicator", "true" if charge else "false")


def put_share(parent: Node, percent: Decimal | None, base: Decimal | None) -> None:
    """A percentage and the amount it is taken of."""
    if percent is not None and base is not None:
        add(parent, "ram:CalculationPercent", number(percent))
        add(parent, "ram:BasisAmount", amount(base))


def _allowance(parent: Node, reduction: Reduction) -> None:
    node = add(parent, "ram:SpecifiedTradeAllowanceCharge")
    put_indicator(node, charge=False)
    put_share(node, reduction.percent, reduction.base)
    add(node, "ram:ActualAmount", amount(reduction.amount))
    add(node, "ram:ReasonCode", DISCOUNT)
    add(node, "ram:Reason", reduction.reason)
