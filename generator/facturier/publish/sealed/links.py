"""Writes the links that open a portal or one document of it."""

from __future__ import annotations

from facturier.publish.layout import client_address
from facturier.publish.sealed.doors import OPEN, Doors
from facturier.publish.sealed.keys import key_text, stretch, vault, wrapped


def portal_link(url: str, doors: Doors) -> str:
    """Return the link that opens a whole portal; in `open-link` mode its address alone."""
    address = client_address(url, doors.current.token)
    return address if doors.access == OPEN else f"{address}#k={key_text(doors.current.key)}"


def document_link(url: str, doors: Doors, number: str) -> str:
    """Return the link that opens one document and nothing else; in `open-link` mode the address of its page."""
    door = doors.current
    address = client_address(url, door.token)
    if doors.access == OPEN:
        return f"{address}{number}/"
    stretched = stretch(door.passcode, door.token) if door.passcode else b""
    key = vault(door.key, stretched).document(number).secret
    return f"{address}#i={number}&k={key_text(wrapped(key, number, stretched) if stretched else key)}"
