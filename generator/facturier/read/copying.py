"""Turns the text of a document into the texts of its keys, comments included, to be copied into another draft."""

from __future__ import annotations

import re

from facturier.read.tree import Tree, read_tree
from facturier.read.writing import mapping_text

_KEY = re.compile(r"(?P<quote>[\"']?)(?P<key>[A-Za-z_][\w-]*)(?P=quote) *:(?=\s|$)")


def key_texts(source: bytes, file: str) -> dict[str, str]:
    """Return each key of a document with its text as typed, in order; written anew where lines do not tell keys apart.

    Comments above a key come with it; those above the first key are about the whole file and stay behind.
    """
    tree = read_tree(source, file)
    if not isinstance(tree, dict):
        return {}
    typed = _blocks(source.decode("utf-8").replace("\r\n", "\n"))
    return {key: _faithful(key, value, typed.get(key, ""), file) for key, value in tree.items()}


def item_texts(text: str, key: str, file: str) -> list[str]:
    """Return the items of a list under `key` as typed; [] where lines do not tell them apart."""
    lines = text.splitlines(keepends=True)
    starts = [place for place, line in enumerate(lines) if re.match(r" *- ", line)]
    if not starts:
        return []
    margin = min(len(lines[place]) - len(lines[place].lstrip()) for place in starts)
    starts = [place for place in starts if lines[place].startswith(" " * margin + "- ")]
    items = ["".join(lines[a:b]) for a, b in zip(starts, [*starts[1:], len(lines)], strict=True)]
    wanted = read_tree(text.encode(), file)
    made = [read_tree(f"{key}:\n{item}".encode(), file) for item in items]
    whole = wanted[key] if isinstance(wanted, dict) else None
    return items if isinstance(whole, list) and made == [{key: [one]} for one in whole] else []


def replaced_in(text: str, name: str, value: str, file: str) -> str:
    """Return the text of a key with `{name}` filled in; written anew where filling in changes how YAML reads it."""
    before, after = read_tree(text.encode(), file), text.replace(f"{{{name}}}", value)
    if not isinstance(before, dict):
        return text
    wanted = _filled(before, f"{{{name}}}", value)
    if read_tree(after.encode(), file) == wanted or not isinstance(wanted, dict):
        return after
    return mapping_text(wanted)


def _filled(tree: Tree, place: str, value: str) -> Tree:
    if isinstance(tree, dict):
        return {key: _filled(one, place, value) for key, one in tree.items()}
    if isinstance(tree, list):
        return [_filled(one, place, value) for one in tree]
    return tree.replace(place, value)


def _blocks(text: str) -> dict[str, str]:
    """The lines of each key that begins at the margin, with the comments right above it."""
    blocks: dict[str, list[str]] = {}
    current: list[str] | None = None
    above: list[str] = []
    for line in text.splitlines(keepends=True):
        found = _KEY.match(line)
        if found:
            current = blocks.setdefault(found["key"], [])
            current += [*(above if len(blocks) > 1 else ()), line]
            above = []
        elif line.startswith("#") or not line.strip():
            above.append(line)
        elif current is not None:
            current += [*above, line]
            above = []
    return {key: "".join(lines) for key, lines in blocks.items()}


def _faithful(key: str, value: Tree, typed: str, file: str) -> str:
    text = typed if typed.endswith("\n") else f"{typed}\n"
    return text if typed and read_tree(text.encode(), file) == {key: value} else mapping_text({key: value})
