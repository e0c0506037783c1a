"""Bytes of a file that another program wrote, in whatever encoding it chose → text."""

from __future__ import annotations

_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def decoded(data: bytes, encoding: str = "") -> str:
    """Return the text: as declared, else by its byte-order mark, else UTF-8, else as Windows does in Western Europe.

    What fits none of them keeps its place as U+FFFD.
    """
    if encoding or data.startswith(_UTF16):
        return data.decode(encoding or "utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")
