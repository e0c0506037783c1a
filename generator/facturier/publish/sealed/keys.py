"""Derives all that opens one portal: link key, vault, document keys; and of each file its name, key and nonce."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import re
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from facturier.publish.tokens import base32, hkdf

ROUNDS = 600_000  # of PBKDF2-HMAC-SHA256: the floor of OWASP's password storage guidance (2023)
_NONCE = 12
_NAME = 16
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base32: nothing that looks like something else
_MISREAD = str.maketrans("ILO", "110")


@dataclass(frozen=True)
class Ring:
    """The keys that follow from one secret: a vault, a document, or (for its mark alone) the key of a link."""

    secret: bytes = field(repr=False)

    def file_key(self, name: str) -> bytes:
        """Return the AES-256 key of one file."""
        return hkdf(self.secret, b"file\0" + name.encode(), 32)

    def blob_name(self, name: str) -> str:
        """Return the name under which a file is published: 26 characters of lower-case base32, 128 bits."""
        return base32(hmac.digest(self._names, name.encode(), "sha256")[:_NAME])

    def nonce(self, name: str, flags: int, padded: bytes) -> bytes:
        """Return the synthetic nonce: equal only for an equal name, flags and content."""
        keyed = hmac.new(self._nonces, name.encode() + bytes([flags]), "sha256")
        keyed.update(padded)
        return keyed.digest()[:_NONCE]

    @cached_property
    def _names(self) -> bytes:
        return hkdf(self.secret, b"name", 32)

    @cached_property
    def _nonces(self) -> bytes:
        return hkdf(self.secret, b"nonce", 32)


@dataclass(frozen=True)
class Vault(Ring):
    """The ring of a whole portal."""

    def document(self, number: str) -> Ring:
        """Return the ring of one document; its secret is the key of a one-document link."""
        return Ring(hkdf(self.secret, b"document\0" + number.encode(), 32))


def link_key(root: bytes) -> bytes:
    """Return the key of a client's portal link: 32 bytes."""
    return hkdf(root, b"link", 32)


def vault(key: bytes, stretched: bytes = b"") -> Vault:
    """Return what the key of a portal link opens, with the stretched passcode where there is one."""
    return Vault(hkdf(key + stretched, b"vault", 32))


def passcode(root: bytes) -> str:
    """Return the passcode of a portal: twelve characters, 60 bits, in groups of four."""
    number = int.from_bytes(hkdf(root, b"passcode", 8), "big")
    text = "".join(_ALPHABET[number >> shift & 31] for shift in range(55, -1, -5))
    return "-".join(text[start : start + 4] for start in range(0, 12, 4))


@lru_cache(maxsize=4096)
def stretch(typed: str, token: str, rounds: int = ROUNDS) -> bytes:
    """Return the stretched passcode of the portal at `token`, however it was typed: case, spaces, O for 0."""
    plain = re.sub(r"[^0-9A-Z]", "", typed.upper()).translate(_MISREAD)
    return hashlib.pbkdf2_hmac("sha256", plain.encode(), b"facturier/v1/passcode\0" + token.encode(), rounds)


def wrapped(document_key: bytes, number: str, stretched: bytes) -> bytes:
    """Return the key of a one-document link where there is a passcode; applied twice it gives the key back."""
    mask = hkdf(stretched, b"wrap\0" + number.encode(), 32)
    return bytes(one ^ other for one, other in zip(document_key, mask, strict=True))


def key_text(key: bytes) -> str:
    """Return a key as links hold it: base64url without padding, 43 characters."""
    return base64.urlsafe_b64encode(key).decode("ascii").rstrip("=")


def key_bytes(text: str) -> bytes:
    """Return the key that a link holds. Raises ValueError when it is not one."""
    try:
        key = base64.b64decode(text + "=", altchars=b"-_", validate=True)
    except binascii.Error as problem:
        raise ValueError("not a key") from problem
    if len(key) != 32:
        raise ValueError("not a key")
    return key
