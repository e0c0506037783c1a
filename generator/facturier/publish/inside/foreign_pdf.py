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

_SECTION = re.compile(rb"begin(bfchar|bfrange)(.*?)end\1", re.DOTALL)
_CODES = re.compile(rb"<([0-9A-Fa-f\s]*)>|(\[)|(\])")
_GAP = -180  # thousandths of the font size: wider is a space between words
_MOST_IN_RANGE = 0x10000


def foreign_pdf_text(data: bytes, budget: Budget) -> str:
    """Return all text of a PDF. Raises UnreadableError, also for one with a password."""
    import pikepdf

    from facturier.publish.pdf_text import embedded, strings

    try:
        with warnings.catch_warnings(), pikepdf.open(io.BytesIO(data), suppress_warnings=True) as pdf:
            warnings.simplefilter("ignore")  # of files that are mended while they are read
            pages = [" ".join(" ".join(_drawn(page.obj, budget, set())).split()) for page in pdf.pages]
            return "\n".join([*pages, *strings(pdf), *embedded(pdf, budget), *_hung_on(pdf, budget)])
    except (
        pikepdf.PdfError,
        pikepdf.PasswordError,
        ValueError,
        TypeError,
        AttributeError,
        ArithmeticError,
        LookupError,
        RecursionError,
    ) as problem:
        raise UnreadableError(str(problem)) from problem


def _hung_on(pdf: Any, budget: Budget) -> Iterator[str]:
    """Files that hang on a page instead of standing in the list of embedded ones (PDF 32000-1, 12.5.6.15)."""
    from facturier.publish.inside.anything import text_of
    from facturier.publish.pdf_text import stream_bytes

    seen = {listed.get_file().obj.objgen for listed in pdf.attachments.values()}
    for stream in (one for held in pdf.objects for one in _given(held)):
        if stream.objgen not in seen:
            seen.add(stream.objgen)
            budget.member()
            yield text_of(stream_bytes(stream, budget), budget.deeper())


def _given(held: Any) -> Iterator[Any]:
    """The streams of the file specifications in an object (7.11.3), without those of objects it points at."""
    import pikepdf

    if isinstance(held, (pikepdf.Dictionary, pikepdf.Stream)):
        given = held.get("/EF")
        if isinstance(given, pikepdf.Dictionary):
            yield from (given[key] for key in given.keys())  # noqa: SIM118 - a pikepdf object iterates otherwise
        values = [held[key] for key in held.keys()]  # noqa: SIM118
    else:
        values = list(held) if isinstance(held, pikepdf.Array) else []
    for value in values:
        if not getattr(value, "is_indirect", False):
            yield from _given(value)


def _drawn(holder: Any, budget: Budget, seen: set[tuple[int, int]]) -> Iterator[str]:
    """The text that a page or a form draws, run by run, with that of the forms inside it."""
    import pikepdf

    resources = holder.get("/Resources", {})
    font: dict[bytes, str] | None = None
    wide = False
    for step in pikepdf.parse_content_stream(holder):
        operands: Any = step.operands
        match str(step.operator):
            case "Tf":
                chosen = resources.get("/Font", {}).get(str(operands[0]))
                font = _characters(chosen, budget)
                wide = chosen is not None and chosen.get("/Subtype") == "/Type0"
            case "Tj" | "'" | '"' | "TJ":
                yield "".join(_run(operands[-1], font, wide=wide))
            case "Do":
                inner = resources.get("/XObject", {}).get(str(operands[0]))
                if inner is not None and inner.get("/Subtype") == "/Form" and inner.objgen not in seen:
                    yield from _drawn(inner, budget, {*seen, inner.objgen})
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
        found.update(_single(codes) if kind == b"bfchar" else _ranges(codes))
    return found


def _single(codes: list[bytes]) -> Iterator[tuple[bytes, str]]:
    for code, text in zip(codes[::2], codes[1::2], strict=False):
        yield code, text.decode("utf-16-be", "replace")


def _ranges(codes: list[bytes]) -> Iterator[tuple[bytes, str]]:
    rest = iter(codes)
    for first, last, target in zip(rest, rest, rest, strict=False):
        low, high = int.from_bytes(first, "big"), int.from_bytes(last, "big")
        wanted = range(low, min(high, low + _MOST_IN_RANGE) + 1)
        if target == b"[":
            for code, text in zip(wanted, iter(lambda: next(rest, b"]"), b"]"), strict=False):
                yield code.to_bytes(len(first), "big"), text.decode("utf-16-be", "replace")
        else:
            start = int.from_bytes(target, "big")
            for code in wanted:
                text = (start + code - low).to_bytes(max(len(target), 2), "big")
                yield code.to_bytes(len(first), "big"), text.decode("utf-16-be", "replace")
