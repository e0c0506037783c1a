"""Says why a statement cannot be read, and turns what banks write into amounts, days and one line of text."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal, InvalidOperation

_LARGEST = Decimal(10) ** 12


class StatementError(Exception):
    """A statement that is not read; becomes a fault of that code, never seen by a user as it is."""

    def __init__(self, code: str, *, line: int = 0, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.line = line
        self.values = values


def refuse(code: str, *, line: int = 0, **values: object) -> StatementError:
    """Return the error to raise."""
    return StatementError(code, line=line, **values)


def amount(text: str, what: str) -> Decimal:
    """An amount with a decimal point; BNK-004 for anything else. `what` says which entry, for the message."""
    try:
        value = Decimal(text.strip())
    except InvalidOperation:
        raise refuse("BNK-004", what=what, value=text[:40]) from None
    if not value.is_finite() or abs(value) > _LARGEST:
        raise refuse("BNK-004", what=what, value=text[:40])
    return value


def day(text: str, what: str) -> date:
    """A day as YYYY-MM-DD, whatever time comes after it; BNK-004 for anything else."""
    try:
        return date.fromisoformat(text.strip()[:10])
    except ValueError:
        raise refuse("BNK-004", what=what, value=text[:40]) from None


def one_line(parts: Iterable[str | None]) -> str:
    """The parts that say something, each once, on one line without control characters."""
    said = dict.fromkeys(" ".join(_printable(part).split()) for part in parts if part)
    return " ".join(part for part in said if part)


def _printable(text: str) -> str:
    return "".join(char if char.isprintable() else " " for char in text)
