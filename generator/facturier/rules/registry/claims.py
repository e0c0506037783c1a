"""Rules about claims: disputes, their ends, write-offs."""

from __future__ import annotations

from collections.abc import Iterator

from facturier.faults import Fault, warning
from facturier.model.history import EventKind
from facturier.model.money import ZERO
from facturier.rules.registry.record import Record, RecordRule


def resolutions_end_a_dispute(record: Record) -> Iterator[Fault]:
    """HIS-030: what was never disputed cannot be resolved."""
    disputed = False
    for event in record.of_kind(EventKind.DISPUTED, EventKind.RESOLVED):
        if event.kind is EventKind.RESOLVED and not disputed:
            yield warning("HIS-030", record.at(event, "event"), date=event.date)
        disputed = event.kind is EventKind.DISPUTED


def disputes_stay_within_the_document(record: Record) -> Iterator[Fault]:
    """HIS-031: nobody can contest more than the document asks for."""
    for event in record.of_kind(EventKind.DISPUTED):
        if record.document.type.is_invoice and event.amount is not None and event.amount > record.due:
            yield warning(
                "HIS-031",
                record.at(event, "amount"),
                amount=event.amount,
                due=record.due,
                currency=record.document.currency,
            )


def write_offs_stay_within_what_is_open(record: Record) -> Iterator[Fault]:
    """HIS-028: no more is written off than was open; only that much counts."""
    for event in record.of_kind(EventKind.WRITTEN_OFF):
        rest = max(record.open_before(event), ZERO)
        if record.document.type.is_invoice and (rest == 0 or (event.amount is not None and event.amount > rest)):
            yield warning(
                "HIS-028",
                record.at(event, "amount" if event.amount is not None else "event"),
                open=rest,
                currency=record.document.currency,
            )


RULES: tuple[RecordRule, ...] = (
    resolutions_end_a_dispute,
    disputes_stay_within_the_document,
    write_offs_stay_within_what_is_open,
)
