"""A folder to one frozen Book and every fault found on the way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TypeVar

from facturier.faults import Fault, Severity, Where, error, warning
from facturier.model.book import Book
from facturier.model.history import History
from facturier.model.law import Law
from facturier.model.party import Client
from facturier.read import limits
from facturier.read.agreements import check_agreements
from facturier.read.characters import mixed_script
from facturier.read.documents import Documents
from facturier.read.files import CONFIG, Files, Found, find_files, read_file
from facturier.read.kinds import NEEDED, check_kind
from facturier.read.law import load_law
from facturier.read.portal_files import portal_files, portal_pages
from facturier.read.references import check_document, check_history, check_logo
from facturier.read.resolve.cascade import standing
from facturier.read.resolve.documents import World
from facturier.read.resolve.histories import history_of
from facturier.read.resolve.parties import client_of, seller_of
from facturier.read.resolve.settings import settings_of
from facturier.read.salvage import salvaged
from facturier.read.shapes.base import Shape, accepted_codes
from facturier.read.shapes.client import ClientShape
from facturier.read.shapes.config import ConfigShape
from facturier.read.shapes.document import CommonShape, DraftShape, NumberedShape, RecurringShape
from facturier.read.shaping import shape_of
from facturier.read.tree import Tree, read_tree

_PRECEDING = frozenset(NEEDED.values())
S = TypeVar("S", bound=Shape)
T = TypeVar("T")


def load_book(
    root: Path, *, law: Law | None = None, today: date | None = None, planned: Mapping[str, bytes] | None = None
) -> tuple[Book | None, tuple[Fault, ...]]:
    """Read the business under `root`. The Book is None only when facturier.yaml cannot be used.

    A file with a fault is left out of the Book (of facturier.yaml, the values at fault) and hides no other. A draft
    without a date takes `today`. `planned` holds files that are not written yet, by path: they are read as if there.
    """
    return _Reader(root, law or load_law(), today, planned or {}).book()


class _Reader:
    """Reads one book; collects faults on the way."""

    def __init__(self, root: Path, law: Law, today: date | None, planned: Mapping[str, bytes]) -> None:
        self.root = root
        self.planned = planned
        self.law = law
        self.today = today or law.as_of
        self.faults: list[Fault] = []
        self.accepts: dict[str, tuple[str, ...]] = {}

    def book(self) -> tuple[Book | None, tuple[Fault, ...]]:
        """Return the book and all faults."""
        files = find_files(self.root)
        files.plan(self.planned)
        self.faults += files.faults
        config = self.config()
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
        resolver = Documents(world, self.faults, today=self.today, broken_clients=set(shapes) - set(usable))
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
        self.faults += check_agreements(config, usable, (sources, drafts, recurring), book)
        self.faults = list(not_asked(self.faults, book))
        return replace(book, histories=without(book.histories, self.faults)), self.all_faults()

    def config(self) -> ConfigShape | None:
        """Read facturier.yaml; with a slip in it, what is left of it: the other files are judged all the same."""
        before = len(self.faults)
        config = self.shape(ConfigShape, CONFIG)
        tree = None if config else self.quiet_tree(CONFIG)
        return config or (salvaged(ConfigShape, tree, self.faults[before:], CONFIG) if tree else None)

    def quiet_tree(self, file: str) -> Tree | None:
        """Read one file into its tree again, its faults being told already."""
        data = read_file(self.root, file, limit=limits.MAX_BYTES)
        tree = read_tree(data, file) if isinstance(data, bytes) else data
        return None if isinstance(tree, Fault) else tree

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
        data = self.planned.get(file) or read_file(self.root, file, limit=limits.MAX_BYTES)
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
            self.faults += check_document(document, available)
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
        """Return every fault that is not accepted, sorted by file and path."""
        return tuple(sorted((fault for fault in self.faults if not self.accepted(fault)), key=_order))

    def accepted(self, fault: Fault) -> bool:
        """Whether a fault is a warning that its file accepts."""
        return fault.severity is Severity.WARNING and fault.code in self.accepts.get(fault.where.file, ())


def not_asked(faults: Iterable[Fault], book: Book) -> Iterator[Fault]:
    """Leave out that a credit note issued elsewhere names no invoice (READ-021): it is as it was issued."""
    past = {book.documents[number].file for number, history in book.histories.items() if history.is_from_elsewhere}
    for fault in faults:
        if not (fault.code == "READ-021" and fault.where.file in past and fault.named.get("key") in _PRECEDING):
            yield fault


def without(histories: Mapping[str, History], faults: Iterable[Fault]) -> dict[str, History]:
    """Return the histories without the amounts that are finer than their currency (TYPE-011): told once is enough."""
    at_fault = {(fault.where.file, *fault.where.path[:1]) for fault in faults if fault.code == "TYPE-011"}
    if not at_fault:
        return dict(histories)
    return {
        number: replace(
            history, events=tuple(event for event in history.events if (history.file, event.position) not in at_fault)
        )
        for number, history in histories.items()
    }


def _order(fault: Fault) -> tuple[str, tuple[tuple[int, int, str], ...], str]:
    path = tuple((0, part, "") if isinstance(part, int) else (1, 0, part) for part in fault.where.path)
    return fault.where.file, path, fault.code
