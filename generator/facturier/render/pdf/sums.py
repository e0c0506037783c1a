"""Totals → VAT table and rows of totals, from the figures that page and XML show too."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from facturier.model.document import Discount, Document, DocumentType, Prices
from facturier.model.money import ZERO
from facturier.model.portal import PortalDocument
from facturier.model.totals import Totals
from facturier.render.formats import Formats
from facturier.render.pdf.lines import rate
from facturier.render.pdf.view import Sum, VatRow
from facturier.render.words import Words

WIDE = 16  # characters of the large print that its column holds: 999 999 999,99 €
_DUE = {
    DocumentType.CREDIT_NOTE: "due_credit",
    DocumentType.QUOTE: "due_quote",
    DocumentType.PROFORMA: "due_proforma",
}


class Sums:
    """The rows below the lines of one document."""

    def __init__(self, shown: PortalDocument, words: Words, formats: Formats) -> None:
        self._document: Document = shown.document
        self._totals: Totals = shown.totals
        self._deposit: Decimal = shown.deposit
        self._prepaid: Decimal = shown.prepaid
        self._words = words
        self._formats = formats

    def vat_table(self) -> Iterator[VatRow]:
        """One row per VAT group when there are several; a single group stands in the totals."""
        for group in self._totals.groups if len(self._totals.groups) > 1 else ():
            yield VatRow(
                rate=rate(group.vat, self._words, self._formats),
                base=self._formats.plain_amount(group.base, self._totals.currency),
                tax=self._formats.plain_amount(group.tax, self._totals.currency),
            )

    def rows(self) -> Iterator[Sum]:
        """From the sum of lines to the amount due (BG-22): each row follows from those above it."""
        yield from self._adjustments()
        yield from self._work()
        if self._document.prices is Prices.NET:
            yield from self._net_totals()
        if self._prepaid:
            yield Sum(label=self._words("payment.paid"), amount=self._amount(-self._prepaid))
        yield self._due()
        if self._document.prices is Prices.GROSS:
            yield from self._included()
        yield from self._remarks()

    def _work(self) -> Iterator[Sum]:
        """What the work comes to, and what was invoiced of it before, in the prices of the document."""
        totals = self._totals
        if totals.deducted and self._document.prices is Prices.NET:
            yield self._sum("work_net", totals.work_net)
            yield self._sum("deposits_net", totals.net - totals.work_net)
        elif totals.deducted:
            yield from self._work_gross()

    def _work_gross(self, kind: str = "plain") -> Iterator[Sum]:
        deducted = sum((deposit.gross for deposit in self._totals.deducted), ZERO)
        yield self._sum("work_gross", self._totals.work_gross, kind=kind)
        yield self._sum("deposits_gross", -deducted, kind=kind)

    def _adjustments(self) -> Iterator[Sum]:
        document, totals = self._document, self._totals
        net = document.prices is Prices.NET
        if not document.discount and not document.charges:
            return
        typed = sum((line.typed for line in totals.lines), ZERO)
        work = [total for line, total in zip(document.lines, totals.lines, strict=True) if not line.deducts]
        key = "lines_net" if net else "lines_gross"
        yield self._sum(key, sum((total.net if net else total.typed for total in work), ZERO))
        charges = sum((charge.typed for charge in totals.charges), ZERO)
        if document.discount:
            # In gross prices the amount due is exactly what was typed: the discount is what lacks (RULINGS Money 1),
            # apart from the document's own rounding, which has its row.
            lacking = typed + charges + document.rounding - totals.due
            taken = sum((group.discount for group in totals.groups), ZERO) if net else lacking
            yield Sum(label=self._reduction(document.discount), amount=self._amount(-taken))
        for charge, total in zip(document.charges, totals.charges, strict=True):
            yield Sum(label=charge.item, amount=self._amount(total.net if net else total.typed))

    def _net_totals(self) -> Iterator[Sum]:
        totals = self._totals
        yield self._sum("net", totals.net)
        yield from self._tax("tax_of", "tax")
        if totals.tax or totals.rounding:
            yield self._sum("gross", totals.gross)
        if totals.rounding:
            yield self._sum("rounding", totals.rounding)

    def _included(self) -> Iterator[Sum]:
        """What is inside a price that a consumer pays (arrêté 83-50/A), below it."""
        yield self._sum("net_included", self._totals.net)
        yield from self._tax("tax_of_included", "tax_included")
        if self._totals.rounding:
            yield self._sum("rounding", self._totals.rounding)

    def _tax(self, single: str, several: str) -> Iterator[Sum]:
        groups = self._totals.groups
        if len(groups) > 1:
            yield self._sum(several, self._totals.tax)
        elif groups and groups[0].vat.category in {"S", "Z"}:
            percent = self._formats.percent(groups[0].vat.rate)
            yield Sum(label=self._words(f"document.{single}", rate=percent), amount=self._amount(groups[0].tax))

    def _due(self) -> Sum:
        label = self._words("document." + _DUE.get(self._document.type, "due"))
        amount = self._amount(self._totals.due - self._prepaid)
        return Sum(label=label, amount=amount, kind="due long" if len(amount) > WIDE else "due")

    def _remarks(self) -> Iterator[Sum]:
        document = self._document
        if self._totals.deducted and document.prices is Prices.NET:
            yield from self._work_gross(kind="note")
        if document.type is DocumentType.QUOTE and document.deposit:
            share = self._formats.percent(document.deposit)
            amount = self._amount(self._deposit) if self._deposit else ""
            yield Sum(label=self._words("document.deposit_asked", percent=share), amount=amount, kind="note")

    def _reduction(self, discount: Discount) -> str:
        reason = discount.reason or self._words("document.discount")
        return reason if discount.percent is None else f"{reason} {self._formats.percent(-discount.percent)}"

    def _sum(self, key: str, amount: Decimal, *, kind: str = "plain") -> Sum:
        return Sum(label=self._words(f"document.{key}"), amount=self._amount(amount), kind=kind)

    def _amount(self, value: Decimal) -> str:
        return self._formats.amount(value, self._document.currency)
