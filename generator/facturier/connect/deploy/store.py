"""Brings a site to an S3-compatible object store: what is new first, what died last."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, ParseError  # defusedxml reads; these are its types

from facturier.connect.deploy.signing import Request, StoreAccess, encoded, query_text, signed
from facturier.connect.deploy.site import Site, in_order

HeadersOf = Callable[[str], Mapping[str, str]]

_AT_ONCE = 8
_TRIES = 5
_AGAIN = frozenset({429, 500, 502, 503, 504})
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class StoreError(Exception):
    """The store refused, or cannot be reached; its own words."""


def to_store(site: Site, place: str, access: StoreAccess, headers_of: HeadersOf) -> str:
    """Make `BUCKET/PREFIX` equal to the site; return the store's own words when it refuses, "" when it is.

    A place that holds objects and lacks the one called `mark` is left alone. What the store holds already is known by
    its ETag; a store that makes ETags of its own (SSE-KMS) is sent everything again.
    """
    try:
        with closing(Bucket(place, access)) as bucket:
            return _brought(site, bucket, headers_of)
    except StoreError as problem:
        return str(problem)


def from_store(place: str, access: StoreAccess, paths: Sequence[str]) -> Mapping[str, bytes] | str:
    """Return these files as the store has them, without those it lacks; its own words when it cannot be asked."""
    try:
        with closing(Bucket(place, access)) as bucket:
            found = {path: bucket.get(path) for path in paths}
    except StoreError as problem:
        return str(problem)
    return {path: content for path, content in found.items() if content is not None}


def _brought(site: Site, bucket: Bucket, headers_of: HeadersOf) -> str:
    there = bucket.listed()
    if there and site.mark not in there:
        return "it holds objects that are no site; empty it or name another prefix"
    changed = [path for path in site.paths if there.get(path) != _digest(_content(site, path))]
    for phase in in_order(site, changed, frozenset(there)):
        _each(phase, lambda path: bucket.put(path, _content(site, path), headers_of(path)))
    _each(sorted(there.keys() - {*site.paths, site.mark}), bucket.delete)
    return ""


def _each(paths: Iterable[str], work: Callable[[str], None]) -> None:
    with ThreadPoolExecutor(_AT_ONCE) as threads:
        list(threads.map(work, paths))


def _content(site: Site, path: str) -> bytes:
    return b"" if path == site.mark else (site.folder / path).read_bytes()


def _digest(content: bytes) -> str:
    return hashlib.md5(content, usedforsecurity=False).hexdigest()  # what a store calls ETag


class Bucket:
    """The objects below one prefix. Every method raises StoreError; requests are tried again when the store is busy."""

    def __init__(self, place: str, access: StoreAccess) -> None:
        name, _, prefix = place.strip("/").partition("/")
        self._access = access
        self._prefix = f"{prefix.strip('/')}/" if prefix.strip("/") else ""
        own = f"https://{name}.s3.{access.region}.amazonaws.com"
        parts = urlsplit(access.endpoint or own)
        if parts.scheme != "https" and parts.hostname not in _LOOPBACK:
            raise StoreError("the store's address must begin with https://")
        self._host, self._secure = parts.netloc, parts.scheme == "https"
        self._base = parts.path.rstrip("/") + (f"/{encoded(name)}" if access.endpoint else "")
        self._local = threading.local()
        self._opened: list[HTTPConnection] = []  # one for each thread

    def close(self) -> None:
        """End every connection."""
        for connection in self._opened:
            connection.close()

    def listed(self) -> dict[str, str]:
        """Return the ETags of all objects by path below the prefix."""
        found: dict[str, str] = {}
        more = {"list-type": "2", "prefix": self._prefix}
        while more:
            page = _xml(_accepted(*self._ask("GET", "", query=more)))
            found |= {
                _text(one, "Key").removeprefix(self._prefix): _text(one, "ETag").strip('"')
                for one in page
                if one.tag.endswith("Contents")
            }
            token = _text(page, "NextContinuationToken")
            more = {**more, "continuation-token": token} if token else {}
        return {path: tag for path, tag in found.items() if path}

    def put(self, path: str, content: bytes, headers: Mapping[str, str]) -> None:
        """Write one object; whoever reads it gets the old one or the new one whole."""
        _accepted(*self._ask("PUT", path, body=content, headers=headers))

    def delete(self, path: str) -> None:
        """Remove one object; one that is gone already is no error."""
        status, content = self._ask("DELETE", path)
        if status != 404 or b"NoSuchBucket" in content:  # Amazon says 204 in any case; other stores do not
            _accepted(status, content)

    def get(self, path: str) -> bytes | None:
        """Return one object, None when there is none."""
        status, content = self._ask("GET", path)
        if status == 404 and b"NoSuchBucket" not in content:
            return None
        return _accepted(status, content)

    def _ask(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        body: bytes = b"",
    ) -> tuple[int, bytes]:
        key = encoded(f"{self._prefix}{path}", safe="/") if path else ""
        request = Request(
            method=method,
            host=self._host,
            path=f"{self._base}/{key}",
            query=query or {},
            headers=headers or {},
            body=body,
        )
        said = ""
        for count in range(_TRIES):
            if count:
                self._access.sleep(0.25 * 2**count)
            try:
                status, content = self._once(request)
            except (OSError, HTTPException) as problem:
                self._local.connection = None
                said = f"{self._host} cannot be reached: {str(problem) or type(problem).__name__}"
                continue
            if status not in _AGAIN:
                return status, content
            said = _refusal(status, content)
        raise StoreError(said)

    def _once(self, request: Request) -> tuple[int, bytes]:
        connection = getattr(self._local, "connection", None)
        if connection is None:
            kind = HTTPSConnection if self._secure else HTTPConnection
            connection = self._local.connection = kind(self._host, timeout=60)
            self._opened.append(connection)
        target = f"{request.path}?{query_text(request.query)}" if request.query else request.path
        connection.request(request.method, target, body=request.body, headers=signed(request, self._access))
        answer = connection.getresponse()
        return answer.status, answer.read()


def _accepted(status: int, content: bytes) -> bytes:
    if status >= 300:
        raise StoreError(_refusal(status, content))
    return content


def _refusal(status: int, content: bytes) -> str:
    try:
        said = _xml(content)
        return f"{status} {_text(said, 'Code')}: {_text(said, 'Message')}"
    except StoreError:
        return f"the store answered {status}"


def _xml(content: bytes) -> Element:
    from defusedxml.ElementTree import fromstring

    try:
        root: Element = fromstring(content)
    except (ParseError, ValueError):
        raise StoreError("the store's answer cannot be read") from None
    return root


def _text(node: Element, name: str) -> str:
    return next((child.text or "" for child in node if child.tag.rpartition("}")[2] == name), "")
