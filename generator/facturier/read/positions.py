"""Faults with paths to faults with lines and columns, and a place to the source line a person looks at.

The file is read again here, only when faults are shown: a sound book never pays for positions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml
from yaml.events import AliasEvent, MappingEndEvent, MappingStartEvent, ScalarEvent, SequenceEndEvent, StreamEndEvent

from facturier.faults import Fault, Where
from facturier.faults import Path as ValuePath
from facturier.read.files import read_file
from facturier.read.limits import MAX_BYTES, MAX_DEPTH, MAX_NODES
from facturier.read.tree import LOADER

WIDTH = 100  # characters of a source line that are shown
_Place = tuple[int, int]
_SPOKEN_FOR: tuple[ValuePath, ...] = (("lines",), ("charges",))


@dataclass(frozen=True, slots=True)
class _Positions:
    """Where each value and each key of a file begins, line and column from 1."""

    values: dict[ValuePath, _Place]
    keys: dict[ValuePath, _Place]

    def find(self, path: ValuePath, *, on_key: bool) -> _Place:
        """Return the place of a path; of its nearest parent when it is not there.

        What a line does not say itself is said for all lines: `vat` of the document for the `vat` of a line.
        """
        if on_key and path in self.keys:
            return self.keys[path]
        if path not in self.values and path[:1] in _SPOKEN_FOR and path[-1:] in self.values:
            path = path[-1:]
        for length in range(len(path), 0, -1):
            parent = path[:length]
            if parent in self.values:
                return self.values[parent] if length == len(path) else self.keys.get(parent, self.values[parent])
        return self.values[()]


def locate(faults: Iterable[Fault], root: Path) -> tuple[Fault, ...]:
    """Return the faults with line and column filled in wherever their file can be read, in the order of the lines."""
    known: dict[str, _Positions] = {}

    def placed(where: Where) -> Where:
        if where.line or not where.file.endswith(".yaml"):
            return where
        if where.file not in known:
            known[where.file] = _positions(_text(root, where.file))
        if not known[where.file].values:
            return where
        line, column = known[where.file].find(where.path, on_key=where.on_key)
        return replace(where, line=line, column=column)

    found = (
        replace(fault, where=placed(fault.where), also=tuple(placed(where) for where in fault.also)) for fault in faults
    )
    return tuple(sorted(found, key=lambda fault: (fault.where.file, fault.where.line, fault.where.column, fault.code)))


def excerpt(where: Where, root: Path) -> str:
    """Return the source line with a caret under the column, safe for a terminal; "" when there is nothing to show."""
    lines = _text(root, where.file).split("\n") if where.line else []
    if not 0 < where.line <= len(lines) or not where.file.endswith((".yaml", ".md")):
        return ""
    line, before = lines[where.line - 1], max(0, where.column - 1)  # a line without a column begins at its first
    start = max(0, before - WIDTH // 2) if len(line) > WIDTH else 0
    shown = safe(line[start : start + WIDTH])
    lead = len(safe(line[start:before]))
    number = str(where.line)
    return f"{number} | {shown}\n{' ' * len(number)} | {' ' * lead}^"


def safe(text: str) -> str:
    """Return a text with everything that is not plainly visible written as `\\u202e`: no terminal obeys it."""
    return "".join(char if char.isprintable() else " " if char == "\t" else _escaped(char) for char in text)


def _escaped(char: str) -> str:
    code = ord(char)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _text(root: Path, file: str) -> str:
    data = read_file(root, file, limit=MAX_BYTES)
    return "" if isinstance(data, Fault) else data[:MAX_BYTES].decode("utf-8", errors="replace")


def _positions(text: str) -> _Positions:
    positions = _Positions({}, {})
    try:
        loader: Any = LOADER(text)
        loader.get_event()
        if type(loader.get_event()) is not StreamEndEvent:
            _walk(loader, loader.get_event(), (), positions)
    except (yaml.YAMLError, _TooMuchError):
        pass  # what was seen before the mistake is what there is
    return positions


class _TooMuchError(Exception):
    """Stops at the limits of a book's file."""


def _walk(loader: Any, event: Any, path: ValuePath, positions: _Positions) -> None:
    mark = event.start_mark
    positions.values.setdefault(path, (mark.line + 1, mark.column + 1))
    if type(event) in {ScalarEvent, AliasEvent}:
        return
    if len(path) > MAX_DEPTH or len(positions.values) > MAX_NODES:
        raise _TooMuchError
    for key, value in _children(loader, type(event) is MappingStartEvent, path, positions):
        _walk(loader, value, (*path, key), positions)


def _children(loader: Any, mapping: bool, path: ValuePath, positions: _Positions) -> Iterator[tuple[str | int, Any]]:
    index = 0
    while True:
        event = loader.get_event()
        if type(event) in {MappingEndEvent, SequenceEndEvent}:
            return
        if not mapping:
            yield index, event
            index += 1
        elif type(event) is ScalarEvent:
            mark: Any = event.start_mark
            positions.keys[(*path, event.value)] = (mark.line + 1, mark.column + 1)
            yield event.value, loader.get_event()
        else:
            raise _TooMuchError  # a complex key: the file was refused there
