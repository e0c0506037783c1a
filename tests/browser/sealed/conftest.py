"""Made-up portals behind sealed doors, served with the headers that are made for a host."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, ClassVar

import pytest
from playwright.sync_api import Browser, BrowserContext, Download
from tests.browser.conftest import Visit, write_portal
from tests.render.originals import SELLER
from tests.render.pages import assets, drawn
from tests.render.samples import TODAY, portal

from facturier.model.portal import Portal
from facturier.paths import theme_folder
from facturier.publish.headers import everywhere
from facturier.publish.sealed.doors import Doors, Master, doors_of
from facturier.publish.sealed.kept import Kept
from facturier.publish.sealed.links import document_link, portal_link
from facturier.publish.sealed.shells import shells_of
from facturier.publish.sealed.site import contents_of, put_behind_doors
from facturier.publish.store import Store
from facturier.render.html.pages import missing_page

MASTERS = (Master(secret=b"made-up master secret of 32 bytes"),)
REFERENCE = re.compile(r'(?:href|src)="([^"#?:]+)"')
FULL: Portal = replace(portal(), languages=("fr", "en"))
ASKED: Portal = replace(FULL, form="https://forms.lumen.example/f/portal")
IMAGE = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'


class Host(SimpleHTTPRequestHandler):
    """A static host: the 404 page for what is missing, the generated headers with every answer."""

    headers_sent: ClassVar[dict[str, str]] = {
        name: value for name, value in everywhere(ASKED.form).items() if name[:6] != "Strict"
    }
    rewrite: ClassVar[Callable[[str, bytes], bytes]]

    def do_GET(self) -> None:
        file = Path(self.translate_path(self.path))
        file = file / "index.html" if file.is_dir() else file
        status, file = (200, file) if file.is_file() else (404, Path(self.directory) / "404.html")
        body = self.server.rewrite(self.path, file.read_bytes())  # type: ignore[attr-defined]
        self.send_response(status)
        for name, value in self.server.headers_sent.items():  # type: ignore[attr-defined]
            self.send_header(name, value)
        self.send_header("Content-Type", self.guess_type(str(file)))
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def hosted(
    folder: Path, *, rewrite: Callable[[str, bytes], bytes] = lambda _, body: body, headers: bool = True
) -> Iterator[str]:
    """Serve a folder; `rewrite` may change what is answered, as a hostile host would."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Host, directory=str(folder))) as server:
        server.rewrite = rewrite  # type: ignore[attr-defined]
        server.headers_sent = Host.headers_sent if headers else {}  # type: ignore[attr-defined]
        Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()


@dataclass(frozen=True)
class Sealed:
    """A folder with portals: `full` sealed, `locked` with a passcode, `other` of another client, `former` replaced,
    `asked` with a form."""

    folder: Path
    plain: Path  # the pages of `full` before they were sealed
    doors: dict[str, Doors]
    base: str = ""

    def link(self, name: str = "full", number: str = "") -> str:
        doors = self.doors[name]
        return document_link(self.base, doors, number) if number else portal_link(self.base, doors)

    def address(self, name: str = "full") -> str:
        return self.link(name).partition("#")[0]

    def key(self, name: str = "full") -> str:
        return self.link(name).rpartition("k=")[2]

    def blob(self, name: str, file: str) -> Path:
        from facturier.publish.sealed.keys import vault

        door = self.doors[name].current
        return self.folder / "c" / door.token / (vault(door.key).blob_name(file) + ".bin")


def doors(client: str, *, access: str = "sealed-link", epoch: int = 1) -> Doors:
    return doors_of(client, epoch, access=access, masters=MASTERS, life=None, today=TODAY)


def write_sealed(site: Path, value: Portal, its: Doors, change: Callable[[Path], None] = lambda _: None) -> None:
    """Write a portal's pages and everything they refer to, let `change` have its way, and seal it."""
    folder = site / "c" / its.current.token
    write_plain(folder, value)
    change(folder)
    shells = shells_of(SELLER, language="fr", assets=assets(), theme=theme_folder(), form=value.form)
    kept = Kept(store=Store(site.with_name(f"{site.name}-store")), made_by="test")
    put_behind_doors(site, its, contents_of(value), shells, kept)


def write_plain(folder: Path, value: Portal) -> None:
    write_portal(folder, value)
    for page in list(folder.rglob("*.html")):
        for reference in REFERENCE.findall(page.read_text("utf-8")):
            file = (page.parent / reference).resolve()
            if file.is_relative_to(folder.resolve()) and file.suffix and not file.exists():
                write(file, IMAGE if file.suffix == ".svg" else b"%PDF-1.7 " + file.name.encode())


def write(file: Path, content: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)


def empty_site(folder: Path) -> Path:
    """A site without portals."""
    for name, content in assets().files:
        write(folder / name, content)
    missing = missing_page(language="fr", assets=assets())
    write(folder / missing.path, drawn(missing).encode())
    return folder


@pytest.fixture(scope="session")
def sealed_site(tmp_path_factory: pytest.TempPathFactory) -> Sealed:
    site, plain = empty_site(tmp_path_factory.mktemp("sealed")), tmp_path_factory.mktemp("plain")
    write_plain(plain, FULL)
    its = {
        "full": doors("full"),
        "locked": doors("locked", access="sealed-link+passcode"),
        "other": doors("other"),
        "rotated": doors("rotated", epoch=2),
    }
    for its_doors in its.values():
        write_sealed(site, FULL, its_doors)
    its["asked"] = doors("asked")
    write_sealed(site, ASKED, its["asked"])
    return Sealed(site, plain, its | {"former": doors("rotated")})


@pytest.fixture(scope="session")
def sealed(sealed_site: Sealed) -> Iterator[Sealed]:
    with hosted(sealed_site.folder) as base:
        yield replace(sealed_site, base=base)


@pytest.fixture
def enter(browser: Browser) -> Iterator[Any]:
    """`enter(address, width=360, …)` opens an address in a fresh context, waits until something is shown."""
    contexts: list[BrowserContext] = []

    def go(address: str, *, width: int = 1280, wait: bool = True, **more: Any) -> Visit:
        context = browser.new_context(viewport={"width": width, "height": 780}, **({"locale": "fr-FR"} | more))
        contexts.append(context)
        opened = Visit(context)
        opened.page.goto(address)
        if wait:
            shown(opened)
        return opened

    yield go
    for context in contexts:
        context.close()


def shown(visit: Visit) -> None:
    """Wait until the portal shows a page or says why it does not."""
    visit.page.wait_for_selector("[data-problem], .top, noscript p")


def saved(visit: Visit, selector: str) -> tuple[str, bytes]:
    """Click and return name and content of the file that is downloaded."""
    with visit.page.expect_download() as waiting:
        visit.page.locator(selector).first.click()
    download: Download = waiting.value
    return download.suggested_filename, Path(download.path()).read_bytes()
