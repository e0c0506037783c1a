"""E-invoice files → clients and documents of the book, all of them or none, and never with another amount."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import cast

from facturier.actions.check import in_order, judged
from facturier.actions.journal import BookBusyError, CommitRefusedError, Step, locked, recover, write_all
from facturier.actions.refusals import file_refused
from facturier.actions.validate import read_file
from facturier.compute.imported import TYPES, Imported, imported
from facturier.compute.imported_client import client_id, client_keys, known_client
from facturier.faults import Fault, Severity, Where, error, has_errors, info, warning
from facturier.model.book import Book
from facturier.model.incoming import Incoming, Terms
from facturier.model.seal import Seals
from facturier.model.totals import Totals
from facturier.publish.progress import Reporter
from facturier.read.writing import Value, item_text, mapping_text
from facturier.rules.incoming import judge
from facturier.rules.incoming.finding import amount, named

_NUMBER = re.compile(r"[A-Za-z0-9_-]{1,35}")
_BLOCKING = frozenset({"EIN-121", "EIN-124"})
_ESSENTIAL = ("BT-1", "BT-2", "BT-5", "BG-25", "BT-44", "BT-131", "BT-115", "BT-151")
_COMPARED = (("BT-109", "net"), ("BT-110", "tax"), ("BT-112", "gross"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Importing:
    """How to import: as drafts to be issued here, or as documents that were `issued` elsewhere under their number."""

    today: date
    reporter: Reporter
    issued: bool
    commit: bool = True
    dry_run: bool = False


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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plan:
    """One file on its way into the book; `files` is what is to be written for it."""

    source: Path
    read: Incoming
    made: Imported
    file: str
    key: str
    client: str
    new_client: bool
    files: Mapping[str, bytes]


def import_files(root: Path, sources: Sequence[Path], how: Importing) -> ImportResult:
    """Import e-invoices: EIN-110 to 117 for what cannot be read, EIN-140 to 149 for what cannot be taken over."""
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
    book, found = load_book(root, today=how.today)
    if book is None:
        return ImportResult(faults=in_order(found))
    plans, faults = _plans(root, book, sources, how)
    if has_errors(faults):
        return ImportResult(faults=in_order(faults))
    planned = {path: data for plan in plans for path, data in plan.files.items() if path.endswith(".yaml")}
    became, said = load_book(root, today=how.today, planned=planned)
    seals, _ = load_seals(root)
    how.reporter.stage("check")
    documents, compared = _compared(plans, became, seals, how)
    faults += (*(fault for fault in said if fault.where.file in planned), *compared)
    if has_errors(_that_stop(faults, how)) or how.dry_run:
        return ImportResult(documents=documents if how.dry_run else (), faults=in_order(faults))
    steps = [Step(path=path, after=data) for plan in plans for path, data in plan.files.items()]
    write_all(root, steps, message=_message(plans, how, root))
    return ImportResult(documents=documents, faults=in_order(_softened(faults, how)))


def _plans(
    root: Path, book: Book, sources: Sequence[Path], how: Importing
) -> tuple[tuple[_Plan, ...], tuple[Fault, ...]]:
    faults: list[Fault] = []
    plans: list[_Plan] = []
    for source in sources:
        read = read_file(source)
        if isinstance(read, Fault):
            faults.append(read)
            continue
        found = [*_judged(read, source), *_unfit(read.terms, book, source, how), *_double(read.terms, plans, source)]
        faults += found
        if not has_errors(found):
            plan = _plan(root, book, (source, read), plans, how)
            plans.append(plan)
            faults += _told(plan)
    return tuple(plans), tuple(faults)


def _judged(read: Incoming, source: Path) -> Iterator[Fault]:
    """What is wrong with the file: wrong amounts and missing essentials stop it, the rest is told."""
    for fault in judge(read, str(source)):
        term = fault.named.get("term", "").partition(" ")[0]
        stops = fault.code in _BLOCKING or (fault.code == "EIN-120" and term in _ESSENTIAL)
        yield fault if stops else replace(fault, severity=min(fault.severity, Severity.WARNING, key=_grade))


def _grade(severity: Severity) -> int:
    return (Severity.INFO, Severity.WARNING, Severity.ERROR).index(severity)


def _unfit(terms: Terms, book: Book, source: Path, how: Importing) -> Iterator[Fault]:
    """EIN-140 another seller, EIN-141 a type the book does not have, EIN-144 and EIN-149 about the number."""
    where = Where(str(source), (), terms.line)
    weigh = error if how.issued else warning
    seller, number = terms.one("BG-4"), terms.text("BT-1")
    ours = {book.seller.siren, book.seller.siret, book.seller.vat_number} - {""}
    theirs = {value.text for term in ("BT-29", "BT-30", "BT-31", "BT-32") for value in seller.values.get(term, ())}
    if not ours & {text.replace(" ", "") for text in theirs} and seller.text("BT-27") != book.seller.name:
        yield weigh("EIN-140", where, seller=seller.text("BT-27")[:80], own=book.seller.name)
    if terms.text("BT-3") not in TYPES:
        yield weigh("EIN-141", where, type=terms.text("BT-3")[:10])
    if not how.issued:
        return
    if not _NUMBER.fullmatch(number):
        yield error("EIN-149", where, number=number[:60])
    elif number.casefold() in {one.casefold() for one in (*book.documents, *book.unread)}:
        yield error("EIN-144", where, number=number)


def _double(terms: Terms, plans: Sequence[_Plan], source: Path) -> Iterator[Fault]:
    number = terms.text("BT-1")
    if any(plan.read.terms.text("BT-1").casefold() == number.casefold() for plan in plans):
        yield error("EIN-144", Where(str(source), (), terms.line), number=number[:60])


def _plan(root: Path, book: Book, given: tuple[Path, Incoming], before: Sequence[_Plan], how: Importing) -> _Plan:
    source, read = given
    terms = read.terms
    known, files = known_client(terms, book.clients.values()), {}
    same = next((plan for plan in before if plan.new_client and _buyer(plan.read.terms) == _buyer(terms)), None)
    ids = {*book.clients, *(plan.client for plan in before)}
    client = known.id if known else same.client if same else client_id(terms.one("BG-7").text("BT-44"), ids)
    if known is None and same is None:
        files[f"clients/{client}.yaml"] = _yaml(client_keys(terms))
    made = imported(terms, client=client, numbered=how.issued)
    number = terms.text("BT-1")
    if how.issued:
        stem = f"invoices/{terms.text('BT-2')[:4]}/{number}"
        files |= {f"{stem}.yaml": _yaml(made.keys), f"{stem}.history.yaml": _history(terms, made)}
        data = source.read_bytes()
        files[f"{stem}.pdf" if data != read.xml else f"{stem}.xml"] = data
        key = number
    else:
        name = _free(root, client_id(number, ()), before)
        stem, key = f"invoices/drafts/{name}", f"drafts/{name}"
        files[f"{stem}.yaml"] = _yaml(made.keys)
    return _Plan(
        source=source,
        read=read,
        made=made,
        file=f"{stem}.yaml",
        key=key,
        client=client,
        new_client=known is None and same is None,
        files=files,
    )


def _buyer(terms: Terms) -> tuple[str, str]:
    buyer = terms.one("BG-7")
    return buyer.text("BT-44").casefold(), buyer.text("BT-48")


def _free(root: Path, name: str, before: Sequence[_Plan]) -> str:
    taken = {plan.key for plan in before}
    count, made = 1, name
    while f"drafts/{made}" in taken or (root / f"invoices/drafts/{made}.yaml").exists():
        count += 1
        made = f"{name}-{count}"
    return made


def _yaml(keys: Mapping[str, object]) -> bytes:
    return mapping_text(cast("Mapping[str, Value]", keys)).encode()


def _history(terms: Terms, made: Imported) -> bytes:
    """Issued on its day; what the file says was paid before (BT-113) as paid that day."""
    day = terms.text("BT-2")[:10]
    entries: list[dict[str, Value]] = [{"date": day, "event": "issued"}]
    if made.prepaid > 0:
        entries.append({"date": day, "event": "paid", "amount": made.prepaid, "ref": "BT-113"})
    return "".join(item_text(entry) for entry in entries).encode()


def _told(plan: _Plan) -> Iterator[Fault]:
    """EIN-143 for each term the book cannot hold, EIN-145 a new client, EIN-146 lines, EIN-147 an exemption."""
    source = str(plan.source)
    for term, value in plan.made.untold:
        text = "…" if term == "BT-125" else value.text[:80]
        yield info("EIN-143", Where(source, (), value.line), term=named(term), text=text)
    for extra in plan.read.extra:
        yield info("EIN-143", Where(source, (), extra.line), term=extra.text, text="…")
    if plan.new_client:
        yield info("EIN-145", Where(source), client=plan.client)
    if plan.made.rewritten:
        yield info("EIN-146", Where(source), lines=", ".join(plan.made.rewritten))
    if plan.made.without_article:
        yield warning("EIN-147", Where(source), file=plan.file)


def _compared(
    plans: Sequence[_Plan], book: Book | None, seals: Seals, how: Importing
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
        faults += _differences(plan, totals)
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


def _differences(plan: _Plan, totals: Totals | None) -> Iterator[Fault]:
    where = Where(str(plan.source))
    if totals is None:
        yield error("EIN-148", where, file=plan.file)
        return
    sums = plan.read.terms.one("BG-22")
    for term, name in _COMPARED:
        shown, computed = amount(sums, term), getattr(totals, name)
        if shown != computed:
            yield error("EIN-142", where, term=named(term), shown=shown, computed=computed)
    due = amount(sums, "BT-115") + amount(sums, "BT-113")
    if due != totals.due:
        yield error("EIN-142", where, term=named("BT-115"), shown=due, computed=totals.due)


def _that_stop(faults: Sequence[Fault], how: Importing) -> tuple[Fault, ...]:
    """A draft may still have faults of its own, for its author to mend; never another amount."""
    return tuple(faults) if how.issued else tuple(fault for fault in faults if fault.code.startswith("EIN-1"))


def _softened(faults: Sequence[Fault], how: Importing) -> tuple[Fault, ...]:
    """What is left to mend in a draft that was written is told as a warning."""
    if how.issued:
        return tuple(faults)
    return tuple(replace(one, severity=min(one.severity, Severity.WARNING, key=_grade)) for one in faults)


def _message(plans: Sequence[_Plan], how: Importing, root: Path) -> str:
    """The commit message of documents issued elsewhere; drafts are not committed."""
    from facturier.connect.git import Git, run_git

    if not how.issued or not how.commit or Git(run_git(root)).unable_to_commit():
        return ""
    numbers = [plan.read.terms.text("BT-1") for plan in plans]
    named_ = numbers[0] if len(numbers) == 1 else f"{len(numbers)} documents, {numbers[0]} to {numbers[-1]}"
    return f"Import {named_}"
