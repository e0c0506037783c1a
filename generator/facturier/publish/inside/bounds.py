"""Keeps the reading of foreign files bounded: a small file may claim to hold a very large one."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field

MOST_BYTES = 96 * 1024 * 1024  # unpacked, of one file with all that is inside it
MOST_MEMBERS = 5000
_DEEPEST = 4  # a file in an archive in a PDF


class UnreadableError(Exception):
    """The bytes are not what they begin as, need a password, or hold more than is read."""


@dataclass
class _Left:
    bytes: int = MOST_BYTES
    members: int = MOST_MEMBERS


@dataclass(frozen=True)
class Budget:
    """How much may still be read. What lies deeper draws on the same budget."""

    depth: int = 0
    left: _Left = field(default_factory=_Left)

    def take(self, size: int) -> None:
        """Count bytes. Raises UnreadableError when there are too many."""
        self.left.bytes -= size
        if self.left.bytes < 0:
            raise UnreadableError("larger than what is read")

    def member(self) -> None:
        """Count one file inside another. Raises UnreadableError when there are too many."""
        self.left.members -= 1
        if self.left.members < 0:
            raise UnreadableError("more files than are read")

    def deeper(self) -> Budget:
        """Return the budget of what is inside. Raises UnreadableError when that is too deep."""
        if self.depth >= _DEEPEST:
            raise UnreadableError("files in files in files")
        return Budget(self.depth + 1, self.left)

    def inflated(self, data: bytes) -> bytes:
        """Return a zlib stream unpacked, without counting it. Raises UnreadableError."""
        unpacker = zlib.decompressobj()
        try:
            unpacked = unpacker.decompress(data, self.left.bytes + 1)
        except zlib.error as problem:
            raise UnreadableError(str(problem)) from problem
        if len(unpacked) > self.left.bytes:
            raise UnreadableError("larger than what is read")
        return unpacked
