"""The shapes of all documents of a book to Documents: clients found, credit notes after the invoice they reduce."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from facturier.faults import Fault, Where, error, warning
from facturier.model.book import Recurring
from facturier.model.document import Document
from facturier.read.files import Found
from facturier.read.resolve.documents import Source, World, document_of
from facturier.read.scalars import closest
from facturier.read.shapes.document import DraftShape, NumberedShape, RecurringShape


class Documents:
    """Resolves documents, an invoice before the credit note that reduces it; adds to `faults` what is wrong."""

    def __init__(self, world: World, faults: list[Fault], *, today: date, broken_clients: set[str]) -> None:
        self.world = world
        self.faults = faults
        self.today = today
        self.broken_clients = broken_clients
        self.done: dict[str, Document] = {}
        self.shapes: dict[str, NumberedShape | None] = {}

    def numbered(self, sources: Mapping[Found, NumberedShape | None]) -> dict[str, Document]:
        """Return the numbered documents by number."""
        self.shapes = {found.name: shape for found, shape in sources.items()}
        for found, shape in sorted(sources.items(), key=lambda item: item[0].name):
            if shape is not None:
                self.check_place(found, shape)
        order = sorted(sources.items(), key=lambda item: (bool(item[1] and item[1].credits), item[0].name))
        for found, shape in order:
            if shape is not None:
                made = self.resolve(Source(key=found.name, file=found.file, shape=shape), on=shape.date)
                if made:
                    self.done[found.name] = made
        return dict(sorted(self.done.items()))

    def drafts(self, sources: Mapping[Found, DraftShape | None]) -> dict[str, Document]:
        """Return the drafts by `drafts/NAME`."""
        made = {}
        for found, shape in sources.items():
            if shape is not None:
                key = f"drafts/{found.name}"
                draft = self.resolve(Source(key=key, file=found.file, shape=shape), on=shape.date or self.today)
                if draft:
                    made[key] = draft
        return dict(sorted(made.items()))

    def recurring(self, sources: Mapping[Found, RecurringShape | None]) -> tuple[Recurring, ...]:
        """Return the recurring templates, sorted by name."""
        made = []
        for found, shape in sources.items():
            if shape is None:
                continue
            source = Source(key=f"recurring/{found.name}", file=found.file, shape=shape)
            document = self.resolve(source, on=shape.from_)
            if document:
                made.append(
                    Recurring(
                        name=found.name,
                        file=found.file,
                        every=shape.every,
                        on_day=shape.on_day,
                        start=shape.from_,
                        until=shape.until,
                        document=document,
                        issue=bool(shape.issue),
                    )
                )
        return tuple(sorted(made, key=lambda one: one.name))

    def check_place(self, found: Found, shape: NumberedShape) -> None:
        """Report a number that is not the file's name (error) and a wrong year folder (warning)."""
        if shape.number != found.name:
            where = Where(found.file, ("number",))
            self.faults.append(error("REF-014", where, number=shape.number, name=found.name))
        if str(shape.date.year) != found.folder:
            where = Where(found.file, ("date",))
            self.faults.append(warning("REF-013", where, folder=found.folder, year=shape.date.year))

    def resolve(self, source: Source, *, on: date) -> Document | None:
        """Return the document, None when its client is not to be had (reported once, here or in the client's file)."""
        shape = source.shape
        client_id = shape.client or self.client_of_origin(source)
        if client_id is None:
            self.faults.append(error("READ-021", Where(source.file), key="client"))
        elif client_id in self.world.clients:
            base = self.done.get(shape.credits or "")
            return document_of(source, self.world, client_id=client_id, on=on, base=base)
        elif client_id and client_id not in self.broken_clients:
            self.faults.append(unknown_client(source, client_id, self.world.clients))
        return None

    def client_of_origin(self, source: Source) -> str | None:
        """Return the client of the document this one credits, replaces or comes from; "" when that one is broken."""
        shape, seen = source.shape, {source.key}
        while shape.client is None:
            origin = shape.credits or shape.replaces or shape.quote
            if origin is None or origin in seen or origin not in self.shapes:
                return None
            seen.add(origin)
            following = self.shapes[origin]
            if following is None:
                return ""
            shape = following
        return shape.client


def unknown_client(source: Source, client_id: str, known: Iterable[str]) -> Fault:
    """Return the fault of a client id without a file."""
    where = Where(source.file, ("client",))
    return error("REF-001", where, client=client_id, suggestion=closest(client_id, known))
