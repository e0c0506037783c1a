"""The shapes of book, clients and documents to faults of what they agree on: ways to pay, discounts for early payment.

Each is told once, in the file that says it, however many documents it holds for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from facturier.faults import Fault, Where, error
from facturier.faults import Path as ValuePath
from facturier.model.book import Book
from facturier.read.files import CONFIG, Found
from facturier.read.resolve.cascade import early_keys
from facturier.read.scalars import closest
from facturier.read.shapes.client import ClientShape
from facturier.read.shapes.config import ConfigShape
from facturier.read.shapes.document import CommonShape
from facturier.read.shapes.terms import EarlyDiscountShape, TermsShape

Shapes = Mapping[Found, CommonShape | None]


def check_agreements(
    config: ConfigShape, clients: Mapping[str, ClientShape], papers: Sequence[Shapes], book: Book
) -> Iterator[Fault]:
    """Yield REF-022 for each unknown way to pay and READ-021 for half a discount that nothing makes whole."""
    known = ("bank", "stripe", *(link.label for link in book.settings.links))
    usual = config.defaults.terms if config.defaults else None
    if config.defaults:
        yield from _ways(config.defaults.pay, Where(CONFIG, ("defaults", "pay")), known)
        yield from _early([usual], CONFIG, ("defaults",))
    for client_id, client in clients.items():
        file = book.clients[client_id].file
        yield from _ways(client.pay, Where(file, ("pay",)), known)
        yield from _early([client.terms, usual], file)
    owners = _owners(book)
    for found, shape in ((found, shape) for shapes in papers for found, shape in shapes.items() if shape is not None):
        owner = clients.get(owners.get(found.file, ""))
        yield from _ways(shape.pay, Where(found.file, ("pay",)), known)
        yield from _early([shape.terms, owner.terms if owner else None, usual], found.file)


def _owners(book: Book) -> dict[str, str]:
    """The client of each file that became a document."""
    papers = (*book.documents.values(), *book.drafts.values(), *(one.document for one in book.recurring))
    return {paper.file: paper.client.id for paper in papers}


def _ways(words: Sequence[str] | None, where: Where, known: Sequence[str]) -> Iterator[Fault]:
    for index, word in enumerate(words or ()):
        if word not in known:
            place = Where(where.file, (*where.path, index))
            yield error("REF-022", place, value=word[:60], suggestion=closest(word, known), words=", ".join(known))


def _early(layers: Sequence[TermsShape | None], file: str, at: ValuePath = ()) -> Iterator[Fault]:
    """The fault of a first layer that gives half a discount, when those behind it do not give the other half."""
    first = layers[0].early_discount if layers[0] else None
    if not isinstance(first, EarlyDiscountShape):
        return
    percent, within = early_keys([layer for layer in layers if layer is not None])
    for key, value in (("percent", percent), ("within", within)):
        if value is None:
            yield error("READ-021", Where(file, (*at, "terms", "early_discount")), key=key)
