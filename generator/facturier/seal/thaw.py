"""Puts what was sealed in the place of what its source would give today: a document stays as it was issued."""

from __future__ import annotations

from dataclasses import replace

from facturier.model.book import Book
from facturier.model.seal import Seals


def with_seals(book: Book, seals: Seals) -> Book:
    """The same book with every sealed document as its seal holds it, whatever addresses, terms or law say now.

    A seal without its document is left out: `prove` reports it.
    """
    held = {number: seal for number, seal in seals.items() if number in book.documents}
    documents = {**book.documents, **{number: seal.content.document for number, seal in held.items()}}
    return replace(book, documents=documents, seals=held)
