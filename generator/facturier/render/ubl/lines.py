"""Invoice lines, allowances and charges → `cac:InvoiceLine`, `cac:CreditNoteLine` and `cac:AllowanceCharge`."""

from __future__ import annotations

from decimal import Decimal

from facturier.model.vat import Vat
from facturier.render.einvoice.terms import Adjustment, Item
from facturier.render.einvoice.xml import Node, add, amount, number, put

_DISCOUNT = "95"  # UNCL 5189


def put_line(parent: Node, item: Item, currency: str, *, credit: bool) -> None:
    """BG-25 with its item, price, VAT and allowance."""
    node = add(parent, "cac:CreditNoteLine" if credit else "cac:InvoiceLine")
    add(node, "cbc:ID", str(item.number))
    quantity = "cbc:CreditedQuantity" if credit else "cbc:InvoicedQuantity"
    add(node, quantity, number(item.quantity), unitCode=item.unit)
    add(node, "cbc:LineExtensionAmount", amount(item.net), currencyID=currency)
    if item.reduction:
        taken = item.reduction
        _allowance_charge(
            node, currency, charge=False, of=taken.amount, reason=taken.reason, percent=taken.percent, base=taken.base
        )
    product = add(node, "cac:Item")
    put(product, "cbc:Description", item.description)
    put(product, "cbc:Name", item.name)
    if item.reference:
        add(add(product, "cac:SellersItemIdentification"), "cbc:ID", item.reference)
    put_tax_category(product, "cac:ClassifiedTaxCategory", item.vat)
    add(add(node, "cac:Price"), "cbc:PriceAmount", amount(item.price), currencyID=currency)


def put_adjustment(parent: Node, adjustment: Adjustment, currency: str) -> None:
    """BG-20 or BG-21."""
    node = _allowance_charge(
        parent,
        currency,
        charge=adjustment.charge,
        of=adjustment.amount,
        reason=adjustment.reason,
        percent=adjustment.percent,
        base=adjustment.base,
    )
    put_tax_category(node, "cac:TaxCategory", adjustment.vat)


def put_tax_category(parent: Node, name: str, vat: Vat, *, reason: str = "", code: str = "") -> None:
    """A VAT category with its rate and exemption; outside the scope of VAT there is no rate (BR-O-05)."""
    node = add(parent, name)
    add(node, "cbc:ID", vat.category)
    if vat.category != "O":
        add(node, "cbc:Percent", number(vat.rate))
    put(node, "cbc:TaxExemptionReasonCode", code)
    put(node, "cbc:TaxExemptionReason", reason)
    add(add(node, "cac:TaxScheme"), "cbc:ID", "VAT")


def _allowance_charge(
    parent: Node,
    currency: str,
    *,
    charge: bool,
    of: Decimal,
    reason: str,
    percent: Decimal | None,
    base: Decimal | None,
) -> Node:
    node = add(parent, "cac:AllowanceCharge")
    add(node, "cbc:ChargeIndicator", "true" if charge else "false")
    if not charge:
        add(node, "cbc:AllowanceChargeReasonCode", _DISCOUNT)
    put(node, "cbc:AllowanceChargeReason", reason)
    if percent is not None and base is not None:
        add(node, "cbc:MultiplierFactorNumeric", number(percent))
    add(node, "cbc:Amount", amount(of), currencyID=currency)
    if percent is not None and base is not None:
        add(node, "cbc:BaseAmount", amount(base), currencyID=currency)
    return node
