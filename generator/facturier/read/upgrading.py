"""Files of an older format to files of the present one: only what must change changes, comments and order stay.

A new format is a new `Step` at the end of STEPS. It is met by `facturier upgrade` alone; what is issued is never
rewritten, so documents and histories are read in every format there ever was.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from facturier.read.tree import LOADER, read_tree

CONFIG = "facturier.yaml"
_VERSION = re.compile(rb"^version:[ \t]*(\d+)", re.MULTILINE)
_FIRST_KEY = re.compile(rb"^(?![#\s]|---)", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What makes files of `version`; `edit` gets a path and the text of a file, and may be run on its own result."""

    version: int
    edit: Callable[[str, bytes], bytes]


STEPS: tuple[Step, ...] = ()
CURRENT = 1 + len(STEPS)  # the format this program writes; a book that does not say its own has the first


def version_of(config: bytes) -> int:
    """Return the format that a facturier.yaml says it has."""
    found = _VERSION.search(config)
    return int(found[1]) if found else 1


def upgraded(files: Mapping[str, bytes], steps: Sequence[Step] = STEPS) -> dict[str, bytes]:
    """Return the files that change, by path, facturier.yaml last: it says that the others are done."""
    before = version_of(files.get(CONFIG, b""))
    todo = [step for step in steps if step.version > before]
    now = dict(files)
    for step in todo:
        now = {path: step.edit(path, text) for path, text in now.items()}
    if todo and CONFIG in now:
        now[CONFIG] = _said(now[CONFIG], todo[-1].version)
    changed = sorted(now.keys(), key=lambda path: (path == CONFIG, path))
    return {path: now[path] for path in changed if now[path] != files[path]}


def renamed(text: bytes, path: Sequence[str], to: str) -> bytes:
    """Return a file in which the key at `path` has another name; `*` stands for each item of a list.

    A file that cannot be read, or has no such key, stays as it is: `facturier check` tells what is wrong with it.
    """
    if not isinstance(read_tree(text, ""), dict):
        return text
    source = text.decode()
    marks = list(_keys(yaml.compose(source, Loader=LOADER), tuple(path)))
    for start, end in sorted(marks, reverse=True):
        source = source[:start] + to + source[end:]
    return source.encode()


def _keys(node: Any, path: tuple[str, ...]) -> list[tuple[int, int]]:
    if isinstance(node, yaml.SequenceNode) and path[0] == "*":
        return [mark for item in node.value for mark in _keys(item, path[1:])]
    if not isinstance(node, yaml.MappingNode):
        return []
    found = [(key, value) for key, value in node.value if key.value == path[0]]
    if len(path) == 1:
        return [(key.start_mark.index, key.end_mark.index) for key, _ in found]
    return [mark for _, value in found for mark in _keys(value, path[1:])]


def _said(config: bytes, version: int) -> bytes:
    """The configuration with its format: in the place of the former one, else as the first key."""
    line = f"version: {version}".encode()
    if _VERSION.search(config):
        return _VERSION.sub(line, config, count=1)
    first = _FIRST_KEY.search(config)
    place = first.start() if first else len(config)
    return config[:place] + line + b"\n" + config[place:]
