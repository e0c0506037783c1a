"""Turns the plain files of one portal into its blobs: every file sealed, and a manifest for every link."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from facturier.publish.sealed.blob import seal
from facturier.publish.sealed.keys import Ring, Vault, key_text

MANIFEST = "manifest"
MARK = "mark"
SUFFIX = ".bin"
HOME = "index.html"
_PACKED = frozenset({"html", "xml", "json", "csv", "svg", "txt", "ics", "atom", "css", "js"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """The plain files of a portal by path. A document owns the files in the folder of its number.

    `documents` are the numbers, each with the paths outside its folder that its link opens too: its attachments.
    """

    files: Mapping[str, bytes]
    documents: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    language: str = "en"


def seal_portal(contents: Contents, vault: Vault) -> dict[str, bytes]:
    """Return every blob of a portal by its published name."""
    sealing = _Sealing(contents, vault)
    return dict(sorted(sealing.blobs()))


def mark_of(key: bytes, token: str) -> tuple[str, bytes]:
    """Return name and blob of a link key's mark: for whoever has the key, it tells the address the key belongs to."""
    ring = Ring(key)
    return ring.blob_name(MARK) + SUFFIX, seal(MARK, token.encode(), ring=ring, nonces=ring, pack=False)


class _Sealing:
    def __init__(self, contents: Contents, vault: Vault) -> None:
        self.contents, self.vault = contents, vault
        self.documents = {number: vault.document(number) for number in sorted(contents.documents)}
        self.names = {name: vault.blob_name(name) + SUFFIX for name in contents.files}
        self.owner = {name: self._folder(name) for name in contents.files}
        self.owned: dict[str, list[str]] = {}
        for name, number in self.owner.items():
            self.owned.setdefault(number, []).append(name)

    def blobs(self) -> Iterator[tuple[str, bytes]]:
        """Every file, then the manifests."""
        for name, data in self.contents.files.items():
            yield self.names[name], self._sealed(name, data, self._ring(name))
        yield self.vault.blob_name(MANIFEST) + SUFFIX, self._manifest(self._all(), self.vault)
        for number, ring in self.documents.items():
            yield ring.blob_name(MANIFEST) + SUFFIX, self._manifest(self._one(number), ring)

    def _sealed(self, name: str, data: bytes, ring: Ring) -> bytes:
        pack = name == MANIFEST or name.rpartition(".")[2] in _PACKED
        return seal(name, data, ring=ring, nonces=self.vault, pack=pack)

    def _manifest(self, manifest: Mapping[str, object], ring: Ring) -> bytes:
        text = json.dumps(manifest, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
        return self._sealed(MANIFEST, text.encode(), ring)

    def _all(self) -> dict[str, object]:
        files = {name: {"blob": blob} | self._document(name) for name, blob in self.names.items()}
        return self._described(files, HOME)

    def _one(self, number: str) -> dict[str, object]:
        """What a one-document link opens: the document's folder, and its attachments with the key of each."""
        files = {name: {"blob": self.names[name]} for name in self.owned.get(number, ())}
        for name in self.contents.documents[number]:
            key = self._ring(name).file_key(name)
            files[name] = {"blob": self.names[name], "key": key_text(key)}
        return self._described(files, f"{number}/{HOME}") | {"document": number}

    def _described(self, files: Mapping[str, object], start: str) -> dict[str, object]:
        return {"version": 1, "language": self.contents.language, "start": start, "files": files}

    def _document(self, name: str) -> dict[str, str]:
        number = self.owner[name]
        return {"document": number} if number else {}

    def _folder(self, name: str) -> str:
        """The document in whose folder a file lies, "" for none."""
        return next((folder for folder in name.split("/")[:-1] if folder in self.documents), "")

    def _ring(self, name: str) -> Ring:
        return self.documents.get(self.owner[name], self.vault)
