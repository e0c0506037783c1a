"""E-invoice files and exports → clients and documents of the book, all or none, and never with another amount."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from facturier.actions.check import in_order, judged
from facturier.actions.import_checks import differences, softer
from facturier.actions.import_founding import founding
from facturier.actions.import_plans import Importing, Plan, plans_for
from facturier.actions.journal import BookBusyError, CommitRefusedError, Step, locked, recover, write_all
from facturier.actions.refusals import file_refused
from facturier.faults import Fault, Severity, Where, error, has_errors
from facturier.model.book import Book
from facturier.model.seal import Seals

__all__ = ["ImportResult", "ImportedFile", "Importing", "import_files"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedFile:
    """What became of a file: the document's path in the book, its client, and whether that client is new."""

    source: str
    file: str
    number: str
    client: str
    due: Decimal
    currency: str
    new_client: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportResult:
    """With an error among `faults` nothing was written."""

    documents: tuple[ImportedFile, ...] = ()
    faults: tuple[Fault, ...] = ()

    @property
    def done(self) -> bool:
        """Whether everything was imported."""
        return bool(self.documents) and not has_errors(self.faults)


def import_files(root: Path, sources: Sequence[Path], how: Importing) -> ImportResult:
    """Import e-invoices (EIN-110 to 117, 140 to 149) and exports of other programs (EIN-150 to 152)."""
    where = Where("invoices")
    try:
        with locked(root):
            recover(root)
            return _import(root, sources, how)
    except BookBusyError:
        return ImportResult(faults=(error("ISS-005", where),))
    except CommitRefusedError as refused:
        return ImportResult(faults=(error("REC-006", where, problem=str(refused)),))
    except OSError as problem:
        return ImportResult(faults=(file_refused(problem),))


def _import(root: Path, sources: Sequence[Path], how: Importing) -> ImportResult:
    from facturier.read import load_book
    from facturier.seal.load import load_seals

    how.reporter.stage("read")
    founded, told = founding(root, sources) if how.issued else ({}, ())
    book, found = load_book(root, today=how.today, planned=founded)
    if book is None:
        return ImportResult(faults=in_order(found))
    plans, faults = plans_for(root, book, sources, how)
    faults += told
    if has_errors(faults):
        return ImportResult(faults=in_order(faults))
    new = founded | {path: data for plan in plans for path, data in plan.files.items()}
    planned = {path: data for path, data in new.items() if path.endswith(".yaml")}
    became, said = load_book(root, today=how.today, planned=planned)
    seals, _ = load_seals(root)
    how.reporter.stage("check")
    documents, compared = _compared(plans, became, seals, how)
    faults += (*(fault for fault in said if fault.where.file in planned), *compared)
    if has_errors(_that_stop(faults, how)) or how.dry_run:
        return ImportResult(documents=documents if how.dry_run else (), faults=in_order(faults))
    steps = [Step(path=path, after=data) for path, data in new.items()]
    write_all(root, steps, message=_message(plans, how, root))
    return ImportResult(documents=documents, faults=in_order(_softened(faults, how)))


def _compared(
    plans: Sequence[Plan], book: Book | None, seals: Seals, how: Importing
) -> tuple[tuple[ImportedFile, ...], tuple[Fault, ...]]:
    """Compute every document as the book will, and compare it with its file (EIN-142)."""
    if book is None:
        return (), ()
    checked = judged(book, seals, today=how.today)
    written = {path for plan in plans for path in plan.files}
    faults = [fault for fault in checked.faults if fault.where.file in written and fault.severity is not Severity.INFO]
    documents = []
    for plan in plans:
        totals = checked.totals.get(plan.key)
        faults += differences(plan.read, str(plan.source), plan.file, totals)
        documents.append(
            ImportedFile(
                source=str(plan.source),
                file=plan.file,
                number=plan.read.terms.text("BT-1"),
                client=plan.client,
                due=totals.due if totals else Decimal(0),
                currency=plan.read.terms.text("BT-5"),
                new_client=plan.new_client,
            )
        )
    return tuple(documents), tuple(faults)


def _that_stop(faults: Sequence[Fault], how: Importing) -> tuple[Fault, ...]:
    """A draft may still have faults of its own, for its author to mend; never another amount."""
    return tuple(faults) if how.issued else tuple(fault for fault in faults if fault.code.startswith("EIN-1"))


def _softened(faults: Sequence[Fault], how: Importing) -> tuple[Fault, ...]:
    """What is left to mend in a draft that was written is told as a warning."""
    if how.issued:
        return tuple(faults)
    return tuple(replace(one, severity=softer(one.severity)) for one in faults)


def _message(plans: Sequence[Plan], how: Importing, root: Path) -> str:
    """The commit message of documents issued elsewhere; drafts are not committed."""
    from facturier.connect.git import Git, run_git

    if not how.issued or not how.commit or Git(run_git(root)).unable_to_commit():
        return ""
    numbers = [plan.read.terms.text("BT-1") for plan in plans]
    named_ = numbers[0] if len(numbers) == 1 else f"{len(numbers)} documents, {numbers[0]} to {numbers[-1]}"
    return f"Import {named_}"
