"""Made-up portals behind a local server, and one Chromium for all browser tests of a process."""

import gzip
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from tests.render.originals import SELLER
from tests.render.pages import assets, drawn
from tests.render.samples import TODAY, entry, in_instalments, portal, small_portal

from facturier.model.portal import Portal
from facturier.render.feeds import portal_files
from facturier.render.html.pages import missing_page, portal_pages, root_page

PATIENCE = 60_000  # milliseconds that a busy machine may take for anything
expect.set_options(timeout=PATIENCE)

# What says "copied" says so for two seconds, which a busy machine may miss: here it stays.
LASTING = (
    "(() => { const real = setTimeout; window.setTimeout = (call, time) => real(call, time === 2000 ? 1e6 : time); })()"
)


class _Compressing(SimpleHTTPRequestHandler):
    """Answers as a static host does: texts compressed, the 404 page for what is not there."""

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        file = path / "index.html" if path.is_dir() else path
        status, file = (200, file) if file.is_file() else (404, Path(self.directory) / "404.html")
        body = gzip.compress(file.read_bytes(), mtime=0)
        self.send_response(status)
        self.send_header("Content-Type", self.guess_type(str(file)))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "max-age=600")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="session")
def site_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of a site: `c/full/` and `c/empty/` are portals, `c/form/` speaks two languages and has a form,
    `c/preview/` is what only the seller sees.
    """
    folder = tmp_path_factory.mktemp("site")
    for name, content in assets().files:
        _write(folder / name, content)
    for spec in (root_page(SELLER, language="fr", assets=assets()), missing_page(language="fr", assets=assets())):
        _write(folder / spec.path, drawn(spec).encode())
    write_portal(folder / "c" / "full", portal())
    write_portal(folder / "c" / "empty", small_portal())
    with_form = replace(portal(), languages=("fr", "en"), form="https://forms.lumen.example/f/portal")
    write_portal(folder / "c" / "form", with_form)
    item = in_instalments()
    secret = entry(TODAY, "note", note="Private", private=True)
    told = replace(item, timeline=(*item.timeline, secret))
    write_portal(folder / "c" / "preview", replace(small_portal(told), preview=True))
    return folder


@pytest.fixture(scope="session")
def site(site_folder: Path) -> Iterator[str]:
    """The address of that site."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Compressing, directory=str(site_folder))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()


def write_portal(folder: Path, value: Portal) -> None:
    """Write a portal's pages in all its languages, and its feeds."""
    for language in value.languages or (value.language,):
        home = folder if language == value.language else folder / language
        for spec in portal_pages(replace(value, language=language), assets=assets()):
            _write(home / spec.path, drawn(spec).encode())
    for name, content in portal_files(value):
        _write(folder / name, content)


def _write(file: Path, content: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)


@pytest.fixture(scope="session")
def browser(chromium_options: dict[str, Any]) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(**chromium_options)
        yield started
        started.close()


class Visit:
    """A page that was opened, with everything the browser said and asked for meanwhile."""

    def __init__(self, context: BrowserContext) -> None:
        self.context = context
        context.set_default_timeout(PATIENCE)
        self.page: Page = context.new_page()
        self.said: list[str] = []
        self.asked: list[str] = []
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda problem: self.said.append(str(problem)))
        self.page.on("request", lambda request: self.asked.append(request.url))


@pytest.fixture
def visit(browser: Browser, site: str) -> Iterator[Any]:
    """`visit("c/full/", width=360, …)` opens a page in a fresh context; more arguments go to the context."""
    contexts: list[BrowserContext] = []

    def go(path: str, *, width: int = 360, height: int = 780, **more: Any) -> Visit:
        context = browser.new_context(viewport={"width": width, "height": height}, locale="fr-FR", **more)
        contexts.append(context)
        opened = Visit(context)
        opened.page.goto(site + path)
        return opened

    yield go
    for context in contexts:
        context.close()
