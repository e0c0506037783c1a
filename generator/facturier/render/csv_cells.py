"""Turns rows of texts into CSV that no spreadsheet runs as a formula."""

from __future__ import annotations

import re
from collections.abc import Iterable

# What a spreadsheet takes for a formula: the four signs, their full-width twins, and controls that it skips.
_FORMULA = re.compile(r"^[\s\x00-\x1f]*[=+\-@＝＋－＠|%]")
_PLAIN = re.compile(r"(?:[^'\"\s,;][^\"\r\n,;]*)?")


def harmless(text: str) -> str:
    """A text on one line that no spreadsheet runs: an apostrophe stands before what looks like a formula."""
    looks_like_one = _FORMULA.match(text)
    line = " ".join(text.split())
    return f"'{line}" if looks_like_one else line


def csv_text(rows: Iterable[Iterable[str]], *, delimiter: str = ",", end: str = "\r\n") -> str:
    """Return rows as CSV (RFC 4180); a cell is quoted when it holds a separator, or begins with an apostrophe."""
    return "".join(delimiter.join(map(_quoted, row)) + end for row in rows)


def _quoted(cell: str) -> str:
    return cell if _PLAIN.fullmatch(cell) else '"' + cell.replace('"', '""') + '"'
