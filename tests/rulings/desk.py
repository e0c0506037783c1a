"""A small business on disk, changed by a few files: read, computed and judged as `facturier check` does it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from facturier.actions.check import CheckResult, judged
from facturier.compute.interest import interest
from facturier.compute.status import states
from facturier.faults import Fault
from facturier.messages import load_catalogue
from facturier.model.book import Book
from facturier.model.document import Document
from facturier.model.interest import InterestClaim
from facturier.model.law import Law
from facturier.model.state import State
from facturier.model.totals import Totals
from facturier.read import load_book, load_law

TODAY = date(2026, 11, 22)
LAW = load_law()
CONFIG = """\
seller:
  name: Atelier Lumen
  legal_form: SARL
  capital: 5000.00
  registry: RCS Bourg-en-Bresse
  siren: 999000011
  siret: 99900001100018
  address: {lines: [12 rue Sainte-Marie], postcode: 01000, city: Bourg-en-Bresse, country: FR}
  bank: {iban: FR76 3000 6000 0112 3456 7890 189, bic: AGRIFRPPXXX}
  mediator: Médiateur de la consommation, Paris
  platform: Plateforme d'exemple
defaults: {vat: 20%, terms: {due: 30 days}, pay: [bank]}
"""
ACME = """\
name: ACME France SAS
kind: business
siren: 999000029
address: {lines: [8 avenue des Champs], postcode: 75008, city: Paris, country: FR}
"""
CAMILLE = """\
name: Camille Perrin
kind: consumer
address: {lines: [3 place du Marché], postcode: 69001, city: Lyon, country: FR}
"""
HEAD = "number: {number}\ndate: {day}\nclient: {client}\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A book that was read, computed and judged. `read` are the faults of reading alone."""

    root: Path
    book: Book | None
    checked: CheckResult
    read: tuple[Fault, ...]

    @property
    def faults(self) -> tuple[Fault, ...]:
        """All faults but those of seals, which these books have none of."""
        return (*self.read, *self.checked.faults)

    @property
    def codes(self) -> list[str]:
        """The codes of all faults, sorted."""
        return sorted(fault.code for fault in self.faults)

    def of(self, code: str) -> list[Fault]:
        """The faults of one code."""
        return [fault for fault in self.faults if fault.code == code]

    def hint(self, code: str) -> str:
        """What the first fault of a code tells to do, in English."""
        return load_catalogue("en").hint(self.of(code)[0])

    def document(self, number: str) -> Document:
        """The expanded document."""
        expanded = self.checked.expanded
        assert expanded is not None, self.faults
        return {**expanded.documents, **expanded.drafts}[number]

    def totals(self, number: str) -> Totals:
        """The totals of a document."""
        return self.checked.totals[number]

    def state(self, number: str, today: date = TODAY) -> State:
        """The state of a document on a day."""
        expanded = self.checked.expanded
        assert expanded is not None, self.faults
        return states(expanded, self.checked.totals, today=today)[number]

    def interest(self, number: str, today: date = TODAY, law: Law = LAW) -> InterestClaim:
        """The claim for interest on a day."""
        assert self.book is not None
        history = self.book.histories.get(number)
        events = history.events if history else ()
        return interest(self.document(number), self.totals(number), events, law, today=today)


def opened(root: Path, *, today: date = TODAY, real_day: date | None = None) -> Read:
    """Read, compute and judge the book below `root`."""
    book, faults = load_book(root, law=LAW, today=today)
    checked = judged(book, {}, today=today, real_day=real_day) if book else CheckResult()
    return Read(root=root, book=book, checked=checked, read=faults)


def book_of(root: Path, files: dict[str, str] | None = None, **more: str) -> Read:
    """The usual business with these files beside or instead of its own."""
    for name, text in {"facturier.yaml": CONFIG, "clients/acme.yaml": ACME, **(files or {})}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return opened(root)


def paper(body: str, number: str = "F2026-0001", *, day: str = "2026-11-02", client: str = "acme") -> dict[str, str]:
    """One numbered document: its file."""
    return {f"invoices/{day[:4]}/{number}.yaml": HEAD.format(number=number, day=day, client=client) + body}


def line(price: str = "100.00", **more: str) -> str:
    """A `lines:` with one line."""
    extra = "".join(f", {key}: {value}" for key, value in more.items())
    return f"lines:\n  - {{item: Conseil en organisation, price: {price}{extra}}}\n"


def history(*entries: str, number: str = "F2026-0001", year: str = "2026") -> dict[str, str]:
    """The history of a document: one `{…}` each."""
    return {f"invoices/{year}/{number}.history.yaml": "".join(f"- {{{entry}}}\n" for entry in entries)}


def configured(old: str, new: str) -> dict[str, str]:
    """facturier.yaml with a text replaced."""
    assert old in CONFIG
    return {"facturier.yaml": CONFIG.replace(old, new)}
