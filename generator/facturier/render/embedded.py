"""The original PDF of an invoice → the Factur-X XML inside it."""

from __future__ import annotations

from io import BytesIO

XML_NAME = "factur-x.xml"
_LIMIT = 16 * 1024 * 1024


def embedded_xml(pdf: bytes) -> bytes | None:
    """Return the XML of a PDF, None when it holds none or is no PDF that can be read."""
    import pikepdf

    try:
        with pikepdf.open(BytesIO(pdf)) as opened:
            if XML_NAME not in opened.attachments:
                return None
            data = opened.attachments[XML_NAME].get_file().read_bytes()
    except (pikepdf.PdfError, ValueError, KeyError):
        return None
    return data if len(data) <= _LIMIT else None
