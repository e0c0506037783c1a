"""What the fuzzer feeds: each target takes any bytes and must come back with faults, soon, never with a traceback."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from tests.read.books import CLIENT, CONFIG, INVOICE, write

from facturier.actions.check import judged
from facturier.compute.portal import portal_for
from facturier.compute.status import states
from facturier.connect.bank import read_statement
from facturier.messages import load_catalogue
from facturier.model.bank import CsvMap, StatementSettings
from facturier.model.incoming import Incoming
from facturier.read import load_book, load_law, locate
from facturier.read.formats import FORMATS
from facturier.read.review import read_review
from facturier.render.incoming import read_einvoice
from facturier.rules.incoming import judge

TODAY = date(2026, 11, 22)
QUOTE = INVOICE.replace("F2026-0001", "D2026-0001") + "type: quote\nvalid: 30 days\n"
BOOK = {
    "facturier.yaml": CONFIG,
    "clients/acme.yaml": CLIENT,
    "invoices/2026/F2026-0001.yaml": INVOICE,
    "invoices/2026/D2026-0001.yaml": QUOTE,
}
KINDS = {
    "config": "facturier.yaml",
    "client": "clients/acme.yaml",
    "document": "invoices/2026/F2026-0001.yaml",
    "credit-note": "invoices/2026/A2026-0001.yaml",
    "quote": "invoices/2026/D2026-0001.yaml",
    "draft": "invoices/drafts/acme.yaml",
    "recurring": "invoices/recurring/acme.yaml",
    "history": "invoices/2026/F2026-0001.history.yaml",
    "page": "clients/acme/page.md",
}
STATEMENTS = StatementSettings(
    csv=(CsvMap(name="bank", account="FR7630006000011234567890189", date="Date", amount="Montant", text=("Texte",)),)
)
Target = Callable[[bytes, Path], None]


def targets() -> dict[str, Target]:
    """Return every target by its name."""
    files = {name: _file_target(path) for name, path in KINDS.items()}
    return {**files, "review": _review, "e-invoice": _einvoice, "bank": _bank}


def _file_target(path: str) -> Target:
    """Plant the bytes as one file of a sound book: read, locate, tell in every format, compute, judge, show."""
    law = load_law()

    def run(data: bytes, root: Path) -> None:
        write(root, {**BOOK, path: data})
        try:
            book, faults = load_book(root, law=law, today=TODAY)
            if book is not None:
                checked = judged(book, {}, today=TODAY)
                faults += checked.faults
                expanded = checked.expanded
                assert expanded is not None
                standing = states(expanded, checked.totals, today=TODAY)
                for client in expanded.clients:
                    portal_for(expanded, checked.totals, standing, client, today=TODAY)
            located = locate(faults, root)
            for shown in FORMATS.values():
                assert isinstance(shown(located, load_catalogue("fr"), root), str)
        finally:
            (root / path).unlink()

    return run


def _review(data: bytes, _root: Path) -> None:
    read_review(data, "review.yaml")


def _einvoice(data: bytes, _root: Path) -> None:
    found = read_einvoice(data, "sent.xml")
    if isinstance(found, Incoming):
        judge(found, "sent.xml")


def _bank(data: bytes, _root: Path) -> None:
    read_statement(data, "statement", STATEMENTS, ["FR7630006000011234567890189"])
