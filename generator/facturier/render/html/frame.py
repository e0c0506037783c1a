"""Gives every page what surrounds it: language, title and the relative addresses of the shared files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from facturier.model.portal import Portal, PortalPage
from facturier.render.html.assets import SiteAssets
from facturier.render.html.links import folder_above, form_origin, in_language, up
from facturier.render.words import load_words

_HEADING = re.compile(r"^\s{0,3}#\s+(.+?)\s*#*\s*$", re.MULTILINE)


def frame(path: str, title: str, language: str, assets: SiteAssets, *, to_root: str) -> dict[str, Any]:
    """The names all templates share. `home` leads to the portal's home, `root` to the site's."""
    home = up(path)
    root = home + to_root
    return {
        "kind": "plain",
        "lang": language,
        "title": title,
        "home_url": home or "./",
        "css_url": root + assets.css,
        "script_url": root + assets.script,
        "icon_url": root + assets.icon,
        "logo_url": root + assets.logo if assets.logo else "",
        "pages": (),
        "preview": False,
        "throwaway": False,
        "languages": (),
        "form_origin": "",
    }


def portal_frame(
    path: str, title: str, portal: Portal, assets: SiteAssets, *, to_root: str, theme: Path | None = None
) -> dict[str, Any]:
    """The same for a page of a portal: whose it is, its day, and the seller's pages in the navigation."""
    return frame(path, title, portal.language, assets, to_root=to_root) | {
        "portal": portal,
        "seller": portal.seller,
        "pages": tuple((page_title(page), f"{up(path)}pages/{page.slug}/") for page in portal.pages),
        "preview": portal.preview,
        "throwaway": portal.throwaway,
        "languages": tuple(_languages(path, portal, theme)),
        "form_origin": form_origin(portal.form),
        "own_url": up(path) + folder_above(portal),
    }


def _languages(path: str, portal: Portal, theme: Path | None) -> Iterator[tuple[str, str, str]]:
    """Each other language of the portal: its code, its own name, and this very page in it."""
    for language in portal.languages:
        if language != portal.language:
            yield language, load_words(language, theme)("frame.language"), in_language(portal, path, language)


def page_title(page: PortalPage) -> str:
    """The first heading of a page, or its name made readable."""
    found = _HEADING.search(page.text)
    return found[1].strip() if found else page.slug.replace("-", " ").capitalize()
