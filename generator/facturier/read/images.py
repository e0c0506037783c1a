"""The bytes of a logo to a yes or no: a PNG, a JPEG, or an SVG that draws and does nothing else."""

from __future__ import annotations

from xml.parsers import expat

from facturier.read.files import SIGNATURES

_DRAWING_ELEMENTS = """
svg g path rect circle ellipse line polyline polygon text tspan title desc defs clipPath
linearGradient radialGradient stop symbol use
"""
_DRAWING = frozenset(_DRAWING_ELEMENTS.split())


class _UnsafeError(Exception):
    """Stops the parser: the picture holds more than a drawing."""


def looks_like_logo(name: str, data: bytes) -> bool:
    """Whether the content is the picture its name says, without scripts, styles, links or entities."""
    suffix = f".{name.rpartition('.')[2].lower()}"
    if suffix == ".svg":
        return _plain_svg(data)
    return suffix in SIGNATURES and suffix != ".pdf" and data.startswith(SIGNATURES[suffix])


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
