"""Texts → texts that the theme's fonts can draw: a glyph that no font has would void PDF/A, so it becomes a box."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

_BOX = "\u25a1"
_LAYOUT = frozenset(map(ord, "\n\r\t "))
_LARGE = 1_000_000  # bytes: the East Asian font is opened only when a text needs it


class Coverage:
    """Which characters a set of font files can draw."""

    def __init__(self, files: tuple[Path, ...]) -> None:
        regular = [file for file in files if file.stem.endswith("-Regular")]
        self._small = [file for file in regular if file.stat().st_size < _LARGE]
        self._large = [file for file in regular if file not in self._small]

    def printable(self, text: str) -> str:
        """Return `text` with each character no font has as an empty box, or gone when it is invisible anyway."""
        missing = self.missing(text)
        return text.translate({code: _stand_in(code) for code in missing}) if missing else text

    def missing(self, text: str) -> frozenset[int]:
        """The code points of `text` that no font can draw."""
        codes = frozenset(map(ord, set(text))) - self._common
        return codes - self._rare if codes else codes

    @cached_property
    def _common(self) -> frozenset[int]:
        return _LAYOUT | _characters(self._small)

    @cached_property
    def _rare(self) -> frozenset[int]:
        return _characters(self._large)


def _stand_in(code: int) -> str | None:
    invisible = unicodedata.category(chr(code)) in {"Cc", "Cf", "Cs", "Mn", "Me", "Zl", "Zp"}
    return None if invisible else _BOX


def _characters(files: Iterable[Path]) -> frozenset[int]:
    from fontTools.ttLib import TTFont

    found: set[int] = set()
    for file in files:
        with TTFont(file, lazy=True) as font:
            found.update(font.getBestCmap())
    return frozenset(found)
