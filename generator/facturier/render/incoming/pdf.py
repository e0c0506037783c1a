"""A PDF → the XML of its e-invoice, taken out without trusting what the file says of itself."""

from __future__ import annotations

import zlib
from io import BytesIO
from typing import Any

from facturier.faults import Fault, Where, error

NAMES = ("factur-x.xml", "xrechnung.xml", "zugferd-invoice.xml", "ZUGFeRD-invoice.xml")
LIMIT = 32 * 1024 * 1024  # bytes of XML, unpacked


def xml_inside(pdf: bytes, where: Where) -> bytes | Fault:
    """Return the embedded XML; EIN-110, EIN-112, EIN-113 or EIN-116 when there is none that may be used."""
    import pikepdf

    try:
        with pikepdf.open(BytesIO(pdf)) as opened:
            if opened.is_encrypted:
                return error("EIN-113", where)
            name = next((name for name in NAMES if name in opened.attachments), None)
            if name is None:
                return error("EIN-112", where, names=", ".join(NAMES[:3]))
            data = _unpacked(opened.attachments[name].get_file().obj)
    except pikepdf.PasswordError:
        return error("EIN-113", where)
    except (pikepdf.PdfError, ValueError, KeyError, RuntimeError, zlib.error) as problem:
        return error("EIN-116", where, problem=str(problem).rpartition(">: ")[2][:120])
    return data if data is not None else error("EIN-110", where, limit=f"{LIMIT >> 20} MB")


def _unpacked(stream: Any) -> bytes | None:
    """The bytes of a stream, unpacked here up to the limit: a few kilobytes can hold gigabytes. None: too many."""
    import pikepdf

    filters = stream.get("/Filter")
    names = list(map(str, filters)) if isinstance(filters, pikepdf.Array) else [str(filters)] * (filters is not None)
    raw: bytes = stream.read_raw_bytes()
    if not names:
        return raw if len(raw) <= LIMIT else None
    if names != ["/FlateDecode"] or stream.get("/DecodeParms") is not None:
        raise ValueError(f"unusual compression {' '.join(names)}")
    data = zlib.decompressobj().decompress(raw, LIMIT + 1)
    return data if len(data) <= LIMIT else None
