"""Turns a quote and what followed it into its status: open, accepted, declined, expired or invoiced."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from facturier.model.document import Document
from facturier.model.history import Event, EventKind
from facturier.model.state import Status

_ANSWERS = {EventKind.ACCEPTED: Status.ACCEPTED, EventKind.DECLINED: Status.DECLINED}


def valid_until(quote: Document) -> date | None:
    """The last day on which a quote can be accepted; None when it names no validity."""
    return None if quote.valid_days is None else quote.date + timedelta(days=quote.valid_days)


def answer(events: Sequence[Event]) -> Status | None:
    """What the client answered last."""
    return next((_ANSWERS[event.kind] for event in reversed(events) if event.kind in _ANSWERS), None)


def quote_statuses(
    quote: Document, events: Sequence[Event], *, invoiced: bool, replaced: bool, today: date
) -> tuple[Status, ...]:
    """The headline and the badges: invoiced when a document names it, else replaced, the answer, expired or open.

    The last valid day is still open. An answer after it stands: what was agreed was agreed.
    """
    given = answer(events)
    if replaced and not invoiced:
        return (Status.CANCELLED, *((given,) if given else ()))
    if invoiced:
        return (Status.INVOICED, *((Status.ACCEPTED,) if given is Status.ACCEPTED else ()))
    if given is not None:
        return (given,)
    last = valid_until(quote)
    return (Status.EXPIRED,) if last is not None and today > last else (Status.OPEN,)
