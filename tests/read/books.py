"""Small books on disk for the tests of reading."""

from pathlib import Path

from facturier.faults import Fault

CONFIG = """\
seller:
  name: Atelier Lumen
  siren: 999000011
  address: {lines: [12 rue Sainte-Marie], postcode: 01000, city: Bourg-en-Bresse, country: FR}
defaults: {vat: 20%, terms: {due: 30 days}}
"""
CLIENT = """\
name: ACME France SAS
kind: business
siren: 999000029
address: {lines: [8 avenue des Champs], postcode: 75008, city: Paris, country: FR}
"""
INVOICE = """\
number: F2026-0001
date: 2026-11-02
client: acme
lines:
  - {item: Conseil, qty: 2 days, price: 620.00}
"""
USUAL = {
    "facturier.yaml": CONFIG,
    "clients/acme.yaml": CLIENT,
    "invoices/2026/F2026-0001.yaml": INVOICE,
}


def write(root: Path, files: dict[str, str | bytes]) -> Path:
    """Write files under `root` and return it."""
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return root


def codes(faults: tuple[Fault, ...]) -> list[str]:
    """Return the codes of faults in their order."""
    return [fault.code for fault in faults]
