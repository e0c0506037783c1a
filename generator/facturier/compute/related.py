"""Turns the references between documents into links a reader can follow, in both directions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from facturier.compute.index import Index, target_of
from facturier.model.book import Book
from facturier.model.document import Document
from facturier.model.portal import Related
from facturier.model.totals import Totals


def related(book: Book, key: str, totals: Mapping[str, Totals], *, index: Index) -> tuple[Related, ...]:
    """The documents of the same client that `key` names, then those that name it; amounts are the others' amounts due.

    `key` is a number or a draft. Documents dated after the day of the index do not exist yet.
    """
    document = book.documents.get(key) or book.drafts[key]
    links = [*_named(book, document, index), *_naming(key, index)]
    return tuple(
        Related(kind=kind, number=other.key, date=other.date, amount=totals[other.key].due) for kind, other in links
    )


def _named(book: Book, document: Document, index: Index) -> Iterator[tuple[str, Document]]:
    references = [("quote", document.quote), ("credits", document.credits), ("replaces", document.replaces)]
    references += [("deducts", number) for number in document.deducts]
    for kind, number in references:
        target = target_of(book, document, number, today=index.today) if number else None
        if target is not None:
            yield kind, target


def _naming(key: str, index: Index) -> Iterator[tuple[str, Document]]:
    for kind, pointers in (
        ("invoiced-by", index.named_by),
        ("deducted-by", index.deducted_by),
        ("credited-by", index.credited_by),
        ("replaced-by", index.replaced_by),
    ):
        for document in pointers.get(key, ()):
            yield kind, document
