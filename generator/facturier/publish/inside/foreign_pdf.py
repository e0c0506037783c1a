"""Turns a PDF from anywhere into the text it draws, its metadata and what is embedded in it.

Fonts are read through their table of characters (ToUnicode), or as Windows-1252 without one. Text that is a picture is
not read, nor are letters placed one by one.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator
from typing import Any

from facturier.publish.inside.bounds import Budget, UnreadableError
from facturier.publish.inside.pdf_streams import earlier_states

_SECTION = re.compile(rb"begin(bfchar|bfrange)(.*?)(?:end\1|\Z)", re.DOTALL)
_CODES = re.compile(rb"<([0-9A-Fa-f\s]*)>|(\[)|(\])")
_GAP = -180  # thousandths of the font size: wider is a space between words
_DRAWS = "Tf Tj ' \" TJ Do"  # of a plan that is all lines, memory for its words alone
_MOST_IN_RANGE = 0x10000
_COST = 4000  # bytes that drawing a form once counts for, so that forms in forms come to an end
DAMAGED = (ValueError, TypeError, AttributeError, ArithmeticError, LookupError, RecursionError)
Fonts = dict[tuple[int, int], "dict[bytes, str] | None"]


def foreign_pdf_text(data: bytes, budget: Budget, *, earlier: bool = True) -> str:
    """Return all text of a PDF, also of its `earlier` states. Raises UnreadableError, also for one with a password."""
    import pikepdf

    try:
        with warnings.catch_warnings(), pikepdf.open(io.BytesIO(data), suppress_warnings=True) as pdf:
            warnings.simplefilter("ignore")  # of files that are mended while they are read
            texts = list(_everything(data, pdf, budget))
        texts += [foreign_pdf_text(state, budget, earlier=False) for state in earlier_states(data) if earlier]
        return "\n".join(texts)
    except (pikepdf.PdfError, pikepdf.PasswordError, *DAMAGED) as problem:
        raise UnreadableError(str(problem)) from problem


def _everything(data: bytes, pdf: Any, budget: Budget) -> Iterator[str]:
    from facturier.publish.pdf_text import beside_pages

    yield from (" ".join(" ".join(drawn(page.obj, budget)).split()) for page in pdf.pages)
    yield from beside_pages(data, pdf, budget, lambda form: drawn(form, budget))


def drawn(holder: Any, budget: Budget) -> Iterator[str]:
    """Yield the text that a page or a form draws, run by run, with that of the forms inside it."""
    return _drawn(holder, budget, set(), {}, {})


def _drawn(holder: Any, budget: Budget, seen: set[tuple[int, int]], around: Any, fonts: Fonts) -> Iterator[str]:
    """`around` are the resources of what the form is in: it may have none of its own."""
    import pikepdf

    resources = holder.get("/Resources", around)
    font: dict[bytes, str] | None = None
    wide = False
    for step in pikepdf.parse_content_stream(holder, _DRAWS):
        operands: Any = step.operands
        match str(step.operator):
            case "Tf":
                chosen = resources.get("/Font", {}).get(str(operands[0]))
                font = _known_font(chosen, budget, fonts)
                wide = chosen is not None and chosen.get("/Subtype") == "/Type0"
            case "Tj" | "'" | '"' | "TJ":
                yield "".join(_run(operands[-1], font, wide=wide))
            case "Do":
                inner = resources.get("/XObject", {}).get(str(operands[0]))
                if inner is not None and inner.get("/Subtype") == "/Form" and inner.objgen not in seen:
                    budget.take(_COST)
                    yield from _drawn(inner, budget, {*seen, inner.objgen}, resources, fonts)
            case _:
                pass


def _run(shown: Any, font: dict[bytes, str] | None, *, wide: bool) -> Iterator[str]:
    import pikepdf

    for part in shown if isinstance(shown, pikepdf.Array) else [shown]:
        if not isinstance(part, pikepdf.String):
            yield " " if float(part) < _GAP else ""
            continue
        codes, size = bytes(part), 2 if wide else 1
        pieces = (codes[at : at + size] for at in range(0, len(codes), size))
        yield "".join(piece.decode("cp1252", "replace") if font is None else font.get(piece, "") for piece in pieces)


def _known_font(font: Any, budget: Budget, fonts: Fonts) -> dict[bytes, str] | None:
    """A font is chosen anew for almost every line: its table is read once."""
    if font is None or not font.is_indirect:
        return _characters(font, budget)
    if font.objgen not in fonts:
        fonts[font.objgen] = _characters(font, budget)
    return fonts[font.objgen]


def _characters(font: Any, budget: Budget) -> dict[bytes, str] | None:
    """The table of a font's characters (PDF 32000-1, 9.10.3), None without one."""
    if font is None or "/ToUnicode" not in font:
        return None
    from facturier.publish.pdf_text import stream_bytes

    table = stream_bytes(font.ToUnicode, budget)
    found: dict[bytes, str] = {}
    for kind, body in _SECTION.findall(table):
        codes = [
            bytes.fromhex(code.decode()) if not mark and not end else mark or end
            for code, mark, end in _CODES.findall(body)
        ]
        found.update(_single(codes) if kind == b"bfchar" else _ranges(codes, budget))
    return found


def _single(codes: list[bytes]) -> Iterator[tuple[bytes, str]]:
    for code, text in zip(codes[::2], codes[1::2], strict=False):
        yield code, text.decode("utf-16-be", "replace")


def _ranges(codes: list[bytes], budget: Budget) -> Iterator[tuple[bytes, str]]:
    rest = iter(codes)
    for first, last, target in zip(rest, rest, rest, strict=False):
        low, high = int.from_bytes(first, "big"), int.from_bytes(last, "big")
        wanted = range(low, min(high, low + _MOST_IN_RANGE) + 1)
        budget.take(len(wanted))
        if target == b"[":
            for code, text in zip(wanted, iter(lambda: next(rest, b"]"), b"]"), strict=False):
                yield code.to_bytes(len(first), "big"), text.decode("utf-16-be", "replace")
        else:
            start = int.from_bytes(target, "big")
            for code in wanted:
                text = (start + code - low).to_bytes(max(len(target), 2), "big")
                yield code.to_bytes(len(first), "big"), text.decode("utf-16-be", "replace")
