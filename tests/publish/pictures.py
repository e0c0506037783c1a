"""Small pictures whose metadata says something: written by hand, chunk by chunk and segment by segment."""

import zlib

PNG = b"\x89PNG\r\n\x1a\n"


def text_png(name: str, text: str, *, packed: bool = False) -> bytes:
    """A PNG of one pixel with a text chunk."""
    held = name.encode("latin-1") + b"\0"
    chunk = (
        _chunk(b"zTXt", held + b"\0" + zlib.compress(text.encode()))
        if packed
        else _chunk(b"tEXt", held + text.encode())
    )
    return _png(chunk)


def profiled_png(text: bytes) -> bytes:
    """A PNG whose colour profile says something."""
    return _png(_chunk(b"iCCP", b"profile\0\0" + zlib.compress(bytes(128) + text)))


def _png(chunk: bytes) -> bytes:
    header = _chunk(b"IHDR", bytes([0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]))
    return PNG + header + chunk + _chunk(b"IDAT", zlib.compress(b"\0\0")) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, content: bytes) -> bytes:
    return len(content).to_bytes(4, "big") + kind + content + zlib.crc32(kind + content).to_bytes(4, "big")


def exif_jpeg(author: str) -> bytes:
    """A JPEG whose Exif holds an author as Windows writes it: UTF-16."""
    return _jpeg(0xE1, b"Exif\0\0II*\0" + author.encode("utf-16-le") + b"\0\0")


def comment_jpeg(text: str) -> bytes:
    """A JPEG with a comment."""
    return _jpeg(0xFE, text.encode())


def _jpeg(kind: int, content: bytes) -> bytes:
    segment = bytes([0xFF, kind]) + (len(content) + 2).to_bytes(2, "big") + content
    return b"\xff\xd8" + segment + b"\xff\xda\0\x08\1\1\0\0?\0\x7f\xff\xd9"
