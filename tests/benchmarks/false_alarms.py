"""How often the isolation gate cries wolf: `python -m tests.benchmarks.false_alarms [CLIENTS DOCUMENTS]`.

Builds the demo and a made-up book and counts what the gate says about each. Nothing is planted, so every finding is a
false alarm. In the made-up book sums are spread like those of real work, and clients are called by everyday words.
"""

import re
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.benchmarks.build_speed import Bench, Existing, copy_demo
from tests.benchmarks.make_book import make_book

from facturier.publish.progress import Silent
from facturier.publish.site import build_site

WORDS = """
Atelier Maison Conseil Jardin Bureau Service Projet Calendrier Site Refonte Manuel Impression Lumière Transport Étude
Relais Comptoir Fabrique Studio Agence Marché Pont Rivage Forêt Mairie École Musée Théâtre Libre Nouveau Grand Petit
"""


def varied_book(root: Path, clients: int, documents: int) -> Path:
    """The book of the speed benchmarks, with a sum of its own on each invoice and clients called by ordinary words."""
    make_book(root, clients, documents)
    words = WORDS.split()
    for place, file in enumerate(sorted((root / "clients").glob("*.yaml"))):
        name = f"{words[place % len(words)]} {words[place // len(words) % len(words)]}"
        file.write_text(re.sub("(?m)^name: .*", f"name: {name} SARL", file.read_text("utf-8")), "utf-8")
    number = 20261122
    for file in sorted((root / "invoices" / "2026").glob("F*[0-9].yaml")):
        number = (number * 1103515245 + 12345) % 2**31
        file.write_text(file.read_text("utf-8").replace("620.00", f"{number % 90000 / 100 + 50:.2f}"), "utf-8")
    return root


def count(name: str, make: Callable[[Path], Path]) -> int:
    """Print what the gate says about a book; return how often it spoke."""
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder), make(Path(folder) / "book"))
        bench.check()
        site = bench.site()
        made = build_site(site, bench.out, executor=Existing(), reporter=Silent())
        found = [fault for fault in made.faults if fault.code.startswith("GATE")]
        files = sum(1 for file in bench.out.rglob("*") if file.is_file())
    print(f"| {name} | {len(site.tokens)} | {len(site.book.documents)} | {files} | {len(found)} |")
    for fault in found[:10]:
        print(fault, file=sys.stderr)
    return len(found)


def main(clients: int = 1000, documents: int = 3000) -> int:
    """Print the table; 1 when the gate said anything."""
    print("| book | clients | documents | files read | false alarms |\n|---|---|---|---|---|")
    alarms = count("the demo", copy_demo)
    alarms += count("a made-up book", lambda folder: varied_book(folder, clients, documents))
    return int(alarms > 0)


if __name__ == "__main__":
    sys.exit(main(*(int(argument) for argument in sys.argv[1:])))
