"""Rules about the franchise: the turnover of a year against the thresholds of CGI 293 B."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal

from facturier.faults import Fault, error, warning
from facturier.model.document import Document, DocumentType, Line, Nature
from facturier.model.law import Threshold
from facturier.model.money import ZERO
from facturier.rules.context import Context, at_seller, is_legal

ALARM = Decimal("0.9")
SPECIAL = "lawyers-authors-artists"
GOODS, SERVICES = Nature.GOODS.value, Nature.SERVICES.value


def stays_below_its_threshold(context: Context) -> Iterator[Fault]:
    """VAT-019: turnover of the year against CGI 293 B: 90 % of the threshold warns, the raised one is an error.

    Who sells goods and services keeps both below the threshold of goods, and the services below their own.
    """
    if context.book.seller.vat_regime != "franchise":
        return
    turnover = _turnover(context)
    for (year, name), amount in sorted(turnover.items()):
        services = turnover.get((year, SERVICES), ZERO) if name == GOODS else ZERO
        both = f"{GOODS} + {SERVICES}" if services else name
        yield from _threshold(context, year, name, amount + services, activity=both)


def _turnover(context: Context) -> Mapping[tuple[int, str], Decimal]:
    """Net amounts in EUR by year and activity; discounts and charges of a whole document go with its first line."""
    sums: dict[tuple[int, str], Decimal] = defaultdict(lambda: ZERO)
    for document in context.book.documents.values():
        totals = context.totals.get(document.key)
        if totals is None or not _counts(context, document):
            continue
        factor = -1 if document.type is DocumentType.CREDIT_NOTE else 1
        rate = document.exchange_rate.rate if document.exchange_rate else Decimal(1)
        beside = totals.net - totals.line_sum
        for line, amounts in zip(document.lines, totals.lines, strict=True):
            sums[document.year, _activity(context, line)] += factor * (amounts.net + beside) / rate
            beside = ZERO
    return sums


def _counts(context: Context, document: Document) -> bool:
    """An invoice until today; one that a corrective replaces counts there."""
    replaced = any(paper.number for paper in context.replaced_by.get(document.key, ()))
    return is_legal(document) and document.date <= context.today and not replaced


def _activity(context: Context, line: Line) -> str:
    return SPECIAL if context.book.seller.sector == SPECIAL else line.nature.value


def _threshold(context: Context, year: int, name: str, amount: Decimal, *, activity: str) -> Iterator[Fault]:
    found = next((row for row in context.law.thresholds if row.name == name and _covers(row, year)), None)
    if found is None or amount < found.limit * ALARM:
        return
    above = amount > found.raised
    make, limit = (error, found.raised) if above else (warning, found.limit)
    yield make("VAT-019", at_seller("vat_regime"), year=year, activity=activity, turnover=f"{amount:.2f}", limit=limit)


def _covers(row: Threshold, year: int) -> bool:
    return row.start.year <= year and (row.end is None or year <= row.end.year)


BOOK_RULES = (stays_below_its_threshold,)
