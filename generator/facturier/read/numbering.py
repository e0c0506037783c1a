"""Turns a draft's text into that of an issued document, and back: number and date set, all else as typed."""

from __future__ import annotations

import re
from datetime import date

from facturier.read.tree import read_tree

_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_KEY = re.compile(r"(?P<indent> *)(?P<quote>[\"']?)(?P<key>[A-Za-z_][\w-]*)(?P=quote) *:(?=\s|$)")


def numbered_text(draft: bytes, *, number: str, on: date, file: str) -> bytes | None:
    """Return the draft with `number:` before its first key, and `date:` where it has none.

    None when the text cannot be extended line by line (a draft in one pair of braces): whoever wrote it so
    writes it on lines. The result holds exactly what the draft held, plus number and date.
    """
    before = read_tree(draft, file)
    if not isinstance(before, dict) or "number" in before:
        return None
    kept = {key: value for key, value in before.items() if key != "date" or value}
    added = {"number": number} | ({} if "date" in kept else {"date": on.isoformat()})
    lines = _lines(draft) if "date" in kept else _without(_lines(draft), "date")
    place = next((index for index, line in enumerate(lines) if _KEY.match(line)), None)
    if place is None:
        return None
    indent, end = _indent(lines), "\r\n" if lines[place].endswith("\r\n") else "\n"
    lines[place:place] = [f"{indent}{key}: {value}{end}" for key, value in added.items()]
    made = "".join(lines).encode()
    return made if read_tree(made, file) == added | kept else None


def unnumbered_text(source: bytes, *, file: str, dated: bool = True) -> bytes | None:
    """Return an issued document as a draft again: without its number, with its date if it stays `dated`.

    None as for `numbered_text`.
    """
    before = read_tree(source, file)
    if not isinstance(before, dict):
        return None
    gone = ("number",) if dated else ("number", "date")
    lines = _lines(source)
    for key in gone:
        lines = _without(lines, key)
    made = "".join(lines).encode()
    return made if read_tree(made, file) == {key: before[key] for key in before if key not in gone} else None


def typed_date(draft: bytes, *, file: str) -> str:
    """Return the date a draft names, as typed; "" when it names none."""
    tree = read_tree(draft, file)
    found = tree.get("date") if isinstance(tree, dict) else None
    return found if isinstance(found, str) else ""


def _lines(data: bytes) -> list[str]:
    return _LINE.findall(data.decode("utf-8"))


def _without(lines: list[str], key: str) -> list[str]:
    """Take a key of the document itself, with its value on the same line, away."""
    indent = _indent(lines)

    def is_it(line: str) -> bool:
        found = _KEY.match(line)
        return found is not None and found["key"] == key and found["indent"] == indent

    return [line for line in lines if not is_it(line)]


def _indent(lines: list[str]) -> str:
    """The spaces before the keys of the document itself."""
    return next((found["indent"] for line in lines if (found := _KEY.match(line))), "")
