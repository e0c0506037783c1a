"""A document → what keeps it from being a Peppol BIS Billing 3 invoice, though it is an EN 16931 one."""

from __future__ import annotations

from collections.abc import Iterator

from facturier.model.document import Document, DocumentType

_NOT_IN_PEPPOL = frozenset({DocumentType.CORRECTIVE, DocumentType.SELF_BILLED})


def peppol_lacks(document: Document) -> Iterator[str]:
    """Yield `type` (P0100, P0112), `reference` (R003), `address` (R010) and `seller` (R020) for what is wrong."""
    client = document.client
    if document.type in _NOT_IN_PEPPOL:
        yield "type"
    if not (document.order or document.buyer_reference):
        yield "reference"
    if not (client.e_invoice.address or client.siren or client.vat_number):
        yield "address"
    if not document.seller.siren:
        yield "seller"
