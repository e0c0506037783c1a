"""Turns what a PDF carries beside its pages into text: streams of any kind, earlier states, what nothing points at."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Callable, Collection, Iterator
from typing import Any

from facturier.publish.inside.bounds import Budget, UnreadableError
from facturier.publish.inside.pictures import jpeg_text

_BODY = re.compile(rb"stream\r?\n.*?endstream", re.DOTALL)
_BODY_END, _END = b"endstream", b"%%EOF"
_MOST_STATES = 6  # saves without rewriting (PDF 32000-1, 7.5.6) that are looked at
_FONTS = frozenset({"/Type1C", "/CIDFontType0C", "/OpenType"})
Drawn = Callable[[Any], Iterator[str]]


def stream_texts(pdf: Any, budget: Budget, drawn: Drawn, known: Collection[tuple[int, int]]) -> Iterator[str]:
    """What is in every stream but `known` ones, fonts and pixels: forms, scripts, private data, colour profiles."""
    import pikepdf

    for held in pdf.objects:
        if not isinstance(held, pikepdf.Stream) or held.objgen in known or _is_font(held):
            continue
        if held.get("/Subtype") == "/Image":
            yield from _photograph(held, budget)
        elif held.get("/Subtype") == "/Form":
            yield " ".join(drawn(held))
        elif held.get("/Type") not in {"/ObjStm", "/XRef"}:
            yield from _anything(held, budget)


def page_contents(pdf: Any) -> set[tuple[int, int]]:
    """Return the streams that pages draw."""
    import pikepdf

    contents = [page.obj.get("/Contents", []) for page in pdf.pages]
    parts = [held for one in contents for held in ([one] if isinstance(one, pikepdf.Stream) else one)]
    return {part.objgen for part in parts}


def around(data: bytes, budget: Budget) -> Iterator[str]:
    """Comments, objects that nothing points at, and what is hung on behind the end."""
    from facturier.publish.inside.anything import text_of

    bodies = data.rfind(_BODY_END) + len(_BODY_END) if _BODY_END in data else 0
    yield (_BODY.sub(b" ", data[:bodies]) + data[bodies:]).decode("latin-1")
    tail = data[data.rfind(_END) + len(_END) :] if _END in data else b""
    if tail.strip():
        yield text_of(tail.lstrip(), budget.deeper())


def earlier_states(data: bytes) -> Iterator[bytes]:
    """The file as it was before each of its last additions."""
    import pikepdf

    ends = [hit.end() for hit in re.finditer(re.escape(_END), data)][:-1]
    for end in ends[-_MOST_STATES:]:
        try:
            with pikepdf.open(io.BytesIO(data[:end]), suppress_warnings=True, attempt_recovery=False):
                yield data[:end]
        except (pikepdf.PdfError, ValueError):
            continue


def _is_font(stream: Any) -> bool:
    return "/Length1" in stream or stream.get("/Subtype") in _FONTS


def _anything(stream: Any, budget: Budget) -> Iterator[str]:
    import pikepdf

    from facturier.publish.inside.anything import text_of
    from facturier.publish.pdf_text import stream_bytes

    try:
        content = stream_bytes(stream, budget)
    except pikepdf.PdfError:
        content = bytes(stream.read_raw_bytes())
    if b"begincmap" not in content:
        yield text_of(content, budget.deeper())


def _photograph(stream: Any, budget: Budget) -> Iterator[str]:
    """What a JPEG says of itself, also when it is packed once more."""
    import pikepdf

    named = stream.get("/Filter", [])
    filters = [str(one) for one in named] if isinstance(named, pikepdf.Array) else [str(named)]
    if not filters or filters[-1] != "/DCTDecode":
        return
    data = bytes(stream.read_raw_bytes())
    for packing in filters[:-1]:
        data = _unpacked(packing, data, budget)
    yield jpeg_text(data, budget)[0]


def _unpacked(packing: str, data: bytes, budget: Budget) -> bytes:
    import base64

    if packing == "/FlateDecode":
        return budget.inflated(data)
    try:
        if packing == "/ASCIIHexDecode":
            return bytes.fromhex(re.sub(rb"[\s>]", b"", data).decode("latin-1"))
        if packing == "/ASCII85Decode":
            return base64.a85decode(data.strip().removesuffix(b"~>"))
    except (ValueError, zlib.error) as problem:
        raise UnreadableError(str(problem)) from problem
    raise UnreadableError(f"a picture packed as {packing}")
