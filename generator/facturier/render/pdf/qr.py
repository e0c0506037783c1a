"""An EPC069-12 text → a QR code as one short SVG path."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from facturier.render.pdf.view import QrCode

_QUIET = 4  # modules around the code, ISO/IEC 18004
_MASK = 3  # any of the eight is valid; a fixed one costs a fifth of the search for the best


def qr_code(text: str, title: str) -> QrCode:
    """Draw `text` with error correction M, as EPC069-12 asks; `title` is read to who cannot see it."""
    import segno

    code = segno.make(text, error="m", micro=False, boost_error=False, mask=_MASK)
    matrix = code.matrix
    return QrCode(path=_path(matrix), size=len(matrix) + 2 * _QUIET, title=title)


def _path(matrix: Iterable[bytearray]) -> str:
    moves = []
    for top, row in enumerate(matrix, start=_QUIET):
        left = _QUIET
        for dark, run in groupby(row):
            width = len(list(run))
            if dark:
                moves.append(f"M{left} {top}h{width}v1h-{width}z")
            left += width
    return "".join(moves)
