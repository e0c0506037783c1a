"""Turns a book whose documents refer to each other into one where every document holds its own lines.

A deposit's `share`, a credit note's `everything: true` and a final invoice's `deducts` become lines. What cannot be
resolved (a missing or foreign reference, a circle) stays as it is: the rules report it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from decimal import Decimal
from graphlib import CycleError, TopologicalSorter

from facturier.compute.deductions import Notes, age, credit_notes, deposit_of, held_by, notes_until
from facturier.compute.groups import vat_key
from facturier.compute.totals import total
from facturier.model.book import Book
from facturier.model.document import Document, DocumentType, Line, Nature, Prices
from facturier.model.money import ZERO
from facturier.model.totals import Totals
from facturier.model.vat import Vat

_PROGRESS = frozenset({DocumentType.INVOICE, DocumentType.CORRECTIVE})


def expand(book: Book) -> Book:
    """The same book with generated lines; expanding twice changes nothing more.

    Their `path` is empty, and so is their `item`, because words belong to the client's language: a line that takes
    something off names it in `deducts`; on a deposit, `share` and `quote` of the document say what the line is.
    """
    expansion = _Expansion(documents={**book.documents, **book.drafts}, notes=credit_notes(book))
    for key in _resolvable(expansion):
        expansion.documents[key] = expansion.expanded(expansion.documents[key])
    return replace(
        book,
        documents={key: expansion.documents[key] for key in book.documents},
        drafts={key: expansion.documents[key] for key in book.drafts},
    )


def _resolvable(expansion: _Expansion) -> Iterator[str]:
    """The documents to expand, each after those it refers to; what stands in or behind a circle is left out."""
    graph = {key: set(expansion.references(document)) for key, document in expansion.documents.items()}
    sorter = TopologicalSorter({key: references for key, references in graph.items() if references})
    with suppress(CycleError):  # the sorter still gives everything outside the circle
        sorter.prepare()
    while ready := sorter.get_ready():
        yield from ready
        sorter.done(*ready)


@dataclass(slots=True)
class _Expansion:
    """The book while it is expanded: documents are replaced one by one, in the order of `_resolvable`."""

    documents: dict[str, Document]
    notes: Notes
    _totals: dict[str, Totals] = field(default_factory=dict)

    def references(self, document: Document) -> Iterator[str]:
        """The numbers whose expanded form a document needs."""
        wanted = [document.credits]
        if document.everything:
            wanted += [note.number for note in self.earlier_notes(document)]
        if document.type is DocumentType.DEPOSIT:
            wanted.append(document.quote)
        for number in document.deducts:
            wanted += [number, *(note.number for note in notes_until(self.notes, number, document.date))]
        return (number for number in wanted if self.numbered(number))

    def numbered(self, number: str) -> Document | None:
        """The issued document of that number; a draft is never referred to."""
        found = self.documents.get(number)
        return found if found is not None and not found.is_draft else None

    def total(self, document: Document) -> Totals:
        """The totals of a document that is already in its final form."""
        if document.key not in self._totals:
            self._totals[document.key] = total(document)
        return self._totals[document.key]

    def expanded(self, document: Document) -> Document:
        """The document with every reference resolved that can be."""
        if document.type is DocumentType.CREDIT_NOTE:
            document = self.credit_note(document)
        elif document.type is DocumentType.DEPOSIT:
            document = self.deposit(document)
        return self.deducting(document)

    def credit_note(self, note: Document) -> Document:
        """Client, currency and exchange rate are those of the invoice (Money 9); `everything` copies what is left."""
        invoice = self.numbered(note.credits)
        if invoice is None or not invoice.type.is_invoice:
            return note
        note = replace(note, client=invoice.client, currency=invoice.currency, exchange_rate=invoice.exchange_rate)
        return self.crediting_everything(note, invoice) if note.everything and not note.lines else note

    def crediting_everything(self, note: Document, invoice: Document) -> Document:
        """Lines, charges and discount of the invoice, less earlier credit notes: to the cent what is left of it."""
        earlier = [self.documents[paper.key] for paper in self.earlier_notes(note)]
        copied = replace(
            note,
            prices=invoice.prices,
            lines=(
                *(replace(line, path=()) for line in invoice.lines),
                *(line for paper in earlier for line in self.taking_off(paper, (), invoice.prices)),
            ),
            sections=invoice.sections,
            charges=tuple(replace(charge, path=()) for charge in invoice.charges),
            discount=invoice.discount,
        )
        balance = self.total(invoice).due - sum((self.total(paper).due for paper in earlier), ZERO)
        lacking = balance - total(copied).due if earlier or invoice.rounding else ZERO
        return replace(copied, rounding=copied.rounding + lacking)

    def earlier_notes(self, note: Document) -> Sequence[Document]:
        """The credit notes on the same invoice that came before this one."""
        return [other for other in self.notes.get(note.credits, ()) if age(other) < age(note)]

    def deposit(self, deposit: Document) -> Document:
        """A share of the net of every group of the quote, with its VAT (Money 7); the quote's `deposit` by default."""
        quote = self.numbered(deposit.quote)
        if quote is None or quote.type is not DocumentType.QUOTE or deposit.lines or not _same_money(deposit, quote):
            return deposit
        share = deposit.share if deposit.share is not None else quote.deposit
        if share is None:
            return deposit
        lines: list[Line] = []
        for part in deposit_of(self.total(quote), share):
            price = part.gross if deposit.prices is Prices.GROSS else part.net
            lines += _amount_lines(price, part.vat, _nature(quote, part.vat))
        return replace(deposit, lines=tuple(lines), share=share)

    def deducting(self, document: Document) -> Document:
        """What it names as negative lines, each whole, less the credit notes on it up to that day (Money 2).

        Each document rounds its own VAT: the cent this can leave is the last one's rounding (BT-114), so that all of
        them together ask for exactly the total of the work.
        """
        present = {line.deducts for line in document.lines}
        generated: list[Line] = []
        taken = ZERO
        for number in dict.fromkeys(document.deducts):
            deposit = self.numbered(number)
            if deposit is None or number in present or not is_taken_off(deposit, document):
                continue
            notes = notes_until(self.notes, number, document.date)
            generated += self.taking_off(deposit, notes, document.prices)
            taken += self.total(deposit).due - sum((self.total(self.documents[note.key]).due for note in notes), ZERO)
        if not generated:
            return document
        final = replace(document, lines=(*document.lines, *generated))
        exact = total(document).due - taken
        return replace(final, rounding=final.rounding + exact - total(final).due)

    def taking_off(self, taken: Document, notes: Iterable[Document], prices: Prices) -> Iterator[Line]:
        """What a document holds, as negative lines by VAT group, in the prices of the one that takes it off."""
        credited = (self.total(self.documents[note.key]) for note in notes)
        for part in held_by(self.total(taken), credited):
            amount = part.gross if prices is Prices.GROSS else part.net
            yield from _amount_lines(-amount, part.vat, _nature(taken, part.vat), deducts=taken.number)


def is_taken_off(paper: Document, by: Document) -> bool:
    """Whether an invoice can take a paper off: a deposit, or an invoice on the same quote (progress billing)."""
    if not _same_money(paper, by):
        return False
    return paper.type is DocumentType.DEPOSIT or (paper.type in _PROGRESS and paper.quote == by.quote != "")


def _same_money(one: Document, other: Document) -> bool:
    """Whether two documents are of one client and currency: nothing is ever taken from another client's paper."""
    return one.client.id == other.client.id and one.currency == other.currency


def _amount_lines(amount: Decimal, vat: Vat, nature: Nature, *, deducts: str = "") -> Iterator[Line]:
    """A line of that amount; the sign stands on the quantity, a price is never negative (BR-27)."""
    if amount:
        quantity = Decimal(1 if amount > 0 else -1)
        yield Line(item="", price=abs(amount), vat=vat, quantity=quantity, nature=nature, deducts=deducts)


def _nature(document: Document, vat: Vat) -> Nature:
    """Goods or services, as the first line of that VAT group says."""
    natures = (line.nature for line in document.lines if vat_key(line.vat) == vat_key(vat))
    return next(natures, Nature.SERVICES)
