"""Signs requests to an S3-compatible store (AWS Signature Version 4)."""

from __future__ import annotations

import hashlib
import hmac
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import quote

_ALGORITHM = "AWS4-HMAC-SHA256"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreAccess:
    """What the environment says of an object store. `endpoint` is the address of a store other than Amazon's.

    `now` gives the seconds since 1970-01-01 that requests are dated with.
    """

    key_id: str = ""
    secret: str = field(default="", repr=False)
    token: str = field(default="", repr=False)
    region: str = ""
    endpoint: str = ""
    now: Callable[[], float] = field(default=lambda: 0.0, repr=False)
    sleep: Callable[[float], None] = field(default=time.sleep, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A request before it is signed: `path` is encoded already, `query` not."""

    method: str
    host: str
    path: str
    query: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


def encoded(text: str, *, safe: str = "") -> str:
    """Return a text as the signature wants it: everything but letters, digits and `-_.~` as %XX."""
    return quote(text, safe=f"{safe}-_.~")


def query_text(query: Mapping[str, str]) -> str:
    """Return a query in the order that is signed."""
    return "&".join(f"{encoded(name)}={encoded(value)}" for name, value in sorted(query.items()))


def signed(request: Request, access: StoreAccess) -> dict[str, str]:
    """Return the headers to send: those given, the date, the digest of the body, and `Authorization`."""
    stamp = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime(access.now()))
    headers = {name.lower(): value.strip() for name, value in request.headers.items()}
    headers |= {"host": request.host, "x-amz-date": stamp}
    headers["x-amz-content-sha256"] = hashlib.sha256(request.body).hexdigest()
    if access.token:
        headers["x-amz-security-token"] = access.token
    names = ";".join(sorted(headers))
    scope = f"{stamp[:8]}/{access.region}/s3/aws4_request"
    digest = hashlib.sha256(_canonical(request, headers, names).encode()).hexdigest()
    signature = _mac(_key(access, stamp[:8]), f"{_ALGORITHM}\n{stamp}\n{scope}\n{digest}").hex()
    credential = f"{_ALGORITHM} Credential={access.key_id}/{scope}"
    return headers | {"authorization": f"{credential}, SignedHeaders={names}, Signature={signature}"}


def _canonical(request: Request, headers: Mapping[str, str], names: str) -> str:
    lines = "".join(f"{name}:{' '.join(value.split())}\n" for name, value in sorted(headers.items()))
    first = (request.method, request.path, query_text(request.query))
    return "\n".join((*first, lines, names, headers["x-amz-content-sha256"]))


def _key(access: StoreAccess, day: str) -> bytes:
    key = f"AWS4{access.secret}".encode()
    for part in (day, access.region, "s3", "aws4_request"):
        key = _mac(key, part)
    return key


def _mac(key: bytes, text: str) -> bytes:
    return hmac.new(key, text.encode(), hashlib.sha256).digest()
