"""The bytes of a logo to a yes or no: a PNG or JPEG of a sane size, or an SVG that draws and does nothing else."""

from __future__ import annotations

from xml.parsers import expat

from facturier.read.files import SIGNATURES
from facturier.read.limits import MAX_LOGO_PIXELS

_DRAWING_ELEMENTS = """
svg g path rect circle ellipse line polyline polygon text tspan title desc defs clipPath
linearGradient radialGradient stop symbol use
"""
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}  # SOF0 … SOF15
_DRAWING = frozenset(_DRAWING_ELEMENTS.split())


class _UnsafeError(Exception):
    """Stops the parser: the picture holds more than a drawing."""


def looks_like_logo(name: str, data: bytes) -> bool:
    """Whether the content is the picture its name says, without scripts, styles, links or entities."""
    suffix = f".{name.rpartition('.')[2].lower()}"
    if suffix == ".svg":
        return _plain_svg(data)
    if suffix not in SIGNATURES or suffix == ".pdf" or not data.startswith(SIGNATURES[suffix]):
        return False
    return 0 < (_png_pixels(data) if suffix == ".png" else _jpeg_pixels(data)) <= MAX_LOGO_PIXELS


def _png_pixels(data: bytes) -> int:
    """Width times height of a PNG, as its header says; 0 without one."""
    is_header = data[12:16] == b"IHDR" and len(data) >= 24
    return int.from_bytes(data[16:20], "big") * int.from_bytes(data[20:24], "big") if is_header else 0


def _jpeg_pixels(data: bytes) -> int:
    """Width times height of a JPEG, as its frame says (ITU-T T.81, B.2.2); 0 without one."""
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        if data[at + 1] in _FRAMES:
            return int.from_bytes(data[at + 5 : at + 7], "big") * int.from_bytes(data[at + 7 : at + 9], "big")
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return 0


def _plain_svg(data: bytes) -> bool:
    parser = expat.ParserCreate()
    parser.StartElementHandler = _element
    parser.StartDoctypeDeclHandler = _refuse
    parser.ProcessingInstructionHandler = _refuse
    try:
        parser.Parse(data, True)
    except (_UnsafeError, expat.ExpatError):
        return False
    return True


def _element(name: str, attributes: dict[str, str]) -> None:
    if name not in _DRAWING:
        raise _UnsafeError
    for key, value in attributes.items():
        outside = key.rpartition(":")[2] == "href" and not value.startswith("#")
        address = "url(" in value.lower().replace("url(#", "") or "\\" in value
        if key.lower().startswith("on") or outside or address:
            raise _UnsafeError


def _refuse(*_: object) -> None:
    raise _UnsafeError
