"""Seals one file into a blob and opens it: magic, flags, nonce, AES-256-GCM of the padded payload."""

from __future__ import annotations

import zlib

from facturier.publish.sealed.keys import Ring
from facturier.publish.sealed.padding import pad, unpad

MAGIC = b"FSL1"
PACKED = 1  # flag: the payload is a gzip stream
HEADER = len(MAGIC) + 1 + 12
_TAG = 16
_GZIP_HEAD = b"\x1f\x8b\x08\0\0\0\0\0\0\xff"  # no time, no name, no operating system
_LEVEL = 6


class BlobError(ValueError):
    """A blob is not whole, not ours, or sealed with another key or name."""


def seal(name: str, data: bytes, *, ring: Ring, nonces: Ring, pack: bool) -> bytes:
    """Return the blob of a file. `ring` gives its key, `nonces` its nonce (a vault's, also for its documents)."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    flags = PACKED if pack else 0
    padded = pad(gzip(data) if pack else data)
    nonce = nonces.nonce(name, flags, padded)
    sealed = AESGCM(ring.file_key(name)).encrypt(nonce, padded, _bound(flags, name))
    return b"".join((MAGIC, bytes([flags]), nonce, sealed))


def unseal(name: str, blob: bytes, *, key: bytes) -> bytes:
    """Return the file that a blob holds. `key` is the file's. Raises BlobError."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    if not is_blob(blob):
        raise BlobError("not a blob")
    flags, nonce = blob[len(MAGIC)], blob[len(MAGIC) + 1 : HEADER]
    try:
        payload = unpad(AESGCM(key).decrypt(nonce, blob[HEADER:], _bound(flags, name)))
        return zlib.decompress(payload, wbits=31) if flags & PACKED else payload
    except (InvalidTag, ValueError, zlib.error) as problem:
        raise BlobError("sealed otherwise, or damaged") from problem


def is_blob(data: bytes) -> bool:
    """Whether data looks like a blob of this version from outside."""
    return data[: len(MAGIC)] == MAGIC and len(data) >= HEADER + _TAG and data[len(MAGIC)] in (0, PACKED)


def gzip(data: bytes) -> bytes:
    """Return a gzip stream without time, name or system: equal data, equal bytes."""
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    tail = zlib.crc32(data).to_bytes(4, "little") + (len(data) & 0xFFFFFFFF).to_bytes(4, "little")
    return _GZIP_HEAD + packer.compress(data) + packer.flush() + tail


def _bound(flags: int, name: str) -> bytes:
    """What the tag also covers."""
    return MAGIC + bytes([flags]) + name.encode()
