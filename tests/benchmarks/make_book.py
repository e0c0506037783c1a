"""Writes a book of any size, always the same: `python -m tests.benchmarks.make_book FOLDER CLIENTS DOCUMENTS`."""

import sys
from datetime import date, timedelta
from pathlib import Path

CONFIG = """\
seller:
  name: Atelier Lumen
  legal_form: SARL
  capital: 5000.00
  registry: RCS Bourg-en-Bresse
  siren: 999000011
  address: {lines: [12 rue Sainte-Marie], postcode: 01000, city: Bourg-en-Bresse, country: FR}
  contact: {name: Nour Diallo, email: nour@lumen.example, phone: "+33 6 12 34 56 78"}
  bank: {holder: Atelier Lumen, iban: FR76 3000 6000 0112 3456 7890 189, bic: AGRIFRPPXXX}
numbering: {invoice: "F{year}-{seq:06}", credit-note: "A{year}-{seq:06}", quote: "D{year}-{seq:06}"}
defaults: {currency: EUR, language: fr, vat: 20%, prices: net, nature: services, pay: [bank]}
portal: {url: "https://factures.lumen.example/", access: open-link}
"""
CLIENT = """\
name: Société {name} SAS
kind: business
siren: {siren}
address: {{lines: [{number} rue du Port], postcode: 69002, city: Lyon, country: FR}}
contacts: [{{name: Service comptable, email: compta@{id}.example, role: billing}}]
"""
INVOICE = """\
number: {number}
date: {day}
client: {client}
subject: Refonte du site et manuel utilisateur
order: BC-{sequence}
lines:
  - section: Développement
  - {{item: Développement back-end, details: Sprint {sequence}, qty: 12.5 days, price: 620.00}}
  - {{item: Ateliers, qty: 2 days, price: 480.00, discount: {{percent: 10%, reason: Remise fidélité}}}}
  - section: Impression
  - {{item: Manuel imprimé, qty: 40, price: 18.90, vat: 5.5%, nature: goods}}
terms: {{due: 30 days}}
"""
HISTORY = """\
- {{date: {day}, event: issued}}
- {{date: {day}, event: sent, by: email}}
{more}"""
FIRST_DAY = date(2026, 1, 2)
SYLLABLES = ("ba", "co", "di", "fu", "ga", "lé", "mi", "no", "pé", "ru", "sa", "to", "vi", "zé")


def make_book(root: Path, clients: int, documents: int) -> Path:
    """Write the configuration, the clients, and invoices spread evenly over them and over the year."""
    (root / "clients").mkdir(parents=True)
    (root / "invoices" / "2026").mkdir(parents=True)
    (root / "facturier.yaml").write_text(CONFIG, "utf-8")
    for place in range(clients):
        _client(root, place)
    for place in range(documents):
        _invoice(root, place, clients, documents)
    return root


def _client(root: Path, place: int) -> None:
    name = "".join(SYLLABLES[place // len(SYLLABLES) ** power % len(SYLLABLES)] for power in range(4)).title()
    text = CLIENT.format(name=name, siren=siren(place), number=place % 90 + 1, id=f"client-{place:05}")
    (root / "clients" / f"client-{place:05}.yaml").write_text(text, "utf-8")


def _invoice(root: Path, place: int, clients: int, documents: int) -> None:
    number, day = f"F2026-{place + 1:06}", FIRST_DAY + timedelta(days=place * 300 // documents)
    paid = f"- {{date: {day + timedelta(days=20)}, event: paid, amount: 5000.00, by: transfer}}\n" if place % 2 else ""
    values = {"number": number, "day": day, "client": f"client-{place % clients:05}", "sequence": place + 1}
    folder = root / "invoices" / "2026"
    (folder / f"{number}.yaml").write_text(INVOICE.format(**values), "utf-8")
    (folder / f"{number}.history.yaml").write_text(HISTORY.format(day=day, more=paid), "utf-8")


def siren(place: int) -> str:
    """A fictional SIREN (999…) with the right check digit (Luhn)."""
    body = f"999{place + 1000:05}"
    doubled = [int(digit) * (2 if at % 2 else 1) for at, digit in enumerate(body)]
    return f"{body}{-sum(value // 10 + value % 10 for value in doubled) % 10}"


if __name__ == "__main__":
    make_book(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
