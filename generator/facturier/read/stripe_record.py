"""Lines of `payments/stripe-YEAR.jsonl` to Booked movements and back: one line per movement, only ever appended to."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import fields
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from facturier.faults import Fault, Where, error
from facturier.model.stripe import Booked

FOLDER = "payments"
_PATTERN = "stripe-*.jsonl"
_AMOUNTS = frozenset({"amount", "fee", "net"})
_DAYS = frozenset({"available", "arrival"})
_NAMES = frozenset(field.name for field in fields(Booked))


def read_booked(root: Path) -> tuple[tuple[Booked, ...], tuple[Fault, ...]]:
    """Return every movement written down, each once, and a fault for each line that cannot be read (PLK-034)."""
    found: dict[str, Booked] = {}
    faults: list[Fault] = []
    for file in sorted((root / FOLDER).glob(_PATTERN)):
        name = file.relative_to(root).as_posix()
        for place, line in enumerate(file.read_bytes().splitlines(), start=1):
            booked = _booked(line) if line.strip() else None
            if booked is not None:
                found.setdefault(booked.ref, booked)
            elif line.strip():
                faults.append(error("PLK-034", Where(name), line=place))
    return tuple(found.values()), tuple(faults)


def file_of(booked: Booked) -> str:
    """Return the file a movement is written into: that of its year."""
    return f"{FOLDER}/stripe-{booked.at.year}.jsonl"


def with_booked(before: bytes, new: Iterable[Booked]) -> bytes:
    """Return a file with movements added at its end."""
    gap = b"\n" if before and not before.endswith(b"\n") else b""
    lines = "".join(f"{json.dumps(_plain(one), ensure_ascii=False)}\n" for one in new)
    return before + gap + lines.encode()


def _plain(booked: Booked) -> dict[str, str]:
    """Every value as text: amounts are no floats, and what is empty is left out."""
    texts: dict[str, str] = {}
    for name in (field.name for field in fields(Booked)):
        value = getattr(booked, name)
        if isinstance(value, datetime | date):
            texts[name] = value.isoformat()
        elif value not in {"", None}:
            texts[name] = f"{value:f}" if isinstance(value, Decimal) else str(value)
    return texts


def _booked(line: bytes) -> Booked | None:
    try:
        given = json.loads(line)
        if not isinstance(given, dict) or given.keys() - _NAMES:
            return None
        return Booked(**{name: _value(name, str(text)) for name, text in given.items()})
    except (ValueError, ArithmeticError, TypeError):
        return None


def _value(name: str, text: str) -> Any:
    if name == "at":
        return datetime.fromisoformat(text)
    if name in _DAYS:
        return date.fromisoformat(text)
    return Decimal(text) if name in _AMOUNTS else text
