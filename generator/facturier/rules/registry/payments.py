"""Rules about money in a history: no more than was due, nothing back that never came, nothing twice."""

from __future__ import annotations

from collections.abc import Iterator

from facturier.compute.entries import OWN_REFERENCE
from facturier.compute.ledger import MONEY, MovementKind
from facturier.faults import Fault, error, warning
from facturier.model.history import Event, EventKind
from facturier.model.money import ZERO
from facturier.rules.registry.record import Record, RecordRule

MOVED = (EventKind.PAID, EventKind.RETURNED, EventKind.REFUNDED)


def paid_no_more_than_due(record: Record) -> Iterator[Fault]:
    """HIS-020: payments above the total are a credit of the client, or a slip."""
    amounts, payments = record.amounts, record.of_kind(EventKind.PAID)
    if payments and amounts.paid > max(record.due, ZERO):
        yield warning(
            "HIS-020",
            record.at(payments[-1], "amount"),
            paid=amounts.paid,
            due=record.due,
            excess=amounts.paid - record.due,
            currency=record.document.currency,
        )


def refunds_had_a_payment(record: Record) -> Iterator[Fault]:
    """HIS-021: no more is refunded than was received by then, payments of a replaced invoice included."""
    received = ZERO
    refunds = {(event.date, event.position): event for event in record.of_kind(EventKind.REFUNDED)}
    for movement in record.movements:
        if movement.kind not in MONEY:
            continue
        event = refunds.get((movement.date, movement.position))
        if event is not None and movement.kind is MovementKind.REFUND and -movement.amount > received:
            yield error(
                "HIS-021",
                record.at(event, "amount"),
                amount=-movement.amount,
                received=max(received, ZERO),
                currency=record.document.currency,
            )
        received += movement.amount


def returns_had_a_payment(record: Record) -> Iterator[Fault]:
    """HIS-022: a returned payment was paid or under way before; what was never paid cannot be taken back."""
    taken = {(move.date, move.position): -move.amount for move in record.movements if move.kind is MovementKind.RETURN}
    for event in record.of_kind(EventKind.RETURNED):
        found = taken.get((event.date, event.position), ZERO)
        if (
            record.document.type.is_invoice
            and event.amount
            and found < event.amount
            and not _was_under_way(record, event)
        ):
            yield error(
                "HIS-022",
                record.at(event, "amount"),
                amount=event.amount,
                paid=found,
                currency=record.document.currency,
            )


def _was_under_way(record: Record, returned: Event) -> bool:
    before = [
        event
        for event in record.of_kind(EventKind.PAYMENT_STARTED, EventKind.PAID, EventKind.RETURNED)
        if (event.date, event.position) < (returned.date, returned.position)
    ]
    started = {event.ref for event in before if event.kind is EventKind.PAYMENT_STARTED}
    if returned.ref.startswith(OWN_REFERENCE):
        return returned.ref in started
    return bool(before) and before[-1].kind is EventKind.PAYMENT_STARTED


def refunds_have_a_credit_note(record: Record) -> Iterator[Fault]:
    """HIS-023: money went back and the invoice still stands: the credit note is missing (CGI 289 I 5)."""
    refunds, amounts = record.of_kind(EventKind.REFUNDED), record.amounts
    if any(refunds_had_a_payment(record)):
        return  # more was refunded than came in: that is the mistake
    claim = amounts.open + amounts.given_back
    if refunds and amounts.refunded > 0 and claim > 0:
        yield warning(
            "HIS-023",
            record.at(refunds[-1]),
            number=record.document.number,
            open=min(claim, amounts.refunded),
            currency=record.document.currency,
        )


def parts_exist(record: Record) -> Iterator[Fault]:
    """HIS-024: a payment names an instalment of the terms, or of the plan agreed before it."""
    parts = record.parts
    for event in record.events:
        if event.kind is EventKind.PLAN_AGREED:
            parts = len(event.instalments)
        elif event.part is not None and event.part > parts:
            yield error("HIS-024", record.at(event, "part"), part=event.part, parts=parts)


def nothing_is_zero(record: Record) -> Iterator[Fault]:
    """HIS-029: a payment, refund or return over nothing is a slip."""
    for event in record.of_kind(*MOVED):
        if event.amount is not None and event.amount <= 0:
            yield error("HIS-029", record.at(event, "amount"), event=event.kind.value)


def nothing_is_recorded_twice(record: Record) -> Iterator[Fault]:
    """HIS-034: two entries of one kind with the same reference are probably the same money."""
    seen: dict[tuple[EventKind, str], Event] = {}
    for event in record.of_kind(*MOVED):
        first = seen.setdefault((event.kind, event.ref), event)
        if event.ref and first is not event:
            yield warning(
                "HIS-034",
                record.at(event, "ref"),
                also=(record.at(first, "ref"),),
                event=event.kind.value,
                ref=event.ref,
                date=first.date,
            )


RULES: tuple[RecordRule, ...] = (
    paid_no_more_than_due,
    refunds_had_a_payment,
    returns_had_a_payment,
    refunds_have_a_credit_note,
    parts_exist,
    nothing_is_zero,
    nothing_is_recorded_twice,
)
