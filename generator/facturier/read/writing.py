"""Turns values into YAML that people like to read, and adds an entry to a history without touching what is there."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from facturier.read.tree import Tree, read_tree

Value = str | bool | int | Decimal | date | Sequence["Value"] | Mapping[str, "Value"]
"""What may be written. Text is quoted where YAML would read something else."""

_LINE = 118  # characters: what is longer is written on several lines
_PLAIN = re.compile(r"[^\W_](?:[\w .()/°’«»%€+@&;…–—'-]|:(?! |$))*", re.UNICODE)
_WORDS = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})  # other readers of YAML obey them
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def scalar(value: Value) -> str:
    """Return one value as a YAML scalar: amounts and dates bare, text bare where nothing can misread it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return f"{value:f}"
    if not isinstance(value, str):
        return str(value)
    bare = _PLAIN.fullmatch(value) and not value.endswith(" ") and value.lower() not in _WORDS
    return value if bare else '"' + "".join(_ESCAPES.get(char, char) for char in value) + '"'


def flow(value: Value) -> str:
    """Return a value on one line: `{date: 2026-11-22, event: paid, amount: 100.00}`."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {flow(one)}" for key, one in value.items()) + "}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + ", ".join(flow(one) for one in value) + "]"
    return scalar(value)


def mapping_text(values: Mapping[str, Value], *, indent: str = "") -> str:
    """Return a mapping with one key per line; texts with line breaks and lists of mappings as blocks."""
    return "".join(_pair(key, value, indent) for key, value in values.items())


def item_text(value: Value, *, indent: str = "") -> str:
    """Return an item of a list: on one line when it fits, else its keys below each other."""
    line = f"{indent}- {flow(value)}\n"
    if not isinstance(value, Mapping) or (len(line) <= _LINE and not _has_breaks(value)):
        return line
    text = mapping_text(value, indent=f"{indent}  ")
    return f"{indent}- {text[len(indent) + 2 :]}"


def appended(before: bytes, entries: Sequence[Mapping[str, Value]], *, file: str) -> bytes | None:
    """Return a history with entries added at its end: what was there stays byte for byte.

    None when the text cannot be continued line by line (a list in brackets, a file that cannot be read).
    """
    had = read_tree(before, file)
    if not (had == "" or isinstance(had, list)):
        return None
    end = "\r\n" if b"\r\n" in before else "\n"
    text = "".join(item_text(entry, indent=_indent(before) if had else "") for entry in entries)
    gap = end if before and not before.endswith(b"\n") else ""
    after = before + (gap + text.replace("\n", end)).encode()
    now = read_tree(after, file)
    kept = list(had or ())
    return after if isinstance(now, list) and now == kept + [tree_of(entry) for entry in entries] else None


def tree_of(value: Value) -> Tree:
    """Return what reading gives back of a written value."""
    if isinstance(value, Mapping):
        return {key: tree_of(one) for key, one in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [tree_of(one) for one in value]
    return unicodedata.normalize("NFC", value) if isinstance(value, str) else scalar(value)


def _pair(key: str, value: Value, indent: str) -> str:
    if isinstance(value, str) and "\n" in value and value == value.strip("\n") and _fits_a_block(value):
        lines = "\n".join(f"{indent}  {line}" if line else "" for line in value.split("\n"))
        return f"{indent}{key}: |-\n{lines}\n"
    if listed := _mappings(value):
        return f"{indent}{key}:\n" + "".join(item_text(one, indent=f"{indent}  ") for one in listed)
    return f"{indent}{key}: {flow(value)}\n"


def _mappings(value: Value) -> list[Mapping[str, Value]]:
    """The items of a list that holds nothing but mappings."""
    if not isinstance(value, Sequence) or isinstance(value, str):
        return []
    found = [one for one in value if isinstance(one, Mapping)]
    return found if len(found) == len(value) else []


def _fits_a_block(text: str) -> bool:
    """Whether a block keeps the text: its first line begins at the margin, no line ends in a space or tab."""
    return not text.startswith((" ", "\t")) and all(line == line.rstrip() for line in text.split("\n"))


def _has_breaks(value: Value) -> bool:
    if isinstance(value, Mapping):
        return any(_has_breaks(one) for one in value.values())
    return isinstance(value, str) and "\n" in value


def _indent(before: bytes) -> str:
    """The spaces before the dashes of the list."""
    found = re.search(rb"^( *)-(?= |\r?$)", before, re.MULTILINE)
    return found[1].decode() if found else ""
