"""Rules of EN 16931 recomputed on the totals: what is shown adds up, whoever computed it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from facturier.faults import Fault, error
from facturier.model.document import Document
from facturier.model.money import ZERO, minor_units
from facturier.model.totals import Totals
from facturier.rules.context import BookRule, Context, DocumentRule, at

CATEGORIES = frozenset({"S", "E", "AE", "K", "G", "O", "Z"})  # BR-FR-15


def sums_hold(context: Context, document: Document) -> Iterator[Fault]:
    """VAT-016: BR-CO-10, 11, 12, 13, 14, 15, 16 between the totals."""
    totals = context.totals.get(document.key)
    if totals is None:
        return
    for rule, shown, computed in _identities(totals):
        if shown != computed:
            yield error("VAT-016", at(document), rule=rule, shown=shown, computed=computed)


def _identities(totals: Totals) -> Iterator[tuple[str, Decimal, Decimal]]:
    groups = totals.groups
    yield "BR-CO-10", totals.line_sum, sum((line.net for line in totals.lines), ZERO)
    taken = sum((-charge.net for charge in totals.charges if charge.typed < 0), ZERO)
    yield "BR-CO-11", totals.discount, sum((group.discount for group in groups), taken)
    yield "BR-CO-12", totals.charge_sum, sum((charge.net for charge in totals.charges if charge.typed >= 0), ZERO)
    yield "BR-CO-13", totals.net, totals.line_sum - totals.discount + totals.charge_sum
    yield "BR-CO-14", totals.tax, sum((group.tax for group in groups), ZERO)
    yield "BR-CO-15", totals.gross, totals.net + totals.tax
    yield "BR-CO-16", totals.due, totals.gross + totals.rounding


def vat_is_taken_once_per_rate(context: Context, document: Document) -> Iterator[Fault]:
    """VAT-015: VAT of a group is its base times its rate, rounded once (BR-CO-17)."""
    totals = context.totals.get(document.key)
    for group in totals.groups if totals else ():
        unit = Decimal(1).scaleb(-minor_units(document.currency))
        computed = (group.base * group.vat.rate / 100).quantize(unit, rounding=ROUND_HALF_UP)
        if group.tax != computed:
            yield error("VAT-015", at(document), word=group.vat.word, shown=group.tax, computed=computed)


def untaxed_groups_bear_no_vat(context: Context, document: Document) -> Iterator[Fault]:
    """VAT-013: E, AE, K, G and O have rate and VAT zero and say why; VAT-014: no other category in France."""
    totals = context.totals.get(document.key)
    for group in totals.groups if totals else ():
        vat = group.vat
        if vat.category not in CATEGORIES:
            yield error("VAT-014", at(document), category=vat.category)
        elif vat.category not in ("S", "Z") and (vat.rate != ZERO or group.tax != ZERO or not (vat.code or vat.case)):
            yield error("VAT-013", at(document), word=vat.word, tax=group.tax)


DOCUMENT_RULES: tuple[DocumentRule, ...] = (sums_hold, vat_is_taken_once_per_rate, untaxed_groups_bear_no_vat)
BOOK_RULES: tuple[BookRule, ...] = ()
