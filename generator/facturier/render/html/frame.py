"""Gives every page what surrounds it: language, title and the relative addresses of the shared files."""

from __future__ import annotations

import re
from typing import Any

from facturier.model.portal import Portal, PortalPage
from facturier.render.html.assets import SiteAssets
from facturier.render.html.links import up

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
    }


def portal_frame(path: str, title: str, portal: Portal, assets: SiteAssets, *, to_root: str) -> dict[str, Any]:
    """The same for a page of a portal: whose it is, its day, and the seller's pages in the navigation."""
    return frame(path, title, portal.language, assets, to_root=to_root) | {
        "portal": portal,
        "seller": portal.seller,
        "pages": tuple((page_title(page), f"{up(path)}pages/{page.slug}/") for page in portal.pages),
        "preview": portal.preview or portal.throwaway,
    }


def page_title(page: PortalPage) -> str:
    """The first heading of a page, or its name made readable."""
    found = _HEADING.search(page.text)
    return found[1].strip() if found else page.slug.replace("-", " ").capitalize()
