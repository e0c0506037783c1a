"""Bytes of a YAML file to plain dict, list and str: every scalar stays the text its author typed.

Nothing here makes a number, a date or a truth value: the schema decides types, never YAML. Events of the C parser
are read one by one: depth and size are refused before anything is built, and positions cost a sound file nothing.
Refused are anchors, aliases, tags, directives, merge keys, second documents, duplicate and complex keys.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import Any, NoReturn

import yaml
from yaml.events import (
    AliasEvent,
    DocumentEndEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    StreamEndEvent,
)

from facturier.faults import Fault, Where, error
from facturier.read import limits
from facturier.read.characters import FORBIDDEN, PLAIN_BYTES, code_point, unfit

Tree = dict[str, "Tree"] | list["Tree"] | str
LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class RefusedError(Exception):
    """Carries the fault of a file that is not read any further; never leaves `read`."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.code)
        self.fault = fault


def read_tree(data: bytes, file: str) -> Tree | Fault:
    """Return the tree of a YAML file, or the first fault that makes the whole file unreadable (READ-001 … READ-016).

    An empty file is "".
    """
    try:
        text = decode(data, file)
        tree = _Builder(text, file).document()
        _check_line_lengths(text, file)
        return tree
    except RefusedError as refused:
        return refused.fault


def decode(data: bytes, file: str, *, limit: int = limits.MAX_BYTES) -> str:
    """Return the text of a file; raise RefusedError when it is too big, not UTF-8, or holds unseen characters."""
    if len(data) > limit:
        raise RefusedError(error("READ-001", Where(file), limit=f"{limit // 1024} KiB"))
    if data.translate(None, PLAIN_BYTES):
        return _decode_unicode(data, file)
    return data.decode("ascii")


def _decode_unicode(data: bytes, file: str) -> str:
    if data.startswith(b"\xef\xbb\xbf"):
        raise RefusedError(error("READ-003", Where(file, line=1, column=1)))
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as problem:
        line = data.count(b"\n", 0, problem.start) + 1
        column = problem.start - data.rfind(b"\n", 0, problem.start)
        raise RefusedError(
            error("READ-002", Where(file, line=line, column=column), byte=f"0x{data[problem.start]:02X}")
        ) from None
    found = FORBIDDEN.search(text)
    if found:
        raise RefusedError(error("READ-004", place_of(text, found.start(), file), character=code_point(found.group())))
    return text


def place_of(text: str, offset: int, file: str) -> Where:
    """Return line and column (from 1) of an offset in a text."""
    return Where(file, line=text.count("\n", 0, offset) + 1, column=offset - text.rfind("\n", 0, offset))


def _check_line_lengths(text: str, file: str) -> None:
    if len(text) <= limits.MAX_LINE:
        return
    for number, line in enumerate(text.split("\n"), start=1):
        if len(line) > limits.MAX_LINE:
            raise RefusedError(error("READ-013", Where(file, line=number, column=1), limit=limits.MAX_LINE))


class _Builder:
    """Builds the tree of one file from parser events."""

    def __init__(self, text: str, file: str) -> None:
        self.file = file
        self.nodes = 0
        self.loader = LOADER(text)
        self.get: Callable[[], Any] = self.loader.get_event

    def document(self) -> Tree:
        """Return the only document of the stream."""
        try:
            return self._document()
        except yaml.MarkedYAMLError as problem:
            mark = problem.problem_mark or problem.context_mark
            self.refuse("READ-005", mark, problem=(problem.problem or problem.context or "").replace("\n", " "))
        except yaml.YAMLError:
            self.refuse("READ-005", None, problem="unreadable")
        finally:
            self.loader.dispose()

    def _document(self) -> Tree:
        self.get()  # the stream begins
        start = self.get()
        if type(start) is StreamEndEvent:
            return ""
        if start.version or start.tags:
            self.refuse("READ-009", start.start_mark, found="%")
        tree = self.node(self.get(), 0)
        end = self.get()
        if type(end) is not DocumentEndEvent:
            self.refuse("READ-005", end.start_mark, problem="unexpected content")
        following = self.get()
        if type(following) is DocumentStartEvent:
            self.refuse("READ-010", following.start_mark)
        return tree

    def node(self, event: Any, depth: int) -> Tree:
        """Return the value that begins with this event."""
        self.nodes += 1
        kind = type(event)
        if kind is AliasEvent or event.anchor is not None:
            self.refuse("READ-008", event.start_mark, name=event.anchor)
        if event.tag is not None:
            self.refuse("READ-009", event.start_mark, found=event.tag.replace("tag:yaml.org,2002:", "!!"))
        if kind is ScalarEvent:
            return self.scalar(event)
        if depth >= limits.MAX_DEPTH:
            self.refuse("READ-011", event.start_mark, limit=limits.MAX_DEPTH)
        if self.nodes > limits.MAX_NODES:
            self.refuse("READ-012", event.start_mark, limit=limits.MAX_NODES)
        if kind is MappingStartEvent:
            return self.mapping(depth + 1)
        return self.sequence(depth + 1)

    def mapping(self, depth: int) -> dict[str, Tree]:
        """Return a mapping; the event that began it is consumed."""
        get, node = self.get, self.node
        result: dict[str, Tree] = {}
        while True:
            event = get()
            if type(event) is MappingEndEvent:
                return result
            key = self.key(event)
            if key in result:
                self.refuse("READ-007", event.start_mark, key=key)
            result[key] = node(get(), depth)

    def sequence(self, depth: int) -> list[Tree]:
        """Return a list; the event that began it is consumed."""
        get, node = self.get, self.node
        result: list[Tree] = []
        while True:
            event = get()
            if type(event) is SequenceEndEvent:
                return result
            if self.nodes > limits.MAX_NODES:
                self.refuse("READ-012", event.start_mark, limit=limits.MAX_NODES)
            result.append(node(event, depth))

    def key(self, event: Any) -> str:
        """Return a key, which must be a plain text of one line."""
        if type(event) is not ScalarEvent or not event.value:
            if type(event) is AliasEvent:
                self.refuse("READ-008", event.start_mark, name=event.anchor)
            self.refuse("READ-006", event.start_mark)
        if event.value == "<<":
            self.refuse("READ-014", event.start_mark)
        key = self.node(event, 0)
        return key if isinstance(key, str) else ""

    def scalar(self, event: Any) -> str:
        """Return the text of a value as typed, in NFC; `~` and `null` without quotes are empty."""
        value: str = event.value
        if len(value) > limits.MAX_SCALAR:
            self.refuse("READ-013", event.start_mark, limit=limits.MAX_SCALAR)
        bad = unfit(value)
        if bad:
            self.refuse("READ-004", event.start_mark, character=bad.name)
        if event.implicit[0] and value in {"~", "null"}:
            return ""
        return value if value.isascii() else unicodedata.normalize("NFC", value)

    def refuse(self, code: str, mark: Any, **values: object) -> NoReturn:
        """Stop reading this file."""
        line, column = (mark.line + 1, mark.column + 1) if mark is not None else (0, 0)
        raise RefusedError(error(code, Where(self.file, (), line, column), also=(), **values))
