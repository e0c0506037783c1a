"""Finds sums of money that tell one client's documents from everybody else's, and who may show them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from facturier.compute.index import index_of
from facturier.compute.portal import portal_for
from facturier.compute.status import states
from facturier.model.book import Book
from facturier.model.totals import Totals
from facturier.publish.needles import values_in

LEAST = Decimal(1000)  # below that, too many sums are alike
# 12 345 67 and 12345 67, as `words` writes 12 345,67 and 12,345.67 and 12345.67
_WRITTEN = re.compile(rb" (?=((?:\d{1,3}(?: \d{3}){1,6}|\d{4,9}) \d\d) )")
_DAY = re.compile(rb"(?:19|20)\d\d \d\d")


def identifying(book: Book, totals: Mapping[str, Totals]) -> dict[bytes, str]:
    """Return the sums that stand in the documents of one client alone, by their digits, each with its client."""
    owners: dict[bytes, set[str]] = {}
    for number, document in book.documents.items():
        held = totals[number]
        history = book.histories.get(number)
        paid = [getattr(event, "amount", None) for event in history.events] if history else []
        for amount in (held.net, held.tax, held.gross, held.due, *paid):
            if isinstance(amount, Decimal) and abs(amount) >= LEAST:
                owners.setdefault(digits(amount), set()).add(document.client.id)
    return {written: next(iter(its)) for written, its in sorted(owners.items()) if len(its) == 1}


def digits(amount: Decimal) -> bytes:
    """Return the digits of a sum in its currency's hundredths, without sign."""
    return f"{abs(amount):.2f}".replace(".", "").encode()


def written(view: bytes) -> set[bytes]:
    """Return the digits of every sum that a text of words writes out with two decimals; a date is none."""
    return {hit[1].replace(b" ", b"") for hit in _WRITTEN.finditer(view) if not _DAY.fullmatch(hit[1])}


def own_amounts(book: Book, totals: Mapping[str, Totals], client_id: str, today: date) -> frozenset[bytes]:
    """Return every sum that follows from one client's own documents: its portal if there were no other."""
    numbers = {number for number, document in book.documents.items() if document.client.id == client_id}
    own = replace(
        book,
        clients={client_id: book.clients[client_id]},
        documents={number: document for number, document in book.documents.items() if number in numbers},
        drafts={},
        histories={number: history for number, history in book.histories.items() if number in numbers},
        seals={number: seal for number, seal in book.seals.items() if number in numbers},
    )
    index = index_of(own, today=today)
    portal = portal_for(own, totals, states(own, totals, today=today, index=index), client_id, today=today, index=index)
    return frozenset(digits(amount) for amount in values_in(portal, Decimal))
