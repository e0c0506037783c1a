"""Payment, VAT, allowances and totals → `ram:ApplicableHeaderTradeSettlement`."""

from __future__ import annotations

from facturier.render.einvoice.terms import Adjustment, Amounts, EInvoice, Group, Preceding
from facturier.render.einvoice.xml import Node, add, amount, number, put, put_date
from facturier.render.facturx.lines import DISCOUNT, put_indicator, put_share, put_tax_category

_SEPA_TRANSFER, _TRANSFER = "58", "30"  # UNCL 4461
_ON_INVOICE = "5"  # UNCL 2475: the date of the invoice


def put_settlement(parent: Node, invoice: EInvoice) -> None:
    """BG-16 to BG-23, BG-3 and BG-14."""
    node = add(parent, "ram:ApplicableHeaderTradeSettlement")
    amounts = invoice.amounts
    put(node, "ram:PaymentReference", invoice.reference)
    if amounts.tax_eur is not None:
        add(node, "ram:TaxCurrencyCode", "EUR")
    add(node, "ram:InvoiceCurrencyCode", invoice.currency)
    _bank(node, invoice)
    for group in invoice.groups:
        _group(node, group, on_invoice=invoice.tax_point)
    if invoice.period:
        period = add(node, "ram:BillingSpecifiedPeriod")
        put_date(period, "ram:StartDateTime", invoice.period[0])
        put_date(period, "ram:EndDateTime", invoice.period[1])
    for adjustment in invoice.adjustments:
        _adjustment(node, adjustment)
    _terms(node, invoice)
    _totals(node, amounts, invoice.currency)
    for preceding in invoice.preceding:
        _preceding(node, preceding)


def _bank(parent: Node, invoice: EInvoice) -> None:
    if invoice.bank is None:
        return
    node = add(parent, "ram:SpecifiedTradeSettlementPaymentMeans")
    add(node, "ram:TypeCode", _SEPA_TRANSFER if invoice.currency == "EUR" else _TRANSFER)
    account = add(node, "ram:PayeePartyCreditorFinancialAccount")
    add(account, "ram:IBANID", invoice.bank.iban)
    put(account, "ram:AccountName", invoice.bank.holder)
    if invoice.bank.bic:
        add(add(node, "ram:PayeeSpecifiedCreditorFinancialInstitution"), "ram:BICID", invoice.bank.bic)


def _group(parent: Node, group: Group, *, on_invoice: bool) -> None:
    node = add(parent, "ram:ApplicableTradeTax")
    add(node, "ram:CalculatedAmount", amount(group.tax))
    add(node, "ram:TypeCode", "VAT")
    put(node, "ram:ExemptionReason", group.reason)
    add(node, "ram:BasisAmount", amount(group.base))
    add(node, "ram:CategoryCode", group.vat.category)
    put(node, "ram:ExemptionReasonCode", group.vat.code)
    if on_invoice:
        add(node, "ram:DueDateTypeCode", _ON_INVOICE)
    if group.vat.category != "O":
        add(node, "ram:RateApplicablePercent", number(group.vat.rate))


def _adjustment(parent: Node, adjustment: Adjustment) -> None:
    node = add(parent, "ram:SpecifiedTradeAllowanceCharge")
    put_indicator(node, charge=adjustment.charge)
    put_share(node, adjustment.percent, adjustment.base)
    add(node, "ram:ActualAmount", amount(adjustment.amount))
    if not adjustment.charge:
        add(node, "ram:ReasonCode", DISCOUNT)
    put(node, "ram:Reason", adjustment.reason)
    put_tax_category(node, "ram:CategoryTradeTax", adjustment.vat)


def _terms(parent: Node, invoice: EInvoice) -> None:
    if invoice.due_date is None and not invoice.terms:
        return
    node = add(parent, "ram:SpecifiedTradePaymentTerms")
    put(node, "ram:Description", invoice.terms)
    put_date(node, "ram:DueDateDateTime", invoice.due_date)


def _totals(parent: Node, amounts: Amounts, currency: str) -> None:
    node = add(parent, "ram:SpecifiedTradeSettlementHeaderMonetarySummation")
    add(node, "ram:LineTotalAmount", amount(amounts.lines))
    if amounts.charges:
        add(node, "ram:ChargeTotalAmount", amount(amounts.charges))
    if amounts.allowances:
        add(node, "ram:AllowanceTotalAmount", amount(amounts.allowances))
    add(node, "ram:TaxBasisTotalAmount", amount(amounts.net))
    add(node, "ram:TaxTotalAmount", amount(amounts.tax), currencyID=currency)
    if amounts.tax_eur is not None:
        add(node, "ram:TaxTotalAmount", amount(amounts.tax_eur), currencyID="EUR")
    if amounts.rounding:
        add(node, "ram:RoundingAmount", amount(amounts.rounding))
    add(node, "ram:GrandTotalAmount", amount(amounts.gross))
    if amounts.prepaid:
        add(node, "ram:TotalPrepaidAmount", amount(amounts.prepaid))
    add(node, "ram:DuePayableAmount", amount(amounts.due))


def _preceding(parent: Node, preceding: Preceding) -> None:
    node = add(parent, "ram:InvoiceReferencedDocument")
    add(node, "ram:IssuerAssignedID", preceding.number)
    put_date(node, "ram:FormattedIssueDateTime", preceding.date, kind="qdt")
