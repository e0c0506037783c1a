"""Turns the theme's styles and script into the few files all portals share, named by their content."""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePosixPath

from facturier.paths import theme_folder
from facturier.render.html.colors import brand_css, brand_icon


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteAssets:
    """The shared files by their path from the site's root (`assets/portal.1f2e….css`); `logo` may be "".

    `files` are their contents; none holds anything of a client.
    """

    css: str
    script: str
    icon: str
    logo: str
    files: tuple[tuple[str, bytes], ...]


def site_assets(*, color: str, logo: tuple[str, bytes] | None = None, theme: Path | None = None) -> SiteAssets:
    """The style sheet with the brand's colour, the script, the icon and the logo (its file name and content)."""
    folder = theme or theme_folder()
    css = brand_css(color) + _lean((folder / "styles" / "portal.css").read_text("utf-8"))
    script = (folder / "scripts" / "portal.js").read_text("utf-8")
    files = [
        _named("portal.css", css.encode()),
        _named("portal.js", script.encode()),
        _named("icon.svg", brand_icon(color)),
    ]
    if logo:
        files.append(_named("logo" + PurePosixPath(logo[0]).suffix.lower(), logo[1]))
    names = [name for name, _ in files]
    return SiteAssets(
        css=names[0], script=names[1], icon=names[2], logo=names[3] if logo else "", files=tuple(sorted(files))
    )


def _named(name: str, content: bytes) -> tuple[str, bytes]:
    stem, _, suffix = name.rpartition(".")
    return f"assets/{stem}.{sha256(content).hexdigest()[:12]}.{suffix}", content


def _lean(css: str) -> str:
    """The same rules without comments and indentation."""
    return re.sub(r"\n\s*", "\n", re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)).strip() + "\n"
