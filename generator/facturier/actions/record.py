"""Turns what happened into one more entry of a history: read, judged, appended and committed, or refused as a whole."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from facturier.actions.check import CheckResult, in_order, judged
from facturier.actions.journal import BookBusyError, CommitRefusedError, Step, locked, recover, write_all
from facturier.actions.refusals import commit_refused, file_refused
from facturier.connect.git import Git, run_git
from facturier.faults import Fault, Severity, Where, error, has_errors
from facturier.model.book import Book
from facturier.model.history import EventKind, History
from facturier.model.money import minor_units
from facturier.model.seal import Seals
from facturier.model.state import State
from facturier.publish.progress import Reporter
from facturier.read.writing import Value

OVERPAID = "HIS-020"
_AMOUNTS = ("amount", "fee")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What happened to a document: `values` are the entry's keys in the order in which they are written.

    `currency` is the one its amount was typed in, "" for that of the document.
    """

    number: str
    values: Mapping[str, Value]
    currency: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """How to record. `overpaid`: more than is open may be paid; `anyway`: warnings do not refuse."""

    today: date
    reporter: Reporter
    commit: bool = True
    overpaid: bool = False
    anyway: bool = False
    dry_run: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """One document after its new entries; `lines` is what was added to `file`."""

    number: str
    client: str
    currency: str
    file: str
    lines: str
    state: State


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordResult:
    """What was recorded. With an error among `faults` nothing was; `commit` is its name, "" without one."""

    recorded: tuple[Recorded, ...] = ()
    faults: tuple[Fault, ...] = ()
    commit: str = ""

    @property
    def done(self) -> bool:
        """Whether everything was recorded."""
        return not has_errors(self.faults)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    """A history file before and after."""

    history: History
    before: bytes | None
    after: bytes
    first: int  # place of the first new entry

    @property
    def added(self) -> str:
        return self.after[len(self.before or b"") :].decode().lstrip("\r\n")


def record(root: Path, entries: Sequence[Entry], how: Recording) -> RecordResult:
    """Append entries to the histories of their documents, all of them or none, in one commit.

    Refused are entries that no history may hold, that no day or amount of the document allows (HIS-…), payments above
    what is open (REC-003), and what a rule warns of (REC-005).
    """
    where = Where("invoices")
    try:
        with locked(root):
            recover(root)
            return _record(root, entries, how)
    except BookBusyError:
        return RecordResult(faults=(error("ISS-005", where),))
    except CommitRefusedError as refused:
        return RecordResult(faults=(error("REC-006", where, problem=str(refused)),))
    except OSError as problem:
        return RecordResult(faults=(file_refused(problem),))


def _record(root: Path, entries: Sequence[Entry], how: Recording) -> RecordResult:
    from facturier.read import load_book
    from facturier.seal.load import load_seals

    how.reporter.stage("read")
    book, found = load_book(root, today=how.today)
    if book is None:
        return RecordResult(faults=found)
    seals, _ = load_seals(root)
    pages, unfit = _pages(root, book, entries)
    if has_errors(unfit):
        return RecordResult(faults=in_order(_unwritten(unfit, pages)))
    how.reporter.stage("check")
    before = judged(book, seals, today=how.today)
    after = _judged_with(book, seals, pages, how.today)
    said = tuple(_new(before, after, pages))
    recorded = tuple(_told(page, after, how.today) for page in pages)
    excess = tuple(_too_much(pages, before, recorded, how))
    said = tuple(fault for fault in said if not (excess and fault.code == OVERPAID))
    faults = (*said, *excess, *_refusals(said, how))
    if has_errors(faults):
        return RecordResult(faults=in_order(_unwritten(faults, pages)))
    if how.dry_run:
        return RecordResult(faults=in_order(_unwritten(faults, pages)), recorded=recorded)
    return _write(root, pages, RecordResult(faults=in_order(faults), recorded=recorded), how)


def _write(root: Path, pages: Sequence[_Page], result: RecordResult, how: Recording) -> RecordResult:
    git = Git(run_git(root))
    commit = how.commit and git.is_there()
    if commit and (refused := commit_refused(git)):
        return RecordResult(faults=(refused,))
    steps = [Step(path=page.history.file, before=page.before, after=page.after) for page in pages]
    write_all(root, steps, message=_message(pages) if commit else "")
    return replace(result, commit=git.head() if commit else "")


def _pages(root: Path, book: Book, entries: Sequence[Entry]) -> tuple[list[_Page], list[Fault]]:
    """The histories as they would be, and the faults of entries that no history may hold."""
    known = {number.lower(): number for number in book.documents}
    grouped: dict[str, list[Entry]] = {}
    faults: list[Fault] = []
    for entry in entries:
        number = known.get(entry.number.lower())
        if number is None:
            faults.append(_unknown(book, entry.number))
        elif entry.currency and entry.currency != book.documents[number].currency:
            currency = book.documents[number].currency
            faults.append(
                error("REC-004", Where(book.documents[number].file), number=number, given=entry.currency, own=currency)
            )
        else:
            grouped.setdefault(number, []).append(entry)
    pages = []
    for number, those in grouped.items():
        page, wrong = _page(root, book, number, those)
        faults += wrong
        pages += [page] if page else []
    return pages, faults


def _page(root: Path, book: Book, number: str, entries: Iterable[Entry]) -> tuple[_Page | None, list[Fault]]:
    from facturier.read.references import check_history
    from facturier.read.resolve.histories import history_of
    from facturier.read.tree import read_tree
    from facturier.read.writing import appended

    document = book.documents[number]
    file = f"{document.file.removesuffix('.yaml')}.history.yaml"
    before = (root / file).read_bytes() if (root / file).exists() else None
    written = [_tidy(entry.values, document.currency) for entry in entries]
    after = appended(before or b"", written, file=file)
    tree = read_tree(after, file) if after is not None else None
    if after is None or not isinstance(tree, list):
        return None, [error("REC-002", Where(file), number=number)]
    history, faults = history_of(number, tree, file)
    if not faults:
        available = {one.file for one in book.files}
        faults = list(check_history(history, document, book.settings, available))
    return _Page(history=history, before=before, after=after, first=len(tree) - len(written)), faults


def _tidy(values: Mapping[str, Value], currency: str) -> dict[str, Value]:
    """Amounts with all decimals of the currency; what is no amount stays as typed, and reading says so."""
    from facturier.read import scalars

    tidy = dict(values)
    for key in _AMOUNTS:
        typed = tidy.get(key)
        with suppress(scalars.MisfitError):
            amount = scalars.amount(typed) if isinstance(typed, str) else typed
            if isinstance(amount, Decimal) and amount == round(amount, minor_units(currency)):
                tidy[key] = round(amount, minor_units(currency))
    return tidy


def _judged_with(book: Book, seals: Seals, pages: Sequence[_Page], today: date) -> CheckResult:
    histories = {**book.histories, **{page.history.number: page.history for page in pages}}
    return judged(replace(book, histories=dict(sorted(histories.items()))), seals, today=today)


def _new(before: CheckResult, after: CheckResult, pages: Sequence[_Page]) -> Iterator[Fault]:
    """The faults that the entries bring: at themselves, or of a kind that their file did not have."""
    had = {(fault.code, fault.where) for fault in before.faults}
    first = {page.history.file: page.first for page in pages}
    for fault in after.faults:
        place = fault.where.path[0] if fault.where.path else None
        at_entry = isinstance(place, int) and place >= first.get(fault.where.file, place + 1)
        if (at_entry or (fault.code, fault.where) not in had) and fault.severity is not Severity.INFO:
            yield fault


def _refusals(said: Sequence[Fault], how: Recording) -> Iterator[Fault]:
    """REC-005: what looks wrong is not written into a file that only grows, unless somebody says that it is right."""
    warned = [fault for fault in said if fault.severity is Severity.WARNING and fault.code != OVERPAID]
    if warned and not how.anyway and not has_errors(said):
        yield error("REC-005", warned[0].where, codes=", ".join(sorted({fault.code for fault in warned})))


def _unwritten(faults: Iterable[Fault], pages: Sequence[_Page]) -> Iterator[Fault]:
    """The faults with those of new entries moved out of a file that does not hold them: nothing there shows them."""
    first = {page.history.file: page.first for page in pages}
    for fault in faults:
        where = fault.where
        place = where.path[0] if where.path else first.get(where.file)
        new = isinstance(place, int) and place >= first.get(where.file, place + 1)
        yield replace(fault, where=Where(f"{where.file} (new entry)")) if new else fault


def _too_much(
    pages: Sequence[_Page], before: CheckResult, recorded: Sequence[Recorded], how: Recording
) -> Iterator[Fault]:
    """REC-003: a payment above what is open is a slip more often than a gift."""
    if how.overpaid or before.expanded is None:
        return
    for page, now in zip(pages, recorded, strict=True):
        paid = [event for event in page.history.events[page.first :] if event.kind is EventKind.PAID]
        was = _state(before, page.history.number, how.today).open
        if paid and now.state.open < min(was, Decimal(0)):
            yield error(
                "REC-003",
                Where(page.history.file),
                number=now.number,
                open=max(was, Decimal(0)),
                excess=-now.state.open,
                currency=now.currency,
            )


def _told(page: _Page, after: CheckResult, today: date) -> Recorded:
    number = page.history.number
    document = _expanded(after).documents[number]
    return Recorded(
        number=number,
        client=document.client.id,
        currency=document.currency,
        file=page.history.file,
        lines=page.added,
        state=_state(after, number, today),
    )


def _state(checked: CheckResult, number: str, today: date) -> State:
    """The state of a document, or of the corrective that its payments count for."""
    from facturier.compute.index import index_of
    from facturier.compute.status import state_of

    book = _expanded(checked)
    index = index_of(book, today=max(today, book.documents[number].date))
    corrective = index.corrective_of(number)
    return state_of(book, checked.totals, corrective or book.documents[number], index)


def _expanded(checked: CheckResult) -> Book:
    if checked.expanded is None:
        raise ValueError("the book could not be read")
    return checked.expanded


def _unknown(book: Book, number: str) -> Fault:
    near = difflib.get_close_matches(number, book.documents, n=3, cutoff=0.5)
    return error("REC-001", Where("invoices"), number=number[:60], suggestion=", ".join(near))


def _message(pages: Sequence[_Page]) -> str:
    """The commit message: what happened to which document, one line each."""
    told = [
        f"{page.history.number}: {event.kind.value}{f' {event.amount}' if event.amount is not None else ''}"
        for page in pages
        for event in page.history.events[page.first :]
    ]
    return f"Record {told[0]}" if len(told) == 1 else "\n".join((f"Record {len(told)} events", "", *told))
