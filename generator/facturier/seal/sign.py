"""Signs the digest of a seal with an ed25519 key, and proves a signature."""

from __future__ import annotations

import binascii

from facturier.model.seal import Seal, Signature

_KEY_BYTES = 32


def read_key(text: str) -> bytes | None:
    """Return the private key that FACTURIER_SIGNING_KEY holds: 32 bytes in hex, None when it is anything else."""
    try:
        key = bytes.fromhex(text.strip())
    except ValueError:
        return None
    return key if len(key) == _KEY_BYTES else None


def sign(seal_sha256: str, key: bytes) -> Signature:
    """Sign the digest of a seal, which commits to every seal before it."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    private = Ed25519PrivateKey.from_private_bytes(key)
    public = private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    return Signature(public_key=public.hex(), ed25519=private.sign(message(seal_sha256)).hex())


def is_signed(seal: Seal) -> bool:
    """Whether the signature of a seal is right. A seal without one is not signed."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    if seal.signature is None:
        return False
    try:
        public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(seal.signature.public_key))
        public.verify(bytes.fromhex(seal.signature.ed25519), message(seal.digests.seal_sha256))
    except (InvalidSignature, ValueError, binascii.Error):
        return False
    return True


def message(seal_sha256: str) -> bytes:
    """Return what is signed: the digest with its purpose before it, so that no other signature can stand in."""
    return b"facturier seal v1\n" + seal_sha256.encode("ascii")
