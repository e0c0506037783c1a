"""Prepares what a client may say about a document (ask, contest, accept, decline), as e-mails or as a form's fields."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from facturier.model.document import DocumentType
from facturier.model.money import minor_units
from facturier.model.party import Seller
from facturier.model.portal import Portal, PortalDocument
from facturier.model.state import Status
from facturier.render.formats import Formats
from facturier.render.html.links import form_origin, mailto
from facturier.render.words import Words

_EVENTS = {
    "accept": "accepted --by {by}",
    "decline": "declined --by {by}",
    "ask": "wrote --by {by}",
    "dispute": "disputed {amount} --by {by}",
}


@dataclass(frozen=True, slots=True)
class Letter:
    """A prepared e-mail: `purpose` is accept, decline, ask or dispute (its words: `letter.PURPOSE`)."""

    purpose: str
    url: str


@dataclass(frozen=True, slots=True)
class Choice:
    """What a form may be about, and the line with which the seller puts it into the history."""

    purpose: str
    line: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """The form of a document: `host` is where its message goes."""

    number: str
    currency: str
    host: str
    choices: tuple[Choice, ...]


def letters(seller: Seller, item: PortalDocument, words: Words, formats: Formats) -> tuple[Letter, ...]:
    """The e-mails that make sense for the document as it stands; none without a seller's address."""
    document = item.document
    values = {
        "kind": words(f"document.kind.{document.type.value}"),
        "number": document.number,
        "date": formats.date(document.date),
        "amount": formats.amount(item.totals.due, document.currency),
        "client": document.client.name,
    }
    note = words("letter.for_seller", seller=seller.trade_name or seller.name)
    made = [
        Letter(
            purpose,
            mailto(
                seller.contact.email,
                subject=words(f"letter.{purpose}.subject", **values),
                body=words(f"letter.{purpose}.body", **values) + f"\n{note}\n{record_line(item, purpose)}",
            ),
        )
        for purpose in _purposes(item)
    ]
    return tuple(letter for letter in made if letter.url)


def message_form(portal: Portal, item: PortalDocument) -> Form | None:
    """The form of a document; None without an https address to post it to, and for drafts."""
    if not form_origin(portal.form) or item.document.is_draft:
        return None
    return Form(
        number=item.document.number,
        currency=item.document.currency,
        host=urlsplit(portal.form).hostname or "",
        choices=tuple(
            Choice(purpose, record_line(item, purpose, by="form"))
            for purpose in _purposes(item)
            if purpose in {"ask", "dispute"}
        ),
    )


def record_line(item: PortalDocument, purpose: str, *, by: str = "e-mail") -> str:
    """The command with which the seller records the message: fixed words, the number, the open amount.

    Nothing a person typed enters it, because it is made to be pasted into a shell.
    """
    amount = f"{item.state.open:.{minor_units(item.document.currency)}f}"
    return f"facturier record {item.document.number} {_EVENTS[purpose].format(amount=amount, by=by)}"


def _purposes(item: PortalDocument) -> tuple[str, ...]:
    if item.document.is_draft:
        return ()
    if item.document.type is DocumentType.QUOTE:
        return ("accept", "decline", "ask") if item.state.headline is Status.OPEN else ("ask",)
    contestable = item.document.type.is_invoice and item.state.open > 0 and Status.DISPUTED not in item.state.statuses
    return ("ask", "dispute") if contestable else ("ask",)
