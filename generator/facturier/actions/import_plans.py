"""E-invoices and exports of other programs → what is to be written for each in the book."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import cast

from facturier.actions.import_checks import double, judged_file, told, unfit
from facturier.actions.validate import read_file
from facturier.compute.imported import Imported, imported
from facturier.compute.imported_client import client_id, client_keys, known_client
from facturier.faults import Fault, Where, error, has_errors
from facturier.model.book import Book
from facturier.model.history import PREPAID
from facturier.model.incoming import Incoming, Terms
from facturier.publish.progress import Reporter
from facturier.read.writing import Value, item_text, mapping_text

_CURRENCY = "EUR"  # of an export that names none


@dataclass(frozen=True, slots=True, kw_only=True)
class Importing:
    """How to import: as drafts to be issued here, or as documents that were `issued` elsewhere under their number."""

    today: date
    reporter: Reporter
    issued: bool
    commit: bool = True
    columns: Mapping[str, str] = field(default_factory=dict)  # of a table: key → header word
    dry_run: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One file on its way into the book; `files` is what is to be written for it."""

    source: Path
    read: Incoming
    made: Imported
    file: str
    key: str
    client: str
    new_client: bool
    files: Mapping[str, bytes]


def plans_for(
    root: Path, book: Book, sources: Sequence[Path], how: Importing
) -> tuple[tuple[Plan, ...], tuple[Fault, ...]]:
    """Plan every invoice of every file; with an error among the faults nothing may be written."""
    faults: list[Fault] = []
    plans: list[Plan] = []
    for source in sources:
        found = _read(source, how)
        if isinstance(found, Fault):
            faults.append(found)
            continue
        for read in found:
            wrong = [*judged_file(read, source), *unfit(read, book, source, issued=how.issued)]
            wrong += double(read.terms, [plan.read.terms for plan in plans], source)
            faults += wrong
            if not has_errors(wrong):
                plan = _plan(root, book, (source, read), plans, how)
                plans.append(plan)
                seller = book.seller if how.issued else None
                faults += told(plan.read, plan.made, str(source), file=plan.file, new=_new(plan), seller=seller)
    return tuple(plans), tuple(faults)


def _new(plan: Plan) -> str:
    return plan.client if plan.new_client else ""


def _read(source: Path, how: Importing) -> Sequence[Incoming] | Fault:
    """The e-invoice in a file, or the invoices of an export."""
    from facturier.connect.exports import is_export, read_export

    try:
        data = source.read_bytes()
    except OSError as problem:
        return error("EIN-117", Where(str(source)), problem=problem.strerror or type(problem).__name__)
    if is_export(data):
        return read_export(data, str(source), how.columns, _CURRENCY)
    read = read_file(source)
    return read if isinstance(read, Fault) else [read]


def _plan(root: Path, book: Book, given: tuple[Path, Incoming], before: Sequence[Plan], how: Importing) -> Plan:
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
        files |= {f"{stem}.yaml": _yaml(made.keys), f"{stem}.history.yaml": _history(read, made)}
        if read.syntax:
            data = source.read_bytes()
            files[f"{stem}.pdf" if data != read.xml else f"{stem}.xml"] = data
        key = number
    else:
        name = _free(root, client_id(number, ()), before)
        stem, key = f"invoices/drafts/{name}", f"drafts/{name}"
        files[f"{stem}.yaml"] = _yaml(made.keys)
    return Plan(
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


def _free(root: Path, name: str, before: Sequence[Plan]) -> str:
    taken = {plan.key for plan in before}
    count, made = 1, name
    while f"drafts/{made}" in taken or (root / f"invoices/drafts/{made}.yaml").exists():
        count += 1
        made = f"{name}-{count}"
    return made


def _yaml(keys: Mapping[str, object]) -> bytes:
    return mapping_text(cast("Mapping[str, Value]", keys)).encode()


def _history(read: Incoming, made: Imported) -> bytes:
    """Issued elsewhere on its day; what the file says was paid before (BT-113) as paid that day.

    A credit note has no balance of its own: what went back before is noted.
    """
    terms, day = read.terms, read.terms.text("BT-2")[:10]
    entries: list[dict[str, Value]] = [{"date": day, "event": "issued", "elsewhere": True}]
    if made.keys.get("type") == "credit-note" and made.prepaid:
        note = f"BT-113: {made.prepaid:f} {terms.text('BT-5')}"
        entries.append({"date": day, "event": "note", "note": note, "private": True})
    elif made.prepaid > 0:
        said = (
            {"ref": PREPAID} if read.syntax else {}
        )  # an export tells what was paid since, not what the document says
        entries.append({"date": day, "event": "paid", "amount": made.prepaid, **said})
    if made.keys.get("type") != "credit-note" and made.refunded > 0:  # HIS-021 when more than was paid
        entries.append({"date": day, "event": "refunded", "amount": made.refunded})
    return "".join(item_text(entry) for entry in entries).encode()
