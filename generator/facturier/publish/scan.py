"""Finds which of many phrases occur in a text, at a cost that does not grow with their number.

Text and phrases become the same sequence of words: letters and digits in lower case, without accents of form, with
everything else as a separator, so that `FR76 3000` is found in `fr76-3000` and across lines and tags. Each phrase waits
under its rarest word; a text is asked only about the phrases whose word it holds.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from urllib.parse import unquote

_SEPARATORS = bytes(byte if byte >= 0x80 or chr(byte).isalnum() else 0x20 for byte in range(256))
# UTF-8 of the General Punctuation block, each pattern with a literal start because those are searched for quickly.
_INVISIBLE = (re.compile(rb"\xe2\x80[\x8b-\x8f\xaa-\xae]"), re.compile(rb"\xe2\x81[\xa0-\xa9]"))
_PUNCTUATION = re.compile(rb"\xe2\x80[\x80-\xbf]")
_SPACES = ("\u00a0", "\u00ab", "\u00b7", "\u00bb", "\u3000")
_TAG = re.compile(r"<[^>]*>")
_DRAWING = re.compile(r' d="[MmZzLlHhVvCcSsQqTtAa0-9eE ,.+-]*"')  # of an SVG path: thousands of numbers in a QR code


def words(text: str) -> bytes:
    """Return the words of a plain text, each between single spaces, one space at both ends."""
    folded = text.casefold()
    if not folded.isascii():
        folded = unicodedata.normalize("NFC", folded)
    plain = folded.encode("utf-8", "replace")
    if not folded.isascii():
        plain = _without_typography(plain)
    return b" " + b" ".join(plain.translate(_SEPARATORS).split()) + b" "


def _without_typography(text: bytes) -> bytes:
    """Soft hyphens, zero-width and direction marks go; spaces, dashes and quotation marks become plain spaces."""
    text = text.replace("\u00ad".encode(), b"")
    for pattern in _INVISIBLE:
        text = pattern.sub(b"", text)
    for space in _SPACES:
        text = text.replace(space.encode(), b" ")
    return _PUNCTUATION.sub(b" ", text)


def markup_words(markup: str) -> bytes:
    """Return the words of an HTML or XML text with those of its tags and attributes, but for the lines of drawings."""
    text = html.unescape(_DRAWING.sub(" ", markup))
    addresses = [unquote(part) for part in text.split('"') if "%" in part]
    return words(" ".join([text, *addresses]))


def visible_words(markup: str) -> bytes:
    """Return the words of an HTML or XML text as a reader sees them: without tags."""
    return words(html.unescape(_TAG.sub(" ", markup)))


class Phrases:
    """A set of phrases (as `words` gives them) that texts are searched for."""

    def __init__(self, phrases: Iterable[bytes]) -> None:
        known = sorted(set(phrases))
        frequency = Counter(word for phrase in known for word in set(phrase.split()))
        self._waiting: dict[bytes, list[bytes]] = {}
        for phrase in known:
            rarest = min(phrase.split(), key=lambda word: (frequency[word], -len(word), word), default=b"")
            if rarest:
                self._waiting.setdefault(rarest, []).append(phrase)
        self._anchors = frozenset(self._waiting)

    def near(self, view: bytes) -> list[bytes]:
        """Return the phrases whose rarest word occurs in a text, in a fixed order: few, and all that can be in it."""
        return [phrase for word in sorted(self._anchors.intersection(view.split())) for phrase in self._waiting[word]]
