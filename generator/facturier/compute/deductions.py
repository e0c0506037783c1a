"""Turns a deposit and its credit notes into what a final invoice takes off, by VAT group."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from facturier.compute.groups import vat_key
from facturier.compute.rounding import percent_of
from facturier.model.book import Book
from facturier.model.document import Document, DocumentType
from facturier.model.money import ZERO
from facturier.model.totals import Deducted, Totals
from facturier.model.vat import Vat

Notes = Mapping[str, tuple[Document, ...]]
"""Numbered credit notes by the number they credit, oldest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What a document holds in one VAT group; `gross` as typed when its prices are gross."""

    vat: Vat
    net: Decimal
    tax: Decimal
    gross: Decimal


def credit_notes(book: Book) -> Notes:
    """The numbered credit notes by the number they credit, oldest first."""
    found: dict[str, list[Document]] = {}
    for document in book.documents.values():
        if document.type is DocumentType.CREDIT_NOTE and document.credits:
            found.setdefault(document.credits, []).append(document)
    return {number: tuple(sorted(notes, key=age)) for number, notes in found.items()}


def age(document: Document) -> tuple[date, bool, int, str]:
    """Sorts documents as they came: by date, drafts after numbers, then by number (F9 before F10)."""
    return (document.date, document.is_draft, len(document.key), document.key)


def notes_until(notes: Notes, number: str, day: date) -> tuple[Document, ...]:
    """The credit notes on `number` up to a day: what comes later never changes a document already made."""
    return tuple(note for note in notes.get(number, ()) if note.date <= day)


def is_taken_back(totals: Totals, notes: Iterable[Totals]) -> bool:
    """Whether credit notes took a document back as a whole: it asks for nothing and takes nothing off any more."""
    credited = sum((note.due for note in notes), ZERO)
    return ZERO < totals.due <= credited


def held_by(totals: Totals, credited: Iterable[Totals] = ()) -> tuple[Held, ...]:
    """What a document holds by VAT group, less what its credit notes took back, in the order of groups."""
    held: dict[object, Held] = {}
    for sign, part in ((1, totals), *((-1, note) for note in credited)):
        for group in part.groups:
            before = held.get(vat_key(group.vat)) or Held(vat=group.vat, net=ZERO, tax=ZERO, gross=ZERO)
            held[vat_key(group.vat)] = replace(
                before,
                net=before.net + sign * group.base,
                tax=before.tax + sign * group.tax,
                gross=before.gross + sign * group.gross,
            )
    return tuple(sorted(held.values(), key=lambda part: vat_key(part.vat)))


def deposit_of(totals: Totals, share: Decimal) -> tuple[Held, ...]:
    """A share (percent) of the net of every group of a quote, with its VAT (RULINGS Money 7)."""
    return tuple(_deposit_of(part, share, totals.currency) for part in held_by(totals))


def deposit_asked(document: Document, totals: Totals) -> Decimal:
    """What a quote asks for on order, VAT included: to the cent its deposit invoice; 0 for what asks for none."""
    if document.type is not DocumentType.QUOTE or document.deposit is None:
        return ZERO
    return sum((part.gross for part in deposit_of(totals, document.deposit)), ZERO)


def _deposit_of(part: Held, share: Decimal, currency: str) -> Held:
    net = percent_of(part.net, share, currency=currency)
    tax = percent_of(net, part.vat.rate, currency=currency)
    return Held(vat=part.vat, net=net, tax=tax, gross=net + tax)


def deducted_by(document: Document, book: Book, totals: Mapping[str, Totals], notes: Notes) -> tuple[Deducted, ...]:
    """The deposits that the generated lines of a document take off, in line order, as they stood on its date."""
    numbers = dict.fromkeys(line.deducts for line in document.lines if line.deducts)
    copied = book.documents.get(document.credits)
    until = copied.date if copied is not None and document.everything else document.date
    return tuple(
        _deducted(book.documents[number], _first_type(book, number), until, totals, notes)
        for number in numbers
        if number in book.documents
    )


def _first_type(book: Book, number: str) -> DocumentType:
    """The type of a document, of a corrective that of what it replaces: a corrected deposit is a deposit."""
    seen = set[str]()
    while number not in seen and (before := book.documents[number].replaces) in book.documents:
        seen.add(number)
        number = before
    return book.documents[number].type


def _deducted(taken: Document, kind: DocumentType, until: date, totals: Mapping[str, Totals], notes: Notes) -> Deducted:
    held = held_by(totals[taken.key], (totals[note.key] for note in notes_until(notes, taken.key, until)))
    return Deducted(
        number=taken.number,
        date=taken.date,
        net=sum((part.net for part in held), ZERO),
        tax=sum((part.tax for part in held), ZERO),
        gross=sum((part.gross for part in held), ZERO),
        credit_note=kind is DocumentType.CREDIT_NOTE,
        progress=kind not in (DocumentType.CREDIT_NOTE, DocumentType.DEPOSIT),
    )
