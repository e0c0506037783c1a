"""A folder to one frozen Book and every fault found on the way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import TypeVar

from facturier.faults import Fault, Where, error, warning
from facturier.model.book import Book, Recurring
from facturier.model.document import Document
from facturier.model.history import History
from facturier.model.law import Law
from facturier.model.party import Client
from facturier.read import limits
from facturier.read.characters import mixed_script
from facturier.read.files import CONFIG, Files, Found, find_files, read_file
from facturier.read.kinds import check_kind
from facturier.read.law import load_law
from facturier.read.portal_files import portal_files, portal_pages
from facturier.read.references import check_document, check_history, check_logo
from facturier.read.resolve.cascade import standing
from facturier.read.resolve.documents import Source, World, document_of
from facturier.read.resolve.histories import history_of
from facturier.read.resolve.parties import client_of, seller_of
from facturier.read.resolve.settings import settings_of
from facturier.read.scalars import closest
from facturier.read.shapes.base import Shape, accepted_codes
from facturier.read.shapes.client import ClientShape
from facturier.read.shapes.config import ConfigShape
from facturier.read.shapes.document import CommonShape, DraftShape, NumberedShape, RecurringShape
from facturier.read.shaping import shape_of
from facturier.read.tree import Tree, read_tree

S = TypeVar("S", bound=Shape)
T = TypeVar("T")


def load_book(
    root: Path, *, law: Law | None = None, today: date | None = None
) -> tuple[Book | None, tuple[Fault, ...]]:
    """Read the business under `root`. The Book is None only when facturier.yaml cannot be used.

    A file with a fault is left out of the Book and hides no other. A draft without a date takes `today`.
    """
    return _Reader(root, law or load_law(), today).book()


class _Reader:
    """Reads one book; collects faults on the way."""

    def __init__(self, root: Path, law: Law, today: date | None) -> None:
        self.root = root
        self.law = law
        self.today = today or law.as_of
        self.faults: list[Fault] = []
        self.accepts: dict[str, tuple[str, ...]] = {}

    def book(self) -> tuple[Book | None, tuple[Fault, ...]]:
        """Return the book and all faults."""
        files = find_files(self.root)
        self.faults += files.faults
        config = self.shape(ConfigShape, CONFIG)
        shapes = {found.name: self.shape(ClientShape, found.file) for found in files.clients}
        usable = {name: shape for name, shape in sorted(shapes.items()) if shape is not None}
        sources = {found: self.shape(NumberedShape, found.file) for found in self.distinct(files.documents)}
        drafts = {found: self.shape(DraftShape, found.file) for found in files.drafts}
        recurring = {found: self.shape(RecurringShape, found.file) for found in files.recurring}
        histories = {found.name: self.history(found) for found in files.histories}
        if config is None:
            return None, self.all_faults()
        seller = seller_of(config.seller)
        settings = settings_of(config, usable)
        clients = self.clients(files, usable, config)
        defaults = config.defaults
        world = World(seller=seller, law=self.law, defaults=defaults, clients=clients)
        resolver = _Documents(self, world, broken_clients=set(shapes) - set(usable))
        documents = resolver.numbered(sources)
        book = Book(
            seller=seller,
            settings=settings,
            law=self.law,
            clients={name: client for name, (client, _) in clients.items()},
            documents=documents,
            drafts=resolver.drafts(drafts),
            histories={number: history for number, history in sorted(histories.items()) if number in documents},
            recurring=resolver.recurring(recurring),
            pages=self.keep(portal_pages(self.root, files.pages)),
            files=self.keep(portal_files(self.root, files.attachments)),
            unread=tuple(sorted({found.name for found in sources} - set(documents))),
            accepts=dict(sorted(self.accepts.items())),
        )
        self.references(book, files, known={found.name for found in sources})
        return book, self.all_faults()

    def shape(self, shape: type[S], file: str) -> S | None:
        """Read one file into its shape; None after reporting what is wrong."""
        tree = self.tree(file)
        if tree is None:
            return None
        if tree == "":
            self.faults.append(error("READ-022", Where(file)))
            return None
        result = shape_of(shape, tree, file)
        if isinstance(result, tuple):
            self.faults += result
            return None
        if isinstance(result, CommonShape):
            self.faults += check_kind(result, file)
        accepted = accepted_codes(getattr(result, "accept", None))
        if accepted:
            self.accepts[file] = accepted
        return result

    def tree(self, file: str) -> Tree | None:
        """Read one file into its tree; None after reporting what is wrong."""
        data = read_file(self.root, file, limit=limits.MAX_BYTES)
        tree = read_tree(data, file) if isinstance(data, bytes) else data
        if isinstance(tree, Fault):
            self.faults.append(tree)
            return None
        return tree

    def history(self, found: Found) -> History:
        """Read one history."""
        tree = self.tree(found.file)
        history, faults = history_of(found.name, "" if tree is None else tree, found.file)
        self.faults += faults
        return history

    def distinct(self, documents: list[Found]) -> list[Found]:
        """Return each number once; the same one, or one that differs only in case, is a fault naming both files."""
        seen: dict[str, Found] = {}
        for found in documents:
            other = seen.setdefault(found.name.casefold(), found)
            if other is not found:
                code = "REF-010" if other.name == found.name else "REF-011"
                self.faults.append(
                    error(code, Where(found.file), also=[Where(other.file)], number=found.name, other=other.file)
                )
        return list(seen.values())

    def clients(
        self, files: Files, shapes: Mapping[str, ClientShape], config: ConfigShape
    ) -> dict[str, tuple[Client, ClientShape]]:
        """Return the clients by id."""
        made = {}
        for found in files.clients:
            shape = shapes.get(found.name)
            if shape is None:
                continue
            word = mixed_script(shape.name)
            if word:
                self.faults.append(warning("READ-015", Where(found.file, ("name",)), word=word[:60]))
            made[found.name] = (client_of(found.name, shape, found.file, standing(shape, config.defaults)), shape)
        return made

    def references(self, book: Book, files: Files, *, known: set[str]) -> None:
        """Report what points at nothing."""
        available = {found.file for found in files.attachments}
        for document in (*book.documents.values(), *book.drafts.values(), *(one.document for one in book.recurring)):
            self.faults += check_document(document, book.settings, available)
        for number, history in book.histories.items():
            self.faults += check_history(history, book.documents[number], book.settings, available)
        self.faults += check_logo(self.root, book.seller.logo)
        clients = {found.name for found in files.clients} | {"everyone"}
        for found in (*files.pages, *files.attachments):
            if found.folder not in clients:
                self.faults.append(error("REF-005", Where(found.file), client=found.folder))
        for found in files.histories:
            if found.name not in known:
                self.faults.append(error("REF-012", Where(found.file), number=found.name))

    def keep(self, made: tuple[tuple[T, ...], list[Fault]]) -> tuple[T, ...]:
        """Note the faults of a step and return its result."""
        values, faults = made
        self.faults += faults
        return values

    def all_faults(self) -> tuple[Fault, ...]:
        """Return every fault, sorted by file and path."""
        return tuple(sorted(self.faults, key=_order))


class _Documents:
    """Resolves the documents of a book, an invoice before the credit note that reduces it."""

    def __init__(self, reader: _Reader, world: World, *, broken_clients: set[str]) -> None:
        self.reader = reader
        self.world = world
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
                draft = self.resolve(Source(key=key, file=found.file, shape=shape), on=shape.date or self.reader.today)
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
            self.reader.faults.append(error("REF-014", where, number=shape.number, name=found.name))
        if str(shape.date.year) != found.folder:
            where = Where(found.file, ("date",))
            self.reader.faults.append(warning("REF-013", where, folder=found.folder, year=shape.date.year))

    def resolve(self, source: Source, *, on: date) -> Document | None:
        """Return the document, None when its client is not to be had (reported once, here or in the client's file)."""
        shape = source.shape
        client_id = shape.client or self.client_of_origin(source)
        if client_id is None:
            self.reader.faults.append(error("READ-021", Where(source.file), key="client"))
        elif client_id in self.world.clients:
            base = self.done.get(shape.credits or "")
            return document_of(source, self.world, client_id=client_id, on=on, base=base)
        elif client_id and client_id not in self.broken_clients:
            self.reader.faults.append(unknown_client(source, client_id, self.world.clients))
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


def _order(fault: Fault) -> tuple[str, tuple[tuple[int, int, str], ...], str]:
    path = tuple((0, part, "") if isinstance(part, int) else (1, 0, part) for part in fault.where.path)
    return fault.where.file, path, fault.code
