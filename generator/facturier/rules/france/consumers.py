"""Rules about consumers: prices with VAT, a mediator, quotes for works that say how long they stand (C. conso)."""

from __future__ import annotations

from collections.abc import Iterator

from facturier.faults import Fault, error, info, warning
from facturier.model.document import Document, DocumentType, Prices
from facturier.model.money import ZERO
from facturier.model.party import ClientKind
from facturier.rules.context import Context, at, at_seller


def _is_consumer(document: Document) -> bool:
    return document.client.kind is ClientKind.CONSUMER


def prices_include_vat(context: Context, document: Document) -> Iterator[Fault]:
    """B2C-002: a consumer reads prices with VAT (arrêté 83-50/A)."""
    totals = context.totals.get(document.key)
    if _is_consumer(document) and document.prices is Prices.NET and totals is not None and totals.tax != ZERO:
        yield error("B2C-002", at(document, "prices"), client=document.client.name)


def mediator_is_named(context: Context, document: Document) -> Iterator[Fault]:
    """B2C-003: who sells to consumers names a mediator (C. conso L612-1, L616-1)."""
    if _is_consumer(document) and not document.seller.mediator:
        yield warning("B2C-003", at_seller())


def works_are_quoted_in_full(context: Context, document: Document) -> Iterator[Fault]:
    """QUO-001: a quote for works at a consumer's says how long it stands (arrêté du 24/01/2017)."""
    works = document.seller.sector == "building"
    if document.type is DocumentType.QUOTE and _is_consumer(document) and works and document.valid_days is None:
        yield error("QUO-001", at(document, "type"))


def invoices_keep_to_the_quote(context: Context, document: Document) -> Iterator[Fault]:
    """QUO-003: what goes beyond an accepted quote needs a new acceptance (C. civ. 1103)."""
    if not document.type.is_invoice or not document.quote or document.type is DocumentType.DEPOSIT:
        return
    quoted, billed = context.totals.get(document.quote), context.totals.get(document.key)
    if quoted is None or billed is None or quoted.currency != billed.currency:
        return
    work = billed.work_net if document.deducts else billed.net
    if work > quoted.net:
        yield info("QUO-003", at(document, "quote"), quote=document.quote, billed=work, quoted=quoted.net)


RULES = (prices_include_vat, mediator_is_named, works_are_quoted_in_full, invoices_keep_to_the_quote)
