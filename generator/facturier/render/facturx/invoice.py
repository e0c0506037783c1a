"""The business terms of a document → the bytes of `factur-x.xml` (UN/CEFACT CII, Factur-X profile EN 16931)."""

from __future__ import annotations

from base64 import b64encode

from facturier.render.einvoice.terms import EInvoice, Supporting
from facturier.render.einvoice.xml import Node, add, cii_root, put, put_date, written
from facturier.render.facturx.lines import put_line
from facturier.render.facturx.parties import put_address, put_party
from facturier.render.facturx.settlement import put_settlement

SUPPORTING = "916"  # UNCL 1001: related document
_PROFILE = "urn:cen.eu:en16931:2017"


def factur_x(invoice: EInvoice) -> bytes:
    """Write the invoice as CII; the same terms give the same bytes."""
    document = cii_root()
    _context(document, invoice)
    _header(document, invoice)
    transaction = add(document, "rsm:SupplyChainTradeTransaction")
    for item in invoice.items:
        put_line(transaction, item)
    _agreement(transaction, invoice)
    _delivery(transaction, invoice)
    put_settlement(transaction, invoice)
    return written(document)


def _context(parent: Node, invoice: EInvoice) -> None:
    node = add(parent, "rsm:ExchangedDocumentContext")
    add(add(node, "ram:BusinessProcessSpecifiedDocumentContextParameter"), "ram:ID", invoice.process)
    add(add(node, "ram:GuidelineSpecifiedDocumentContextParameter"), "ram:ID", _PROFILE)


def _header(parent: Node, invoice: EInvoice) -> None:
    node = add(parent, "rsm:ExchangedDocument")
    add(node, "ram:ID", invoice.number)
    add(node, "ram:TypeCode", invoice.code)
    put_date(node, "ram:IssueDateTime", invoice.issued)
    for note in invoice.notes:
        included = add(node, "ram:IncludedNote")
        add(included, "ram:Content", note.text)
        put(included, "ram:SubjectCode", note.code)


def _agreement(parent: Node, invoice: EInvoice) -> None:
    node = add(parent, "ram:ApplicableHeaderTradeAgreement")
    put(node, "ram:BuyerReference", invoice.buyer_reference)
    put_party(node, "ram:SellerTradeParty", invoice.seller)
    put_party(node, "ram:BuyerTradeParty", invoice.buyer)
    if invoice.order:
        add(add(node, "ram:BuyerOrderReferencedDocument"), "ram:IssuerAssignedID", invoice.order)
    if invoice.contract:
        add(add(node, "ram:ContractReferencedDocument"), "ram:IssuerAssignedID", invoice.contract)
    for supporting in invoice.supporting:
        _supporting(node, supporting)
    if invoice.project:
        project = add(node, "ram:SpecifiedProcuringProject")
        add(project, "ram:ID", invoice.project)
        add(project, "ram:Name", invoice.project)


def _supporting(parent: Node, supporting: Supporting) -> None:
    node = add(parent, "ram:AdditionalReferencedDocument")
    add(node, "ram:IssuerAssignedID", supporting.name)
    add(node, "ram:TypeCode", SUPPORTING)
    put(node, "ram:Name", supporting.kind)
    if supporting.content:
        content = b64encode(supporting.content).decode()
        add(node, "ram:AttachmentBinaryObject", content, mimeCode=supporting.mime, filename=supporting.name)


def _delivery(parent: Node, invoice: EInvoice) -> None:
    node = add(parent, "ram:ApplicableHeaderTradeDelivery")
    if invoice.deliver_to:
        put_address(add(node, "ram:ShipToTradeParty"), invoice.deliver_to)
    if invoice.delivered:
        event = add(node, "ram:ActualDeliverySupplyChainEvent")
        put_date(event, "ram:OccurrenceDateTime", invoice.delivered)
