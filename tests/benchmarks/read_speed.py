"""Reading a book against a plain C-loader parse of the same files: CPU times and their ratio.

Run it with `python -m tests.benchmarks.read_speed [documents]`; `check` as a whole may cost three times the parse.
"""

import gc
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import yaml
from tests.read.books import CLIENT, CONFIG, write

from facturier.read import load_book

LINES = """\
number: {number}
date: {year}-{month:02}-{day:02}
client: client-{client}
subject: Refonte du site et manuel utilisateur
order: BC-7781
period: {{from: 2025-10-01, to: 2025-10-31}}
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
- {date: 2025-11-02, event: issued}
- {date: 2025-11-02, event: sent, by: e-mail, to: compta@acme.example}
- {date: 2025-12-01, event: paid, amount: 100.00, by: transfer, ref: VIR-1}
"""


def make_book(root: Path, documents: int) -> None:
    """Write a book of that many documents with a history each, ten to a client."""
    files: dict[str, str | bytes] = {"facturier.yaml": CONFIG}
    for client in range(max(1, documents // 10)):
        files[f"clients/client-{client}.yaml"] = CLIENT
    for index in range(documents):
        number, year = f"F2025-{index:05}", 2025
        text = LINES.format(
            number=number, year=year, month=index % 12 + 1, day=index % 28 + 1, client=index % max(1, documents // 10)
        )
        files[f"invoices/{year}/{number}.yaml"] = text
        files[f"invoices/{year}/{number}.history.yaml"] = HISTORY
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


def cpu(run: Callable[[Path], None], root: Path) -> float:
    gc.collect()
    begin = time.process_time()
    run(root)
    return time.process_time() - begin


def main(documents: int = 500, rounds: int = 5) -> float:
    """Print the medians and return the ratio."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        make_book(root, documents)
        ours(root)
        times = [(cpu(plain, root), cpu(ours, root)) for _ in range(rounds)]
    loader, book = median(one for one, _ in times), median(one for _, one in times)
    print(f"{documents} documents   C loader {loader:.3f} s   load_book {book:.3f} s   ratio {book / loader:.2f}")
    return book / loader


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:]))
