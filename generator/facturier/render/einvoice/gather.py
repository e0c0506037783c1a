"""A portal document → the business terms of its e-invoice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import PurePosixPath

from facturier.compute.groups import vat_key
from facturier.compute.mentions import charges_vat_on_services
from facturier.compute.terms import instalments
from facturier.model.document import Document, DocumentType, Nature, Prices
from facturier.model.money import ZERO, minor_units
from facturier.model.party import Address
from facturier.model.portal import PortalDocument
from facturier.model.totals import VatGroup
from facturier.model.units import UNITS
from facturier.render.asked import asked_on_issue
from facturier.render.einvoice.parties import buyer_party, seller_party, treatment
from facturier.render.einvoice.terms import (
    Adjustment,
    Amounts,
    EInvoice,
    Group,
    Item,
    Note,
    Preceding,
    Reduction,
    Supporting,
)
from facturier.render.formats import Formats, load_formats
from facturier.render.naming import line_name
from facturier.render.words import Words, load_words

TYPE_CODES = {
    DocumentType.INVOICE: "380",
    DocumentType.DEPOSIT: "386",
    DocumentType.CREDIT_NOTE: "381",
    DocumentType.CORRECTIVE: "384",
    DocumentType.SELF_BILLED: "389",
}
_MIMES = {
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".csv": "text/csv",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
}
Schedule = tuple[tuple[date, Decimal], ...]

_FINAL = frozenset({DocumentType.INVOICE, DocumentType.CORRECTIVE, DocumentType.SELF_BILLED})
_PRECEDED_BY = frozenset({"credits", "replaces"})
_NOTED = frozenset({"title", "vat", "terms", "footer"})


def has_einvoice(document: Document) -> bool:
    """Whether an EN 16931 XML exists of it: invoices and credit notes in a currency of at most two decimals."""
    return document.type in TYPE_CODES and minor_units(document.currency) <= 2


def offers_xml(shown: PortalDocument, *, preview: bool) -> bool:
    """Whether its XML is offered beside its PDF: of an original that was drawn here, and of no draft."""
    return has_einvoice(shown.document) and bool(shown.document.number) and not (preview or shown.imported)


def gather(shown: PortalDocument, files: Mapping[str, bytes] | None = None) -> EInvoice:
    """Fill the business terms of a document for which `has_einvoice` holds.

    `files` holds the contents of attachments by their path in the book, when the XML has to carry them.
    """
    document, totals = shown.document, shown.totals
    words, formats = load_words(document.language), load_formats(document.language)
    payment = asked_on_issue(document, totals, prepaid=shown.prepaid)
    dates = instalments(document, totals) if document.type is not DocumentType.CREDIT_NOTE else ()
    return EInvoice(
        number=document.number,
        issued=document.date,
        code=TYPE_CODES[document.type],
        currency=document.currency,
        process=_process(document),
        notes=tuple(_notes(shown)),
        seller=seller_party(document, shown.mentions),
        buyer=buyer_party(document),
        items=tuple(_items(shown, words, formats)),
        adjustments=tuple(_adjustments(shown, words)),
        groups=tuple(_groups(shown)),
        amounts=Amounts(
            lines=totals.line_sum,
            allowances=totals.discount,
            charges=totals.charge_sum,
            net=totals.net,
            tax=totals.tax,
            tax_eur=totals.tax_eur,
            gross=totals.gross,
            rounding=totals.rounding,
            due=totals.due - shown.prepaid,
            prepaid=shown.prepaid,
        ),
        tax_point=document.seller.vat_due == "debits" and charges_vat_on_services(document),
        preceding=tuple(_preceding(shown)),
        buyer_reference=document.buyer_reference,
        project=document.project,
        contract=document.contract,
        order=document.order,
        due_date=dates[0][0] if dates else None,
        terms=_terms(dates, words, formats, document.currency) if len(dates) > 1 else "",
        bank=payment.bank if payment else None,
        reference=payment.reference if payment else "",
        delivered=_delivered(document),
        deliver_to=_deliver_to(document),
        period=(document.period.start, document.period.end) if document.period else None,
        supporting=tuple(_supporting(document, files or {})),
    )


def _process(document: Document) -> str:
    """BT-23: goods, services or both; 4 for the final invoice after a deposit, 1 otherwise (BR-FR-08)."""
    natures = {line.nature for line in document.lines if not line.deducts}
    letter = "M" if len(natures) > 1 else "B" if Nature.GOODS in natures else "S"
    final = any(line.deducts for line in document.lines) and document.type in _FINAL
    return letter + ("4" if final else "1")


def _notes(shown: PortalDocument) -> Iterator[Note]:
    """Legal sentences with their codes, what the author wrote, then the flow; an exemption reason has its own place."""
    for mention in shown.mentions:
        if mention.place in _NOTED and not mention.case:
            yield Note(text=mention.text, code=mention.note)
    for text in (shown.document.subject, shown.document.notes.strip()):
        if text:
            yield Note(text=text)
    yield Note(text=treatment(shown.document.client), code="BAR")


def _items(shown: PortalDocument, words: Words, formats: Formats) -> Iterator[Item]:
    exact = shown.document.prices is Prices.NET  # of gross prices a percentage is true only before VAT is taken out
    for number, (line, total) in enumerate(zip(shown.document.lines, shown.totals.lines, strict=True), start=1):
        reduction = None
        if line.discount and total.discount:
            reduction = Reduction(
                amount=total.discount,
                reason=line.discount.reason or words("document.discount"),
                base=total.gross,
                percent=line.discount.percent if exact else None,
            )
        yield Item(
            number=number,
            name=line_name(line, shown.document, shown.totals, words, formats),
            description=line.details.strip(),
            reference=line.ref,
            quantity=line.quantity,
            unit=UNITS.get(line.unit, "C62"),
            price=total.unit_price,
            net=total.net,
            vat=line.vat,
            reduction=reduction,
        )


def _adjustments(shown: PortalDocument, words: Words) -> Iterator[Adjustment]:
    document, totals = shown.document, shown.totals
    for group in totals.groups:
        if group.discount and document.discount:
            percent = document.discount.percent
            yield Adjustment(
                charge=False,
                amount=group.discount,
                reason=document.discount.reason or words("document.discount"),
                vat=group.vat,
                base=_reduced(shown, group),
                percent=percent if document.prices is Prices.NET else None,
            )
    for charge, total in zip(document.charges, totals.charges, strict=True):
        if total.net:
            yield Adjustment(charge=charge.amount > 0, amount=abs(total.net), reason=charge.item, vat=charge.vat)


def _reduced(shown: PortalDocument, group: VatGroup) -> Decimal:
    """BT-93: the lines of a VAT group that the discount is on, all but the deposits taken off (Peppol R040)."""
    lines = zip(shown.document.lines, shown.totals.lines, strict=True)
    taken = (total.net for line, total in lines if line.deducts and vat_key(line.vat) == vat_key(group.vat))
    return group.lines - sum(taken, ZERO)


def _groups(shown: PortalDocument) -> Iterator[Group]:
    """The VAT breakdown; a group without VAT gives as its reason (BT-120) the sentence that the page shows."""
    reasons = {mention.case: mention.text for mention in shown.mentions if mention.case}
    for group in shown.totals.groups:
        reason = reasons.get(group.vat.case, group.vat.word) if group.vat.category not in {"S", "Z"} else ""
        yield Group(vat=group.vat, base=group.base, tax=group.tax, reason=reason)


def _preceding(shown: PortalDocument) -> Iterator[Preceding]:
    """BG-3: what is credited or replaced; deposits taken off, unless a corrective may name one document only."""
    for link in shown.related:
        if link.kind in _PRECEDED_BY:
            yield Preceding(number=link.number, date=link.date)
    named = shown.document.credits or shown.document.replaces
    if named and named not in {link.number for link in shown.related if link.kind in _PRECEDED_BY}:
        yield Preceding(number=named, date=None)  # issued elsewhere, and not brought over
    if shown.document.type is not DocumentType.CORRECTIVE:
        for taken in shown.totals.deducted:
            if not taken.credit_note:
                yield Preceding(number=taken.number, date=taken.date)


def _terms(dates: Schedule, words: Words, formats: Formats, currency: str) -> str:
    """BT-20: instalments in words, because BT-9 holds one date only."""
    parts = [f"{formats.date(day)} : {formats.amount(amount, currency)}" for day, amount in dates]
    return f"{words('document.instalments')} : {' ; '.join(parts)}"


def _delivered(document: Document) -> date | None:
    """BT-72. A supply within the EU must name a day (BR-IC-11): when none is typed it is that of the document."""
    if document.delivered or document.period or not _within_eu(document):
        return document.delivered
    return document.date


def _deliver_to(document: Document) -> Address | None:
    """BG-15: where the goods went; for a supply within the EU always, because its country decides (BR-IC-12)."""
    if document.client.delivery_address:
        return document.client.delivery_address
    return document.client.address if _within_eu(document) else None


def _supporting(document: Document, files: Mapping[str, bytes]) -> Iterator[Supporting]:
    """BG-24. A kind of file that EN 16931 does not let an XML carry (BR-CL-24) is named alone.

    CII allows one description among all (CII-SR-475): several attachments have none.
    """
    kind = "DOCUMENT_ANNEXE" if len(document.attachments) == 1 else ""
    for path in document.attachments:
        name = PurePosixPath(path).name
        mime = _MIMES.get(PurePosixPath(path).suffix.lower(), "")
        yield Supporting(name=name, kind=kind, mime=mime, content=files.get(path, b"") if mime else b"")


def _within_eu(document: Document) -> bool:
    return any(line.vat.category == "K" for line in document.lines)
