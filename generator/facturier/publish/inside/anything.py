"""Turns the bytes of any file into all text in it: PDFs, pictures, archives and office files, XML, plain text."""

from __future__ import annotations

import html
from collections.abc import Iterator

from facturier.publish.inside.archives import PACKERS, unpacked
from facturier.publish.inside.bounds import Budget, UnreadableError
from facturier.publish.inside.pictures import JPEG, PNG, jpeg_text, png_text
from facturier.publish.scan import without_tags

_PDF, _ZIP, _OLE = b"%PDF-", (b"PK\x03\x04", b"PK\x05\x06"), b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PACKED = tuple(signature for signature, _ in PACKERS)
_LOOKED_AT = 4096  # bytes that tell whether every other one is zero

__all__ = ["UnreadableError", "text_of"]


def text_of(data: bytes, budget: Budget | None = None) -> str:
    """Return the text of a file by what its first bytes say it is. Raises UnreadableError; reads a bounded amount."""
    budget = budget or Budget()
    budget.take(len(data))
    if data.startswith(_PDF):
        from facturier.publish.inside.foreign_pdf import foreign_pdf_text

        return foreign_pdf_text(data, budget.deeper())
    if data.startswith(_ZIP):
        from facturier.publish.inside.archives import zip_text

        return zip_text(data, budget.deeper())
    if data.startswith(_PACKED):
        return "\n".join(text_of(part, budget.deeper()) for part in _parts(data, budget))
    for signature, read in ((PNG, png_text), (JPEG, jpeg_text)):
        if data.startswith(signature):
            metadata, tail = read(data, budget)
            return metadata + ("\n" + text_of(tail, budget.deeper()) if tail.strip(b"\0 \r\n") else "")
    return _plain(data)


def _parts(data: bytes, budget: Budget) -> Iterator[bytes]:
    """What was packed, and packed again behind it: to a program that unpacks it all is one file."""
    whole = []
    while data.startswith(_PACKED):
        budget.member()
        plain, data = unpacked(data, budget)
        whole.append(plain)
    yield b"".join(whole)
    if data.strip(b"\0 \r\n"):
        yield data


def _plain(data: bytes) -> str:
    """Text in the encodings that text has; of markup also what a reader sees, however its tags cut it up."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = data.decode("utf-16", "replace")
    elif data.startswith(_OLE) or data[:_LOOKED_AT].count(b"\0") > len(data[:_LOOKED_AT]) // 8:
        orders = ("utf-16-le", "utf-16-be")
        text = "\n".join([data.decode("latin-1"), *(data.decode(order, "replace") for order in orders)])
    else:
        text = _utf8_or_latin(data)
    if text.lstrip("\ufeff \t\r\n").startswith("<"):
        seen = (html.unescape(without_tags(text, instead)) for instead in ("", " "))
        return "\n".join((html.unescape(text), *seen))
    return text


def _utf8_or_latin(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")
