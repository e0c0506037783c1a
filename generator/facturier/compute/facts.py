"""Turns the entries of a document into what they say beside money: sent, disputed, promised, planned, handed over…"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from facturier.compute.entries import Entry
from facturier.model.history import Event, EventKind
from facturier.model.money import ZERO

SENT = frozenset({EventKind.SENT, EventKind.DELIVERED, EventKind.VIEWED})
PAYMENT_ENDS = frozenset({EventKind.PAYMENT_STARTED, EventKind.PAID, EventKind.RETURNED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a history says on a day. `contested` None means everything that is open."""

    sent: bool = False
    disputed: bool = False
    contested: Decimal | None = ZERO
    promised_until: date | None = None  # of a promise that still holds
    under_way: bool = False
    plan: Event | None = None
    formal_notice: bool = False
    in_collection: bool = False


def facts_of(entries: Sequence[Entry], *, today: date) -> Facts:
    """Fold the entries, which are in order of time and end on `today`."""
    own = [entry.event for entry in entries if not entry.inherited]
    plans = [event for event in own if event.kind is EventKind.PLAN_AGREED and event.instalments]
    kinds = {event.kind for event in own}
    disputes = _disputes(own)
    return Facts(
        sent=not kinds.isdisjoint(SENT),
        disputed=bool(disputes),
        contested=_contested(disputes),
        promised_until=_promised_until(own, today),
        under_way=_under_way(entries),
        plan=plans[-1] if plans else None,
        formal_notice=EventKind.FORMAL_NOTICE in kinds,
        in_collection=EventKind.HANDED_OVER in kinds,
    )


def _disputes(events: Sequence[Event]) -> list[Event]:
    """The disputes since the last resolution: one `resolved` ends all that were open."""
    found: list[Event] = []
    for event in events:
        if event.kind is EventKind.DISPUTED:
            found.append(event)
        elif event.kind is EventKind.RESOLVED:
            found.clear()
    return found


def _contested(disputes: Sequence[Event]) -> Decimal | None:
    amounts = [event.amount for event in disputes if event.amount is not None]
    return sum(amounts, ZERO) if len(amounts) == len(disputes) else None


def _promised_until(events: Sequence[Event], today: date) -> date | None:
    """The latest promise counts; it holds on its day itself."""
    promised = [event.until for event in events if event.kind is EventKind.PROMISED and event.until]
    return promised[-1] if promised and promised[-1] >= today else None


def _under_way(entries: Sequence[Entry]) -> bool:
    """A started payment ends at the next `paid` or `returned`, whatever their references."""
    last = next((entry.event.kind for entry in reversed(entries) if entry.event.kind in PAYMENT_ENDS), None)
    return last is EventKind.PAYMENT_STARTED
