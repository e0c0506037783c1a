"""Turns one document of a portal into what its page shows."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import PurePosixPath

from facturier.model.document import DocumentType
from facturier.model.law import Mention
from facturier.model.portal import PayLink, PaymentBlock, Portal, PortalDocument, Related
from facturier.model.state import InstalmentState, State, Status
from facturier.render.einvoice import offers_xml
from facturier.render.formats import Formats
from facturier.render.html.facts import facts
from facturier.render.html.letters import Form, Letter, letters, message_form
from facturier.render.html.links import folder_above, folder_of, safe_pay_url
from facturier.render.html.summary import Summary, is_payable, summarise
from facturier.render.html.timeline import Moment, moments, private_moments
from facturier.render.pdf.lines import columns, rows
from facturier.render.pdf.qr import payment_code
from facturier.render.pdf.sums import Sums
from facturier.render.pdf.view import Pair, QrCode, Row, Sum, VatRow
from facturier.render.words import Words

_APART = frozenset({"title", "vat"})  # places of legal sentences outside the foot of the page


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file to download: what it is called and where it lies, seen from the document's page."""

    name: str
    url: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """How to pay what is asked: checked links and the bank transfer, each for the same amount."""

    block: PaymentBlock
    links: tuple[PayLink, ...]
    qr: QrCode | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentView:
    """Everything the page of one document shows beyond the document itself."""

    item: PortalDocument
    folder: str
    pdf: str
    xml: str  # "" when none is offered
    summary: Summary
    badge: Status
    badges: tuple[Status, ...]
    payment: Payment | None
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    vat: tuple[VatRow, ...]
    sums: tuple[Sum, ...]
    moments: tuple[Moment, ...]
    private: tuple[Moment, ...]  # for the seller alone, in a preview
    note: str
    progress: tuple[tuple[str, Decimal], ...]
    instalments: tuple[InstalmentState, ...]
    facts: tuple[Pair, ...]
    terms: tuple[Mention, ...]
    related: tuple[tuple[Related, str], ...]
    attachments: tuple[Attachment, ...]
    letters: tuple[Letter, ...]
    form: Form | None
    answer: str


def document_view(portal: Portal, item: PortalDocument, words: Words, formats: Formats) -> DocumentView:
    """The view of one document of the portal."""
    document, folder, above = item.document, folder_of(item.document), folder_above(portal)
    stem = f"{above}../{folder}/{folder}" if above else folder
    sums = Sums(item, words, formats)
    written = letters(portal.seller, item, words, formats)
    return DocumentView(
        item=item,
        folder=folder,
        pdf=f"{stem}.pdf",
        xml=f"{stem}.xml" if offers_xml(item, preview=portal.preview) else "",
        summary=summarise(item),
        badge=item.state.headline,
        badges=item.state.badges,
        payment=_payment(item, words),
        columns=columns(document, words),
        rows=tuple(rows(item, words, formats)),
        vat=tuple(sums.vat_table()),
        sums=tuple(sums.rows()),
        moments=moments(item.timeline, words, formats),
        private=private_moments(item.timeline, words, formats) if portal.preview else (),
        note=_note(item, words),
        progress=_progress(item.state),
        instalments=item.state.instalments if len(item.state.instalments) > 1 else (),
        facts=tuple(facts(item, words, formats)),
        terms=tuple(mention for mention in item.mentions if mention.place not in _APART),
        related=_related(portal, item),
        attachments=_attachments(portal, item),
        letters=written,
        form=message_form(portal, item),
        answer=next((letter.url for letter in written if letter.purpose == "accept"), ""),
    )


def _note(item: PortalDocument, words: Words) -> str:
    """The key of the sentence that explains the status or the kind of document, where one is needed."""
    kind = item.document.type
    if item.state.headline is Status.REFUNDED and item.state.open > 0:
        return ""  # what went back was a part payment: the invoice is still due
    apart = kind in (DocumentType.CREDIT_NOTE, DocumentType.PROFORMA) and not item.document.is_draft
    key = f"summary.note.{kind.value if apart else item.state.headline.value}"
    return key if key in words else ""


def _progress(state: State) -> tuple[tuple[str, Decimal], ...]:
    """What went off the amount due so far, and what is left; nothing to say before the first payment or credit."""
    gone = (
        ("paid", state.paid),
        ("credited", state.credited),
        ("discounted", state.discounted),
        ("refunded", state.refunded),
    )
    known = tuple((key, amount) for key, amount in gone if amount)
    return (*known, ("left", state.open)) if known and state.open > 0 else ()


def _payment(item: PortalDocument, words: Words) -> Payment | None:
    block = item.payment
    if block is None or not is_payable(item.state):
        return None
    links = tuple(link for link in block.links if safe_pay_url(link))
    if block.bank is None and not links:
        return None
    return Payment(block=block, links=links, qr=payment_code(block, words("payment.qr")))


def _related(portal: Portal, item: PortalDocument) -> tuple[tuple[Related, str], ...]:
    """Related documents with their address; "" for one that the portal does not show."""
    shown = {other.document.number for other in portal.documents}
    return tuple((other, f"../{other.number}/" if other.number in shown else "") for other in item.related)


def _attachments(portal: Portal, item: PortalDocument) -> tuple[Attachment, ...]:
    offered = {file.file: file for file in portal.files}
    return tuple(
        Attachment(
            name=PurePosixPath(path).name,
            url=f"{folder_above(portal)}../files/{offered[path].name}",
            size=offered[path].size,
        )
        for path in item.document.attachments
        if path in offered
    )
