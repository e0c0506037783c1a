"""What one worker makes once and every document shares: template, parsed styles, fonts and images."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

import weasyprint
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from facturier.render.pdf.archive import OutputProfile
from facturier.render.pdf.coverage import Coverage
from facturier.render.pdf.fetcher import ClosedFetcher
from facturier.render.pdf.fonts import ThemeFonts, font_files

_IMAGE_SETS = 8  # books drawn side by side in one process; each has its own logo


class Workshop:
    """The tools of one theme in one process. Nothing in it depends on a document."""

    def __init__(self, theme: Path) -> None:
        self.theme = theme
        self._sheets: dict[str, weasyprint.CSS] = {}
        self._images: dict[str, dict[str, Any]] = {}

    @cached_property
    def template(self) -> Template:
        """The compiled print template of documents."""
        return self._compiled("document.html.j2")

    @cached_property
    def account_template(self) -> Template:
        """The compiled print template of statements of account."""
        return self._compiled("account.html.j2")

    def _compiled(self, name: str) -> Template:
        """A print template; every text is escaped, a missing value is an error."""
        loader = FileSystemLoader(self.theme / "document")
        env = Environment(
            loader=loader,
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            cache_size=8,
        )
        return env.get_template(name)

    @cached_property
    def fonts(self) -> ThemeFonts:
        """The theme's fonts and no others."""
        return ThemeFonts(font_files(self.theme))

    @cached_property
    def coverage(self) -> Coverage:
        """What those fonts can draw."""
        return Coverage(font_files(self.theme))

    @cached_property
    def profile(self) -> OutputProfile:
        """The colour profile of every document."""
        return OutputProfile()

    def styles(self, color: str, *, sheet: str = "document.css") -> weasyprint.CSS:
        """A parsed print style sheet in an accent colour."""
        key = f"{sheet} {color}"
        if key not in self._sheets:
            source = (self.theme / "document" / sheet).read_text("utf-8").replace("%accent%", color)
            self._sheets[key] = weasyprint.CSS(
                string=source,
                base_url="theme:document/",
                font_config=self.fonts,
                url_fetcher=ClosedFetcher(self.theme, {}),
            )
        return self._sheets[key]

    def images(self, files: Mapping[str, bytes]) -> dict[str, Any]:
        """The decoded images of one set of files, told apart by content, never by name alone."""
        digest = sha256()
        for name in sorted(files):
            digest.update(name.encode() + b"\0" + sha256(files[name]).digest())
        if len(self._images) >= _IMAGE_SETS and digest.hexdigest() not in self._images:
            self._images.clear()
        return self._images.setdefault(digest.hexdigest(), {})


@cache
def workshop(theme: Path) -> Workshop:
    """The workshop of this process for `theme`."""
    return Workshop(theme)
