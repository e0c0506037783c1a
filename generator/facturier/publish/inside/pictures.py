"""Turns a PNG or JPEG into the text of its metadata (Exif, XMP, IPTC, comments) and what is hung on behind its end."""

from __future__ import annotations

from collections.abc import Iterator

from facturier.publish.inside.bounds import Budget, UnreadableError

PNG, JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
_TEXTS = frozenset({b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"iCCP"})
_PIXELS = frozenset({b"IHDR", b"PLTE", b"IDAT"})
_SOS, _EOI = 0xDA, b"\xff\xd9"
_METADATA = frozenset({*range(0xE0, 0xF0), 0xFE})  # APP0 … APP15 and COM


def png_text(data: bytes, budget: Budget) -> tuple[str, bytes]:
    """Return the text of a PNG's ancillary chunks (PNG, third edition, 11.3) and the bytes behind its end."""
    texts: list[str] = []
    at = len(PNG)
    while at + 8 <= len(data):
        length, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        content = data[at + 8 : at + 8 + length]
        if len(content) != length:
            raise UnreadableError("a PNG that ends too early")
        at += length + 12
        if kind == b"IEND":
            return "\n".join(texts), data[at:]
        if kind not in _PIXELS:
            texts += _chunk(kind, content, budget)
    raise UnreadableError("a PNG without an end")


def _chunk(kind: bytes, content: bytes, budget: Budget) -> Iterator[str]:
    yield from _spellings(content)
    name, _, rest = content.partition(b"\0")
    packed = rest[1:] if kind in {b"zTXt", b"iCCP"} else rest[2:].split(b"\0", 2)[-1] if rest[:1] == b"\1" else b""
    if kind in _TEXTS and packed:
        unpacked = budget.inflated(packed)
        budget.take(len(unpacked))
        yield from (name.decode("latin-1"), *_spellings(unpacked))


def jpeg_text(data: bytes, budget: Budget) -> tuple[str, bytes]:
    """Return the text of a JPEG's APPn and COM segments (ITU-T T.81, B.2.4) and the bytes behind its end."""
    texts: list[str] = []
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        kind, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        if kind == _SOS:
            end = data.rfind(_EOI)
            return "\n".join(texts), data[end + 2 :] if end > at else b""
        if kind in _METADATA:
            budget.take(length)
            texts += _spellings(data[at + 4 : at + 2 + length])
        at += 2 + length
    raise UnreadableError("a JPEG without a picture")


def _spellings(data: bytes) -> tuple[str, ...]:
    """Metadata in the encodings it comes in: UTF-8 (XMP), Latin-1 (comments), UTF-16 (Windows)."""
    wide = (data, data[1:]) if b"\0" in data else ()
    return (
        data.decode("utf-8", "replace"),
        data.decode("latin-1"),
        *(part.decode(order, "replace") for part in wide for order in ("utf-16-le", "utf-16-be")),
    )
