"""The business terms of a document → the bytes of a UBL 2.1 `Invoice` or `CreditNote`."""

from __future__ import annotations

from base64 import b64encode
from enum import Enum

from facturier.render.einvoice.terms import EInvoice, Note, Supporting
from facturier.render.einvoice.xml import Node, add, put, ubl_root, written
from facturier.render.ubl.lines import put_adjustment, put_line
from facturier.render.ubl.parties import put_address, put_party
from facturier.render.ubl.totals import put_payment, put_taxes, put_totals

_PEPPOL_PROCESS = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"
_CREDIT_NOTE = "381"
_ON_INVOICE = "3"  # UNCL 2005: the date of the invoice
_PROJECT = "50"  # UNCL 1001: a credit note has no other place for a project


class Flavour(Enum):
    """Who reads the file: the value is the specification it names (BT-24)."""

    EN16931 = "urn:cen.eu:en16931:2017"  # with the French rules, whose BT-23 Peppol refuses
    PEPPOL = "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"


def ubl(invoice: EInvoice, flavour: Flavour = Flavour.EN16931) -> bytes:
    """Write the invoice as UBL; the same terms give the same bytes."""
    credit = invoice.code == _CREDIT_NOTE
    document = ubl_root("CreditNote" if credit else "Invoice")
    _header(document, invoice, flavour, credit=credit)
    _references(document, invoice, credit=credit)
    put_party(document, "cac:AccountingSupplierParty", invoice.seller)
    put_party(document, "cac:AccountingCustomerParty", invoice.buyer)
    _delivery(document, invoice)
    put_payment(document, invoice)
    for adjustment in invoice.adjustments:
        put_adjustment(document, adjustment, invoice.currency)
    put_taxes(document, invoice)
    put_totals(document, invoice)
    for item in invoice.items:
        put_line(document, item, invoice.currency, credit=credit)
    return written(document)


def _header(node: Node, invoice: EInvoice, flavour: Flavour, *, credit: bool) -> None:
    peppol = flavour is Flavour.PEPPOL
    add(node, "cbc:CustomizationID", flavour.value)
    add(node, "cbc:ProfileID", _PEPPOL_PROCESS if peppol else invoice.process)
    add(node, "cbc:ID", invoice.number)
    add(node, "cbc:IssueDate", invoice.issued.isoformat())
    if invoice.due_date and not credit:
        add(node, "cbc:DueDate", invoice.due_date.isoformat())
    add(node, "cbc:CreditNoteTypeCode" if credit else "cbc:InvoiceTypeCode", invoice.code)
    for note in _notes(invoice, flavour):
        add(node, "cbc:Note", note)
    add(node, "cbc:DocumentCurrencyCode", invoice.currency)
    if invoice.amounts.tax_eur is not None:
        add(node, "cbc:TaxCurrencyCode", "EUR")
    put(node, "cbc:BuyerReference", invoice.buyer_reference)


def _notes(invoice: EInvoice, flavour: Flavour) -> tuple[str, ...]:
    """Peppol has room for one note (PEPPOL-EN16931-R002) and no use for the French flow (BAR)."""
    if flavour is Flavour.PEPPOL:
        texts = [note.text for note in invoice.notes if note.code != "BAR"]
        return ("\n".join(texts),) if texts else ()
    return tuple(_coded(note) for note in invoice.notes)


def _coded(note: Note) -> str:
    """UBL has no element for the subject code (BT-21): it stands between two # before the text."""
    return f"#{note.code}#{note.text}" if note.code else note.text


def _references(node: Node, invoice: EInvoice, *, credit: bool) -> None:
    if invoice.period or invoice.tax_point:
        period = add(node, "cac:InvoicePeriod")
        if invoice.period:
            add(period, "cbc:StartDate", invoice.period[0].isoformat())
            add(period, "cbc:EndDate", invoice.period[1].isoformat())
        put(period, "cbc:DescriptionCode", _ON_INVOICE if invoice.tax_point else "")
    if invoice.order:
        add(add(node, "cac:OrderReference"), "cbc:ID", invoice.order)
    for preceding in invoice.preceding:
        reference = add(add(node, "cac:BillingReference"), "cac:InvoiceDocumentReference")
        add(reference, "cbc:ID", preceding.number)
        if preceding.date:
            add(reference, "cbc:IssueDate", preceding.date.isoformat())
    if invoice.contract:
        add(add(node, "cac:ContractDocumentReference"), "cbc:ID", invoice.contract)
    for supporting in invoice.supporting:
        _supporting(node, supporting)
    if invoice.project and credit:
        project = add(node, "cac:AdditionalDocumentReference")
        add(project, "cbc:ID", invoice.project)
        add(project, "cbc:DocumentTypeCode", _PROJECT)
    elif invoice.project:
        add(add(node, "cac:ProjectReference"), "cbc:ID", invoice.project)


def _supporting(parent: Node, supporting: Supporting) -> None:
    node = add(parent, "cac:AdditionalDocumentReference")
    add(node, "cbc:ID", supporting.name)
    put(node, "cbc:DocumentDescription", supporting.kind)
    if supporting.content:
        attachment = add(node, "cac:Attachment")
        content = b64encode(supporting.content).decode()
        add(
            attachment,
            "cbc:EmbeddedDocumentBinaryObject",
            content,
            mimeCode=supporting.mime,
            filename=supporting.name,
        )


def _delivery(parent: Node, invoice: EInvoice) -> None:
    if not invoice.delivered and not invoice.deliver_to:
        return
    node = add(parent, "cac:Delivery")
    if invoice.delivered:
        add(node, "cbc:ActualDeliveryDate", invoice.delivered.isoformat())
    if invoice.deliver_to:
        put_address(add(node, "cac:DeliveryLocation"), "cac:Address", invoice.deliver_to)
