"""Proves whose payment it is: by the link it came through, or by metadata that only this book can have made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from facturier.compute.pay_links import link_digest, recorded_links
from facturier.model.book import Book
from facturier.model.document import Document
from facturier.model.history import Event, EventKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """The document a payment belongs to, and the link it came through (None when no history tells of it yet)."""

    document: Document
    link: Event | None
    part: int | None


class Owners:
    """Who owns a payment: the link it came through, or metadata whose digest only this book can have made."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.by_proof: dict[str, tuple[str, Event]] = {}
        for number, history in sorted(book.histories.items()):
            for link in recorded_links(history.events):
                self.by_proof |= {proof: (number, link) for proof in (link.ref, link.digest) if proof}

    def of(self, metadata: Mapping[str, str], link: str) -> Owner | None:
        """The owner, None when it cannot be proved."""
        found = self.by_proof.get(metadata.get("facturier_digest", "")) or self.by_proof.get(link)
        number = found[0] if found else metadata.get("facturier_document", "")
        document = self.book.documents.get(number)
        if document is None or not (found or self._proves(metadata, document)):
            return None
        event = found[1] if found else None
        part = event.part if event else _whole(metadata.get("facturier_part", ""))
        return Owner(document=document, link=event, part=None if self._replanned(number, event) else part)

    def _proves(self, metadata: Mapping[str, str], document: Document) -> bool:
        stripe, attempt = self.book.settings.stripe, _whole(metadata.get("facturier_attempt", ""))
        if stripe is None or attempt is None:
            return False
        try:
            amount = Decimal(metadata.get("facturier_amount", ""))
        except ArithmeticError:
            return False
        digest = link_digest(
            document,
            stripe,
            part=_whole(metadata.get("facturier_part", "")),
            amount=amount,
            methods=metadata.get("facturier_methods", "").split(","),
            attempt=attempt,
        )
        return digest == metadata.get("facturier_digest")

    def _replanned(self, number: str, link: Event | None) -> bool:
        """Whether a plan agreed after the link was made gave the parts another meaning."""
        history = self.book.histories.get(number)
        made = link.position if link else -1
        return any(
            event.kind is EventKind.PLAN_AGREED and event.position > made
            for event in (history.events if history else ())
        )


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() else None
