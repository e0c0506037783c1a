"""Makes RFC 3161 time-stamp requests for the heads of chains, and tells which digest a response is about.

Requests and responses are files: the authority is asked with any tool (`curl`, `openssl ts`), never by this program.
"""

from __future__ import annotations

from typing import Protocol

_SHA256 = bytes.fromhex("300d06096086480165030402010500")  # AlgorithmIdentifier: 2.16.840.1.101.3.4.2.1, NULL


class Stamper(Protocol):
    """Somebody who turns a time-stamp request into a response: an authority reached in whatever way."""

    def __call__(self, request: bytes) -> bytes:
        """Return the DER of a TimeStampResp for the DER of a TimeStampReq."""


def stamp_request(seal_sha256: str) -> bytes:
    """Return the DER of a TimeStampReq (RFC 3161, 2.4.1) for the digest of a seal, asking for the certificate."""
    imprint = _der(0x30, _SHA256 + _der(0x04, bytes.fromhex(seal_sha256)))
    return _der(0x30, _der(0x02, b"\x01") + imprint + _der(0x01, b"\xff"))


def is_about(response: bytes, seal_sha256: str) -> bool:
    """Whether a response holds the message imprint of this seal. Its signature is proved by `openssl ts -verify`."""
    return _SHA256 + _der(0x04, bytes.fromhex(seal_sha256)) in response


def _der(tag: int, content: bytes) -> bytes:
    if len(content) > 127:
        raise ValueError("a request is short")
    return bytes([tag, len(content)]) + content
