"""Draws pages of a made-up portal and reads them back as trees."""

from __future__ import annotations

from functools import cache

import lxml.etree
import lxml.html
from tests.render.originals import COLOR
from tests.render.samples import small_portal

from facturier.model.portal import Portal, PortalDocument
from facturier.render.html.assets import SiteAssets, site_assets
from facturier.render.html.environment import environment, render
from facturier.render.html.pages import PageSpec, portal_pages


class Node(lxml.html.HtmlElement):  # type: ignore[misc]
    """An element whose descendants are found by a CSS selector, with the selector engine WeasyPrint brings along."""

    def all(self, css: str) -> list[Node]:
        from cssselect2 import ElementWrapper  # type: ignore[import-untyped]

        return [found.etree_element for found in ElementWrapper.from_html_root(self).query_all(css)]


@cache
def _parser() -> lxml.etree.HTMLParser:
    parser = lxml.html.HTMLParser(encoding="utf-8")
    parser.set_element_class_lookup(lxml.etree.ElementDefaultClassLookup(element=Node))
    return parser


def parsed(page: str) -> Node:
    tree = lxml.html.document_fromstring(page.encode(), parser=_parser())
    assert isinstance(tree, Node)
    return tree


@cache
def assets() -> SiteAssets:
    return site_assets(color=COLOR)


def drawn(spec: PageSpec) -> str:
    return render(spec, environment(language=spec.language))


def page(portal: Portal, path: str) -> Node:
    """One page of a portal, parsed."""
    return parsed(drawn(next(spec for spec in portal_pages(portal, assets=assets()) if spec.path == path)))


def document_page(item: PortalDocument, *, language: str = "fr") -> Node:
    return page(small_portal(item, language=language), f"{item.document.number}/index.html")


def home_page(*items: PortalDocument) -> Node:
    return page(small_portal(*items), "index.html")


def text(tree: Node, css: str = "main") -> str:
    """The words a reader sees in the first element that matches, spaces of every kind as one blank."""
    return words_of(tree.all(css)[0])


def words_of(node: Node) -> str:
    return " ".join(" ".join(node.itertext()).split())
