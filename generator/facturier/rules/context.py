"""What rules look at: the book, its expanded documents and totals, the day, and the references between documents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from facturier.compute.zones import in_france, zone
from facturier.faults import Fault, Path, Where
from facturier.model.book import Book
from facturier.model.document import Charge, Document, DocumentType, Line
from facturier.model.law import Law
from facturier.model.party import Client, ClientKind
from facturier.model.totals import Totals

SETTINGS = "facturier.yaml"
References = Mapping[str, tuple[Document, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """One book on one day. Documents are the expanded ones; `credited_by`, `deducted_by`… are by number referred to."""

    book: Book
    totals: Mapping[str, Totals]
    today: date
    real_day: date  # of the clock; differs from `today` when a day was asked for
    credited_by: References
    deducted_by: References
    replaced_by: References
    named_by: References  # of a quote: what was made from it
    sources: Mapping[str, Document]  # as written, before expansion

    @property
    def law(self) -> Law:
        """The dated tables."""
        return self.book.law

    def documents(self) -> Iterator[Document]:
        """Every document, numbered ones first."""
        yield from self.book.documents.values()
        yield from self.book.drafts.values()

    def is_french(self, client: Client) -> bool:
        """Whether the client is established in France for e-invoicing (CGI 289 bis)."""
        return in_france(zone(client.address, self.law))


DocumentRule = Callable[[Context, Document], Iterable[Fault]]
BookRule = Callable[[Context], Iterable[Fault]]


def context_of(
    book: Book, expanded: Book, totals: Mapping[str, Totals], *, today: date, real_day: date | None = None
) -> Context:
    """Look up once who credits, deducts and replaces whom."""
    documents = [*expanded.documents.values(), *expanded.drafts.values()]
    return Context(
        book=expanded,
        totals=totals,
        today=today,
        real_day=real_day or today,
        credited_by=_by(documents, lambda document: (document.credits,)),
        deducted_by=_by(documents, lambda document: document.deducts),
        replaced_by=_by(documents, lambda document: (document.replaces,)),
        named_by=_by(documents, lambda document: (document.quote,)),
        sources={**book.documents, **book.drafts},
    )


def _by(documents: Iterable[Document], numbers: Callable[[Document], Iterable[str]]) -> References:
    found: dict[str, list[Document]] = defaultdict(list)
    for document in documents:
        for number in dict.fromkeys(numbers(document)):
            if number:
                found[number].append(document)
    return {number: tuple(those) for number, those in found.items()}


def at(document: Document, *path: str | int) -> Where:
    """A value of a document."""
    return Where(document.file, path)


def at_part(document: Document, part: Line | Charge, key: str) -> Where:
    """A value of a line or charge; a generated one has none of its own and stands for the key that made it."""
    path: Path = (*part.path, key) if part.path else (_maker(document),)
    return Where(document.file, path)


def _maker(document: Document) -> str:
    if document.deducts:
        return "deducts"
    return "everything" if document.everything else "share"


def at_seller(*path: str | int) -> Where:
    """A value of the seller in facturier.yaml."""
    return Where(SETTINGS, ("seller", *path))


def at_client(client: Client, *path: str | int) -> Where:
    """A value of a client's file."""
    return Where(client.file or f"clients/{client.id}.yaml", path)


def claims_money(document: Document) -> bool:
    """Whether the document is an invoice of some kind (not a quote, proforma or credit note)."""
    return document.type.is_invoice


def is_legal(document: Document) -> bool:
    """Whether the law of invoices holds for it: everything but quotes and proformas."""
    return document.type not in (DocumentType.QUOTE, DocumentType.PROFORMA)


def is_between_businesses(document: Document) -> bool:
    """Whether L441-9 and L441-10 hold: a professional buyer that is no public body."""
    return document.client.kind is ClientKind.BUSINESS
