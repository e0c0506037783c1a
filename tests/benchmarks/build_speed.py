"""P2: a clean build whose PDFs exist already, against plain Jinja2 that renders the same pages, in the same run.

`python -m tests.benchmarks.build_speed [CLIENTS DOCUMENTS]` prints a table for the demo and one for a made-up book;
processor time, not the clock on the wall.
"""

import gc
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from tests.benchmarks.make_book import make_book

from facturier.actions.build import kept_originals, portals_of
from facturier.actions.check import CheckResult, check
from facturier.faults import Fault
from facturier.paths import theme_folder
from facturier.publish import pages as pages_module
from facturier.publish.gate import gate
from facturier.publish.progress import Silent
from facturier.publish.serial import SerialExecutor
from facturier.publish.site import Site, _known, build_site, program_digest
from facturier.publish.store import Store
from facturier.publish.tokens import client_token
from facturier.render.html.environment import environment, render
from facturier.render.html.pages import PageSpec, portal_pages

TODAY = date(2026, 11, 22)
GOAL = 2.0
REPOSITORY = Path(__file__).resolve().parents[2]
EMPTY_PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\ntrailer<</Root 1 0 R/Size 4>>\n%%EOF\n"
)


class Existing(SerialExecutor):
    """Workers that find every PDF made already."""

    def submit(self, fn, /, *args, **kwargs):
        """Give the same small PDF for every document."""
        return super().submit(lambda: EMPTY_PDF)


def cpu(run: Callable[[], object]) -> float:
    """Seconds of processor time that a call takes, in user and system mode."""
    gc.collect()
    begin = time.process_time()
    run()
    return time.process_time() - begin


def plain_jinja(specs: list[PageSpec], folder: Path) -> None:
    """Render and write the pages as the shortest possible program would."""
    for place, spec in enumerate(specs):
        file = folder / str(place) / "index.html"
        file.parent.mkdir(parents=True)
        file.write_text(render(spec, environment(theme_folder(), spec.language)), "utf-8")


def copy_demo(root: Path) -> Path:
    """Copy the example business of this repository."""
    for name in ("clients", "invoices"):
        shutil.copytree(REPOSITORY / name, root / name)
    (root / "theme").mkdir()
    for name in ("facturier.yaml", "theme/logo.svg"):
        shutil.copy(REPOSITORY / name, root / name)
    return root


class Bench:
    """One book and the time that each part of its build takes."""

    def __init__(self, root: Path, book: Path) -> None:
        self.root, self.out = book, root / "site"
        self.checked, self.pages = CheckResult(), 0

    def run(self) -> list[tuple[str, float]]:
        """Build once to load everything, then measure."""
        self.check()
        site = self.site()
        self.build(site)
        specs = [
            spec for portal in map(site.portal_of, site.tokens) for spec in portal_pages(portal, assets=site.assets)
        ]
        peer = cpu(lambda: plain_jinja(specs, self.root / "plain"))
        shutil.rmtree(self.out)
        shutil.rmtree(self.root / "store")
        parts = [
            ("plain Jinja2: the same pages rendered and written", peer),
            ("the same pages through one MkDocs build per client", cpu(lambda: self.mkdocs(site))),
            ("reading and checking the book", cpu(self.check)),
            ("portals, their pages and everything else until the swap", cpu(lambda: self.build(self.site()))),
            ("of it, the isolation gate", cpu(lambda: gate(self.out, _known(self.site(), self.out)))),
        ]
        self.pages = len(specs)
        return [*parts, ("reading, checking and building together", parts[2][1] + parts[3][1])]

    def check(self) -> None:
        """Read the book and judge it."""
        self.checked = check(self.root, today=TODAY, reporter=Silent())
        assert self.checked.sound, self.checked.faults[:3]

    def site(self) -> Site:
        """What the site is made from."""
        book = self.checked.expanded
        assert book is not None
        master = bytes(range(32))
        originals = kept_originals(self.root, book)
        assert not isinstance(originals, Fault)
        return Site(
            book=book,
            root=self.root,
            theme=theme_folder(),
            tokens={client.id: client_token(master, client.id, client.epoch) for client in book.clients.values()},
            portal_of=portals_of(book, self.checked.totals, today=TODAY),
            kept=originals,
            totals=self.checked.totals,
            today=TODAY,
            store=Store(self.root / "store"),
            made_by=program_digest(theme_folder()),
        )

    def build(self, site: Site) -> None:
        """Everything after the check."""
        result = build_site(site, self.out, executor=Existing(), reporter=Silent())
        assert not [fault for fault in result.faults if fault.severity.value == "error"], result.faults[:3]

    def mkdocs(self, site: Site) -> None:
        """The pages alone, their contexts included."""
        for client_id in site.tokens:
            portal = site.portal_of(client_id)
            specs = portal_pages(portal, assets=site.assets)
            pages_module.write_pages(specs, self.root / "mkdocs", language=portal.language, theme=site.theme)


def table(name: str, make: Callable[[Path], Path]) -> float:
    """Print what the parts of a build cost; return the ratio of the whole to plain Jinja2."""
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder), make(Path(folder) / "book"))
        parts = bench.run()
    book, peer = bench.checked.expanded, parts[0][1]
    assert book is not None
    held = f"{len(book.documents)} documents of {len(book.clients)} clients, {bench.pages} pages"
    print(f"| {name}: {held} | s of processor | ratio |\n|---|---|---|")
    for part, seconds in parts:
        print(f"| {part} | {seconds:.2f} | {seconds / peer:.2f} |")
    print()
    return parts[-1][1] / peer


def main(clients: int = 100, documents: int = 1000) -> int:
    """Print both tables; 1 when the goal is missed."""
    table("the demo", copy_demo)
    ratio = table("a made-up book", lambda folder: make_book(folder, clients, documents))
    print(f"goal P2: reading, checking and building at most {GOAL} × plain Jinja2")
    return int(ratio > GOAL)


if __name__ == "__main__":
    sys.exit(main(*(int(argument) for argument in sys.argv[1:])))
