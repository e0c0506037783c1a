"""Rules about credit notes that reach beyond what was open: the client has money to get back."""

from __future__ import annotations

from collections.abc import Iterator

from facturier.faults import Fault, warning
from facturier.model.money import ZERO
from facturier.rules.context import at
from facturier.rules.registry.record import Record, RecordRule


def credits_beyond_what_is_open(record: Record) -> Iterator[Fault]:
    """HIS-040: a credit note above the open part leaves a credit until it is refunded."""
    notes = record.index.credited_by.get(record.document.key, ())
    amounts = record.amounts
    if notes and amounts.open < 0 and amounts.paid <= max(record.due, ZERO):
        yield warning(
            "HIS-040",
            at(notes[-1], "credits"),
            number=record.document.number,
            credit=-amounts.open,
            currency=record.document.currency,
        )


RULES: tuple[RecordRule, ...] = (credits_beyond_what_is_open,)
