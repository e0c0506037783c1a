"""Shows the book as it stood when it was last read: each page and PDF made when it is asked for, drafts included."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from facturier.actions.build import kept_originals, portals_of
from facturier.actions.check import CheckResult
from facturier.connect.local_server import Answer
from facturier.faults import Fault, Severity
from facturier.messages import Catalogue
from facturier.model.book import Book
from facturier.model.portal import Portal

if TYPE_CHECKING:
    from facturier.render.html.assets import SiteAssets
    from facturier.render.html.pages import PageSpec

TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".pdf": "application/pdf",
}


@dataclass(frozen=True, kw_only=True)
class _Shown:
    """A fault as the template shows it."""

    code: str
    place: str
    excerpt: str
    message: str
    hint: str


class Edition:
    """One reading of the book. `answer` says what is shown at a path."""

    def __init__(self, checked: CheckResult, *, root: Path, today: date, theme: Path, texts: Catalogue) -> None:
        self.checked, self.root, self.today, self.theme, self.texts = checked, root, today, theme, texts
        self._portals: dict[str, Portal] = {}

    def answer(self, path: str) -> Answer:
        """Return what is shown at a path of this edition; the faults as long as there is an error."""
        first, _, rest = path.lstrip("/").partition("/")
        if first == "assets":
            content = dict(self._assets.files).get(f"assets/{rest}")
            return _file(path, content) if content is not None else self._missing()
        book = self.checked.expanded
        if book is None or not self.checked.sound:
            return self._page(self._special("faults", "serve.broken", faults=self._shown(errors=True)), status=500)
        if not first:
            return self._page(self._start(book))
        client_id, _, inner = rest.partition("/")
        if first != "c" or client_id not in book.clients:
            return self._missing()
        return self._of_client(book, client_id, inner)

    def _start(self, book: Book) -> PageSpec:
        portals = [
            (client.name, f"c/{client.id}/", len(self._portal(book, client.id).documents))
            for client in book.clients.values()
        ]
        return self._special("portals", "serve.title", portals=portals, faults=self._shown(errors=False))

    def _of_client(self, book: Book, client_id: str, inner: str) -> Answer:
        portal = self._portal(book, client_id)
        if inner.startswith("files/"):
            file = next((file.file for file in portal.files if f"files/{file.name}" == inner), None)
            return _file(inner, (self.root / file).read_bytes()) if file else self._missing()
        if inner.endswith(".pdf"):
            return self._pdf(book, portal, inner)
        from facturier.render.html.pages import portal_pages

        specs = {spec.path: spec for spec in portal_pages(portal, assets=self._assets)}
        path = f"{inner}index.html" if inner == "" or inner.endswith("/") else inner
        if path in specs:
            return self._page(specs[path])
        if f"{path}/index.html" in specs:
            return Answer(body=b"", status=308, location=f"/c/{client_id}/{inner}/")
        return self._missing()

    def _pdf(self, book: Book, portal: Portal, inner: str) -> Answer:
        from facturier.publish.originals import draw, issued
        from facturier.publish.site import originals_of

        for original in originals_of(book, self.root, portal, ""):
            if original.target == f"/{inner}" and original.seal is not None:
                kept = kept_originals(self.root, book)
                made = issued(original, original.seal, None if isinstance(kept, Fault) else kept)
                return _file(inner, made.data) if made.data else self._missing()
            if original.target == f"/{inner}":
                return _file(inner, draw(original, self.theme))
        return self._missing()

    def _portal(self, book: Book, client_id: str) -> Portal:
        if not self._portals:
            portal_of = portals_of(book, self.checked.totals, today=self.today, preview=True)
            self._portals = {known: portal_of(known) for known in book.clients}
        return self._portals[client_id]

    @cached_property
    def _assets(self) -> SiteAssets:
        from facturier.publish.site import assets_of

        return assets_of(self.checked.book, self.root, self.theme)

    @property
    def _language(self) -> str:
        """That of the messages, which stand on the same pages."""
        return self.texts.language

    def _shown(self, *, errors: bool) -> tuple[_Shown, ...]:
        from facturier.read.positions import excerpt, locate

        return tuple(
            _Shown(
                code=fault.code,
                place=_place(fault),
                excerpt=excerpt(fault.where, self.root),
                message=self.texts.message(fault),
                hint=self.texts.hint(fault),
            )
            for fault in locate(self.checked.faults, self.root)
            if (fault.severity is Severity.ERROR) is errors
        )

    def _special(self, template: str, title: str, **context: object) -> PageSpec:
        from facturier.render.html.frame import frame
        from facturier.render.html.pages import PageSpec
        from facturier.render.words import load_words

        words = load_words(self._language, self.theme)
        around = frame("index.html", words(title), self._language, self._assets, to_root="/")
        return PageSpec(
            path="index.html",
            template=f"preview/{template}.html",
            title=words(title),
            language=self._language,
            context=around | context,
        )

    def _page(self, spec: PageSpec, *, status: int = 200) -> Answer:
        from facturier.render.html.environment import environment, render

        return Answer(body=render(spec, environment(self.theme, spec.language)).encode(), status=status)

    def _missing(self) -> Answer:
        from facturier.render.html.pages import missing_page

        return self._page(missing_page(language=self._language, assets=self._assets), status=404)


def _place(fault: Fault) -> str:
    where = fault.where
    return f"{where.file}:{where.line}:{where.column}" if where.line else where.file


def _file(path: str, content: bytes) -> Answer:
    return Answer(body=content, kind=TYPES.get(Path(path).suffix.lower(), "application/octet-stream"))
