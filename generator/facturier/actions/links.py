"""Turns the clients of a book into the addresses of their portals."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from facturier.actions.access import access_for
from facturier.actions.check import check
from facturier.faults import Fault, Where, error, has_errors
from facturier.publish.layout import client_address
from facturier.publish.progress import Reporter


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """The address that opens one client's portal. Whoever has it can read everything in it."""

    client: str
    name: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LinksResult:
    """The links by client id. `throwaway`: made without the business's secret, so no host will know them."""

    links: tuple[Link, ...] = ()
    throwaway: bool = False
    faults: tuple[Fault, ...] = ()


def links(root: Path, client_id: str = "", *, today: date, secret: str, reporter: Reporter) -> LinksResult:
    """Return the links of one client, or of all. Documents with errors do not keep anybody from a link."""
    checked = check(root, today=today, reporter=reporter)
    if checked.book is None:
        return LinksResult(faults=checked.faults)
    book = checked.book
    if client_id and client_id not in book.clients:
        known = ", ".join(book.clients)
        return LinksResult(faults=(error("PUB-011", Where(file="clients"), client=client_id, known=known),))
    access, faults = access_for(book, root, secret)
    if access is None or has_errors(faults):
        return LinksResult(faults=faults)
    chosen = [client for client in book.clients.values() if client_id in {"", client.id}]
    made = tuple(
        Link(
            client=client.id,
            name=client.name,
            address=client_address(book.settings.portal.url, access.tokens[client.id]),
        )
        for client in chosen
    )
    return LinksResult(links=made, throwaway=access.throwaway)
