"""Reads everything a PDF tells: page text, metadata, titles, links, alternative texts and attached files, as one text.

It reads what the isolation gate must see in PDFs of our own making, where fonts map glyphs to characters (ToUnicode);
it is no general text extractor.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pikepdf

_DRAWN = re.compile(rb"/(\w+) [\d.]+ Tf|(\[.*?\]) ?TJ|(<[0-9A-Fa-f]*>) ?Tj|/(\w+) Do", re.DOTALL)
_HEX = re.compile(rb"<([0-9A-Fa-f]*)>")
_PAIR = re.compile(rb"<([0-9A-Fa-f]{4})> <([0-9A-Fa-f]+)>")
Glyphs = dict[bytes, str]


class UnreadablePdfError(Exception):
    """The bytes are no PDF, or one that cannot be opened without a password."""


def pdf_text(data: bytes) -> str:
    """Return all text in a PDF, pages first. Raises UnreadablePdfError."""
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            fonts: dict[tuple[int, int], Glyphs] = {}
            pages = [" ".join(_drawn_text(page.obj, fonts)) for page in pdf.pages]
            return "\n".join([*pages, *_strings(pdf), *_embedded(pdf)])
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


def _strings(pdf: pikepdf.Pdf) -> Iterator[str]:
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


def _embedded(pdf: pikepdf.Pdf) -> Iterator[str]:
    """XMP metadata and attached files."""
    if "/Metadata" in pdf.Root:
        yield pdf.Root.Metadata.read_bytes().decode("utf-8", "replace")
    for name, attached in pdf.attachments.items():
        yield name
        yield attached.get_file().read_bytes().decode("utf-8", "replace")
