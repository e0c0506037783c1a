"""Turns frozen values into one canonical JSON form, and that into digests and fingerprints.

The form follows RFC 8785: keys sorted, no space, UTF-8 unescaped. There are no floats: amounts are texts as
they were computed (`"620.00"`), days are ISO 8601.
"""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any

Json = dict[str, "Json"] | list["Json"] | str | int | bool | None
FINGERPRINT_GROUPS = 4
_PER_GROUP = 4


def plain(value: object) -> Json:
    """Return a frozen value as JSON data. Raises TypeError for a float or anything without a canonical form."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, Enum):
        return plain(value.value)
    if isinstance(value, str | int):
        return value
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    if is_dataclass(value):
        kind: Any = type(value)
        return {name: plain(getattr(value, name)) for name in _names(kind)}
    raise TypeError(f"{type(value).__name__} has no canonical form")


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def canonical(data: Json) -> bytes:
    """Return the canonical bytes of JSON data: the only form that digests are made of."""
    return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()


def pretty(data: Json) -> bytes:
    """Return the same data as people read it in a file: one value a line, keys sorted."""
    return (json.dumps(data, sort_keys=True, indent=1, ensure_ascii=False, allow_nan=False) + "\n").encode()


def sha256(data: bytes) -> str:
    """Return the sha256 of bytes in hex."""
    return hashlib.sha256(data).hexdigest()


def text_sha256(text: bytes) -> str:
    """Return the sha256 of a text file whose lines end in LF, however git wrote them on this machine."""
    return sha256(text.replace(b"\r\n", b"\n"))


def digest(data: Json) -> str:
    """Return the sha256 of JSON data in its canonical form."""
    return sha256(canonical(data))


def fingerprint(content_sha256: str) -> str:
    """Return the short form of a digest that people compare: 80 bits as `K7QD-2M4X-9ABC-WXYZ` (base32)."""
    letters = base64.b32encode(bytes.fromhex(content_sha256)).decode("ascii")[: FINGERPRINT_GROUPS * _PER_GROUP]
    return "-".join(letters[start : start + _PER_GROUP] for start in range(0, len(letters), _PER_GROUP))
