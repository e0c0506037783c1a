"""Prepares the e-mails a client may send about a document: ask, contest, accept or decline."""

from __future__ import annotations

from dataclasses import dataclass

from facturier.model.document import DocumentType
from facturier.model.party import Seller
from facturier.model.portal import PortalDocument
from facturier.model.state import Status
from facturier.render.formats import Formats
from facturier.render.html.links import mailto
from facturier.render.words import Words


@dataclass(frozen=True, slots=True)
class Letter:
    """A prepared e-mail: `purpose` is accept, decline, ask or dispute (its words: `letter.PURPOSE`)."""

    purpose: str
    url: str


def letters(seller: Seller, item: PortalDocument, words: Words, formats: Formats) -> tuple[Letter, ...]:
    """The e-mails that make sense for the document as it stands; none without a seller's address."""
    document = item.document
    kind = words(f"document.kind.{document.type.value}")
    values = {
        "kind": kind,
        "number": document.number,
        "date": formats.date(document.date),
        "amount": formats.amount(item.totals.due, document.currency),
        "client": document.client.name,
    }
    made = [
        Letter(
            purpose,
            mailto(
                seller.contact.email,
                subject=words(f"letter.{purpose}.subject", **values),
                body=words(f"letter.{purpose}.body", **values),
            ),
        )
        for purpose in _purposes(item)
    ]
    return tuple(letter for letter in made if letter.url)


def _purposes(item: PortalDocument) -> tuple[str, ...]:
    if item.document.is_draft:
        return ()
    if item.document.type is DocumentType.QUOTE:
        return ("accept", "decline", "ask") if item.state.headline is Status.OPEN else ("ask",)
    contestable = item.document.type.is_invoice and item.state.open > 0 and Status.DISPUTED not in item.state.statuses
    return ("ask", "dispute") if contestable else ("ask",)
