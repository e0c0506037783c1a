"""Turns terms of payment into dates and amounts: due date, instalments, early payment."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from decimal import Decimal

from facturier.compute.rounding import cent, percent_of, split
from facturier.model.document import Document
from facturier.model.money import ZERO
from facturier.model.state import EarlyOffer
from facturier.model.terms import Due, DueIn, InstalmentTerm, MonthEnd
from facturier.model.totals import Totals


def term_date(issued: date, term: DueIn) -> date:
    """The day on which a term ends, in civil days from the issue date (C. com. L441-10 I, both month-end methods)."""
    days = timedelta(days=term.days)
    if term.month_end is MonthEnd.AFTER_DAYS:
        return _month_end(issued + days)
    if term.month_end is MonthEnd.BEFORE_DAYS:
        return _month_end(issued) + days
    return issued + days


def due_dates(issued: date, due: Due) -> tuple[date, ...]:
    """Every due date in the order typed; exactly one unless instalments were agreed."""
    if isinstance(due, DueIn):
        return (term_date(issued, due),)
    if isinstance(due, date):
        return (due,)
    return tuple(term.date for term in due)


def due_date(document: Document) -> date:
    """The day on which everything is due (BT-9): with instalments the last one."""
    return max(due_dates(document.date, document.terms.due), default=document.date)


def instalments(document: Document, totals: Totals) -> tuple[tuple[date, Decimal], ...]:
    """What is due when, oldest agreement first; the amounts add up to the amount due when the terms are right.

    Shares are cut by cumulative rounding of the amount due; typed amounts are taken as they are.
    """
    due = document.terms.due
    dates = due_dates(document.date, due)
    if isinstance(due, DueIn | date) or not due:
        return ((due_date(document), totals.due),)
    return tuple(zip(dates, _amounts(due, totals), strict=True))


def _amounts(terms: tuple[InstalmentTerm, ...], totals: Totals) -> tuple[Decimal, ...]:
    if any(term.amount is not None for term in terms):
        return tuple(cent(term.amount or ZERO, currency=totals.currency) for term in terms)
    return split(totals.due, (term.share or ZERO for term in terms), currency=totals.currency)


def early_offer(document: Document, totals: Totals) -> EarlyOffer | None:
    """The amount that closes the document when paid in time, counted from the issue date; None when none is offered."""
    discount = document.terms.early_discount
    if discount is None or totals.due <= 0:
        return None
    saving = percent_of(totals.due, discount.percent, currency=totals.currency)
    return EarlyOffer(
        until=document.date + timedelta(days=discount.days),
        percent=discount.percent,
        amount=totals.due - saving,
        saving=saving,
    )


def _month_end(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])
