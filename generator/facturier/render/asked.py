"""A document and its totals → what it asks to be paid on the day of issue, whatever happened since."""

from __future__ import annotations

from decimal import Decimal

from facturier.compute.payment import BANK, epc_text, swiss_text, transfer_reference
from facturier.compute.terms import instalments
from facturier.model.document import Document, DocumentType
from facturier.model.money import ZERO
from facturier.model.portal import PaymentBlock
from facturier.model.totals import Totals

_NOT_PAID_ON = frozenset({DocumentType.CREDIT_NOTE, DocumentType.QUOTE})


def asked_on_issue(document: Document, totals: Totals, *, prepaid: Decimal = ZERO) -> PaymentBlock | None:
    """The bank block of an original: the first amount due, by transfer; None when nothing is owed or no bank is named.

    What an imported document says was `prepaid` (BT-113) is not asked for.
    A page shows what is open today (`PortalDocument.payment`); an original and its XML never change.
    """
    bank = document.seller.bank if BANK in document.pay else None
    if bank is None or totals.due <= prepaid or document.type in _NOT_PAID_ON or document.is_draft:
        return None
    amount = min(instalments(document, totals)[0][1], totals.due - prepaid)
    return PaymentBlock(
        amount=amount,
        currency=totals.currency,
        bank=bank,
        reference=transfer_reference(document.number, bank) or document.number,
        epc=epc_text(document, bank, amount),
        swiss=swiss_text(document, bank, amount),
    )
