"""A small business on disk with three clients who have nothing to do with each other, and its site."""

import warnings
from collections.abc import Callable
from concurrent.futures import Executor
from datetime import date
from pathlib import Path

from facturier.actions.build import portals_of
from facturier.compute.expand import expand
from facturier.compute.totals import all_totals
from facturier.faults import has_errors
from facturier.model.book import Book
from facturier.paths import theme_folder
from facturier.publish.progress import Silent
from facturier.publish.serial import SerialExecutor
from facturier.publish.site import Published, Site, build_site
from facturier.publish.store import Store
from facturier.publish.tokens import client_token, read_master
from facturier.read import load_book

TODAY = date(2026, 11, 22)
SECRET = "Zk3v9QpXbL2mT7yR8wN4cJ6hF1sD5gA0uEiOoIxV-_q"
MASTER = read_master(SECRET) or b""

PLAN = """%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>endobj
4 0 obj<</Length 41>>stream
BT /F 9 Tf 9 9 Td (Plan de la maison) Tj ET
endstream endobj
5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj
trailer<</Root 1 0 R/Size 6>>
%%EOF
"""
FILES = {
    "facturier.yaml": """
seller:
  name: Atelier Lumen
  legal_form: SARL
  capital: 5000.00
  registry: RCS Bourg-en-Bresse
  siren: 999000011
  address: {lines: [12 rue Sainte-Marie], postcode: 01000, city: Bourg-en-Bresse, country: FR}
  contact: {name: Nour Diallo, email: nour@lumen.example, phone: "+33 6 12 34 56 78"}
  bank: {holder: Atelier Lumen, iban: FR76 3000 6000 0112 3456 7890 189, bic: AGRIFRPPXXX}
numbering: {invoice: "F{year}-{seq:04}", credit-note: "A{year}-{seq:04}", quote: "D{year}-{seq:04}"}
defaults: {currency: EUR, language: fr, vat: 20%, prices: net, nature: services, pay: [bank]}
portal: {url: "https://factures.lumen.example/", access: open-link}
""",
    "clients/acme.yaml": """
name: ACME France SAS
kind: business
siren: 999000029
address: {lines: [8 avenue des Champs], postcode: 75008, city: Paris, country: FR}
contacts: [{name: Service comptable, email: compta@acme.example, phone: "+33 1 23 45 67 89", role: billing}]
""",
    "clients/bergerie-du-lac.yaml": """
name: La Bergerie du Lac
kind: business
siren: 999000037
address: {lines: [3 chemin du Port], postcode: 74000, city: Annecy, country: FR}
contacts: [{name: Service comptable, email: bonjour@bergerie.example, role: billing}]
""",
    "clients/solveig-aubry.yaml": """
name: Solveig Aubry
kind: consumer
address: {lines: [1 place du Marché], postcode: 69001, city: Lyon, country: FR}
contacts: [{email: solveig@aubry.example}]
""",
    "clients/acme/suivi.md": "# Suivi du projet\n\nLe calendrier de la refonte.\n",
    "clients/everyone/cgv.md": "# Conditions générales\n\nElles s’appliquent à tous.\n",
    "clients/acme/plan.pdf": PLAN,
    "invoices/2026/F2026-0001.yaml": """
number: F2026-0001
date: 2026-09-01
client: acme
lines: [{item: Refonte du site, qty: 3 days, price: 620.00}]
""",
    "invoices/2026/F2026-0001.history.yaml": """
- {date: 2026-09-01, event: issued}
- {date: 2026-09-02, event: sent, by: email}
- {date: 2026-10-20, event: called, with: Mme Roche, note: ne jamais rappeler le lundi matin, private: true}
- {date: 2026-10-25, event: paid, amount: 1000.00, by: transfer}
""",
    "invoices/2026/F2026-0002.yaml": """
number: F2026-0002
date: 2026-10-01
client: bergerie-du-lac
lines: [{item: Photographies de la ferme, qty: 12, price: 85.00}]
""",
    "invoices/2026/F2026-0003.yaml": """
number: F2026-0003
date: 2026-11-02
client: solveig-aubry
prices: gross
lines: [{item: Portrait de famille, price: 240.00}]
""",
    "invoices/drafts/secret-offer.yaml": """
client: acme
date: 2026-11-20
lines: [{item: Campagne de lancement confidentielle, price: 9000.00}]
""",
}


def write_business(root: Path, *, without: tuple[str, ...] = ()) -> Path:
    """Write the book's files, leaving out those whose path contains one of the given texts."""
    for name, text in FILES.items():
        if not any(part in name for part in without):
            file = root / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text.lstrip("\n"), "utf-8")
    return root


def read_business(root: Path) -> Book:
    """Read and expand the book; it has no errors."""
    book, faults = load_book(root, today=TODAY)
    assert book is not None
    assert not has_errors(faults), faults
    return expand(book)


def site_of(root: Path, *, change: Callable[[Book], Book] = lambda book: book, store: Path | None = None) -> Site:
    """What the site of a book on disk is made from."""
    book = change(read_business(root))
    return Site(
        book=book,
        root=root,
        theme=theme_folder(),
        tokens={client.id: client_token(MASTER, client.id, client.epoch) for client in book.clients.values()},
        portal_of=portals_of(book, totals := all_totals(book), today=TODAY),
        totals=totals,
        today=TODAY,
        store=Store(store or root / ".facturier" / "store"),
        made_by="this version",
        secrets=(SECRET,),
    )


def published(root: Path, out: Path, *, executor: Executor | None = None) -> Published:
    """Build the site of a book on disk in this process."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # WeasyPrint leaves the file of its colour profile open
        return build_site(site_of(root), out, executor=executor or SerialExecutor(), reporter=Silent())


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder by its path."""
    return {
        file.relative_to(folder).as_posix(): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()
    }
