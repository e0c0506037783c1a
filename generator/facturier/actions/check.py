"""Turns a folder into a checked book: everything that is wrong with it, all at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from facturier.faults import Fault, has_errors
from facturier.model.book import Book
from facturier.model.seal import Seals
from facturier.model.totals import Totals
from facturier.publish.progress import Reporter


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResult:
    """A checked book. `book` and `expanded` are None only when facturier.yaml cannot be used."""

    book: Book | None = None
    expanded: Book | None = None
    totals: Mapping[str, Totals] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()

    @property
    def sound(self) -> bool:
        """Whether there is a book and nothing in it is an error."""
        return self.expanded is not None and not has_errors(self.faults)


def check(root: Path, *, today: date, reporter: Reporter, real_day: date | None = None) -> CheckResult:
    """Read the book at `root`, judge it by every rule on `today`, and prove that what was issued is unchanged."""
    from facturier.actions.journal import recover_if_needed
    from facturier.connect.originals import IN_GIT, GitOriginals
    from facturier.read import load_book, told_once
    from facturier.seal.load import load_seals
    from facturier.seal.prove import Proof, prove

    reporter.stage("read")
    recover_if_needed(root)
    book, faults = load_book(root, today=today)
    if book is None:
        return CheckResult(faults=in_order(faults))
    reporter.stage("check")
    seals, broken = load_seals(root)
    judgement = judged(book, seals, today=today, real_day=real_day)
    kept = GitOriginals(root).get if book.settings.originals == IN_GIT else None
    proof = Proof(root=root, documents=book.documents, totals=judgement.totals, seals=seals, original_of=kept)
    found = told_once((*faults, *broken, *judgement.faults, *prove(proof)), root)
    return replace(judgement, faults=in_order(_once(tuple(found))))


def _once(faults: tuple[Fault, ...]) -> Iterator[Fault]:
    """Leave out that a history has no document (REF-012) where its seal says that the document is gone (SEAL-009)."""
    gone = {fault.named["number"] for fault in faults if fault.code == "SEAL-009"}
    yield from (fault for fault in faults if fault.code != "REF-012" or fault.named["number"] not in gone)


def judged(book: Book, seals: Seals, *, today: date, real_day: date | None = None) -> CheckResult:
    """Compute a book as read, sealed documents as their seals hold them, and judge it by every rule."""
    from facturier.compute.expand import expand
    from facturier.compute.totals import all_totals
    from facturier.rules import run_rules
    from facturier.seal.thaw import with_seals

    expanded = expand(with_seals(book, seals))
    totals = all_totals(expanded)
    found = run_rules(book, expanded, totals, today=today, real_day=real_day)
    return CheckResult(book=book, expanded=expanded, totals=totals, faults=in_order(found))


def in_order(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """Sort faults by file and place, each once."""
    return tuple(sorted(set(faults), key=lambda fault: (fault.where.file, _place(fault), fault.code, fault.values)))


def _place(fault: Fault) -> tuple[tuple[int, str], ...]:
    """The path as something that sorts: positions as numbers, keys as text."""
    return tuple((part, "") if isinstance(part, int) else (-1, part) for part in fault.where.path)
