"""A fault is a value: what is wrong, where, and how grave; its words live in `facturier.messages`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

Path = tuple[str | int, ...]


class Severity(StrEnum):
    """How grave a fault is: an error stops the build, a warning can be acknowledged, an info only tells."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True, order=True)
class Where:
    """A place in the book: a file and the path of a value in it, e.g. `("lines", 0, "price")`.

    `line` and `column` count from 1; 0 means "not looked up yet" (`read.locate` fills them in from the path,
    only when a fault is shown, so that a book without faults never pays for positions).
    `on_key` points at the key instead of its value.
    """

    file: str
    path: Path = ()
    line: int = 0
    column: int = 0
    on_key: bool = False


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong. `code` is stable; `values` fill the placeholders of its message."""

    code: str
    severity: Severity
    where: Where
    values: tuple[tuple[str, str], ...] = ()
    also: tuple[Where, ...] = ()

    @property
    def named(self) -> dict[str, str]:
        """The values by name."""
        return dict(self.values)


def error(code: str, where: Where, *, also: Iterable[Where] = (), **values: object) -> Fault:
    """An error: the document must not be issued or published as it stands."""
    return _fault(code, Severity.ERROR, where, also, values)


def warning(code: str, where: Where, *, also: Iterable[Where] = (), **values: object) -> Fault:
    """A warning: probably a mistake; can be acknowledged in the file with `accept`."""
    return _fault(code, Severity.WARNING, where, also, values)


def info(code: str, where: Where, *, also: Iterable[Where] = (), **values: object) -> Fault:
    """An information: nothing to mend."""
    return _fault(code, Severity.INFO, where, also, values)


def has_errors(faults: Iterable[Fault]) -> bool:
    """Whether any of the faults is an error."""
    return any(fault.severity is Severity.ERROR for fault in faults)


def _fault(code: str, severity: Severity, where: Where, also: Iterable[Where], values: dict[str, object]) -> Fault:
    texts = tuple((name, str(value)) for name, value in values.items())
    return Fault(code=code, severity=severity, where=where, values=texts, also=tuple(also))
