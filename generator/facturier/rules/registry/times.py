"""Rules about the days of a history: nothing before `issued`, nothing that has not happened yet, nothing impossible."""

from __future__ import annotations

from collections.abc import Iterator

from facturier.compute.stripe_known import dated_by_stripe
from facturier.faults import Fault, Where, error, info, warning
from facturier.model.history import Event, EventKind
from facturier.rules.context import SETTINGS, Context
from facturier.rules.registry.record import Record, RecordRule

UNDER_WAY_DAYS = 14
_ENDS = (EventKind.PAYMENT_STARTED, EventKind.PAID, EventKind.RETURNED)


def issued_is_first(record: Record) -> Iterator[Fault]:
    """HIS-001: nothing happens to a document before it is issued; HIS-004: it is issued once."""
    issued = record.of_kind(EventKind.ISSUED)
    if not issued:
        return
    for event in record.events:
        if event.date < issued[0].date:
            yield error(
                "HIS-001", record.at(event, "date"), event=event.kind.value, date=event.date, issued=issued[0].date
            )
    for again in issued[1:]:
        yield warning("HIS-004", record.at(again, "event"), number=record.document.number, date=issued[0].date)


def issued_on_its_date(record: Record) -> Iterator[Fault]:
    """HIS-002: the day of `issued` is the date of the document."""
    for event in record.of_kind(EventKind.ISSUED)[:1]:
        if event.date != record.document.date:
            yield warning("HIS-002", record.at(event, "date"), date=event.date, document=record.document.date)


def nothing_of_tomorrow(record: Record) -> Iterator[Fault]:
    """HIS-003: a history tells what happened; an entry of a day that has not come is a slip.

    HIS-033: unless Stripe told the moment, for then it is the clock of this machine that is wrong.
    """
    for event in record.written:
        if event.date > record.real_day:
            code = "HIS-033" if dated_by_stripe(event) else "HIS-003"
            yield error(code, record.at(event, "date"), date=event.date, today=record.real_day)


def days_named_lie_ahead(record: Record) -> Iterator[Fault]:
    """HIS-032: a promise ends, and a formal notice has its deadline, on a later day than it was made."""
    for event in record.events:
        for key, day in (("until", event.until), ("deadline", event.deadline)):
            if day is not None and day < event.date:
                yield error("HIS-032", record.at(event, key), event=event.kind.value, day=day, date=event.date)


def started_payments_arrive(record: Record) -> Iterator[Fault]:
    """HIS-027: a payment that started more than 14 days ago and neither arrived nor came back is worth a look."""
    last = _last(record)
    if last is None or last.kind is not EventKind.PAYMENT_STARTED:
        return
    days = (record.today - last.date).days
    if days > UNDER_WAY_DAYS:
        yield warning("HIS-027", record.at(last), date=last.date, days=days, ref=last.ref)


def _last(record: Record) -> Event | None:
    found = record.of_kind(*_ENDS)
    return found[-1] if found else None


def left_out(context: Context) -> Iterator[Fault]:
    """HIS-005: on a day of the past, later documents and entries do not exist; one notice says how many."""
    if context.today >= context.real_day:
        return
    documents = sum(document.date > context.today for document in context.book.documents.values())
    histories = context.book.histories.values()
    entries = sum(event.date > context.today for history in histories for event in history.events)
    if documents or entries:
        yield info("HIS-005", Where(SETTINGS), today=context.today, documents=documents, entries=entries)


RULES: tuple[RecordRule, ...] = (
    issued_is_first,
    issued_on_its_date,
    nothing_of_tomorrow,
    days_named_lie_ahead,
    started_payments_arrive,
)
