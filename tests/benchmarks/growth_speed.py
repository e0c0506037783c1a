"""P3, P4, P5, P7, P9: building again after nothing, a payment or a new invoice; memory; growth with the book.

`python -m tests.benchmarks.growth_speed [SMALL LARGE]` prints two tables, for books of so many documents. Each build is
a process of its own; processor time, user and system, and the most memory it ever held. The PDFs are found made.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.make_book import make_book

REPOSITORY = Path(__file__).resolve().parents[2]
TODAY = "2026-11-22"
DRAFT = "client: client-00000\nlines:\n  - {item: Ateliers, qty: 2 days, price: 480.00}\n"
PAGE = "from tests.benchmarks.pdf_speed import PlainPrinter, SHOWN; print(PlainPrinter().page(SHOWN['invoice']))"
MOST_MEMORY = 300  # megabytes, at 10 000 documents
FACTURIER = "-m", "facturier"


@dataclass(frozen=True)
class Spent:
    """What a process used: seconds of processor time and megabytes of memory."""

    seconds: float
    memory: float

    def __add__(self, other: "Spent") -> "Spent":
        return Spent(self.seconds + other.seconds, max(self.memory, other.memory))


def run(*arguments: str) -> Spent:
    """Run Python with the given arguments; raises RuntimeError when it fails."""
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen([sys.executable, *arguments], cwd=REPOSITORY, stdout=said, stderr=said)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        if process.returncode:
            raise RuntimeError(said.read().decode(errors="replace"))
    return Spent(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def build(root: Path) -> Spent:
    """Build the book."""
    return run("-m", "tests.benchmarks.one_build", str(root))


def pay(root: Path) -> Spent:
    """Record a payment as somebody at the command line does."""
    paid = "record", "F2026-000001", "paid", "100.00", "--by", "transfer"
    return run(*FACTURIER, *paid, "--no-commit", "--book", str(root), "--today", TODAY)


def issue(root: Path) -> Spent:
    """Issue a draft: its number, its PDF with the XML, and its seal."""
    folder = root / "invoices" / "drafts"
    folder.mkdir(exist_ok=True)
    (folder / "new.yaml").write_text(DRAFT, "utf-8")
    return run(*FACTURIER, "issue", "new", "--no-commit", "--jobs", "1", "--book", str(root), "--today", TODAY)


def draw_elsewhere(folder: Path) -> Spent:
    """Draw one invoice with the `weasyprint` command, a plain template filled already."""
    page, styles = folder / "page.html", folder / "styles.css"
    page.write_bytes(subprocess.check_output([sys.executable, "-c", PAGE], cwd=REPOSITORY))
    styles.write_text("@page { size: A4 } table { width: 100% }", "utf-8")
    return run("-m", "weasyprint", str(page), str(folder / "page.pdf"), "-s", str(styles))


def again(root: Path, nothing: Spent, drawing: Spent, documents: int) -> bool:
    """Print what building a book again costs; return whether a goal was missed."""
    same, paid, issued = build(root), pay(root) + build(root), issue(root) + build(root)
    print(f"| {documents} documents, built before | s of processor | ratio |\n|---|---|---|")
    print(f"| an empty Python process | {nothing.seconds:.2f} | 1.0 |")
    print(
        f"| P3: building when nothing changed | {same.seconds:.2f} | {same.seconds / nothing.seconds:.0f} (goal 20) |"
    )
    print(
        f"| P4: a payment recorded, then built | {paid.seconds:.2f} | {paid.seconds / same.seconds:.2f} × P3 (goal 2) |"
    )
    ratio = issued.seconds / drawing.seconds
    print(f"| one drawing by the `weasyprint` command | {drawing.seconds:.2f} | 1.0 |")
    print(f"| P5: a draft issued, then built | {issued.seconds:.2f} | {ratio:.1f} (goal 1.5) |")
    print("\nThe goals of P3 to P5 are meant for 10000 documents.\n")
    return same.seconds > 20 * nothing.seconds or paid.seconds > 2 * same.seconds or ratio > 1.5


def main(small: int = 1000, large: int = 10_000) -> int:
    """Print the tables; 1 when a goal is missed."""
    nothing = min((run("-c", "pass") for _ in range(5)), key=lambda spent: spent.seconds)
    with tempfile.TemporaryDirectory() as name:
        drawing = draw_elsewhere(Path(name))
        first = build(make_book(Path(name) / "small", small // 10, small))
        shutil.rmtree(Path(name) / "small")
        root = make_book(Path(name) / "large", large // 10, large)
        second = build(root)
        missed = again(root, nothing, drawing, large)
    growth = second.seconds / large / (first.seconds / small)
    print("| a clean build of | ms of processor a document | ratio | MB of memory at most |\n|---|---|---|---|")
    print(f"| {small} documents | {first.seconds / small * 1000:.1f} | 1.00 | {first.memory:.0f} |")
    print(f"| {large} documents | {second.seconds / large * 1000:.1f} | {growth:.2f} | {second.memory:.0f} |")
    print(f"\ngoal P7: at most {MOST_MEMORY} MB at 10000 documents; goal P9: a ratio of at most 1.3 (meant for 100000)")
    return int(missed or growth > 1.3 or second.memory > MOST_MEMORY)


if __name__ == "__main__":
    sys.exit(main(*(int(argument) for argument in sys.argv[1:])))
