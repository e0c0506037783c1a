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
from facturier.publish.inside.pictures import jpeg_text

if TYPE_CHECKING:
    import pikepdf

_DRAWN = re.compile(rb"/(\w+) [\d.]+ Tf|(\[.*?\]) ?TJ|(<[0-9A-Fa-f]*>) ?Tj|/(\w+) Do", re.DOTALL)
_HEX = re.compile(rb"<([0-9A-Fa-f]*)>")
_PAIR = re.compile(rb"<([0-9A-Fa-f]{4})> <([0-9A-Fa-f]+)>")
Glyphs = dict[bytes, str]


class UnreadablePdfError(UnreadableError):
    """The bytes are no PDF, or one that cannot be opened without a password."""


def pdf_text(data: bytes, offered: Collection[str] = ()) -> str:
    """Return all text in a PDF, pages first. Raises UnreadableError.

    Embedded files whose SHA-256 is among `offered` are left out: they are read where the seller keeps them.
    """
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            fonts: dict[tuple[int, int], Glyphs] = {}
            pages = [" ".join(_drawn_text(page.obj, fonts)) for page in pdf.pages]
            return "\n".join([*pages, *strings(pdf), *embedded(pdf, Budget(), offered)])
    except (pikepdf.PdfError, pikepdf.PasswordError, ValueError, TypeError, RecursionError) as problem:
        raise UnreadablePdfError(str(problem)) from problem


def _drawn_text(holder: Any, fonts: dict[tuple[int, int], Glyphs]) -> Iterator[str]:
    """The text that a page or a form draws, run by run, with that of the forms inside it."""
    resources = holder.get("/Resources", {})
    glyphs: Glyphs = {}
    for font, array, single, form in _DRAWN.findall(_content(holder)):
        if font:
            glyphs = _glyphs(resources.Font["/" + font.decode()], fonts)
        elif form:
            inner = resources.XObject["/" + form.decode()]
            if inner.get("/Subtype") == "/Form":
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
    known = fonts.get(font.objgen)
    if known is None:
        table = font.ToUnicode.read_bytes() if "/ToUnicode" in font else b""
        pairs = _PAIR.findall(table)
        known = {code.lower(): bytes.fromhex(text.decode()).decode("utf-16-be", "replace") for code, text in pairs}
        fonts[font.objgen] = known
    return known


def strings(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Every text string of the file's objects: information dictionary, outlines, links, alternative texts, names."""
    for held in [pdf.trailer.get("/Info", None), *pdf.objects]:
        yield from _strings_in(held)


def _strings_in(held: object) -> Iterator[str]:
    import pikepdf

    if isinstance(held, pikepdf.String):
        yield str(held)
    elif isinstance(held, pikepdf.Array):
        for value in held:
            if not getattr(value, "is_indirect", False):
                yield from _strings_in(value)
    elif isinstance(held, (pikepdf.Dictionary, pikepdf.Stream)):
        for key in held.keys():  # noqa: SIM118 - a pikepdf object iterates otherwise
            value = held[key]
            if not getattr(value, "is_indirect", False):
                yield from _strings_in(value)


def embedded(pdf: pikepdf.Pdf, budget: Budget, offered: Collection[str] = ()) -> Iterator[str]:
    """The metadata of the file and of what it shows, and embedded files with their names."""
    import pikepdf

    for held in pdf.objects:
        if isinstance(held, pikepdf.Stream):
            yield from _told_by(held, budget)
    for name, attached in pdf.attachments.items():
        budget.member()
        content = stream_bytes(attached.get_file().obj, budget)  # type: ignore[arg-type]
        yield name
        if hashlib.sha256(content).hexdigest() not in offered:
            yield text_of(content, budget.deeper())


def _told_by(stream: pikepdf.Stream, budget: Budget) -> Iterator[str]:
    """XMP of the whole file or of a part (PDF 32000-1, 14.3.2); what a JPEG says of itself."""
    if stream.get("/Type") == "/Metadata":
        yield stream_bytes(stream, budget).decode("utf-8", "replace")
    elif stream.get("/Filter") == "/DCTDecode":
        yield jpeg_text(stream.read_raw_bytes(), budget)[0]


def stream_bytes(stream: pikepdf.Stream, budget: Budget) -> bytes:
    """Return what a stream holds, counted. Raises UnreadableError when that is too much."""
    plain = stream.get("/Filter") == "/FlateDecode" and "/DecodeParms" not in stream
    data = budget.inflated(stream.read_raw_bytes()) if plain else bytes(stream.read_bytes())
    budget.take(len(data))
    return data
