"""Turns the business's secret into the doors of each client's portal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from facturier.faults import Fault, Where, error
from facturier.model.book import Book
from facturier.publish.sealed.doors import Doors, Master, doors_of
from facturier.publish.sealed.masters import read_masters
from facturier.publish.tokens import throwaway_master

WORKROOM = ".facturier"  # beside facturier.yaml: the store and the preview key; ignores itself in git


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """How each client's portal is opened. `throwaway`: without the business's secret, good on this machine only."""

    doors: Mapping[str, Doors]
    throwaway: bool

    @property
    def tokens(self) -> dict[str, str]:
        """The current token of each client."""
        return {client_id: doors.current.token for client_id, doors in self.doors.items()}

    @property
    def secrets(self) -> tuple[str, ...]:
        """Every address, key and passcode, none of which a log may show."""
        doors = [door for its in self.doors.values() for door in its.all]
        return tuple(text for door in doors for text in (door.token, *door.keys))


def access_for(book: Book, root: Path, secret: str, *, today: date) -> tuple[Access | None, tuple[Fault, ...]]:
    """Return how each portal is opened on a day, or why it cannot be. `secret` is what FACTURIER_SECRET holds."""
    masters = read_masters(secret, today) if secret else (Master(secret=throwaway_master(workroom(root))),)
    if masters is None:
        return None, (error("PUB-004", Where(file="facturier.yaml")),)
    portal = book.settings.portal
    doors = {
        client.id: doors_of(
            client.id,
            client.epoch,
            access=client.access or portal.access,
            masters=masters,
            life=portal.link_life_days,
            today=today,
        )
        for client in book.clients.values()
    }
    return Access(doors=doors, throwaway=not secret), ()


def workroom(root: Path) -> Path:
    """Return the book's folder for what can be made again, created on first use and never committed."""
    folder = root / WORKROOM
    folder.mkdir(mode=0o700, exist_ok=True)
    ignore = folder / ".gitignore"
    if not ignore.exists():
        ignore.write_text("*\n")
    return folder
