"""Gives each thing a client may subscribe to a name that stays the same for ever and says nothing by itself."""

from __future__ import annotations

from datetime import date
from hashlib import sha256
from uuid import UUID

from facturier.model.party import Seller
from facturier.model.portal import PortalDocument


def lasting_id(seller: Seller, *parts: str) -> UUID:
    """A UUID (RFC 9562, version 8) of a thing of this business: the same in every build, on every machine.

    Its digits are all decimal, 30 of them from SHA-256: no part of it can pass for an IBAN when the gate reads a feed.
    """
    business = seller.siren or seller.vat_number or seller.name
    digest = sha256("\0".join(("facturier", business, *parts)).encode()).digest()
    digits = f"{int.from_bytes(digest) % 10**30:030}"
    return UUID(f"{digits[:8]}-{digits[8:12]}-8{digits[12:15]}-8{digits[15:18]}-{digits[18:]}")


def last_change(item: PortalDocument) -> date:
    """The day of the last thing that happened to a document; what the calendar alone brings about does not count."""
    told = (entry.date for entry in item.timeline if not (entry.private or entry.computed))
    return max(told, default=item.document.date)
