"""P2: a clean build whose PDFs exist already, against plain Jinja2 that renders the same pages, in the same run.

`python -m tests.benchmarks.build_speed [CLIENTS DOCUMENTS]` prints a table; processor time, not the clock on the wall.
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

from facturier.actions.build import portals_of
from facturier.actions.check import CheckResult, check
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


class Bench:
    """One book and the time that each part of its build takes."""

    def __init__(self, root: Path, clients: int, documents: int) -> None:
        self.root = make_book(root / "book", clients, documents)
        self.out, self.clients, self.documents = root / "site", clients, documents
        self.checked = CheckResult()

    def run(self) -> list[tuple[str, float]]:
        """Build once to load everything, then measure."""
        self.check()
        site = self.site()
        self.build(site)
        specs = [
            spec for portal in map(site.portal_of, site.tokens) for spec in portal_pages(portal, assets=site.assets)
        ]
        self.pages = len(specs)
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
        return Site(
            book=book,
            root=self.root,
            theme=theme_folder(),
            tokens={client.id: client_token(master, client.id, client.epoch) for client in book.clients.values()},
            portal_of=portals_of(book, self.checked.totals, today=TODAY),
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


def main(clients: int = 100, documents: int = 1000) -> int:
    """Print the table; 1 when the goal is missed."""
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder), clients, documents)
        parts = bench.run()
    peer = parts[0][1]
    print(
        f"| {documents} documents of {clients} clients, {bench.pages} pages | s of processor | ratio |\n|---|---|---|"
    )
    for name, seconds in parts:
        print(f"| {name} | {seconds:.2f} | {seconds / peer:.2f} |")
    print(f"\ngoal P2: reading, checking and building at most {GOAL} × plain Jinja2")
    return int(parts[-1][1] / peer > GOAL)


if __name__ == "__main__":
    sys.exit(main(*(int(argument) for argument in sys.argv[1:])))
