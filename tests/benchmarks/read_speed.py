"""Reading and checking a book against a plain C-loader parse of the same files: CPU times and their ratio.

Run it with `python -m tests.benchmarks.read_speed [documents]`. Strict shapes, totals and all rules together, with the
position of a fault in every document, may cost three times the parse.
"""

import gc
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from statistics import median

import yaml
from tests.read.books import CLIENT, CONFIG, USUAL, write

from facturier.actions.check import judged
from facturier.faults import Where, info
from facturier.read import load_book, locate

GOAL = 3.0
TODAY = date(2026, 11, 22)

LINES = """\
number: {number}
date: {day}
client: client-{client}
subject: Refonte du site et manuel utilisateur
order: BC-7781
period: {{from: {day}, to: {day}}}
lines:
  - section: Développement
  - item: Développement back-end
    details: |
      Sprint 14 et 15
    ref: DEV-01
    qty: 12.5 days
    price: 620.00
    discount: {{percent: 10%, reason: Remise fidélité}}
  - {{item: Manuel imprimé, qty: 40, price: 18.90, vat: 5.5%, nature: goods}}
  - {{item: "Hébergement, au prorata", qty: 3 months, price: 47.515}}
terms: {{due: 45 days end of month, early_discount: {{percent: 2%, within: 10 days}}}}
notes: Merci de votre confiance.
"""
HISTORY = """\
- {{date: {day}, event: issued}}
- {{date: {day}, event: sent, by: e-mail, to: compta@acme.example}}
- {{date: 2026-01-05, event: paid, amount: 100.00, by: transfer, ref: VIR-1}}
"""


def make_book(root: Path, documents: int) -> None:
    """Write a book of that many documents with a history each, ten to a client."""
    bank = "  bank: {iban: FR76 3000 6000 0112 3456 7890 189}\n  platform: Plateforme Exemple\ndefaults:"
    files: dict[str, str | bytes] = {"facturier.yaml": CONFIG.replace("defaults:", bank)}
    for client in range(max(1, documents // 10)):
        files[f"clients/client-{client}.yaml"] = CLIENT
    for index in range(documents):
        number, day = f"F2025-{index + 1:05}", date(2025, 1, 1) + timedelta(days=index * 365 // documents)
        client = index % max(1, documents // 10)
        files[f"invoices/2025/{number}.yaml"] = LINES.format(number=number, day=day, client=client)
        files[f"invoices/2025/{number}.history.yaml"] = HISTORY.format(day=day)
    write(root, files)


def plain(root: Path) -> None:
    """Parse every file with PyYAML's C loader, as anyone would."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    for file in sorted(root.rglob("*.yaml")):
        yaml.load(file.read_bytes(), Loader=loader)


def ours(root: Path) -> None:
    """Read the book: nodes, shapes, defaults, references."""
    book, faults = load_book(root)
    assert book is not None
    assert not faults


def checked(root: Path) -> None:
    """What `facturier check` does: read, compute and judge by every rule, and find the place of what is told."""
    book, faults = load_book(root, today=TODAY)
    assert book is not None
    told = (*faults, *judged(book, {}, today=TODAY).faults)
    assert {fault.code for fault in told} == {"MEN-009"}
    planted = (info("DOC-008", Where(document.file, ("lines", 1, "price"))) for document in book.documents.values())
    locate([*told, *planted], root)


def cpu(run: Callable[[Path], object], root: Path) -> float:
    gc.collect()
    begin = time.process_time()
    run(root)
    return time.process_time() - begin


def refused() -> float:
    """Return the CPU seconds until a file of 10 MB is refused, the worst of three contents."""
    contents = (b"a" * 10_000_000, b"[" * 10_000_000, b"- {date: 2026-11-02, event: note, note: A}\n" * 240_000)
    with tempfile.TemporaryDirectory() as folder:
        times = []
        for content in contents:
            root = write(Path(folder), {**USUAL, "invoices/2026/F2026-0001.history.yaml": content})
            times.append(cpu(lambda place: locate(load_book(place)[1], place), root))
    return max(times)


def main(documents: int = 10_000, rounds: int = 1) -> float:
    """Print the medians and return the ratio."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        make_book(root, documents)
        checked(root)
        times = [(cpu(plain, root), cpu(ours, root), cpu(checked, root)) for _ in range(rounds)]
    loader, reading, checking = (median(column) for column in zip(*times, strict=True))
    print(f"| {documents} documents, a history each | s of processor | ratio |")
    print("|---|---|---|")
    print(f"| plain parse, PyYAML's C loader | {loader:.2f} | 1.00 |")
    print(f"| reading: strict shapes, defaults, references | {reading:.2f} | {reading / loader:.2f} |")
    print(f"| that, totals, all rules, a place in each | {checking:.2f} | {checking / loader:.2f} (goal {GOAL}) |")
    print(f"\nA file of 10 MB, whatever it holds, is refused within {refused():.2f} s of processor (goal 1).")
    return checking / loader


if __name__ == "__main__":
    sys.exit(main(*(int(argument) for argument in sys.argv[1:])) > GOAL)
