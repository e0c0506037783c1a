"""Bytes of a CSV file → its rows by header word, whatever its encoding, separator, decimal sign and dates."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from facturier.connect.exports.problems import ExportError, unreadable
from facturier.connect.spellings import decoded

_DELIMITERS = (";", ",", "\t", "|")
_ROWS = 100_000
_FORMULA = re.compile(r"[=@\t\r]|[+-][^0-9].*[|!(]", re.DOTALL)
_SPACES = str.maketrans("", "", " \u00a0\u202f'’€$£")
_COMMA = re.compile(r",\d{1,2}$|,\d{4,}$|\.\d{3},")
_POINT = re.compile(r"\.\d{1,2}$|\.\d{4,}$|,\d{3}\.")
_EITHER = re.compile(r"[.,]\d{3}$")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})([ T].*)?")
_OTHER = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})([ T].*)?")


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its line in the file, and its cells by header word."""

    line: int
    cells: dict[str, str]


def read_rows(data: bytes) -> tuple[list[str], list[Row]]:
    """Return header and rows. EIN-111: no table; EIN-151: a formula where a text belongs."""
    text = decoded(data)
    delimiter = max(_DELIMITERS, key=text.partition("\n")[0].count)
    csv.field_size_limit(1_000_000)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        rows = [(reader.line_num, [cell.strip(" \u00a0") for cell in row]) for row in reader if any(row)]
    except csv.Error as problem:
        raise ExportError("EIN-111", reader.line_num, what=f"no CSV: {problem}") from None
    if not rows or len(rows[0][1]) < 2 or len(rows) > _ROWS or "\0" in text:
        raise ExportError("EIN-111", what="no table with a header row")
    header = rows[0][1]
    found = [Row(line, dict(zip(header, cells, strict=False))) for line, cells in rows[1:]]
    for row in found:
        for name, cell in row.cells.items():
            if _FORMULA.match(cell):
                raise unreadable(name, cell, row.line)
    return header, found


def decimal_sign(cells: Iterable[str], column: str) -> str:
    """`,` or `.`, as the amounts of a file show; EIN-151 when `1,234` could be either."""
    bare = [_bare(cell).strip("+-()") for cell in cells if cell]
    comma, point = any(map(_COMMA.search, bare)), any(map(_POINT.search, bare))
    doubtful = next((cell for cell in bare if _EITHER.search(cell)), "")
    if (comma and point) or (doubtful and not comma and not point):
        raise unreadable(column, doubtful or next(cell for cell in bare if _COMMA.search(cell)))
    return "," if comma else "."


def number(text: str, decimal: str, column: str, line: int) -> Decimal:
    """An amount in any spelling: `1 234,50 €`, `$1,234.50`, `(12.00)`, `12,00-`, `20 %`."""
    bare = _bare(text)
    negative = bare.startswith(("-", "(")) or bare.endswith("-")
    digits = bare.strip("+-()").replace("." if decimal == "," else ",", "").replace(decimal, ".")
    if not re.fullmatch(r"\d{1,12}(\.\d{1,12})?", digits):
        raise unreadable(column, text, line)
    return -Decimal(digits) if negative else Decimal(digits)


def _bare(text: str) -> str:
    """An amount without spaces, currency and percent sign: its sign, figures and separators."""
    return re.sub(r"^[A-Z]{3}|[A-Z]{3}$", "", text.replace("−", "-").translate(_SPACES).removesuffix("%"))


def day_order(cells: Sequence[str], column: str) -> str:
    """`DM` or `MD`, as the days of a file show; EIN-151 when all could be either."""
    parts = [found for cell in cells if (found := _OTHER.fullmatch(cell))]
    first = any(int(one[1]) > 12 for one in parts) or any(one[2] == "." for one in parts)
    second = any(int(one[3]) > 12 for one in parts)
    same = all(one[1].zfill(2) == one[3].zfill(2) for one in parts)
    if parts and (first is second) and not (same and not first):
        raise unreadable(column, parts[0][0])
    return "MD" if second else "DM"


def day(text: str, order: str, column: str, line: int) -> str:
    """A day as ISO 8601; its time is left out."""
    try:
        if iso := _ISO.fullmatch(text):
            return date(int(iso[1]), int(iso[2]), int(iso[3])).isoformat()
        if other := _OTHER.fullmatch(text):
            first, second = int(other[1]), int(other[3])
            return date(int(other[4]), *((second, first) if order == "DM" else (first, second))).isoformat()
    except ValueError:
        pass
    raise unreadable(column, text, line)
