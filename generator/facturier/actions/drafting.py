"""Turns keys and texts into a draft of invoices/drafts/: read and judged as if it were there, then written."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from facturier.actions.check import CheckResult, in_order, judged
from facturier.actions.editor import first_line, write_schemas
from facturier.actions.journal import BookBusyError, Step, locked, recover, write_all
from facturier.actions.refusals import file_refused
from facturier.faults import Fault, Severity, Where, error, has_errors
from facturier.model.book import Book
from facturier.model.document import Discount, Document
from facturier.model.terms import DueIn
from facturier.model.totals import Totals
from facturier.publish.progress import Reporter
from facturier.read.writing import Value, mapping_text

FOLDER = "invoices/drafts"
OF_ITS_OWN = ("number", "date", "recurring", "accept")  # what a document never passes on to another


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafting:
    """How to write drafts: as on which day, with which reporter, or only in thought."""

    today: date
    reporter: Reporter
    dry_run: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A draft to be written: `name` is its file's, `text` what stands in it, `about` the number it comes from."""

    name: str
    text: str
    about: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A draft that was written; `document` and `totals` are None when it cannot be read yet."""

    file: str
    text: str
    about: str
    document: Document | None
    totals: Totals | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftResult:
    """What was written. An error of a draft that was written is for its author to mend; else nothing was."""

    drafts: tuple[Draft, ...] = ()
    faults: tuple[Fault, ...] = ()
    left: str = ""  # of a quote, with its currency: what no invoice asks for yet

    @property
    def done(self) -> bool:
        """Whether what was asked for was done."""
        return bool(self.drafts) or not has_errors(self.faults)


def opened(root: Path, how: Drafting, planned: Mapping[str, bytes] | None = None) -> CheckResult:
    """Read and judge a book, with drafts that are not written yet; seals are taken as they are."""
    from facturier.read import load_book
    from facturier.seal.load import load_seals

    how.reporter.stage("read")
    book, found = load_book(root, today=how.today, planned=planned)
    if book is None:
        return CheckResult(faults=in_order(found))
    seals, _ = load_seals(root)
    checked = judged(book, seals, today=how.today)
    return CheckResult(
        book=checked.book, expanded=checked.expanded, totals=checked.totals, faults=in_order((*found, *checked.faults))
    )


def write_drafts(
    root: Path, plans: Sequence[Plan], how: Drafting, *, refused: frozenset[str] = frozenset()
) -> DraftResult:
    """Write drafts, all or none. An error in one is told; it keeps them from being written when it is in `refused`."""
    try:
        with locked(root):
            recover(root)
            return _write(root, plans, how, refused)
    except BookBusyError:
        return DraftResult(faults=(error("ISS-005", Where(FOLDER)),))
    except OSError as problem:
        return DraftResult(faults=(file_refused(problem),))


def _write(root: Path, plans: Sequence[Plan], how: Drafting, refused: frozenset[str]) -> DraftResult:
    files: dict[str, Plan] = {}
    for plan in plans:
        files[_free(root, plan.name, files)] = plan
    planned = {file: _whole(plan.text).encode() for file, plan in files.items()}
    checked = opened(root, how, planned)
    said = tuple(fault for fault in checked.faults if fault.where.file in files and fault.severity is not Severity.INFO)
    if any(fault.code in refused and fault.severity is Severity.ERROR for fault in said):
        return DraftResult(faults=said)
    if not how.dry_run:
        write_schemas(root)
        write_all(root, [Step(path=file, after=data) for file, data in planned.items()])
    drafts = tuple(_draft(file, planned[file].decode(), plan, checked) for file, plan in files.items())
    return DraftResult(drafts=drafts, faults=said)


def _draft(file: str, text: str, plan: Plan, checked: CheckResult) -> Draft:
    key = f"drafts/{Path(file).stem}"
    document = checked.expanded.drafts.get(key) if checked.expanded else None
    return Draft(file=file, text=text, about=plan.about, document=document, totals=checked.totals.get(key))


def texts_of(root: Path, file: str) -> dict[str, str]:
    """Return the texts of a document's keys, as its author typed them."""
    from facturier.read.copying import key_texts

    return key_texts((root / file).read_bytes(), file)


def carried(texts: Mapping[str, str], document: Document, *, without: Sequence[str] = ()) -> str:
    """The keys that go on into another draft, with the discount that came from the client's file, less fixed dates."""
    dropped = {*OF_ITS_OWN, *without}
    if not isinstance(document.terms.due, DueIn):
        dropped.add("terms")
    kept = {key: text for key, text in texts.items() if key not in dropped}
    if "discount" not in {*kept, *dropped} and document.discount is not None:
        kept["discount"] = mapping_text({"discount": discount_value(document.discount)})
    return "".join(kept.values())


def discount_value(discount: Discount) -> dict[str, Value]:
    """A discount as one types it."""
    value: dict[str, Value] = {}
    if discount.percent is not None:
        value["percent"] = f"{discount.percent.normalize():f}%"
    if discount.amount is not None:
        value["amount"] = discount.amount
    return value | ({"reason": discount.reason} if discount.reason else {})


def vat_value(word: str) -> Value:
    """A VAT word as one types it: `exempt: 261-4-4°` becomes a mapping again."""
    key, _, rest = word.partition(": ")
    if key == "exempt":
        return {"exempt": {"article": rest}}
    return {key: rest} if rest else word


def numbered(book: Book, number: str) -> Document | Fault:
    """Find a numbered document, in any case; DRA-002 with what was perhaps meant."""
    known = {one.lower(): one for one in book.documents}
    found = known.get(number.lower())
    if found is not None:
        return book.documents[found]
    near = difflib.get_close_matches(number, book.documents, n=3, cutoff=0.5)
    return error("DRA-002", Where("invoices"), number=number[:60], suggestion=", ".join(near))


def _whole(text: str) -> str:
    return f"{first_line('document', depth=2)}{text}"


def _free(root: Path, name: str, taken: Mapping[str, Plan]) -> str:
    count = 1
    while True:
        file = f"{FOLDER}/{name}{f'-{count}' if count > 1 else ''}.yaml"
        if file not in taken and not (root / file).exists():
            return file
        count += 1
