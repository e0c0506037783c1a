"""An XML document and a table of places → its business terms, and the elements that are none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from facturier.model.incoming import Terms, Value
from facturier.render.einvoice.xml import Node
from facturier.render.incoming.limits import path_of
from facturier.render.incoming.tables import IGNORED, Place

_NOTE = re.compile(r"#(?P<code>[A-Z]{3})#(?P<text>.*)", re.DOTALL)
_SCHEMES = ("schemeID", "listID", "mimeCode")
_NO_SCHEMES = ("VA", "FC")  # CII tells a VAT number from a tax number by them
_TAX_POINT = {"5": "3", "29": "35", "72": "432"}  # UNCL 2475 of CII → UNCL 2005 of the model
Seen = set[Node]


def terms_of(root: Node, places: tuple[Place, ...]) -> tuple[Terms, Seen]:
    """Return the invoice's terms, and the elements they were found in."""
    seen: Seen = set()
    return _group("", root, places, seen), seen


def extras(root: Node, seen: Seen) -> tuple[Value, ...]:
    """Return the elements with a text that no term was found in: what a reader of EN 16931 would lose."""
    return tuple(
        Value(text=path_of(node), line=_line(node))
        for node in root.iter()
        if not len(node) and (node.text or "").strip() and node not in seen
    )


def _group(name: str, node: Node, places: tuple[Place, ...], seen: Seen) -> Terms:
    values: dict[str, tuple[Value, ...]] = {}
    groups: dict[str, tuple[Terms, ...]] = {}
    for place in places:
        found: Any = place.path(node)
        if place.name == IGNORED:
            seen.update(found)
        elif place.inside:
            if inner := tuple(_group(place.name, one, place.inside, seen) for one in found):
                groups[place.name] = inner
        elif read := tuple(_values(place.name, found, seen)):
            values[place.name] = read
    if name == "BG-1":
        values = _coded(values)
    return Terms(group=name, line=_line(node), values=values, groups=groups)


def _values(term: str, found: list[Any], seen: Seen) -> Iterator[Value]:
    told = set()
    one: Any
    for one in found:
        if isinstance(one, str):  # an attribute
            value = Value(text=one.strip(), line=_line(one.getparent()))  # type: ignore[attr-defined]
        else:
            seen.add(one)
            scheme = next((one.get(name, "") for name in _SCHEMES if one.get(name)), "")
            scheme = "" if scheme in _NO_SCHEMES else scheme
            text = _day((one.text or "").strip(), one.get("format", ""))
            text = _TAX_POINT.get(text, text) if str(one.tag).endswith("DueDateTypeCode") else text
            value = Value(text=text, scheme=scheme, line=_line(one))
        if (value.text or value.scheme) and not (
            term == "BT-8" and value.text in told
        ):  # CII repeats BT-8 in every VAT group
            told.add(value.text)
            yield value


def _line(node: Any) -> int:
    """The line of an element in its file; 0 when it is not known."""
    return int(node.sourceline or 0)


def _day(text: str, form: str) -> str:
    """A date of format 102 (YYYYMMDD) as ISO 8601; anything else as it is written."""
    if form != "102" or not (len(text) == 8 and text.isascii() and text.isdigit()):
        return text
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:])).isoformat()
    except ValueError:
        return text


def _coded(values: dict[str, tuple[Value, ...]]) -> dict[str, tuple[Value, ...]]:
    """A note of UBL: its subject code (BT-21) stands between two # before the text."""
    [note, *_] = values.get("BT-22", (Value(text=""),))
    found = _NOTE.fullmatch(note.text)
    if "BT-21" in values or found is None:
        return values
    return {
        "BT-21": (Value(text=found["code"], line=note.line),),
        "BT-22": (Value(text=found["text"], line=note.line),),
    }
