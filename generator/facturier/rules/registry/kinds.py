"""Rules about which events make sense on which type of document."""

from __future__ import annotations

from collections.abc import Iterator

from facturier.compute.quotes import valid_until
from facturier.faults import Fault, error, warning
from facturier.model.document import DocumentType
from facturier.model.history import EventKind
from facturier.rules.registry.record import Record, RecordRule

ANSWERS = frozenset({EventKind.ACCEPTED, EventKind.DECLINED})
ANYWHERE = frozenset(
    {
        EventKind.ISSUED,
        EventKind.SENT,
        EventKind.DELIVERED,
        EventKind.VIEWED,
        EventKind.REMINDED,
        EventKind.CALLED,
        EventKind.WROTE,
        EventKind.MET,
        EventKind.ANSWERED,
        EventKind.NOTE,
    }
)
"""What can happen to any document; everything else is about money owed or, for a credit note, the e-invoice."""


def answers_are_for_quotes(record: Record) -> Iterator[Fault]:
    """HIS-010: only a quote is accepted or declined."""
    if record.document.type is not DocumentType.QUOTE:
        for event in record.of_kind(*ANSWERS):
            yield error("HIS-010", record.at(event, "event"), event=event.kind.value, type=record.document.type.value)


def money_is_for_invoices(record: Record) -> Iterator[Fault]:
    """HIS-011: nothing is owed on a quote, proforma or credit note, so nothing is paid, disputed or collected on it."""
    kind = record.document.type
    if kind.is_invoice:
        return
    allowed = ANYWHERE | ANSWERS | ({EventKind.E_INVOICE} if kind is DocumentType.CREDIT_NOTE else frozenset())
    for event in record.events:
        if event.kind not in allowed:
            yield error(
                "HIS-011",
                record.at(event, "event"),
                event=event.kind.value,
                type=kind.value,
                other=record.document.credits,
            )


def accepted_in_time(record: Record) -> Iterator[Fault]:
    """HIS-012: a quote accepted after its last valid day binds only if the seller agrees."""
    last = valid_until(record.document) if record.document.type is DocumentType.QUOTE else None
    for event in record.of_kind(EventKind.ACCEPTED):
        if last is not None and event.date > last:
            yield warning("HIS-012", record.at(event, "date"), date=event.date, last=last)


def accepted_in_its_last_version(record: Record) -> Iterator[Fault]:
    """HIS-013: a quote accepted after a newer version has replaced it."""
    newer = record.index.corrective_of(record.document.key)
    for event in record.of_kind(EventKind.ACCEPTED) if newer and record.document.type is DocumentType.QUOTE else ():
        if newer is not None and event.date >= newer.date:
            yield warning(
                "HIS-013", record.at(event, "event"), number=record.document.number, other=newer.number, date=newer.date
            )


RULES: tuple[RecordRule, ...] = (
    answers_are_for_quotes,
    money_is_for_invoices,
    accepted_in_time,
    accepted_in_its_last_version,
)
