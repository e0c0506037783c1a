"""Turns the theme's styles and script into the few files all portals share, named by their content."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePosixPath

from facturier.paths import theme_folder
from facturier.render.html.colors import brand_css, brand_icon
from facturier.render.words import LANGUAGES, load_words


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteAssets:
    """The shared files by their path from the site's root (`assets/portal.1f2e….css`); `logo` may be "".

    `files` are their contents; none holds anything of a client.
    """

    css: str
    script: str
    icon: str
    logo: str
    opener: str  # the script that opens sealed portals, what it may have to say, and its look
    sealed_words: str
    sealed_css: str
    files: tuple[tuple[str, bytes], ...]


def site_assets(*, color: str, logo: tuple[str, bytes] | None = None, theme: Path | None = None) -> SiteAssets:
    """The style sheet with the brand's colour, the script, the icon and the logo (its file name and content)."""
    folder = theme or theme_folder()
    css = brand_css(color) + _lean((folder / "styles" / "portal.css").read_text("utf-8"))
    files = [
        _named("portal.css", css.encode()),
        _named("portal.js", _script(folder, "portal.js")),
        _named("icon.svg", brand_icon(color)),
        _named("sealed.js", _script(folder, "sealed.js")),
        _named("sealed.json", _sealed_words(theme)),
        _named("sealed.css", _lean((folder / "styles" / "sealed.css").read_text("utf-8")).encode()),
    ]
    if logo:
        files.append(_named("logo" + PurePosixPath(logo[0]).suffix.lower(), logo[1]))
    names = [name for name, _ in files]
    return SiteAssets(
        css=names[0],
        script=names[1],
        icon=names[2],
        logo=names[-1] if logo else "",
        opener=names[3],
        sealed_words=names[4],
        sealed_css=names[5],
        files=tuple(sorted(files)),
    )


def _sealed_words(theme: Path | None = None) -> bytes:
    """What the shell may have to say, in every language, as JSON: `{"fr": {"missing.title": "…"}}`."""
    texts = {}
    for language in LANGUAGES:
        words = load_words(language, theme)
        texts[language] = {key.removeprefix("sealed."): words(key) for key in words.keys if key.startswith("sealed.")}
    return json.dumps(texts, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def _named(name: str, content: bytes) -> tuple[str, bytes]:
    stem, _, suffix = name.rpartition(".")
    return f"assets/{stem}.{sha256(content).hexdigest()[:12]}.{suffix}", content


def _script(folder: Path, name: str) -> bytes:
    """The same program without indentation and lines that are only a comment."""
    lines = (line.lstrip() for line in (folder / "scripts" / name).read_text("utf-8").splitlines())
    return "".join(f"{line}\n" for line in lines if line and not line.startswith("//")).encode()


def _lean(css: str) -> str:
    """The same rules without comments and without the spaces that mean nothing; strings hold none of `{};,:`."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    css = re.sub(r"\s*([{};,])\s*", r"\1", css)
    css = re.sub(r"(?<=[{;])([\w-]+):\s+", r"\1:", css)
    return re.sub(r"\s+", " ", css).replace(";}", "}").strip() + "\n"
