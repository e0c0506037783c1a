"""Makes RFC 3161 time-stamp requests for the heads of chains, and reads of responses what they witness.

Requests and responses are files: the authority is asked with any tool (`curl`, `openssl ts`), never by this program.
The signature of a response is proved by `connect.timestamps`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

_SHA256_OID = bytes.fromhex("608648016503040201")  # 2.16.840.1.101.3.4.2.1
_SHA256 = bytes.fromhex("300d0609") + _SHA256_OID + bytes.fromhex("0500")  # AlgorithmIdentifier with NULL
_TST_INFO = bytes.fromhex("2a864886f70d0109100104")  # 1.2.840.113549.1.9.16.1.4, what a token holds
_GRANTED = frozenset({0, 1})  # granted, grantedWithMods
_INTEGER, _OCTETS, _OID, _SEQUENCE, _TIME, _FIRST = 0x02, 0x04, 0x06, 0x30, 0x18, 0xA0
_DEPTH = 24


class UnreadableStampError(ValueError):
    """These bytes are no TimeStampResp; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """What a response says: a digest (sha256 in hex) existed at a moment (UTC)."""

    sha256: str
    at: datetime


def stamp_request(seal_sha256: str) -> bytes:
    """Return the DER of a TimeStampReq (RFC 3161, 2.4.1) for the digest of a seal, asking for the certificate."""
    imprint = _der(_SEQUENCE, _SHA256 + _der(_OCTETS, bytes.fromhex(seal_sha256)))
    return _der(_SEQUENCE, _der(_INTEGER, b"\x01") + imprint + _der(0x01, b"\xff"))


def read_stamp(response: bytes) -> Stamp | None:
    """Read a TimeStampResp (RFC 3161, 2.4.2); None when the authority refused. Its signature is not proved here.

    Raises UnreadableStampError for anything else.
    """
    [(tag, whole)] = _parts(response)[:1] or [(0, b"")]
    parts = _parts(whole) if tag == _SEQUENCE else []
    if not parts or parts[0][0] != _SEQUENCE:
        raise UnreadableStampError("no time-stamp response")
    status = _parts(parts[0][1])
    if not status or status[0][0] != _INTEGER:
        raise UnreadableStampError("no status")
    if int.from_bytes(status[0][1], "big") not in _GRANTED:
        return None
    found = next(_infos(parts[1:]), None)
    if found is None:
        raise UnreadableStampError("no token")
    return _info(found)


def _info(data: bytes) -> Stamp:
    """TSTInfo: version, policy, messageImprint, serialNumber, genTime…"""
    fields = _parts(data)
    if len(fields) < 5 or fields[2][0] != _SEQUENCE or fields[4][0] != _TIME:
        raise UnreadableStampError("a token of another kind")
    imprint = _parts(fields[2][1])
    if len(imprint) != 2 or (_OID, _SHA256_OID) not in _parts(imprint[0][1]) or imprint[1][0] != _OCTETS:
        raise UnreadableStampError("the digest is no sha256")
    try:
        whole = fields[4][1].decode("ascii").removesuffix("Z").partition(".")[0]
        at = datetime.strptime(whole, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        raise UnreadableStampError("no moment") from None
    return Stamp(sha256=imprint[1][1].hex(), at=at)


def _infos(parts: list[tuple[int, bytes]], depth: int = 0) -> Iterator[bytes]:
    """Yield the content of each TSTInfo: what follows its object identifier, inside an octet string."""
    for place, (tag, content) in enumerate(parts):
        if tag == _OID and content == _TST_INFO and parts[place + 1 : place + 2] and parts[place + 1][0] == _FIRST:
            for kind, octets in _parts(parts[place + 1][1]):
                inner = _parts(octets) if kind == _OCTETS else []
                yield from (info for sequence, info in inner[:1] if sequence == _SEQUENCE)
        elif tag & 0x20 and depth < _DEPTH:
            yield from _infos(_parts(content), depth + 1)


def _parts(data: bytes) -> list[tuple[int, bytes]]:
    """Split DER into the tags and contents that follow each other. Raises UnreadableStampError where it is none."""
    found, place = [], 0
    while place < len(data):
        tag, start = data[place], place + 2
        if start > len(data) or tag & 0x1F == 0x1F:
            raise UnreadableStampError("no DER")
        length = data[place + 1]
        if length > 127:
            wide = length & 0x7F
            if not 0 < wide <= 4:
                raise UnreadableStampError("no DER")
            length, start = int.from_bytes(data[start : start + wide], "big"), start + wide
        if start + length > len(data):
            raise UnreadableStampError("cut short")
        found.append((tag, data[start : start + length]))
        place = start + length
    return found


def _der(tag: int, content: bytes) -> bytes:
    if len(content) > 127:
        raise ValueError("a request is short")
    return bytes([tag, len(content)]) + content
