"""Asks a web server for a few published files, as a browser would."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import quote, urlsplit

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


def from_web(address: str, paths: Sequence[str]) -> Mapping[str, bytes] | str:
    """Return these files as the site at an address gives them, without those it lacks; why it cannot be asked."""
    parts = urlsplit(address)
    if parts.scheme != "https" and parts.hostname not in _LOOPBACK:
        return "portal.url says no https:// address to fetch the files back from"
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    connection = kind(parts.netloc, timeout=60)
    try:
        found = {path: _asked(connection, f"{parts.path.rstrip('/')}/{quote(path)}") for path in paths}
    except (OSError, HTTPException) as problem:
        return f"{parts.hostname} cannot be reached: {str(problem) or type(problem).__name__}"
    finally:
        connection.close()
    return {path: content for path, content in found.items() if content is not None}


def _asked(connection: HTTPConnection, path: str) -> bytes | None:
    connection.request("GET", path)
    answer = connection.getresponse()
    content = answer.read()
    return content if answer.status == 200 else None
