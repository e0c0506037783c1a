"""Reads the fields of a JSON object without trusting their kinds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from facturier.connect.exports.problems import unreadable

Json = Mapping[str, Any]
_FAR = 4_000_000_000  # seconds: the year 2096


def names(text: str) -> frozenset[str]:
    """The words of a text, for lists of fields."""
    return frozenset(text.split())


def text(data: Json, name: str) -> str:
    """A text; numbers are texts too, anything else is none."""
    value = data.get(name)
    return str(value) if isinstance(value, str | int | Decimal) and not isinstance(value, bool) else ""


def inner(data: Json, name: str) -> Json:
    """An object inside; an empty one when there is none."""
    value = data.get(name)
    return value if isinstance(value, dict) else {}


def each(data: Json, name: str) -> Iterator[Json]:
    """The objects of a list, which Stripe also writes as `{"data": […]}`."""
    value = data.get(name)
    value = value.get("data") if isinstance(value, dict) else value
    yield from (one for one in (value if isinstance(value, list) else ()) if isinstance(one, dict))


def amount(data: Json, name: str) -> Decimal:
    """A number, zero when it is not there; EIN-151 for anything else."""
    value = data.get(name)
    if value is None or value == "":
        return Decimal(0)
    try:
        found = Decimal(str(value)) if not isinstance(value, bool | dict | list) else Decimal("NaN")
    except ArithmeticError:
        found = Decimal("NaN")
    if not found.is_finite() or found.adjusted() > 12 or int(found.as_tuple().exponent) < -12:
        raise unreadable(name, str(value))
    return found


def moment(data: Json, *names: str) -> str:
    """The day of the first of these Unix times, in UTC."""
    for name in names:
        if data.get(name):
            seconds = amount(data, name)
            if not 0 < seconds < _FAR:
                raise unreadable(name, text(data, name))
            return datetime.fromtimestamp(int(seconds), UTC).date().isoformat()
    return ""


def rest(data: Json, known: frozenset[str]) -> Iterator[tuple[str, str]]:
    """The fields that are not known and hold something."""
    for name, value in data.items():
        if name not in known and value not in (None, "", 0, False, [], {}) and str(value) not in {"0", "0.0", "0.00"}:
            yield name, str(value)
