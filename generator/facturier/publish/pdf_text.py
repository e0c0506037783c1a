"""Reads everything a PDF tells: page text, metadata, titles, links, alternative texts, embedded files, as one text.

It reads what the isolation gate must see in PDFs of our own making, where fonts map glyphs to characters (ToUnicode);
it is no general text extractor.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Any

from facturier.publish.inside.anything import text_of
from facturier.publish.inside.bounds import Budget, UnreadableError
from facturier.publish.inside.pdf_streams import Drawn, around, earlier_states, page_contents, stream_texts

if TYPE_CHECKING:
    import pikepdf

_DRAWN = re.compile(rb"/(\w+) [\d.]+ Tf|(\[[^\[\]]*+\]) ?TJ|(<[0-9A-Fa-f]*>) ?Tj|/(\w+) Do")
_TYPED = re.compile(rb"\)\s*(?:Tj|'|\")|\)[^\[\]()]*\]\s*TJ")  # text in brackets instead of hexadecimal
_HEX = re.compile(rb"<([0-9A-Fa-f]*)>")
_TELLING = re.compile(r"[^\w/.:+-]|\d{4}|[^\x00-\x7f]")  # a name that is more than a word of the format
_PAIR = re.compile(rb"<([0-9A-Fa-f]{4})> <([0-9A-Fa-f]+)>")
Glyphs = dict[bytes, str]


class UnreadablePdfError(UnreadableError):
    """The bytes are no PDF, or one that cannot be opened without a password."""


def pdf_text(data: bytes, offered: Collection[str] = ()) -> str:
    """Return all text in a PDF, pages first. Raises UnreadableError.

    Embedded files whose SHA-256 is among `offered` are left out: they are read where the seller keeps them.
    """
    import pikepdf

    from facturier.publish.inside.foreign_pdf import DAMAGED

    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            return "\n".join(_everything(data, pdf, Budget(), offered))
    except (pikepdf.PdfError, pikepdf.PasswordError, *DAMAGED) as problem:
        raise UnreadablePdfError(str(problem)) from problem


def _everything(data: bytes, pdf: pikepdf.Pdf, budget: Budget, offered: Collection[str]) -> Iterator[str]:
    from facturier.publish.inside.foreign_pdf import drawn, foreign_pdf_text

    fonts: dict[tuple[int, int], Glyphs] = {}
    for page in pdf.pages:
        yield " ".join(_drawn_text(page.obj, fonts))
        if _TYPED.search(_content(page.obj)):  # not as ours are written
            yield " ".join(drawn(page.obj, budget))
    yield from beside_pages(data, pdf, budget, lambda form: drawn(form, budget), offered)
    for earlier in earlier_states(data):
        yield foreign_pdf_text(earlier, budget.deeper(), earlier=False)


def _drawn_text(holder: Any, fonts: dict[tuple[int, int], Glyphs]) -> Iterator[str]:
    """The text that a page or a form draws, run by run, with that of the forms inside it."""
    resources = holder.get("/Resources", {})
    glyphs: Glyphs = {}
    for font, array, single, form in _DRAWN.findall(_content(holder)):
        if font:
            glyphs = _glyphs(resources.get("/Font", {}).get("/" + font.decode()), fonts)
        elif form:
            inner = resources.get("/XObject", {}).get("/" + form.decode())
            if inner is not None and inner.get("/Subtype") == "/Form":
                yield from _drawn_text(inner, fonts)
        else:
            codes = b"".join(_HEX.findall(array or single)).lower()
            yield "".join(glyphs.get(codes[at : at + 4], "") for at in range(0, len(codes), 4))


def _content(holder: Any) -> bytes:
    import pikepdf

    if isinstance(holder, pikepdf.Stream):
        return bytes(holder.read_bytes())
    contents = holder.get("/Contents", [])
    if isinstance(contents, pikepdf.Stream):
        return bytes(contents.read_bytes())
    return b"\n".join(part.read_bytes() for part in contents)


def _glyphs(font: Any, fonts: dict[tuple[int, int], Glyphs]) -> Glyphs:
    if font is None:
        return {}
    known = fonts.get(font.objgen)
    if known is None:
        table = font.ToUnicode.read_bytes() if "/ToUnicode" in font else b""
        pairs = _PAIR.findall(table)
        known = {code.lower(): bytes.fromhex(text.decode()).decode("utf-16-be", "replace") for code, text in pairs}
        fonts[font.objgen] = known
    return known


def beside_pages(
    data: bytes, pdf: pikepdf.Pdf, budget: Budget, drawn: Drawn, offered: Collection[str] = ()
) -> Iterator[str]:
    """All that a PDF says otherwise than on its pages; embedded files whose SHA-256 is among `offered` are left out."""
    yield from _strings(pdf)
    attached = _attached(pdf)
    yield from pdf.attachments
    for stream in attached.values():
        budget.member()
        content = stream_bytes(stream, budget)
        if hashlib.sha256(content).hexdigest() not in offered:
            yield text_of(content, budget.deeper())
    yield from stream_texts(pdf, budget, drawn, page_contents(pdf) | attached.keys())
    yield from around(data, budget)


def _strings(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Every text string of the file's objects: information dictionary, outlines, links, alternative texts, names."""
    for held in [pdf.trailer.get("/Info", None), *pdf.objects]:
        yield from _strings_in(held)


def _strings_in(held: object) -> Iterator[str]:
    import pikepdf

    if isinstance(held, pikepdf.String):
        yield str(held)
    elif isinstance(held, pikepdf.Name):
        yield from [str(held)] if _TELLING.search(str(held)) else []
    elif isinstance(held, pikepdf.Array):
        for value in held:
            if not getattr(value, "is_indirect", False):
                yield from _strings_in(value)
    elif isinstance(held, (pikepdf.Dictionary, pikepdf.Stream)):
        for key in held.keys():  # noqa: SIM118 - a pikepdf object iterates otherwise
            yield from [key] if _TELLING.search(key) else []
            value = held[key]
            if not getattr(value, "is_indirect", False):
                yield from _strings_in(value)


def _attached(pdf: pikepdf.Pdf) -> dict[tuple[int, int], Any]:
    """The streams of all embedded files, from the list of them or hung on a page (PDF 32000-1, 12.5.6.15)."""
    return {stream.objgen: stream for held in pdf.objects for stream in _given(held)}


def _given(held: Any) -> Iterator[Any]:
    """The streams of the file specifications in an object (7.11.3), without those of objects it points at."""
    import pikepdf

    if isinstance(held, (pikepdf.Dictionary, pikepdf.Stream)):
        given = held.get("/EF")
        if isinstance(given, pikepdf.Dictionary):
            found = (given[key] for key in given.keys())  # noqa: SIM118 - a pikepdf object iterates otherwise
            yield from (stream for stream in found if isinstance(stream, pikepdf.Stream))
        values = [held[key] for key in held.keys()]  # noqa: SIM118
    else:
        values = list(held) if isinstance(held, pikepdf.Array) else []
    for value in values:
        if not getattr(value, "is_indirect", False):
            yield from _given(value)


def stream_bytes(stream: pikepdf.Stream, budget: Budget) -> bytes:
    """Return what a stream holds, counted. Raises UnreadableError when that is too much."""
    plain = stream.get("/Filter") == "/FlateDecode" and "/DecodeParms" not in stream
    data = budget.inflated(stream.read_raw_bytes()) if plain else bytes(stream.read_bytes())
    budget.take(len(data))
    return data
