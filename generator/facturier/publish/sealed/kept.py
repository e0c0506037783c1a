"""Keeps the blobs of portals between builds: one in which nothing changed is not sealed again.

An entry is found by the digest of what it was sealed from and of the address it stands at, which another epoch, secret
or period changes: no portal ever gets back what an older link opens. It holds ciphertext alone; no key is ever written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from facturier.publish.sealed.doors import Door
from facturier.publish.sealed.vault import Contents
from facturier.publish.store import Store, key_of

_NAME, _LENGTH = 30, 8  # bytes of a blob's published name, and of its length


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """The store of a site. `made_by` names the version of the program."""

    store: Store
    made_by: str

    def blobs(self, door: Door, plain: Contents, seal: Callable[[], Mapping[str, bytes]]) -> Mapping[str, bytes]:
        """Return the blobs of a portal behind a door, by name: those of an earlier build, or sealed now."""
        files = (part for name, data in sorted(plain.files.items()) for part in (name, data))
        whose = (plain.language, sorted(plain.documents.items()))
        key = key_of("sealed-1", self.made_by, door.token, bool(door.passcode), *whose, *files)
        kept = self.store.get(key)
        if kept is not None:
            return dict(_unpacked(kept))
        made = seal()
        self.store.put(key, b"".join(_packed(made)))
        return made


def _packed(blobs: Mapping[str, bytes]) -> Iterator[bytes]:
    for name, blob in blobs.items():
        yield name.encode().ljust(_NAME)
        yield len(blob).to_bytes(_LENGTH, "big")
        yield blob


def _unpacked(data: bytes) -> Iterator[tuple[str, bytes]]:
    at = 0
    while at < len(data):
        start = at + _NAME + _LENGTH
        length = int.from_bytes(data[at + _NAME : start], "big")
        yield data[at : at + _NAME].decode().rstrip(), data[start : start + length]
        at = start + length
