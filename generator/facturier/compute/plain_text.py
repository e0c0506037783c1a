"""Text of a stranger's file → text a book may hold: nothing invisible, no runs of spaces, in one line or several."""

from __future__ import annotations

import unicodedata

_JOINERS = "\u200c\u200d"  # parts of letters in Persian, Hindi and emoji
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def one_line(text: str, limit: int = 200) -> str:
    """Return the text without what cannot be seen, in one line of at most `limit` characters."""
    seen = (char for char in text if char in _JOINERS or char.isspace() or unicodedata.category(char) not in _UNSEEN)
    return " ".join("".join(seen).split())[:limit].rstrip()


def several_lines(text: str, limit: int = 10_000) -> str:
    """Return the text line by line, each as `one_line` gives it."""
    return "\n".join(one_line(line, limit) for line in text.splitlines())[:limit].strip()
