"""Finds one document of the book with its totals, status and timeline, as its portal would show it."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from facturier.actions.build import portals_of
from facturier.actions.check import check
from facturier.faults import Fault, Severity, Where, error, has_errors
from facturier.model.book import Book
from facturier.model.portal import PortalDocument
from facturier.publish.progress import Reporter


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowResult:
    """The document, None when there is none; `faults` are those of its own files, or say that it does not exist."""

    shown: PortalDocument | None = None
    book: Book | None = None  # expanded, with its seals
    faults: tuple[Fault, ...] = ()

    @property
    def derived(self) -> tuple[tuple[str, str], ...]:
        """The VAT words nobody typed because the law leaves no other, each with its article."""
        if self.shown is None or self.book is None:
            return ()
        cases = self.book.law.vat_cases
        found = {line.vat.word: line.vat.case for line in self.shown.document.lines if line.vat.derived}
        return tuple((word, cases[case].article) for word, case in found.items() if case in cases)


def show(root: Path, key: str, *, today: date, reporter: Reporter) -> ShowResult:
    """Return a document by its number (in any case) or, for a draft, `drafts/NAME`; private entries included."""
    checked = check(root, today=today, reporter=reporter)
    if checked.expanded is None:
        return ShowResult(faults=checked.faults)
    found = _found(checked.expanded, key)
    if found is None:
        return ShowResult(faults=_not_shown(root, checked.faults, checked.expanded, key))
    document = checked.expanded.documents.get(found) or checked.expanded.drafts[found]
    portal = portals_of(checked.expanded, checked.totals, today=today, preview=True)(document.client.id)
    shown = next((item for item in portal.documents if item.document.key == found), None)
    faults = _about(checked.faults, found)
    if not shown:
        faults = (*faults, _unknown(checked.expanded, key))
    return ShowResult(shown=shown, book=checked.expanded, faults=faults)


def _found(book: Book, key: str) -> str | None:
    keys = {known.lower(): known for known in (*book.drafts, *book.documents)}
    return keys.get(key.lower()) or keys.get(f"drafts/{key.lower()}")


def _not_shown(root: Path, faults: tuple[Fault, ...], book: Book, key: str) -> tuple[Fault, ...]:
    """Why a document cannot be shown: what is wrong in its file, with what it names, or that there is none."""
    about = _about(faults, key)
    if has_errors(about):
        return about
    unread = {number.lower() for number in book.unread}
    if key.lower() in unread or (root / "invoices/drafts" / f"{_stem(key)}.yaml").is_file():
        return tuple(fault for fault in faults if fault.severity is Severity.ERROR)
    return (*about, _unknown(book, key))


def _about(faults: tuple[Fault, ...], key: str) -> tuple[Fault, ...]:
    """The faults of a document's own files."""
    return tuple(
        fault for fault in faults if Path(fault.where.file).name.partition(".")[0].lower() == _stem(key).lower()
    )


def _stem(key: str) -> str:
    return Path(key).name.removesuffix(".yaml")


def _unknown(book: Book, key: str) -> Fault:
    near = difflib.get_close_matches(key, [*book.documents, *book.drafts], n=3, cutoff=0.5)
    return error("PUB-009", Where(file="invoices"), number=key, suggestion=", ".join(near))
