"""Terms and bank account → how and when to pay, as it stands on the day of issue."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from facturier.compute.terms import instalments
from facturier.model.document import DocumentType
from facturier.model.portal import PaymentBlock, PortalDocument
from facturier.render.asked import asked_on_issue
from facturier.render.formats import Formats, grouped
from facturier.render.pdf.qr import payment_code
from facturier.render.pdf.swiss_slip import swiss_slip
from facturier.render.pdf.view import Pair, Payment
from facturier.render.words import Words

Schedule = tuple[tuple[date, Decimal], ...]

_NOT_PAID_ON = frozenset({DocumentType.CREDIT_NOTE, DocumentType.QUOTE})


def schedule(shown: PortalDocument) -> Schedule:
    """The dates on which money is owed and how much, as agreed; empty when nothing is owed on the document."""
    if shown.document.type in _NOT_PAID_ON:
        return ()
    return instalments(shown.document, shown.totals)


def payment(shown: PortalDocument, dates: Schedule, words: Words, formats: Formats) -> Payment | None:
    """The payment block, or None when nothing is to be paid by transfer and in one go."""
    block = asked_on_issue(shown.document, shown.totals, prepaid=shown.prepaid)
    parts = _instalments(dates, shown.document.currency, words, formats)
    if block is None:
        return Payment(pairs=(), instalments=parts) if parts else None
    title = words("document.scan", amount=formats.amount(block.amount, block.currency))
    slip = swiss_slip(block.swiss, words, title) if block.swiss else None
    code = None if slip else payment_code(block, title)
    return Payment(pairs=_bank(block, words), qr=code, slip=slip, instalments=parts)


def _bank(block: PaymentBlock, words: Words) -> tuple[Pair, ...]:
    bank = block.bank
    if bank is None:
        return ()
    pairs = [
        Pair(label=words("document.holder"), value=bank.holder),
        Pair(label=words("document.iban"), value=grouped(bank.iban), code=True),
        Pair(label=words("document.bic"), value=bank.bic, code=True),
        Pair(label=words("document.reference"), value=grouped(block.reference), code=True, strong=True),
    ]
    return tuple(pair for pair in pairs if pair.value)


def _instalments(dates: Schedule, currency: str, words: Words, formats: Formats) -> tuple[Pair, ...]:
    if len(dates) < 2:
        return ()
    return tuple(
        Pair(
            label=words("document.instalment", part=part, date=formats.short_date(day)),
            value=formats.amount(amount, currency),
        )
        for part, (day, amount) in enumerate(dates, start=1)
    )
