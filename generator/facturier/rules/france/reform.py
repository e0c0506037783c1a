"""Rules about e-invoicing: a platform, the seller's first day, addresses of buyers (CGI 289 bis, 290)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from facturier.faults import Fault, error, info, warning
from facturier.model.document import Document
from facturier.model.history import EventKind
from facturier.model.party import ClientKind
from facturier.rules.context import Context, at, at_client, at_seller, is_legal

ADDRESS = re.compile(r"[A-Za-z0-9_.-]{1,125}")  # BR-FR-12, 13, 21, 22, 23


def platform_is_chosen(context: Context) -> Iterator[Fault]:
    """EIN-001: every business can receive e-invoices since 1 September 2026: name the approved platform."""
    day = context.law.reform.get("reception")
    if day is not None and context.today >= day and not context.book.seller.platform:
        yield warning("EIN-001", at_seller(), day=day)


def invoices_go_through_a_platform(context: Context, document: Document) -> Iterator[Fault]:
    """EIN-002: from the seller's first day an invoice between French businesses goes through an approved platform."""
    client = document.client
    domestic = client.kind is ClientKind.BUSINESS and context.is_french(client)
    if not document.number or not domestic or not is_legal(document):
        return
    history = context.book.histories.get(document.number)
    sent = any(event.kind is EventKind.E_INVOICE for event in history.events) if history else False
    day = context.law.reform_day(document.seller.size)
    if document.date >= day and not sent:
        yield info("EIN-002", at(document, "number"), number=document.number, day=day)


def public_buyers_have_a_siret(context: Context, document: Document) -> Iterator[Fault]:
    """EIN-006: Chorus Pro addresses a public buyer by its SIRET (CCP L2192-1, D2192-2)."""
    client = document.client
    if client.kind is ClientKind.PUBLIC and context.is_french(client) and not client.siret and is_legal(document):
        yield error("EIN-006", at_client(client), client=client.name)


def electronic_addresses_are_usable(context: Context, document: Document) -> Iterator[Fault]:
    """EIN-007: an electronic address (BT-49) of a French business starts with its SIREN."""
    client = document.client
    address = client.e_invoice.address
    if not address or not context.is_french(client) or client.kind is ClientKind.CONSUMER:
        return
    if ADDRESS.fullmatch(address) is None or (client.siren and not address.startswith(client.siren)):
        yield error("EIN-007", at_client(client, "e_invoice", "address"), address=address, siren=client.siren)


RULES = (invoices_go_through_a_platform, public_buyers_have_a_siret, electronic_addresses_are_usable)
BOOK_RULES = (platform_is_chosen,)
