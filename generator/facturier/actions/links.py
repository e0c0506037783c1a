"""Turns the clients and documents of a book into the links that open them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from facturier.actions.access import Access, access_for
from facturier.actions.check import check
from facturier.faults import Fault, Where, error, has_errors
from facturier.model.book import Book
from facturier.model.document import Document
from facturier.publish.progress import Reporter
from facturier.publish.sealed.doors import half_life
from facturier.publish.sealed.links import document_link, portal_link


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """The address that opens one client's portal, or with `number` one document. Whoever has it can read what it opens.

    `passcode` is asked for besides, when not "". `until`: the day from which it no longer opens.
    """

    client: str
    name: str
    email: str
    address: str = field(repr=False)
    number: str = ""
    passcode: str = field(default="", repr=False)
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LinksResult:
    """The links by client id and number. `throwaway`: made without the business's secret, so no host knows them."""

    links: tuple[Link, ...] = ()
    throwaway: bool = False
    faults: tuple[Fault, ...] = ()


def links(
    root: Path, wanted: str = "", *, documents: bool = False, today: date, secret: str, reporter: Reporter
) -> LinksResult:
    """Return the links of a client, of a document by its number, or of all portals. `documents` adds those of each.

    Documents with errors do not keep anybody from a link.
    """
    checked = check(root, today=today, reporter=reporter)
    if checked.book is None:
        return LinksResult(faults=checked.faults)
    book = checked.book
    number = next((known for known in book.documents if known.lower() == wanted.lower()), "")
    if wanted and not number and wanted not in book.clients:
        known = ", ".join(book.clients)
        return LinksResult(faults=(error("PUB-011", Where(file="clients"), client=wanted, known=known),))
    access, faults = access_for(book, root, secret, today=today)
    if access is None or has_errors(faults):
        return LinksResult(faults=faults)
    maker = _Maker(book, access, today)
    made = (maker.document(book.documents[number]),) if number else tuple(maker.portals(wanted, documents=documents))
    return LinksResult(links=made, throwaway=access.throwaway)


class _Maker:
    def __init__(self, book: Book, access: Access, today: date) -> None:
        self.book, self.access, self.today = book, access, today
        self.url = book.settings.portal.url

    def portals(self, wanted: str, *, documents: bool) -> Iterator[Link]:
        """Each portal's link, followed by those of its documents."""
        for client_id in sorted(self.book.clients):
            if wanted in {"", client_id}:
                yield self._link(client_id, portal_link(self.url, self.access.doors[client_id]))
                if documents:
                    yield from (self.document(one) for one in self._documents_of(client_id))

    def document(self, document: Document) -> Link:
        """The link of one document."""
        client_id = document.client.id
        address = document_link(self.url, self.access.doors[client_id], document.number)
        return self._link(client_id, address, document.number)

    def _documents_of(self, client_id: str) -> Iterator[Document]:
        return (one for _, one in sorted(self.book.documents.items()) if one.client.id == client_id)

    def _link(self, client_id: str, address: str, number: str = "") -> Link:
        client, door = self.book.clients[client_id], self.access.doors[client_id].current
        emails = (contact.email for contact in client.contacts if contact.email)
        return Link(
            client=client_id,
            name=client.name,
            email=next(emails, ""),
            address=address,
            number=number,
            passcode=door.passcode,
            until=self._until(),
        )

    def _until(self) -> date | None:
        """Links made today open during this period and the next."""
        life = self.book.settings.portal.link_life_days
        if life is None:
            return None
        half = half_life(life)
        return self.today + timedelta(days=2 * half - self.today.toordinal() % half)
