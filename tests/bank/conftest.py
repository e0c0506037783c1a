"""A small business with open invoices, and its bank's statements of one November in four formats."""

import subprocess
from pathlib import Path

import pytest
from tests.isolation.business import FILES

STATEMENTS = Path(__file__).parent / "statements"
IBAN = "FR7630006000011234567890189"

CSV_MAP = """
bank_statements:
  tolerance: 0.05
  csv:
    - name: my-bank
      account: FR76 3000 6000 0112 3456 7890 189
      date: Date
      debit: Débit
      credit: Crédit
      text: [Libellé]
"""
INVOICES = {
    "F2026-0001": ("acme", "1000.00"),
    "F2026-0002": ("beverly-brews", "416.667"),
    "F2026-0003": ("librairie", "750.00"),
    "F2026-0004": ("acme", "200.00"),
    "F2026-0005": ("acme", "300.00"),
}
CLIENT = """
name: {name}
kind: business
siren: {siren}
address: {{lines: [8 avenue des Champs], postcode: 75008, city: Paris, country: FR}}
contacts: [{{name: Service comptable, email: compta@client.example, role: billing}}]
"""
CLIENTS = {
    "acme": ("ACME France SAS", "999000029"),
    "beverly-brews": ("Beverly Brews & Co", "999000037"),
    "librairie": ("Librairie du Passage", "999000045"),
}


def write_book(root: Path) -> Path:
    """Write the business: five invoices of 1 October 2026; with VAT 1200, 500, 900, 240 and 360 EUR."""
    files = {"facturier.yaml": FILES["facturier.yaml"] + CSV_MAP}
    for client, (name, siren) in CLIENTS.items():
        files[f"clients/{client}.yaml"] = CLIENT.format(name=name, siren=siren)
    for number, (client, price) in INVOICES.items():
        files[f"invoices/2026/{number}.yaml"] = (
            f"number: {number}\ndate: 2026-10-01\nclient: {client}\nlines: [{{item: Conseil, price: {price}}}]\n"
        )
    for path, text in files.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text.lstrip(), "utf-8")
    return root


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """The business on disk, without git."""
    return write_book(tmp_path / "book")


@pytest.fixture
def repository(book: Path) -> Path:
    """The business in git."""
    identity = ["-c", "user.name=Nour", "-c", "user.email=nour@lumen.example", "-c", "init.defaultBranch=main"]
    for arguments in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "start"]):
        subprocess.run(["git", *identity, *arguments], cwd=book, check=True)
    for key, value in (("user.name", "Nour"), ("user.email", "nour@lumen.example")):
        subprocess.run(["git", "config", key, value], cwd=book, check=True)
    return book
