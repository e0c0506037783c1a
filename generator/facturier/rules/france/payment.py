"""Rules about terms of payment: the longest lawful term, the lowest lawful penalty (C. com. L441-10, L441-11; CCP)."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from facturier.compute.interest import interest
from facturier.compute.terms import due_date, due_dates
from facturier.faults import Fault, error, info, warning
from facturier.model.document import Document, DocumentType, Nature
from facturier.model.law import half_year
from facturier.model.money import ZERO
from facturier.model.party import ClientKind
from facturier.model.terms import DueIn, MonthEnd
from facturier.rules.context import Context, at, claims_money, is_between_businesses

SECTOR_RULES = {"transport": "PAY-013", "perishable-food": "PAY-014", "livestock": "PAY-014", "alcohol": "PAY-014"}


def term_is_not_too_long(context: Context, document: Document) -> Iterator[Fault]:
    """PAY-010 60 days net, PAY-011 45 days end of month, PAY-013 and PAY-014 by sector."""
    if not is_between_businesses(document) or not claims_money(document):
        return
    code, name, last = _limit(context, document)
    due = due_date(document)
    if due > last:
        article = context.law.longest_terms[name].article
        yield error(code, at(document, "terms", "due"), due=due, last=last, article=article)


def periodic_invoices(context: Context, document: Document) -> Iterator[Fault]:
    """PAY-012: an invoice over the deliveries of a month is due within 45 days; NUM-009: it is about one month.

    Goods alone over a period are several deliveries; with services beside they may be one work, and are left alone.
    """
    period, natures = document.period, {line.nature for line in document.lines if line.path}
    if period is None or natures != {Nature.GOODS} or not is_between_businesses(document) or not claims_money(document):
        return
    if (period.start.year, period.start.month) != (period.end.year, period.end.month):
        yield info("NUM-009", at(document, "period"), first=period.start, last=period.end)
    last = document.date + timedelta(days=context.law.longest_terms["periodic"].days)
    due = due_date(document)
    if last < due <= _limit(context, document)[2]:
        yield info("PAY-012", at(document, "terms", "due"), due=due, last=last)


def _limit(context: Context, document: Document) -> tuple[str, str, date]:
    terms, issued, due = context.law.longest_terms, document.date, document.terms.due
    sector = document.seller.sector
    if sector in SECTOR_RULES:
        start = {"issue": issued, "delivery": _delivered(document), "end of delivery month": _end(_delivered(document))}
        term = terms[sector]
        return SECTOR_RULES[sector], sector, start[term.start] + timedelta(days=term.days)
    if isinstance(due, DueIn) and due.month_end is not MonthEnd.NONE:
        days = timedelta(days=terms["month-end"].days)
        return "PAY-011", "month-end", max(_end(issued + days), _end(issued) + days)
    return "PAY-010", "net", issued + timedelta(days=terms["net"].days)


def _delivered(document: Document) -> date:
    return document.delivered or (document.period.end if document.period else document.date)


def _end(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def public_buyers_pay_in_thirty_days(context: Context, document: Document) -> Iterator[Fault]:
    """PAY-015: a public buyer pays within 30 days of receipt; hospitals 50, public undertakings 60 (CCP R2192-10)."""
    term = context.law.longest_terms["public"]
    last = document.date + timedelta(days=term.days)
    due = due_date(document)
    if document.client.kind is ClientKind.PUBLIC and claims_money(document) and due > last:
        yield warning("PAY-015", at(document, "terms", "due"), due=due, last=last)


def due_date_is_not_before_issue(context: Context, document: Document) -> Iterator[Fault]:
    """PAY-016: nothing is due before the document exists (BR-FR-CO-07); a deposit may be."""
    if not claims_money(document) or document.type is DocumentType.DEPOSIT:
        return
    first = min(due_dates(document.date, document.terms.due), default=document.date)
    if first < document.date:
        yield error("PAY-016", at(document, "terms", "due"), due=first, date=document.date)


def penalty_is_lawful(context: Context, document: Document) -> Iterator[Fault]:
    """PAY-007: an agreed rate is at least three times the legal one; PAY-008: never zero (C. com. L441-10 II)."""
    yearly = document.terms.late_penalty.yearly
    if yearly is None or document.client.kind is ClientKind.CONSUMER or not claims_money(document):
        return
    where, known = at(document, "terms", "late_penalty", "yearly"), context.law.late_rate(document.date)
    if yearly == ZERO:
        yield error("PAY-008", where)
    elif known is not None and yearly < known.floor:
        half = half_year(document.date)
        yield error("PAY-007", where, rate=_plain(yearly), floor=_plain(known.floor), half_year=half)


def penalty_holds_in_each_half_year(context: Context, document: Document) -> Iterator[Fault]:
    """PAY-007: an agreed rate that fell below the floor of a later half-year, while interest runs at it."""
    yearly, totals = document.terms.late_penalty.yearly, context.totals.get(document.key)
    if not yearly or totals is None or not is_between_businesses(document) or document.is_draft:
        return
    history = context.book.histories.get(document.key)
    notes = context.credited_by.get(document.key, ())
    credited = [(note.date, context.totals[note.key].due) for note in notes if not note.is_draft]
    events = history.events if history else ()
    claim = interest(document, totals, events, context.law, today=context.today, credited=credited)
    below = {half_year(one.start): one.floor for one in claim.segments if one.floor and yearly < one.floor}
    for half, floor in sorted(below.items()):
        if half != half_year(document.date):
            where = at(document, "terms", "late_penalty", "yearly")
            yield warning("PAY-007", where, rate=_plain(yearly), floor=_plain(floor), half_year=half)


def _plain(rate: Decimal) -> str:
    return f"{rate.normalize():f} %"


def recovery_fee_is_forty_euros(context: Context, document: Document) -> Iterator[Fault]:
    """PAY-004: the fixed compensation is 40 EUR, no more and no less (C. com. D441-5)."""
    fee = document.terms.late_penalty.recovery_fee
    if document.client.kind is not ClientKind.CONSUMER and claims_money(document) and fee != context.law.recovery_fee:
        yield error("PAY-004", at(document, "terms", "late_penalty", "recovery_fee"), fee=fee)


RULES = (
    term_is_not_too_long,
    periodic_invoices,
    public_buyers_pay_in_thirty_days,
    due_date_is_not_before_issue,
    penalty_is_lawful,
    penalty_holds_in_each_half_year,
    recovery_fee_is_forty_euros,
)
