"""Rules about agreed payment plans: together what is open, on rising days that lie ahead."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from facturier.faults import Fault, error
from facturier.model.history import EventKind
from facturier.model.money import ZERO
from facturier.rules.registry.record import Record, RecordRule


def plans_add_up(record: Record) -> Iterator[Fault]:
    """HIS-025: a plan is made of exactly what was open when it was agreed."""
    for event in record.of_kind(EventKind.PLAN_AGREED):
        planned = sum((part.amount for part in event.instalments), ZERO)
        rest = record.open_before(event)
        if record.document.type.is_invoice and planned != rest:
            yield error(
                "HIS-025",
                record.at(event, "instalments"),
                planned=planned,
                open=rest,
                currency=record.document.currency,
            )


def plans_look_ahead(record: Record) -> Iterator[Fault]:
    """HIS-026: the days of a plan rise, the first not before the agreement."""
    for event in record.of_kind(EventKind.PLAN_AGREED):
        days = [event.date, *(part.date for part in event.instalments)]
        for place, (before, day) in enumerate(pairwise(days)):
            if day < before or (place and day == before):
                yield error("HIS-026", record.at(event, "instalments", place, "date"), date=day, before=before)


RULES: tuple[RecordRule, ...] = (plans_add_up, plans_look_ahead)
