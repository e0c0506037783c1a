"""Opens the sealed portals of a site, with a client's link or the business's secret, so that they can be proved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from facturier.actions.access import access_for
from facturier.faults import Fault, Where, error, info
from facturier.publish import layout
from facturier.publish.sealed.blob import BlobError
from facturier.publish.sealed.doors import OPEN, Door
from facturier.publish.sealed.opening import Link, NotOpenedError, needs_passcode, open_link, read_link


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """The files of a portal by name; `name` is what is said of it, never its address. `number`: of one document."""

    name: str
    files: dict[str, bytes] = field(repr=False)
    number: str = ""


def asks_for_passcode(site: Path, text: str) -> bool:
    """Whether the portal of a link asks for a passcode; False for a link that opens nothing here."""
    try:
        return needs_passcode(site, read_link(text))
    except (NotOpenedError, ValueError):
        return False


def opened_with_link(site: Path, text: str, passcode: str = "") -> Opened | Fault:
    """What a client's link opens; VER-022 when it opens nothing here, VER-023 for a file that was changed."""
    try:
        link = read_link(text)
    except (NotOpenedError, ValueError):
        return error("VER-022", Where("portal"))
    return _opened(site, link, passcode, "portal")


def opened_with_secret(
    site: Path, root: Path, secret: str, *, today: date, client: str = ""
) -> Iterator[Opened | Fault]:
    """Every sealed portal of the book's clients (or of one) that lies in the site; VER-024 tells what stayed closed."""
    from facturier.read import load_book

    book, _ = load_book(root, today=today)
    access, refused = access_for(book, root, secret, today=today) if book else (None, ())
    yield from refused
    opened = set[str]()
    for client_id, doors in sorted(access.doors.items()) if access else ():
        for door in doors.all if doors.access != OPEN and client in {"", client_id} else ():
            if _is_sealed(site / layout.client_folder(door.token)):
                opened.add(door.token)
                yield _opened(site, _link(door), door.passcode, client_id)
    closed = {folder.name for folder in site.glob(f"{layout.CLIENTS}/*") if _is_sealed(folder)} - opened
    if closed and not client:
        yield info("VER-024", Where(site.name), count=len(closed))


def _opened(site: Path, link: Link, passcode: str, name: str) -> Opened | Fault:
    try:
        return Opened(name=name, files=open_link(site, link, passcode), number=link.number)
    except NotOpenedError:
        return error("VER-022", Where(name))
    except BlobError as damage:
        return error("VER-023", Where(name), problem=str(damage))


def _link(door: Door) -> Link:
    return Link(token=door.token, number="", key=door.key)


def _is_sealed(folder: Path) -> bool:
    """A portal behind a door holds blobs; one without their names is plain, or tells that its address was replaced."""
    from facturier.publish.sealed.vault import SUFFIX

    return any(folder.glob(f"*{SUFFIX}"))
