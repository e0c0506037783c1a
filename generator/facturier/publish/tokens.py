"""Turns the business's master secret, a client id and an epoch into that client's unguessable address."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import os
import re
import secrets
from pathlib import Path

MASTER_BYTES = 32
_ENOUGH_DISTINCT = 12  # 32 random bytes hold 30 different values on average; "aaaa…" or "12341234…" is no secret
_HEX = re.compile(r"(?:[0-9A-Fa-f]{2})+")
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]+={0,2}")


def read_master(text: str) -> bytes | None:
    """Return the master secret that `FACTURIER_SECRET` holds, or None when it is too weak.

    Hexadecimal and base64 (both alphabets) are decoded; anything else counts as its UTF-8 bytes. What comes out has at
    least 32 bytes. `openssl rand -base64 32` makes one.
    """
    master = _decoded(text.strip())
    return master if len(master) >= MASTER_BYTES and len(set(master)) >= _ENOUGH_DISTINCT else None


def client_token(master: bytes, client_id: str, epoch: int) -> str:
    """Return the client's path token: 26 characters of lower-case base32, 128 bits (SEALED-LINKS: TOKEN)."""
    return path_token(client_root(master, client_id, epoch))


def path_token(root: bytes) -> str:
    """Return the path token that follows from a client's root key."""
    return base32(hkdf(root, b"path", 16))


def client_root(master: bytes, client_id: str, epoch: int | str) -> bytes:
    """Return the key from which everything of one client is derived; another epoch gives another key."""
    return hkdf(master, b"facturier/v1/client\0" + client_id.encode() + b"\0" + str(epoch).encode(), 32)


def throwaway_master(folder: Path) -> bytes:
    """Return the key of previews, kept in `folder` (mode 0600) so that local addresses stay the same between builds."""
    file = folder / "preview.key"
    try:
        kept = file.read_bytes()
    except FileNotFoundError:
        kept = b""
    if len(kept) == MASTER_BYTES:
        return kept
    file.unlink(missing_ok=True)
    made = secrets.token_bytes(MASTER_BYTES)
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as opened:
        opened.write(made)
    return made


def _decoded(text: str) -> bytes:
    if _HEX.fullmatch(text):
        return bytes.fromhex(text)
    if _BASE64.fullmatch(text):
        plain = text.rstrip("=").replace("-", "+").replace("_", "/")
        try:
            return base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True)
        except binascii.Error:
            pass
    return text.encode()


def base32(data: bytes) -> str:
    """Return lower-case base32 (RFC 4648) without padding."""
    return base64.b32encode(data).decode("ascii").rstrip("=").lower()


def hkdf(key: bytes, info: bytes, length: int) -> bytes:
    """HKDF-SHA256 without salt (RFC 5869)."""
    extracted = hmac.digest(bytes(hashlib.sha256().digest_size), key, "sha256")
    block, out = b"", b""
    for count in range(1, -(-length // 32) + 1):
        block = hmac.digest(extracted, block + info + bytes([count]), "sha256")
        out += block
    return out[:length]
