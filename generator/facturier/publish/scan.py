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
# UTF-8, each pattern with a literal start because those are searched for quickly: what is drawn as nothing at all.
_INVISIBLE = (
    re.compile(rb"\xe2\x80[\x8b-\x8f\xaa-\xae]"),
    re.compile(rb"\xe2\x81[\xa0-\xaf]"),
    re.compile(rb"\xef\xb8[\x80-\x8f]"),  # variation selectors
    re.compile(rb"\xf3\xa0[\x80-\x87][\x80-\xbf]"),  # tags, more variation selectors
    re.compile(rb"\xe1\xa0[\x8b-\x8f]"),
)
_NOTHING = tuple(character.encode() for character in "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u3164\ufeff\uffa0")
# General Punctuation; signs from U+00A0 and from U+2080 (euro, arrows, boxes); the wide space.
_PUNCTUATION = (rb"\xe2\x80[\x80-\xbf]", rb"\xc2[\x80-\xbf]", rb"\xe2[\x82-\xaf][\x80-\xbf]", rb"\xe3\x80\x80")
_SIGNS = tuple(re.compile(pattern) for pattern in _PUNCTUATION)
_TAG = re.compile(r"<[^>]*>")
_INSIDE = re.compile(  # tags that a reader does not see between two letters
    r"(?:</?(?:a|b|i|u|s|em|strong|small|big|mark|font|span|sub|sup|code|abbr|cite|q|tt|bdi|bdo|wbr|tspan|textpath|"
    r"\w+:t|\w+:r)(?:\s[^>]*)?/?>|<!\[CDATA\[|\]\]>)+",
    re.IGNORECASE,
)
_DRAWING = re.compile(r' d="[MmZzLlHhVvCcSsQqTtAa0-9eE ,.+-]*"')  # of an SVG path: thousands of numbers in a QR code


def words(text: str) -> bytes:
    """Return the words of a plain text, each between single spaces, one space at both ends."""
    folded = text.casefold()
    if not folded.isascii():
        folded = unicodedata.normalize("NFKC", folded).casefold()
    plain = folded.encode("utf-8", "replace")
    if not folded.isascii():
        plain = _without_typography(plain)
    return b" " + b" ".join(plain.translate(_SEPARATORS).split()) + b" "


def _without_typography(text: bytes) -> bytes:
    """Soft hyphens, zero-width and direction marks go; spaces, dashes and quotation marks become plain spaces."""
    for nothing in _NOTHING:
        text = text.replace(nothing, b"")
    for pattern in _INVISIBLE:
        text = pattern.sub(b"", text)
    for pattern in _SIGNS:
        text = pattern.sub(b" ", text)
    return text


def markup_words(markup: str) -> bytes:
    """Return the words of an HTML or XML text with those of its tags and attributes, but for the lines of drawings."""
    text = html.unescape(without_drawings(markup))
    addresses = [unquote(part) for part in text.split('"') if "%" in part]
    return words(" ".join([text, *addresses]))


def without_drawings(markup: str) -> str:
    """Return a text without the lines of drawings, which are numbers."""
    return _DRAWING.sub(" ", markup)


def visible_words(markup: str) -> bytes:
    """Return the words of an HTML or XML text as a reader sees them: without tags."""
    return words(html.unescape(without_tags(markup, " ")))


def without_tags(markup: str, instead: str) -> str:
    """Return a text with something else in the place of each tag."""
    return _instead(_TAG, markup, instead)


def _instead(tag: re.Pattern[str], markup: str, instead: str) -> str:
    """Behind the last `>` there is no tag: to look for one from each `<` there would take very long."""
    end = markup.rfind(">") + 1
    return tag.sub(instead, markup[:end]) + markup[end:]


def unfolded(calendar: str) -> str:
    """Return the text of a calendar whose folded lines hide words no more (RFC 5545, 3.1 and 3.3.11)."""
    return re.sub(r"\\[nN]", " ", re.sub(r"\r?\n[ \t]", "", calendar))


def joined_words(markup: str) -> bytes:
    """Return the words of an HTML or XML text where tags cut words into pieces; empty when none do."""
    joined = _instead(_INSIDE, markup, "")
    return b"" if joined == markup else visible_words(joined)


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
