"""Opens a sealed portal from its published files and one link, as a client's browser does."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

from facturier.publish import layout
from facturier.publish.sealed.blob import BlobError, unseal
from facturier.publish.sealed.keys import Ring, Vault, key_bytes, stretch, vault, wrapped
from facturier.publish.sealed.vault import HOME, MANIFEST, SUFFIX

_LINK = re.compile(r"/c/([a-z2-7]{26})/?#(?:i=([^&]+)&)?k=([\w-]{43})")
_ROUNDS = re.compile(r'data-rounds="(\d+)"')


class NotOpenedError(Exception):
    """The link opens nothing here: not a link of this site, another key, or another passcode."""


@dataclass(frozen=True, kw_only=True)
class Link:
    """The parts of a link: the portal's token, the document's number ("" for the whole portal), the key."""

    token: str
    number: str
    key: bytes = field(repr=False)


def read_link(text: str) -> Link:
    """Return the parts of a link. Raises NotOpenedError for a text that is none."""
    found = _LINK.search(text)
    if found is None:
        raise NotOpenedError
    return Link(token=found[1], number=unquote(found[2] or ""), key=key_bytes(found[3]))


def needs_passcode(site: Path, link: Link) -> bool:
    """Whether the portal of a link asks for a passcode."""
    return _rounds(site, link) > 0


def open_link(site: Path, link: Link, passcode: str = "") -> dict[str, bytes]:
    """Return every file that a link opens, by its name in the portal. Raises NotOpenedError; BlobError for damage."""
    folder = site / layout.client_folder(link.token)
    rounds = _rounds(site, link)
    ring = _ring(link, stretch(passcode, link.token, rounds) if rounds else b"")
    file = folder / (ring.blob_name(MANIFEST) + SUFFIX)
    if not file.is_file():
        raise NotOpenedError
    manifest = json.loads(unseal(MANIFEST, file.read_bytes(), key=ring.file_key(MANIFEST)))
    key_of = _keys(ring)
    return {name: _opened(folder, name, entry, key_of(name, entry)) for name, entry in manifest["files"].items()}


def _ring(link: Link, stretched: bytes) -> Ring:
    if not link.number:
        return vault(link.key, stretched)
    return Ring(wrapped(link.key, link.number, stretched) if stretched else link.key)


def _keys(ring: Ring) -> Callable[[str, Mapping[str, str]], bytes]:
    def key_of(name: str, entry: Mapping[str, str]) -> bytes:
        if "key" in entry:
            return key_bytes(entry["key"])
        owner = ring.document(entry["document"]) if isinstance(ring, Vault) and "document" in entry else ring
        return owner.file_key(name)

    return key_of


def _opened(folder: Path, name: str, entry: Mapping[str, str], key: bytes) -> bytes:
    try:
        blob = (folder / entry["blob"]).read_bytes()
    except FileNotFoundError:
        raise BlobError(f"{name} is missing") from None
    return unseal(name, blob, key=key)


def _rounds(site: Path, link: Link) -> int:
    try:
        shell = (site / layout.client_folder(link.token) / HOME).read_text("utf-8")
    except FileNotFoundError:
        raise NotOpenedError from None
    found = _ROUNDS.search(shell)
    return int(found[1]) if found else 0
