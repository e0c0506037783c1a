"""The whole business as one frozen value: what reading gives and every later stage takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from facturier.model.document import Document
from facturier.model.history import History
from facturier.model.law import Law
from facturier.model.party import Client, Seller
from facturier.model.seal import Seals
from facturier.model.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientPage:
    """A Markdown page of a client's portal. `client` is an id or `everyone`; `file` its path in the book."""

    client: str
    slug: str
    file: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientFile:
    """A document file (PDF…) offered in a client's portal; `digest` is the sha256 of its content in hex."""

    client: str
    file: str
    digest: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Recurring:
    """A template that becomes a draft on its dates; `every` is month | quarter | year | week."""

    name: str
    file: str
    every: str
    on_day: int | None
    start: date
    until: date | None
    document: Document
    issue: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """The business. Documents are keyed by number (drafts by `drafts/NAME`), clients by id; both sorted by key.

    Mappings are never mutated after reading.
    """

    seller: Seller
    settings: Settings
    law: Law
    clients: Mapping[str, Client] = field(default_factory=dict)
    documents: Mapping[str, Document] = field(default_factory=dict)  # numbered, expanded or not
    drafts: Mapping[str, Document] = field(default_factory=dict)
    histories: Mapping[str, History] = field(default_factory=dict)  # by number
    recurring: tuple[Recurring, ...] = ()
    pages: tuple[ClientPage, ...] = ()
    files: tuple[ClientFile, ...] = ()
    unread: tuple[str, ...] = ()  # numbers whose file could not be read: they exist, what they say is unknown
    accepts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # by file: warnings looked at and accepted
    seals: Seals = field(default_factory=dict)  # of issued documents, by number
