"""Turns the text of a file into the words that are searched for others' data: as written, as seen, and as hidden."""

from __future__ import annotations

import re
from functools import cached_property

from facturier.publish.disguises import unmasked
from facturier.publish.scan import joined_words, markup_words, visible_words, without_drawings, words

_REMARK = re.compile(r"<!--|<\?(?!xml\b)|</[^a-zA-Z]|<!(?!doctype\b|\[CDATA\[)", re.IGNORECASE)  # HTML 13.2.5


class View:
    """The words of one file, those that a reader sees made only when they are asked for."""

    def __init__(self, text: str, *, markup: bool) -> None:
        self.text = text
        self._markup = markup
        self.all = markup_words(text) if markup else words(text)

    @cached_property
    def visible(self) -> bytes:
        """The words as a reader sees them, without tags."""
        return visible_words(self.text) if self._markup else self.all

    @cached_property
    def unmasked(self) -> str:
        """What the text says in other spellings."""
        return unmasked(without_drawings(self.text) if self._markup else self.text)

    @cached_property
    def hidden(self) -> bytes:
        """The words of other spellings, and those that tags cut into pieces."""
        other = words(self.unmasked) + (visible_words(self.unmasked) if "<" in self.unmasked else b"")
        return other + (joined_words(self.text) if self._markup else b"")

    def holds(self, phrase: bytes) -> bool:
        """Whether a phrase stands in it, one way or another."""
        return phrase in self.all or phrase in self.hidden or phrase in self.visible

    def remarks(self) -> bool:
        """Whether the markup holds what a browser takes for a comment."""
        return _REMARK.search(self.text) is not None
