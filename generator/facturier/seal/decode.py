"""Turns JSON data back into the frozen values it was made from, checking every type on the way."""

from __future__ import annotations

import re
import types
from collections.abc import Callable, Hashable
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")
Decoder = Callable[[Any], Any]
_DECIMAL = re.compile(r"-?[0-9]+(\.[0-9]+)?", re.ASCII)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


class UndecodableError(ValueError):
    """The data is not of the wanted type; the message names the key."""


def decode(kind: type[T], data: object) -> T:
    """Return the value of a type. Raises UndecodableError for a missing, unknown or mistyped key."""
    as_key: Any = kind
    value: T = _decoder(as_key)(data)
    return value


@cache
def _decoder(kind: Hashable) -> Decoder:
    return _made(kind)


def _made(kind: Any) -> Decoder:
    if get_origin(kind) in {Union, types.UnionType}:
        return _union(get_args(kind))
    if get_origin(kind) is tuple:
        return _tuple(_decoder(get_args(kind)[0]))
    if is_dataclass(kind):
        return _dataclass(kind)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return _enum(kind)
    return _SCALARS[kind]


def _dataclass(kind: Any) -> Decoder:
    hints = get_type_hints(kind)
    decoders = {field.name: _decoder(hints[field.name]) for field in fields(kind)}
    needed = {field.name for field in fields(kind) if field.default is MISSING and field.default_factory is MISSING}

    def made(data: Any) -> Any:
        if not isinstance(data, dict):
            raise UndecodableError(f"{kind.__name__} is a mapping")
        if not decoders.keys() >= data.keys() >= needed:
            odd = sorted((data.keys() - decoders.keys()) | (needed - data.keys()))
            raise UndecodableError(f"{kind.__name__}: {', '.join(odd)}")
        try:
            return kind(**{name: decoders[name](value) for name, value in data.items()})
        except UndecodableError as problem:
            raise UndecodableError(f"{kind.__name__}: {problem}") from None

    return made


def _tuple(item: Decoder) -> Decoder:
    def made(data: Any) -> Any:
        if not isinstance(data, list):
            raise UndecodableError("a list is wanted")
        return tuple(item(value) for value in data)

    return made


def _union(kinds: tuple[Any, ...]) -> Decoder:
    """Choose by the shape of the data: null, mapping, list, number or text."""
    chosen: dict[type, Decoder] = {}
    for kind in kinds:
        chosen.setdefault(_shape(kind), (lambda _: None) if kind is types.NoneType else _decoder(kind))

    def made(data: Any) -> Any:
        if type(data) not in chosen:
            raise UndecodableError(f"{type(data).__name__} is not allowed")
        return chosen[type(data)](data)

    return made


def _shape(kind: Any) -> type:
    if kind is types.NoneType or kind in {bool, int}:
        return kind  # type: ignore[no-any-return]
    if get_origin(kind) is tuple:
        return list
    return dict if is_dataclass(kind) else str


def _enum(kind: type[Enum]) -> Decoder:
    values = {member.value: member for member in kind}

    def made(data: Any) -> Any:
        if not isinstance(data, str) or data not in values:
            raise UndecodableError(f"{data!r} is no {kind.__name__}")
        return values[data]

    return made


def _typed(kind: type) -> Decoder:
    def made(data: Any) -> Any:
        if type(data) is not kind:
            raise UndecodableError(f"{kind.__name__} is wanted")
        return data

    return made


def _decimal(data: Any) -> Decimal:
    if not isinstance(data, str) or _DECIMAL.fullmatch(data) is None:
        raise UndecodableError("an amount is wanted")
    return Decimal(data)


def _day(data: Any) -> date:
    if not isinstance(data, str) or _DAY.fullmatch(data) is None:
        raise UndecodableError("a day is wanted")
    try:
        return date.fromisoformat(data)
    except ValueError:
        raise UndecodableError("no such day") from None


_SCALARS: dict[Any, Decoder] = {
    str: _typed(str),
    int: _typed(int),
    bool: _typed(bool),
    Decimal: _decimal,
    date: _day,
}
