"""Lists the dates and references of a document with their labels, as its page shows them beside the two parties."""

from __future__ import annotations

from collections.abc import Iterator

from facturier.model.document import Document
from facturier.model.portal import PortalDocument
from facturier.render.formats import Formats
from facturier.render.pdf.compose import supply_key
from facturier.render.pdf.view import Pair
from facturier.render.words import Words

_REFERENCES = ("order", "contract", "buyer_reference", "project")


def facts(item: PortalDocument, words: Words, formats: Formats) -> Iterator[Pair]:
    """Dates first, then the references the client asked for, then identifiers."""
    document, state = item.document, item.state
    yield Pair(label=words("document.date"), value=formats.date(document.date))
    if state.due_date and document.type.is_invoice:
        yield Pair(label=words("document.due_date"), value=formats.date(state.due_date))
    if state.valid_until:
        yield Pair(label=words("document.valid_until"), value=formats.date(state.valid_until))
    yield from _supply(document, words, formats)
    for name in _REFERENCES:
        if value := getattr(document, name):
            yield Pair(label=words(f"document.{name}"), value=value)
    yield from _identifiers(document, words)
    if item.fingerprint:
        yield Pair(label=words("document.fingerprint"), value=item.fingerprint, code=True)


def _supply(document: Document, words: Words, formats: Formats) -> Iterator[Pair]:
    if document.period:
        start, end = formats.date(document.period.start), formats.date(document.period.end)
        yield Pair(label=words("document.period"), value=words("document.period_value", start=start, end=end))
    elif document.delivered and document.delivered != document.date:
        yield Pair(label=words(f"document.{supply_key(document)}"), value=formats.date(document.delivered))


def _identifiers(document: Document, words: Words) -> Iterator[Pair]:
    if document.client.siren:
        yield Pair(label=words("page.your_siren"), value=document.client.siren, code=True)
    if document.client.vat_number:
        yield Pair(label=words("page.your_vat_number"), value=document.client.vat_number, code=True)
