"""A content-addressed store of finished files: what did not change is read back instead of being made again.

The key of an entry is the digest of everything it was made from. An entry starts with the SHA-256 of its content; one
that does not match counts as absent, so damage costs time and never a wrong file.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

_DIGEST = 32


def key_of(*parts: object) -> str:
    """Return the key for the given parts: text, bytes, or frozen values whose `repr` is their whole content."""
    digest = hashlib.sha256()
    for part in parts:
        data = part if isinstance(part, bytes) else (part if isinstance(part, str) else repr(part)).encode()
        digest.update(len(data).to_bytes(8, "big"))
        digest.update(data)
    return digest.hexdigest()


def digest_of_files(folders: Iterable[Path]) -> str:
    """Return one digest of the names and contents of all files below the folders, compiled Python apart."""
    digest = hashlib.sha256()
    for folder in folders:
        for file in sorted(path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts):
            content = hashlib.sha256(file.read_bytes()).digest()
            digest.update(file.relative_to(folder).as_posix().encode() + b"\0" + content)
    return digest.hexdigest()


def write(file: Path, content: bytes) -> None:
    """Write a file; make its folder only when there is none, which is seldom."""
    try:
        file.write_bytes(content)
    except FileNotFoundError:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)


@dataclass(slots=True)
class Store:
    """A folder of entries. `used` remembers the keys of this build, `sweep` removes all others."""

    folder: Path
    used: set[str] = field(default_factory=set)

    def get(self, key: str) -> bytes | None:
        """Return the content kept under a key; None when there is none or it is damaged."""
        self.used.add(key)
        try:
            entry = self._file(key).read_bytes()
        except OSError:
            return None
        digest, content = entry[:_DIGEST], entry[_DIGEST:]
        return content if hashlib.sha256(content).digest() == digest else None

    def put(self, key: str, content: bytes) -> None:
        """Keep a content under a key; a reader sees all of it or nothing."""
        self.used.add(key)
        file = self._file(key)
        beside = file.with_name(f".{file.name}.{os.getpid()}")
        write(beside, hashlib.sha256(content).digest() + content)
        beside.replace(file)

    def sweep(self) -> int:
        """Remove the entries that this build did not use; return how many."""
        gone = [file for file in self.folder.glob("??/*") if file.parent.name + file.name not in self.used]
        for file in gone:
            file.unlink(missing_ok=True)
        return len(gone)

    def _file(self, key: str) -> Path:
        return self.folder / key[:2] / key[2:]
