"""Turns the statuses of a document into whether reminders hold for now; they resume by themselves."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal

from facturier.model.state import Status

HOLDING = frozenset(
    {
        Status.CANCELLED,
        Status.CREDITED,
        Status.WRITTEN_OFF,
        Status.OVERPAID,
        Status.PAID,
        Status.IN_COLLECTION,
        Status.DISPUTED,
        Status.PAYMENT_UNDER_WAY,
        Status.PROMISED,
    }
)


def reminders_hold(statuses: Collection[Status], *, planned: bool, overdue: Decimal) -> bool:
    """Whether nothing may be sent: disputed, promised, under way, paid or otherwise closed, or a plan that is kept.

    A plan with an instalment overdue no longer holds reminders; a matter in collection is followed up by others. What
    was refunded holds them unless its date has passed and something is still asked for.
    """
    waits = planned or Status.REFUNDED in statuses
    return not HOLDING.isdisjoint(statuses) or (waits and not overdue)
