"""A business with one client and invoices of 120.00 EUR that are due on one day."""

from datetime import date
from pathlib import Path

from facturier.actions.check import check
from facturier.model.book import Book
from facturier.publish.progress import Silent

CONFIG = """\
seller:
  name: Atelier Exemple
  legal_form: EI
  siren: 999000011
  vat_regime: normal
  size: micro
  address: {lines: [12 rue de l'Exemple], postcode: 01000, city: Bourg-en-Bresse}
  contact: {name: Léa, email: lea@exemple.example}
  bank: {holder: Léa, iban: FR76 3000 6000 0112 3456 7890 189}
numbering: {invoice: "F{year}-{seq:04}"}
defaults: {vat: 20%, pay: [bank]}
portal: {url: "https://factures.example/"}
mail: {from: "Léa <lea@exemple.example>"}
reminders:
  steps:
    - {day: 5, by: email, letter: courteous}
    - {day: 10, by: phone}
"""
CLIENT = """\
name: Example Ltd
kind: business
siren: 999000029
language: en
address: {lines: [8 avenue des Champs], postcode: 75008, city: Paris}
contacts:
  - {name: Zoë, email: zoe@example.example}
  - {name: Accounts, email: accounts@example.example, role: billing}
"""
INVOICE = """\
number: F2026-000{count}
date: 2026-09-01
client: example
lines: [{{item: Work, qty: 1, price: 100.00}}]
terms: {{due: {due}}}
"""


def write_book(root: Path, *histories: str, due: date) -> None:
    texts = {"facturier.yaml": CONFIG, "clients/example.yaml": CLIENT}
    for count, history in enumerate(histories, 1):
        texts[f"invoices/2026/F2026-000{count}.yaml"] = INVOICE.format(count=count, due=due)
        issued = "- {date: 2026-09-01, event: issued}\n"
        texts[f"invoices/2026/F2026-000{count}.history.yaml"] = issued + history
    for path, text in texts.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)


def book_of(root: Path, *histories: str, due: date) -> Book:
    """The book, read and expanded."""
    write_book(root, *histories, due=due)
    checked = check(root, today=date(2026, 11, 30), reporter=Silent())
    assert checked.expanded is not None, checked.faults
    return checked.expanded
