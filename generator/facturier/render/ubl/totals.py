"""Payment, VAT and totals → `cac:PaymentMeans`, `cac:TaxTotal` and `cac:LegalMonetaryTotal`."""

from __future__ import annotations

from facturier.render.einvoice.terms import EInvoice, Group
from facturier.render.einvoice.xml import Node, add, amount, put
from facturier.render.ubl.lines import put_tax_category

_SEPA_TRANSFER, _TRANSFER = "58", "30"  # UNCL 4461


def put_payment(parent: Node, invoice: EInvoice) -> None:
    """BG-16 and BT-20."""
    if invoice.bank:
        node = add(parent, "cac:PaymentMeans")
        add(node, "cbc:PaymentMeansCode", _SEPA_TRANSFER if invoice.currency == "EUR" else _TRANSFER)
        put(node, "cbc:PaymentID", invoice.reference)
        account = add(node, "cac:PayeeFinancialAccount")
        add(account, "cbc:ID", invoice.bank.iban)
        put(account, "cbc:Name", invoice.bank.holder)
        if invoice.bank.bic:
            add(add(account, "cac:FinancialInstitutionBranch"), "cbc:ID", invoice.bank.bic)
    if invoice.terms:
        add(add(parent, "cac:PaymentTerms"), "cbc:Note", invoice.terms)


def put_taxes(parent: Node, invoice: EInvoice) -> None:
    """BG-23, BT-110, and BT-111 in a total of its own."""
    node = add(parent, "cac:TaxTotal")
    add(node, "cbc:TaxAmount", amount(invoice.amounts.tax), currencyID=invoice.currency)
    for group in invoice.groups:
        _group(node, group, invoice.currency)
    if invoice.amounts.tax_eur is not None:
        euros = add(parent, "cac:TaxTotal")
        add(euros, "cbc:TaxAmount", amount(invoice.amounts.tax_eur), currencyID="EUR")


def put_totals(parent: Node, invoice: EInvoice) -> None:
    """BG-22."""
    node, amounts = add(parent, "cac:LegalMonetaryTotal"), invoice.amounts
    rows = (
        ("cbc:LineExtensionAmount", amounts.lines, True),
        ("cbc:TaxExclusiveAmount", amounts.net, True),
        ("cbc:TaxInclusiveAmount", amounts.gross, True),
        ("cbc:AllowanceTotalAmount", amounts.allowances, False),
        ("cbc:ChargeTotalAmount", amounts.charges, False),
        ("cbc:PrepaidAmount", amounts.prepaid, False),
        ("cbc:PayableRoundingAmount", amounts.rounding, False),
        ("cbc:PayableAmount", amounts.due, True),
    )
    for name, value, always in rows:
        if value or always:
            add(node, name, amount(value), currencyID=invoice.currency)


def _group(parent: Node, group: Group, currency: str) -> None:
    node = add(parent, "cac:TaxSubtotal")
    add(node, "cbc:TaxableAmount", amount(group.base), currencyID=currency)
    add(node, "cbc:TaxAmount", amount(group.tax), currencyID=currency)
    put_tax_category(node, "cac:TaxCategory", group.vat, reason=group.reason, code=group.vat.code)
