"""Addresses in a printed document → bytes of theme files and declared attachments, and of nothing else."""

from __future__ import annotations

import mimetypes
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from weasyprint.urls import URLFetcher, URLFetcherResponse

_TYPES = {".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".css": "text/css"}


class ClosedFetcher(URLFetcher):
    """Serves `theme:PATH` from the theme and `book:PATH` from the files handed over; all else is refused.

    No handler for files, HTTP, FTP or data is ever made: there is nothing a crafted text could reach.
    """

    def __init__(self, theme: Path, files: Mapping[str, bytes]) -> None:
        super().__init__(timeout=0, allowed_protocols=())  # type: ignore[no-untyped-call]
        self._theme = theme
        self._files = files

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:  # noqa: ARG002 (the signature is WeasyPrint's)
        """Return the content of `url`; anything undeclared raises ValueError, and WeasyPrint leaves it out."""
        scheme, _, path = url.partition(":")
        if scheme == "book" and path in self._files:
            return _response(url, path, self._files[path])
        if scheme == "theme" and ".." not in PurePosixPath(path).parts and not path.startswith("/"):
            return _response(url, path, (self._theme / path).read_bytes())
        raise ValueError(f"the printed document asks for {url!r}, which is not part of it")


def _response(url: str, path: str, content: bytes) -> URLFetcherResponse:
    suffix = PurePosixPath(path).suffix.lower()
    kind = _TYPES.get(suffix) or mimetypes.guess_type(path)[0] or "application/octet-stream"
    return URLFetcherResponse(url, content, {"Content-Type": kind})
