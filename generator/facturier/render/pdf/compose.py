"""One document of a portal → everything its print shows, in words of the client's language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path, PurePosixPath

from facturier.model.document import Document, DocumentType, Nature
from facturier.model.portal import PortalDocument
from facturier.render.formats import Formats, load_formats
from facturier.render.pdf.lines import columns, rows
from facturier.render.pdf.parties import addressee, letterhead
from facturier.render.pdf.payment import Schedule, payment, schedule
from facturier.render.pdf.sums import Sums
from facturier.render.pdf.view import Letterhead, Pair, Printed
from facturier.render.words import Words, load_words, typeset

_REFERENCES = ("order", "contract", "buyer_reference", "project", "quote")
_APART = frozenset({"seller", "client", "vat", "title"})  # places of mentions that have a place of their own


def compose(shown: PortalDocument, *, theme: Path, logo: bool = True, preview: bool = False) -> Printed:
    """Put a document into words. Nothing here depends on what happened after the day of issue."""
    document = shown.document
    words, formats = load_words(document.language, theme), load_formats(document.language)
    sums, dates = Sums(shown, words, formats), schedule(shown)
    kind = words(f"document.kind.{document.type.value}")
    number = document.number
    return Printed(
        language=document.language,
        direction="rtl" if formats.locale.text_direction == "rtl" else "ltr",
        kind=kind,
        number=number,
        title=f"{kind} {number}" if number else words("document.draft_title", kind=kind),
        description=words(
            "document.description", kind=kind, number=number, seller=document.seller.name, client=document.client.name
        ),
        date=document.date.isoformat(),
        watermark=_watermark(document, words, preview=preview),
        seller=_letterhead(shown, words, formats, logo=logo),
        client=addressee(document, shown.mentions, words, formats),
        facts=tuple(_facts(document, dates, words, formats)),
        subject=document.subject,
        references=tuple(_references(shown, words, formats)),
        columns=columns(document, words),
        rows=tuple(rows(shown, words, formats)),
        vat_columns=tuple(words(f"document.{key}") for key in ("vat_rate", "vat_base", "vat_tax")),
        vat=tuple(sums.vat_table()),
        sums=tuple(sums.rows()),
        payment_title=words("document.payment"),
        instalments_title=words("document.instalments"),
        payment=payment(shown, dates, words, formats),
        vat_mentions=tuple(typeset(mention.text) for mention in shown.mentions if mention.place == "vat"),
        mentions=tuple(typeset(mention.text) for mention in shown.mentions if mention.place not in _APART),
        notes=document.notes.strip("\n"),
        attachments=_attachments(document, words),
        signature=_signature(document, words),
        xml_title=words("document.xml"),
    )


def _references(shown: PortalDocument, words: Words, formats: Formats) -> Iterator[str]:
    """What the document refers to: the sentences of law, and for a quote the one it is a new version of."""
    yield from (typeset(mention.text) for mention in shown.mentions if mention.place == "title")
    for link in shown.related if shown.document.type is DocumentType.QUOTE else ():
        if link.kind == "replaces":
            yield words("document.quote_version", number=link.number, date=formats.date(link.date))


def _letterhead(shown: PortalDocument, words: Words, formats: Formats, *, logo: bool) -> Letterhead:
    """The seller's, with the fingerprint of the seal at the end of the footer."""
    made = letterhead(shown.document, shown.mentions, formats, logo=logo)
    if not shown.fingerprint:
        return made
    return replace(made, footer=f"{made.footer} · {words('document.fingerprint')}\u00a0{shown.fingerprint}")


def _facts(document: Document, dates: Schedule, words: Words, formats: Formats) -> Iterator[Pair]:
    """The dates and references below the title, in a fixed order."""
    yield Pair(label=words("document.date"), value=formats.date(document.date))
    if dates:
        label = "due_date" if len(dates) == 1 else "due_dates"
        yield Pair(label=words(f"document.{label}"), value=", ".join(formats.date(day) for day, _ in dates))
    if document.type is DocumentType.QUOTE and document.valid_days is not None:
        last = document.date + timedelta(days=document.valid_days)
        yield Pair(label=words("document.valid_until"), value=formats.date(last))
    yield from _supply(document, words, formats)
    for key in _REFERENCES:
        if value := getattr(document, key):
            yield Pair(label=words(f"document.{key}"), value=value)


def _supply(document: Document, words: Words, formats: Formats) -> Iterator[Pair]:
    """When the supply took place, if not on the day of issue (CGI ann. II art. 242 nonies A I 10°)."""
    if document.period:
        start, end = formats.short_date(document.period.start), formats.short_date(document.period.end)
        yield Pair(label=words("document.period"), value=words("document.period_value", start=start, end=end))
    elif document.delivered and document.delivered != document.date:
        yield Pair(label=words(f"document.{supply_key(document)}"), value=formats.date(document.delivered))


def supply_key(document: Document) -> str:
    """The word for the day of the supply: goods are delivered, services performed."""
    return "delivered" if any(line.nature is Nature.GOODS for line in document.lines) else "performed"


def _watermark(document: Document, words: Words, *, preview: bool) -> str:
    if preview or document.is_draft:
        return words("document.watermark")
    return words("document.watermark_proforma") if document.type is DocumentType.PROFORMA else ""


def _attachments(document: Document, words: Words) -> str:
    names = ", ".join(PurePosixPath(path).name for path in document.attachments)
    return words("document.attachments", names=names) if names else ""


def _signature(document: Document, words: Words) -> tuple[str, ...]:
    """The labels of the box in which a quote is accepted (arrêté du 24 janvier 2017)."""
    if document.type is not DocumentType.QUOTE:
        return ()
    keys = ("signature", "signature_date", "signature_name", "signature_sign")
    return tuple(words(f"document.{key}") for key in keys)
