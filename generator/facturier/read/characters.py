"""Text to the first character that must not stand in it: controls, direction overrides, invisible letters.

Amounts and names are what a client reads; a character that cannot be seen can make them lie (UTS 39, CVE-2021-42574).
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from facturier.read.limits import MAX_MARKS

# What YAML source may hold besides ASCII: the file is refused before it is parsed when one of these stands in it raw.
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
PLAIN_BYTES = bytes([0x09, 0x0A, 0x0D, *range(0x20, 0x7F)])

_BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_JOINERS = frozenset("\u200c\u200d")
_SPACES = frozenset("\u00a0\u202f\u2009\u2007\u3000")  # typography of French, English and Japanese


class Unfit(NamedTuple):
    """A character that must not stand in a text: its place, its name (`U+202E`) and why: control, bidi, invisible…"""

    place: int
    name: str
    why: str


def unfit(text: str, *, line_breaks: bool = True) -> Unfit | None:
    """Return the first character of a value that must not be there, None when the text is fit to be shown.

    Letters of every script, emoji sequences and typographic spaces pass.
    """
    if text.isascii():
        if text.isprintable():
            return None
    elif text.isprintable() and max(text) < "\u0300":
        return None
    marks = 0
    for place, char in enumerate(text):
        if unicodedata.combining(char):
            marks += 1
            if marks > MAX_MARKS:
                return Unfit(place, code_point(char), "marks")
            continue
        marks = 0
        why = _why(text, place, char, line_breaks=line_breaks)
        if why:
            return Unfit(place, code_point(char), why)
    return None


def code_point(char: str) -> str:
    """Return `U+202E` for a character."""
    return f"U+{ord(char):04X}"


def mixed_script(text: str) -> str:
    """Return the first word that mixes Latin with Cyrillic or Greek letters ("Раypal", UTS 39), "" for none."""
    if text.isascii():
        return ""
    for word in text.split():
        scripts = {unicodedata.name(char, "").partition(" ")[0] for char in word if char.isalpha()}
        if "LATIN" in scripts and scripts & {"CYRILLIC", "GREEK"}:
            return word
    return ""


def _why(text: str, place: int, char: str, *, line_breaks: bool) -> str:
    if char.isprintable() or char in _SPACES:
        return ""
    if char == "\n" and line_breaks:
        return ""
    if char in _BIDI:
        return "bidi"
    if char in _JOINERS:
        return "" if _joins(text, place) else "invisible"
    category = unicodedata.category(char)
    if category == "Cn" and not _noncharacter(char):
        return ""  # a letter younger than this Python's tables
    return {"Cc": "control", "Zl": "control", "Zp": "control", "Cf": "invisible", "Zs": "invisible"}.get(
        category, "unassigned"
    )


def _joins(text: str, place: int) -> bool:
    """Whether a joiner stands between two letters that can need it (Persian, Indic scripts, emoji)."""
    around = text[place - 1 : place] + text[place + 1 : place + 2]
    return len(around) == 2 and all(ord(char) >= 0x600 for char in around)


def _noncharacter(char: str) -> bool:
    return ord(char) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(char) <= 0xFDEF
