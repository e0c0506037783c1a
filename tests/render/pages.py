"""Draws pages of a made-up portal and reads them back as trees."""

from functools import cache

import lxml.html

from facturier.model.portal import Portal, PortalDocument
from facturier.render.html.assets import SiteAssets, site_assets
from facturier.render.html.environment import environment, render
from facturier.render.html.pages import PageSpec, portal_pages
from tests.render.samples import COLOR, small_portal


@cache
def assets() -> SiteAssets:
    return site_assets(color=COLOR)


def drawn(spec: PageSpec) -> str:
    return render(spec, environment(language=spec.language))


def page(portal: Portal, path: str) -> lxml.html.HtmlElement:
    """One page of a portal, parsed."""
    spec = next(spec for spec in portal_pages(portal, assets=assets()) if spec.path == path)
    return lxml.html.document_fromstring(drawn(spec))


def document_page(item: PortalDocument, *, language: str = "fr") -> lxml.html.HtmlElement:
    return page(small_portal(item, language=language), f"{item.document.number}/index.html")


def home_page(*items: PortalDocument) -> lxml.html.HtmlElement:
    return page(small_portal(*items), "index.html")


def text(tree: lxml.html.HtmlElement, css: str = "main") -> str:
    """The words a reader sees in the first element that matches, spaces of every kind as one blank."""
    (found, *_) = tree.cssselect(css)
    return " ".join(found.text_content().split())
