"""Turns a quote and the invoices that name it into what is left to invoice, by VAT group, to the cent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from facturier.compute.deductions import Held, credit_notes, is_taken_back
from facturier.compute.groups import vat_key
from facturier.compute.index import index_of
from facturier.compute.rounding import percent_of
from facturier.model.book import Book
from facturier.model.document import Document, Prices
from facturier.model.money import ZERO, minor_units
from facturier.model.totals import Totals


@dataclass(frozen=True, slots=True, kw_only=True)
class Billing:
    """A quote, the invoices made from it in order of date, and what they leave; `due` is left with VAT.

    `open_papers` are those of `papers` that no other document takes off yet.
    """

    quote: Document
    whole: tuple[Held, ...]
    left: tuple[Held, ...]
    due: Decimal
    papers: tuple[Document, ...]
    open_papers: tuple[Document, ...]

    @property
    def is_finished(self) -> bool:
        """Whether nothing is left, in the prices of the quote."""
        return not self.due and not any(amount_of(part, self.quote.prices) for part in self.left)


def billing(book: Book, totals: Mapping[str, Totals], quote: Document) -> Billing:
    """What was invoiced on a quote (`book` expanded). A replaced invoice counts as its corrective says.

    One that credit notes took back as a whole is as if it had never been.
    """
    days = [quote.date, *(document.date for document in book.documents.values())]
    index = index_of(book, today=max(days))
    notes = credit_notes(book)

    def stands(paper: Document) -> bool:
        back = is_taken_back(totals[paper.key], (totals[note.key] for note in notes.get(paper.number, ())))
        return index.corrective_of(paper.key) is None and not back

    papers = tuple(
        paper
        for paper in index.named_by.get(quote.key, ())
        if paper.type.is_invoice and paper.currency == quote.currency and stands(paper)
    )
    credited = [totals[note.key] for paper in papers for note in notes.get(paper.number, ())]
    invoiced = [totals[paper.key] for paper in papers]
    return Billing(
        quote=quote,
        whole=_held([(1, totals[quote.key])]),
        left=_held([(1, totals[quote.key]), *((-1, one) for one in invoiced), *((1, one) for one in credited)]),
        due=totals[quote.key].due - sum((one.due for one in invoiced), ZERO) + sum((one.due for one in credited), ZERO),
        papers=papers,
        open_papers=tuple(paper for paper in papers if not any(map(stands, index.deducted_by.get(paper.key, ())))),
    )


def progress(billing: Billing, share: Decimal) -> tuple[Held, ...]:
    """A share (percent) of every group of the quote; the last cent is never more than what is left of the group."""
    left = {vat_key(part.vat): part for part in billing.left}
    currency = billing.quote.currency
    return tuple(_capped(_share_of(part, share, currency), left[vat_key(part.vat)], currency) for part in billing.whole)


def is_within(parts: Iterable[Held], billing: Billing) -> bool:
    """Whether amounts by group are no more than what is left of them, in the prices of the quote."""
    left = {vat_key(part.vat): amount_of(part, billing.quote.prices) for part in billing.left}
    return all(amount_of(part, billing.quote.prices) <= left[vat_key(part.vat)] for part in parts)


def amount_of(part: Held, prices: Prices) -> Decimal:
    """The amount of a group as its document types prices."""
    return part.gross if prices is Prices.GROSS else part.net


def _share_of(part: Held, share: Decimal, currency: str) -> Held:
    net, gross = (percent_of(amount, share, currency=currency) for amount in (part.net, part.gross))
    return replace(part, net=net, gross=gross, tax=gross - net)


def _capped(part: Held, left: Held, currency: str) -> Held:
    """Shares are rounded each by itself: together they may be a cent above the whole."""
    slack = 2 * Decimal(1).scaleb(-minor_units(currency))
    net = left.net if 0 < part.net - left.net <= slack else part.net
    gross = left.gross if 0 < part.gross - left.gross <= slack else part.gross
    return replace(part, net=net, gross=gross, tax=gross - net)


def _held(parts: Iterable[tuple[int, Totals]]) -> tuple[Held, ...]:
    held: dict[object, Held] = {}
    for sign, totals in parts:
        for group in totals.groups:
            before = held.get(vat_key(group.vat)) or Held(vat=group.vat, net=ZERO, tax=ZERO, gross=ZERO)
            held[vat_key(group.vat)] = replace(
                before,
                net=before.net + sign * group.base,
                tax=before.tax + sign * group.tax,
                gross=before.gross + sign * group.gross,
            )
    return tuple(sorted(held.values(), key=lambda part: vat_key(part.vat)))
