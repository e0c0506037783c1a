"""The text of a transfer → a QR code as one short SVG path: EPC069-12, or the Swiss QR code with its cross."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from math import ceil, floor

from facturier.model.portal import PaymentBlock
from facturier.render.pdf.qr_modules import modules
from facturier.render.pdf.view import QrCode

_QUIET = 4  # modules around the code, ISO/IEC 18004
_SWISS_SIDE = 46  # millimetres of the Swiss QR code
_CROSS_SIDE = 7  # millimetres of the field of its cross
_BORDER = Decimal("0.5")  # millimetres of white around its black square
_ARM, _WIDE = Decimal("3.9"), Decimal("1.17")  # millimetres: length and width of its bars
_HALF = Decimal("0.5")
_DARK = re.compile(rb"\x01+")
_BAR = tuple(f"h{wide}v1h-{wide}z" for wide in range(178))  # as wide as the largest code


def payment_code(block: PaymentBlock, title: str) -> QrCode | None:
    """Return the code that asks for a transfer, None when there is none; `title` is read to who cannot see it."""
    if block.swiss:
        return swiss_code(block.swiss, title)
    return qr_code(block.epc, title) if block.epc else None


def qr_code(text: str, title: str) -> QrCode:
    """Draw `text` with error correction M, as EPC069-12 asks."""
    matrix = modules(text)
    return QrCode(path=_path(matrix), size=len(matrix) + 2 * _QUIET, title=title)


def swiss_code(text: str, title: str) -> QrCode:
    """Draw `text` with error correction M and the Swiss cross in its middle, as the Swiss QR-bill asks.

    The cross is a black square with a white cross: two outlines that turn against each other in the same path.
    """
    matrix = modules(text)
    side = len(matrix)
    middle = Decimal(side) / 2
    module = Decimal(side) / _SWISS_SIDE  # modules in a millimetre
    half = module * _CROSS_SIDE / 2

    first, end = ceil(middle - half - _HALF), floor(middle + half - _HALF) + 1  # the modules under the cross's field
    for row in matrix[first:end]:
        row[first:end] = bytes(end - first)
    size = side + 2 * _QUIET
    return QrCode(path=_path(matrix) + _cross(Decimal(size) / 2, module), size=size, title=title)


def _path(matrix: Iterable[bytearray]) -> str:
    """One rectangle for each run of dark modules in a row."""
    return "".join(
        f"M{start + _QUIET} {row}{_BAR[end - start]}"
        for row, line in enumerate(matrix, _QUIET)
        for start, end in (run.span() for run in _DARK.finditer(line))
    )


def _cross(middle: Decimal, module: Decimal) -> str:
    """A black square, clockwise, and in it a cross, anticlockwise: a hole."""
    edge = (Decimal(_CROSS_SIDE) / 2 - _BORDER) * module
    arm, wide = _ARM / 2 * module, _WIDE / 2 * module
    corner, side, rest = _n(middle - edge), _n(2 * edge), _n(arm - wide)
    across = _n(2 * wide)
    square = f"M{corner} {corner}h{side}v{side}h-{side}z"
    start = f"M{_n(middle - wide)} {_n(middle - arm)}"
    return f"{square}{start}v{rest}h-{rest}v{across}h{rest}v{rest}h{across}v-{rest}h{rest}v-{across}h-{rest}v-{rest}z"


def _n(value: Decimal) -> str:
    return f"{round(value, 3).normalize():f}"
