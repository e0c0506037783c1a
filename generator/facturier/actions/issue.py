"""Turns drafts into issued documents: numbered, sealed, drawn, and committed, all of it or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from facturier.actions.check import CheckResult, check, in_order
from facturier.actions.drafts import chosen_drafts, file_of
from facturier.actions.issuing import (
    IssuedDocument,
    IssueResult,
    Issuing,
    commit_message,
    told,
    without_xml,
)
from facturier.actions.journal import BookBusyError, CommitRefusedError, Step, locked, recover, write_all
from facturier.actions.numbers import counter_of
from facturier.actions.refusals import commit_refused, file_refused
from facturier.actions.sealing import Issued, Paper, Press, seal_all, series_name
from facturier.connect.git import Git, run_git
from facturier.connect.originals import MissingLibraryError, Originals, originals_of
from facturier.faults import Fault, Severity, Where, error, has_errors
from facturier.model.book import Book
from facturier.model.document import Document
from facturier.model.history import Event, EventKind, History
from facturier.model.seal import Seal
from facturier.seal.load import read_seal
from facturier.seal.thaw import with_seals

__all__ = ["IssueResult", "IssuedDocument", "Issuing", "issue", "issue_and_seal", "seal_numbered"]

_AT_ONCE = 200  # already numbered documents sealed in one step: memory stays flat in a large book


def issue_and_seal(
    root: Path, drafts: Sequence[str], how: Issuing, *, due: bool = False, numbered: bool = False
) -> IssueResult:
    """Seal what has a number already, then issue drafts: the order in which a series was written."""
    sealed = seal_numbered(root, how) if numbered else IssueResult()
    if not sealed.done or not (drafts or due):
        return sealed
    issued = issue(root, drafts, how, due=due)
    return IssueResult(
        issued=(*sealed.issued, *issued.issued),
        faults=(*sealed.faults, *issued.faults),
        commit=issued.commit or sealed.commit,
    )


def issue(root: Path, drafts: Sequence[str], how: Issuing, *, due: bool = False) -> IssueResult:
    """Issue the named drafts (`NAME` or a path), with `due` also every draft whose date has come.

    Each gets the next number of its series, by date, then by name. Nothing is issued when one of them cannot be.
    """
    return _alone(root, how, lambda checked: _issue(root, checked, drafts, how, due=due))


def seal_numbered(root: Path, how: Issuing) -> IssueResult:
    """Seal every numbered document that has no seal yet, oldest first in each series, as after an import.

    A PDF that lies beside such a document is kept as its original; otherwise it is drawn.
    """
    return _alone(root, how, lambda checked: _seal_numbered(root, checked, how))


def _alone(root: Path, how: Issuing, work: Callable[[CheckResult], IssueResult]) -> IssueResult:
    """Check the book and do the work while nobody else writes it."""
    where = Where("invoices")
    try:
        with locked(root):
            recover(root)
            refused = commit_refused(Git(run_git(root))) if how.commit and not how.dry_run else None
            if refused is not None:
                return IssueResult(faults=(refused,))
            checked = check(root, today=how.today, reporter=how.reporter)
            return work(checked) if checked.book else IssueResult(faults=checked.faults)
    except BookBusyError:
        return IssueResult(faults=(error("ISS-005", where),))
    except CommitRefusedError as problem:
        return IssueResult(faults=(error("ISS-006", where, problem=str(problem)),))
    except MissingLibraryError as missing:
        return IssueResult(faults=(error("ISS-012", where, problem=str(missing)),))
    except OSError as problem:
        return IssueResult(faults=(file_refused(problem),))


def _issue(root: Path, checked: CheckResult, names: Sequence[str], how: Issuing, *, due: bool) -> IssueResult:
    book = _read(checked)
    chosen, faults = chosen_drafts(root, book, names, today=how.today, due=due)
    files = {draft.document.file for draft in chosen} | {file_of(name) for name in names}
    faults = (*faults, *_standing_in_the_way(checked, files))
    counter = counter_of(book, root)
    papers: list[Paper] = []
    origins: dict[str, str] = {}
    for draft in chosen:
        numbered = counter.number(draft.document, on=draft.date or how.today)
        if isinstance(numbered, Fault):
            faults = (*faults, numbered)
            continue
        source = draft.numbered_text(numbered)
        if source is None:
            faults = (*faults, error("ISS-009", Where(draft.document.file)))
        else:
            papers.append(Paper(document=numbered, source=source))
            origins[numbered.number] = draft.document.file
    if has_errors(faults) or not papers:
        return IssueResult(faults=in_order(faults))
    became = _with(checked, [paper.document for paper in papers], origins, today=how.today)
    if has_errors(became.faults) or how.dry_run:
        return IssueResult(faults=in_order(became.faults), issued=tuple(told(became.totals, papers, {}, origins)))
    documents = _book(became).documents
    expanded = [replace(paper, document=documents[paper.document.number]) for paper in papers]
    return _write(root, became, expanded, origins, how)


def _seal_numbered(root: Path, checked: CheckResult, how: Issuing) -> IssueResult:
    book = _book(checked)
    faults = _standing_in_the_way(checked, set())
    waiting = sorted(
        (document for number, document in book.documents.items() if number not in book.seals),
        key=lambda document: (series_name(document, book), document.date, document.number),
    )
    if has_errors(faults) or how.dry_run:
        papers = [Paper(document=document, source=b"") for document in waiting]
        return IssueResult(
            faults=faults, issued=tuple(told(checked.totals, papers, {}, {})) if not has_errors(faults) else ()
        )
    total = IssueResult()
    for start in range(0, len(waiting), _AT_ONCE):
        papers = [_brought(root, document) for document in waiting[start : start + _AT_ONCE]]
        step = _write(root, checked, papers, {}, how)
        total = IssueResult(
            issued=(*total.issued, *step.issued),
            faults=(*total.faults, *step.faults),
            commit=step.commit or total.commit,
        )
        if not step.done:
            break
        checked = _with_new_seals(root, checked, papers)
    return total


def _with_new_seals(root: Path, checked: CheckResult, papers: Sequence[Paper]) -> CheckResult:
    """The checked book with what was sealed just now: reading all of it again at each step would cost the square."""
    book = _book(checked)
    seals = dict(book.seals)
    for paper in papers:
        file = f"{paper.document.file.removesuffix('.yaml')}.seal.json"
        seal = read_seal((root / file).read_bytes(), file)
        if isinstance(seal, Seal):
            seals[seal.number] = seal
    return replace(checked, expanded=with_seals(book, dict(sorted(seals.items()))))


def _write(
    root: Path, checked: CheckResult, papers: Sequence[Paper], origins: dict[str, str], how: Issuing
) -> IssueResult:
    """Seal, draw, and do everything in one step."""
    from facturier.paths import theme_folder

    book = _book(checked)
    how.reporter.stage("seal", len(papers))
    press = Press(
        root=root,
        book=book,
        totals=checked.totals,
        theme=how.theme or theme_folder(),
        executor=how.executor,
        salt=how.salt,
        key=how.key,
    )
    issued, faults = seal_all(papers, book.seals, press)
    if has_errors(faults):
        return IssueResult(faults=in_order(_at_origin(faults, origins)))
    place = originals_of(root, book.settings.originals)
    steps = [step for one in issued for step in _steps(root, one, origins.get(one.paper.document.number, ""), place)]
    git = Git(run_git(root))
    write_all(root, steps, message=commit_message(issued, origins) if how.commit else "")
    prints = {one.paper.document.number: one.fingerprint for one in issued}
    return IssueResult(
        issued=tuple(told(checked.totals, papers, prints, origins)),
        faults=in_order((*_at_origin(faults, origins), *without_xml(papers))),
        commit=git.head() if how.commit else "",
    )


def _steps(root: Path, issued: Issued, draft: str, place: Originals) -> Iterator[Step]:
    """The files that come and go with one document."""
    document = issued.paper.document
    stem = document.file.removesuffix(".yaml")
    yield Step(path=f"{stem}.seal.json", after=issued.seal)
    if not place.in_git:
        place.put(year=stem.split("/")[1], number=document.number, sha256=issued.pdf_sha256, data=issued.pdf)
    elif issued.paper.brought is None:
        yield Step(path=f"{stem}.pdf", after=issued.pdf)
    if not (root / f"{stem}.history.yaml").exists():
        yield Step(path=f"{stem}.history.yaml", after=f"- {{date: {document.date}, event: issued}}\n".encode())
    if draft:
        yield Step(path=document.file, after=issued.paper.source)
        yield Step(path=draft, before=(root / draft).read_bytes(), after=None)


def _with(checked: CheckResult, numbered: Sequence[Document], origins: dict[str, str], *, today: date) -> CheckResult:
    """The checked book after its drafts became documents; new errors are shown where the draft stands."""
    from facturier.actions.check import judged

    book = _read(checked)
    documents = {**book.documents, **{document.number: document for document in numbered}}
    histories = {**book.histories, **{document.number: _issued_history(document) for document in numbered}}
    drafts = {key: draft for key, draft in book.drafts.items() if draft.file not in origins.values()}
    new = replace(
        book,
        documents=dict(sorted(documents.items())),
        drafts=drafts,
        histories=dict(sorted(histories.items())),
    )
    known = {fault for fault in checked.faults if fault.severity is Severity.ERROR}
    became = judged(new, _book(checked).seals, today=today)
    files = {document.file for document in numbered}
    found = [fault for fault in became.faults if fault.where.file in files or (_is_error(fault) and fault not in known)]
    return replace(became, faults=_at_origin(found, origins))


def _issued_history(document: Document) -> History:
    event = Event(kind=EventKind.ISSUED, date=document.date, position=0)
    return History(number=document.number, file=f"{document.file.removesuffix('.yaml')}.history.yaml", events=(event,))


def _standing_in_the_way(checked: CheckResult, files: set[str]) -> tuple[Fault, ...]:
    """Errors anywhere but in other drafts and templates: numbers and totals could rest on them."""
    elsewhere = ("invoices/drafts/", "invoices/recurring/")
    return tuple(
        fault
        for fault in checked.faults
        if _is_error(fault) and (fault.where.file in files or not fault.where.file.startswith(elsewhere))
    )


def _is_error(fault: Fault) -> bool:
    return fault.severity is Severity.ERROR


def _at_origin(faults: Sequence[Fault], origins: dict[str, str]) -> tuple[Fault, ...]:
    """Show a fault of a document that is not written yet in the draft it comes from."""

    def moved(fault: Fault) -> Fault:
        number = Path(fault.where.file).name.removesuffix(".yaml")
        return replace(fault, where=replace(fault.where, file=origins[number])) if number in origins else fault

    return tuple(moved(fault) for fault in faults)


def _brought(root: Path, document: Document) -> Paper:
    pdf = root / f"{document.file.removesuffix('.yaml')}.pdf"
    brought = pdf.read_bytes() if pdf.is_file() else None
    return Paper(document=document, source=(root / document.file).read_bytes(), brought=brought)


def _read(checked: CheckResult) -> Book:
    """The book as written."""
    if checked.book is None:
        raise ValueError("the book could not be read")
    return checked.book


def _book(checked: CheckResult) -> Book:
    if checked.expanded is None:
        raise ValueError("the book could not be read")
    return checked.expanded
