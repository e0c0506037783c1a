"""A logo is the picture that its name says, of a size that a machine can unpack."""

import zlib

import pytest

from facturier.read.images import looks_like_logo


def png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, content: bytes) -> bytes:
        return len(content).to_bytes(4, "big") + kind + content + zlib.crc32(kind + content).to_bytes(4, "big")

    header = width.to_bytes(4, "big") + height.to_bytes(4, "big") + bytes([8, 0, 0, 0, 0])
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IEND", b"")


def jpeg(width: int, height: int) -> bytes:
    frame = b"\xff\xc2\0\x0b\x08" + height.to_bytes(2, "big") + width.to_bytes(2, "big") + b"\1\1\x11\0"
    return b"\xff\xd8\xff\xe0\0\x04JF" + frame + b"\xff\xda"


@pytest.mark.parametrize(("width", "height", "fits"), [(1, 1, True), (4000, 4000, True), (40000, 40000, False)])
def test_a_picture_has_a_sane_size(width: int, height: int, fits: bool) -> None:
    assert looks_like_logo("logo.png", png(width, height)) is fits
    assert looks_like_logo("logo.jpg", jpeg(width, height)) is fits
    assert looks_like_logo("logo.JPEG", jpeg(width, height)) is fits


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("logo.png", jpeg(1, 1)),
        ("logo.jpg", png(1, 1)),
        ("logo.png", png(1, 1)[:20]),
        ("logo.png", png(0, 9)),
        ("logo.jpg", jpeg(1, 1)[:12]),
        ("logo.jpg", b"\xff\xd8\xff\xda\0\x02"),
        ("logo.pdf", b"%PDF-1.7"),
        ("logo", png(1, 1)),
    ],
)
def test_what_is_something_else_is_no_logo(name: str, data: bytes) -> None:
    assert not looks_like_logo(name, data)
