"""Turns a Portal into the list of its pages: where each lies, which template draws it, and with what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from facturier.model.party import Seller
from facturier.model.portal import Portal, PortalDocument, PortalPage
from facturier.render.formats import load_formats
from facturier.render.html.assets import SiteAssets
from facturier.render.html.document import document_view
from facturier.render.html.frame import frame, page_title, portal_frame
from facturier.render.html.home import home_view
from facturier.render.html.links import folder_above, folder_of
from facturier.render.html.statement import statement_files, statement_years
from facturier.render.words import LANGUAGES, load_words


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSpec:
    """A page to draw: `path` inside the portal, `template` inside the theme, and all the template is given."""

    path: str
    template: str
    title: str
    language: str
    context: dict[str, Any] = field(repr=False)


def portal_pages(
    portal: Portal, *, assets: SiteAssets, to_root: str = "../../", theme: Path | None = None
) -> tuple[PageSpec, ...]:
    """The pages of one portal in `portal.language`, home first, their paths inside the folder of that language.

    The client's own language lies in the portal's folder itself, others in folders named by their codes.
    `to_root` leads from the portal's folder to the root of the site.
    """
    return tuple(_Maker(portal, assets, to_root, theme).pages())


def root_page(seller: Seller, *, language: str, assets: SiteAssets, theme: Path | None = None) -> PageSpec:
    """The page at the site's root: whose portals these are, and nothing else."""
    words = load_words(language, theme)
    title = words("root.title", seller=seller.trade_name or seller.name)
    context = {"seller": seller, **frame("index.html", title, language, assets, to_root="")}
    return PageSpec(path="index.html", template="portal/root.html", title=title, language=language, context=context)


def missing_page(*, language: str, assets: SiteAssets, base: str = "/", theme: Path | None = None) -> PageSpec:
    """The 404 page of the site, free of any data. Hosts serve it at every depth: `base` is the root's absolute path."""
    title = load_words(language, theme)("missing.title")
    context = frame("404.html", title, language, assets, to_root=base)
    return PageSpec(path="404.html", template="portal/404.html", title=title, language=language, context=context)


def thanks_pages(*, assets: SiteAssets, theme: Path | None = None) -> tuple[PageSpec, ...]:
    """The public pages a payment page leads back to, one per language: they hold no data and claim nothing.

    Each lies in a folder of its own, two below the root of the site.
    """
    return tuple(_thanks_page(language, assets, theme) for language in LANGUAGES)


def _thanks_page(language: str, assets: SiteAssets, theme: Path | None) -> PageSpec:
    title = load_words(language, theme)("thanks.title")
    context = frame("index.html", title, language, assets, to_root="../../")
    return PageSpec(path="index.html", template="portal/thanks.html", title=title, language=language, context=context)


def base_path(url: str) -> str:
    """The path of the site's root on its host, with a slash at both ends."""
    path = urlsplit(url).path.strip("/")
    return f"/{path}/" if path else "/"


class _Maker:
    def __init__(self, portal: Portal, assets: SiteAssets, to_root: str, theme: Path | None) -> None:
        self.portal, self.assets, self.theme = portal, assets, theme
        self.above = folder_above(portal)
        self.to_root = self.above + to_root
        self.words, self.formats = load_words(portal.language, theme), load_formats(portal.language)

    def pages(self) -> Iterator[PageSpec]:
        yield self._home()
        yield from map(self._document, self.portal.documents)
        if self.portal.statements:
            yield self._statement()
        yield from map(self._page, self.portal.pages)
        if not self.above:
            yield self._missing()

    def _home(self) -> PageSpec:
        title = self.words("home.title", seller=self.portal.seller.trade_name or self.portal.seller.name)
        return self._spec("index.html", "portal/home.html", title, kind="home", home=home_view(self.portal))

    def _document(self, item: PortalDocument) -> PageSpec:
        view = document_view(self.portal, item, self.words, self.formats)
        kind = self.words(f"document.kind.{item.document.type.value}")
        title = f"{kind} {item.document.number or view.folder}"
        return self._spec(
            f"{folder_of(item.document)}/index.html", "portal/document.html", title, kind="document", view=view
        )

    def _statement(self) -> PageSpec:
        years = statement_years(self.portal, self.words)
        title = self.words("statement.title")
        files = statement_files(self.portal)
        return self._spec(
            "statement/index.html", "portal/statement.html", title, kind="statement", years=years, files=files
        )

    def _page(self, page: PortalPage) -> PageSpec:
        from facturier.render.html.markdown import article

        text = article(page, self.portal.files, above=self.above)
        return self._spec(
            f"pages/{page.slug}/index.html", "portal/page.html", page_title(page), kind="prose", article=text
        )

    def _missing(self) -> PageSpec:
        """Inside the portal's folder: found by hosts that look for the nearest one, and just as free of data."""
        base = base_path(self.portal.url)
        return missing_page(language=self.portal.language, assets=self.assets, base=base, theme=self.theme)

    def _spec(self, path: str, template: str, title: str, **more: object) -> PageSpec:
        context = portal_frame(path, title, self.portal, self.assets, to_root=self.to_root, theme=self.theme) | more
        return PageSpec(path=path, template=template, title=title, language=self.portal.language, context=context)
