"""Turns the book into look-ups by client and by reference, so that no later step searches through all documents."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from facturier.model.book import Book
from facturier.model.document import Document


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """Who points at whom on a day. Documents dated later are left out; a reference across clients counts for nothing.

    Every tuple is in the order (date, key).
    """

    today: date
    of_client: Mapping[str, tuple[Document, ...]] = field(default_factory=dict)
    drafts_of_client: Mapping[str, tuple[Document, ...]] = field(default_factory=dict)
    credited_by: Mapping[str, tuple[Document, ...]] = field(default_factory=dict)
    replaced_by: Mapping[str, tuple[Document, ...]] = field(default_factory=dict)  # the first one counts
    deducted_by: Mapping[str, tuple[Document, ...]] = field(default_factory=dict)
    named_by: Mapping[str, tuple[Document, ...]] = field(default_factory=dict)  # of a quote: what was made from it

    def corrective_of(self, key: str) -> Document | None:
        """The corrective, or the new version of a quote, that replaces a document; None when it stands."""
        found = self.replaced_by.get(key)
        return found[0] if found else None


def index_of(book: Book, *, today: date) -> Index:
    """The look-ups of a book as it stood on `today`."""
    documents = _in_order(document for document in book.documents.values() if document.date <= today)
    return Index(
        today=today,
        of_client=_grouped(documents),
        drafts_of_client=_grouped(_in_order(book.drafts.values())),
        credited_by=_pointing(book, documents, lambda document: _one(document.credits), today),
        replaced_by=_pointing(book, documents, lambda document: _one(document.replaces), today),
        deducted_by=_pointing(book, documents, lambda document: document.deducts, today),
        named_by=_pointing(book, documents, lambda document: _one(document.quote), today),
    )


def target_of(book: Book, document: Document, number: str, *, today: date) -> Document | None:
    """The document a reference means, when it exists on `today` and belongs to the same client."""
    target = book.documents.get(number)
    if target is None or target.key == document.key or target.date > today:
        return None
    return target if target.client.id == document.client.id else None


def _in_order(documents: Iterable[Document]) -> tuple[Document, ...]:
    return tuple(sorted(documents, key=lambda document: (document.date, document.key)))


def _grouped(documents: Iterable[Document]) -> dict[str, tuple[Document, ...]]:
    groups: dict[str, list[Document]] = {}
    for document in documents:
        groups.setdefault(document.client.id, []).append(document)
    return {client: tuple(found) for client, found in groups.items()}


def _one(number: str) -> tuple[str, ...]:
    return (number,) if number else ()


def _pointing(
    book: Book, documents: tuple[Document, ...], references: Callable[[Document], tuple[str, ...]], today: date
) -> dict[str, tuple[Document, ...]]:
    groups: dict[str, list[Document]] = {}
    for document in documents:
        for number in dict.fromkeys(references(document)):
            if target_of(book, document, number, today=today):
                groups.setdefault(number, []).append(document)
    return {number: tuple(found) for number, found in groups.items()}
