"""Puts what was sealed in the place of what its source would give today: a document stays as it was issued."""

from __future__ import annotations

from dataclasses import replace

from facturier.model.book import Book
from facturier.model.document import Document
from facturier.model.seal import Seals

_BANK = "bank"


def with_seals(book: Book, seals: Seals) -> Book:
    """The same book with every sealed document as its seal holds it, whatever addresses, terms or law say now.

    Only the ways to pay besides the bank are those of today: a button is an offer of the page, no part of what was
    issued. A seal without its document is left out: `prove` reports it.
    """
    held = {number: seal for number, seal in seals.items() if number in book.documents}
    sealed = {number: _offered(seal.content.document, book.documents[number]) for number, seal in held.items()}
    return replace(book, documents={**book.documents, **sealed}, seals=held)


def _offered(sealed: Document, today: Document) -> Document:
    """The sealed document with the buttons that its file, its client or the defaults offer now; the bank as issued."""
    bank = (_BANK,) if _BANK in sealed.pay else ()
    pay = (*bank, *(way for way in today.pay if way != _BANK))
    return sealed if set(pay) == set(sealed.pay) else replace(sealed, pay=pay)
