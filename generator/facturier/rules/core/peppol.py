"""Rules for clients who take their invoices through Peppol: what its network asks for beyond EN 16931."""

from __future__ import annotations

from collections.abc import Iterator

from facturier.compute.peppol import peppol_lacks
from facturier.faults import Fault, warning
from facturier.model.document import Document
from facturier.rules.context import Context, DocumentRule, at, at_client, at_seller, is_legal

_PEPPOL = "peppol"


def goes_through_peppol(context: Context, document: Document) -> Iterator[Fault]:
    """EIN-103, EIN-104, EIN-105: reference, electronic addresses and type of document."""
    if document.client.e_invoice.format != _PEPPOL or not is_legal(document):
        return
    for lacking in peppol_lacks(document):
        if lacking == "reference":
            yield warning("EIN-103", at(document), number=document.key)
        elif lacking == "type":
            yield warning("EIN-105", at(document, "type"), number=document.key, type=document.type.value)
        else:
            where = at_seller("siren") if lacking == "seller" else at_client(document.client, "e_invoice")
            name = document.seller.name if lacking == "seller" else document.client.name
            yield warning("EIN-104", where, name=name)


RULES: tuple[DocumentRule, ...] = (goes_through_peppol,)
