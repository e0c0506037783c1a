"""Finds what would make a browser ask another host, or run something, as a browser reads tags."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from functools import lru_cache

# No way back, and what does not close goes to the end: the time is linear, whatever stands there. As in a browser
# quotation marks hold a `>` only behind `=` (HTML 13.2.5.32 to 13.2.5.39).
_TAG = re.compile(
    r"""<([a-zA-Z][^\s/>]*+)((?:=\s*+(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z))|[^>])*+)(?:>|\Z)""",
)
_ATTRIBUTE = re.compile(r"""(?<![^\s"'>/=])([^\s"'>/=]++)\s*+=\s*+(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_LOADS = re.compile(r"<(?:script|link|img|iframe|source|video|audio|embed|object|use|image)\b", re.IGNORECASE)
_LOOSE = re.compile(r"""\s(?:src|href|srcset|data|poster)\s*+=\s*+["']?\s*+(?:https?:)?//""", re.IGNORECASE)
_CSS = re.compile(r"""(?:url\(\s*+|@import\s++)["']?\s*+(?:https?:)?//""", re.IGNORECASE)
_STYLE_SHEET = re.compile(r"<style\b[^>]*+(?:>|\Z)(.*?)(?:</style|\Z)", re.IGNORECASE | re.DOTALL)
_FETCHED = frozenset({"src", "srcset", "imagesrcset", "poster", "background", "ping", "srcdoc", "manifest", "codebase"})
_BY_ELEMENT = {
    "href": frozenset({"link", "use", "image", "base", "script", "feimage", "animate", "set"}),
    "data": frozenset({"object"}),
}
_STYLED = frozenset({"style", "fill", "stroke", "filter", "mask", "cursor", "clip-path", "marker"})
_IGNORED = dict.fromkeys([*range(0x20), 0x7F])  # a browser drops tabs and line ends inside an address (WHATWG URL)
_ELSEWHERE = re.compile(r"(?:^|[\s,=;'\"])(?:https?:)?//", re.IGNORECASE)
_REFRESH = re.compile(r"^\s*+[\d.]*+\s*+[;,]?\s*+url\s*+=", re.IGNORECASE)
_SHORT = 200  # characters of a tag that may stand in many files
_RUNS = re.compile(r"^\s*(?:javascript|vbscript|data:text/html)\s*:?", re.IGNORECASE)


def foreign_requests(markup: str, form: str = "") -> Iterator[str]:
    """Yield the beginning of each element that would make a browser ask another host or run a script of the page.

    `form` is the address that forms may be sent to.
    """
    found = [hit.group()[:60] for hit in _TAG.finditer(markup) if _asks_anything(hit[1].lower(), hit[2], form)]
    if not found:
        found += _unclosed(markup)
    styled = (_CSS.search(sheet) for sheet in _STYLE_SHEET.findall(markup))
    yield from (*found, *(hit.group()[:60] for hit in styled if hit))


def _unclosed(markup: str) -> list[str]:
    """The first element that would ask another host if quotation marks around it meant nothing."""
    for part in markup.split(">"):
        if (element := _LOADS.search(part)) and _LOOSE.search(part, element.end()):
            return [part[element.start() :][:60]]
    return []


def _asks_anything(element: str, written: str, form: str) -> bool:
    return (_known_tag if len(written) <= _SHORT else _tag_asks)(element, written, form)


@lru_cache(maxsize=4096)
def _known_tag(element: str, written: str, form: str) -> bool:
    """The same tags stand in all files."""
    return _tag_asks(element, written, form)


def _tag_asks(element: str, written: str, form: str) -> bool:
    attributes = list(_attributes(written))
    if element == "script" and not any(name in {"src", "href"} for name, _ in attributes):
        return True
    return any(_asks(element, name, value, form) for name, value in attributes)


def _attributes(written: str) -> Iterator[tuple[str, str]]:
    for name, double, single, bare in _ATTRIBUTE.findall(written):
        yield name.lower().rpartition(":")[2], html.unescape(double or single or bare)


def _asks(element: str, name: str, value: str, form: str) -> bool:
    if name.startswith("on") and len(name) > 3:
        return True
    if name in _STYLED or name.startswith("marker-"):
        return _CSS.search(value.replace("\\", "/")) is not None
    address = value.translate(_IGNORED).replace("\\", "/").strip()
    if name in {"href", "action", "formaction", "src"} and _RUNS.match(address):
        return True
    if element == "meta":
        return name == "content" and _REFRESH.match(value) is not None
    if name in {"action", "formaction"}:
        return address != form and _ELSEWHERE.search(address) is not None
    return (name in _FETCHED or element in _BY_ELEMENT.get(name, ())) and _ELSEWHERE.search(address) is not None
