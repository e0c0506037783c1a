"""Turns the business's secret into each client's token, and refuses what cannot be kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from facturier.faults import Fault, Where, error
from facturier.model.book import Book
from facturier.publish.tokens import client_token, read_master, throwaway_master

WORKROOM = ".facturier"  # beside facturier.yaml: the store and the preview key; ignores itself in git


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """Tokens by client id. `throwaway`: made without the business's secret, good on this machine only."""

    tokens: Mapping[str, str]
    throwaway: bool


def access_for(book: Book, root: Path, secret: str) -> tuple[Access | None, tuple[Fault, ...]]:
    """Return the tokens of all clients, or the faults that forbid them. `secret` is what FACTURIER_SECRET holds."""
    faults = list(_unbuilt(book))
    master = read_master(secret) if secret else throwaway_master(workroom(root))
    if master is None:
        faults.append(error("PUB-004", Where(file="facturier.yaml")))
    if master is None or faults:
        return None, tuple(faults)
    tokens = {client.id: client_token(master, client.id, client.epoch) for client in book.clients.values()}
    return Access(tokens=tokens, throwaway=not secret), ()


def workroom(root: Path) -> Path:
    """Return the book's folder for what can be made again, created on first use and never committed."""
    folder = root / WORKROOM
    folder.mkdir(mode=0o700, exist_ok=True)
    ignore = folder / ".gitignore"
    if not ignore.exists():
        ignore.write_text("*\n")
    return folder


def _unbuilt(book: Book) -> Iterator[Fault]:
    """Kinds of access that this version does not make: refused, never replaced by a weaker one."""
    general = book.settings.portal.access
    if general != "open-link":
        yield error("PUB-001", Where(file="facturier.yaml", path=("portal", "access")), access=general)
    for client in book.clients.values():
        if client.access not in {"", "open-link"}:
            yield error("PUB-001", Where(file=client.file, path=("portal", "access")), access=client.access)
