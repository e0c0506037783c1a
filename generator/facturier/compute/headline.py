"""Turns amounts, facts and instalments into the statuses of an invoice: one headline, the rest badges."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from facturier.compute.amounts import Amounts
from facturier.compute.facts import Facts
from facturier.compute.schedule import DUE_SOON_DAYS
from facturier.model.state import InstalmentState, Status

PRECEDENCE = (
    Status.CANCELLED,
    Status.CREDITED,
    Status.WRITTEN_OFF,
    Status.REFUNDED,
    Status.OVERPAID,
    Status.PAID,
    Status.IN_COLLECTION,
    Status.FORMAL_NOTICE,
    Status.DISPUTED,
    Status.PAYMENT_UNDER_WAY,
    Status.PROMISED,
    Status.OVERDUE,
    Status.PARTIALLY_PAID,
    Status.DUE_SOON,
)
"""Which fact becomes the headline; the facts after it are badges. Without any, an invoice is `sent` or `issued`."""

GIVEN_UP = frozenset({Status.CANCELLED, Status.CREDITED, Status.WRITTEN_OFF, Status.REFUNDED})
"""The seller asks for nothing more: no dispute is left to settle and no date runs."""


def given_up(closing: Collection[Status], amounts: Amounts) -> bool:
    """Whether nothing more is asked for; an invoice refunded before it was ever paid in full stays due."""
    return not (GIVEN_UP - ({Status.REFUNDED} if amounts.open > 0 else set())).isdisjoint(closing)


def closing_statuses(amounts: Amounts, *, cancelled: bool) -> Iterator[Status]:
    """Why nothing is asked for any more.

    `credited` is closed by credit notes alone, no payment ever kept; `refunded` is everything paid gone back, with or
    without a credit note, also when an invoice that was never paid in full stays due; `written-off` closes what is
    left; a total of zero is paid from the start.
    """
    if cancelled:
        yield Status.CANCELLED
        return
    credited = amounts.credited >= amounts.due > 0 and not amounts.received
    gone_back = amounts.refunded > 0 and amounts.received > 0 >= amounts.paid
    refunded = gone_back and (amounts.open <= 0 or amounts.refunded_here > 0)
    written_off = amounts.written_off > 0 and amounts.open <= 0
    if credited:
        yield Status.CREDITED
    if written_off:
        yield Status.WRITTEN_OFF
    if refunded:
        yield Status.REFUNDED
    if amounts.open < 0 and not credited:
        yield Status.OVERPAID
    if amounts.open == 0 and not (credited or written_off or refunded):
        yield Status.PAID


def running_statuses(
    facts: Facts, amounts: Amounts, instalments: Sequence[InstalmentState], closing: Collection[Status]
) -> Iterator[Status]:
    """What holds meanwhile: dates and claims matter while something is open; nothing is overdue before its date."""
    closed = given_up(closing, amounts)
    if facts.disputed and not closed:
        yield Status.DISPUTED
    if facts.under_way and Status.CANCELLED not in closing:
        yield Status.PAYMENT_UNDER_WAY
    if closed or amounts.open <= 0:
        return
    if facts.in_collection:
        yield Status.IN_COLLECTION
    if facts.formal_notice:
        yield Status.FORMAL_NOTICE
    if facts.promised_until is not None:
        yield Status.PROMISED
    if amounts.paid > 0:
        yield Status.PARTIALLY_PAID
    yield from _dated(instalments)


def _dated(instalments: Sequence[InstalmentState]) -> Iterator[Status]:
    days = [instalment.days_left for instalment in instalments if instalment.open > 0]
    if any(left < 0 for left in days):
        yield Status.OVERDUE
    if any(0 <= left <= DUE_SOON_DAYS for left in days):
        yield Status.DUE_SOON


def headline(found: Collection[Status], *, sent: bool) -> tuple[Status, ...]:
    """The statuses in order of precedence, the headline first."""
    ordered = tuple(status for status in PRECEDENCE if status in found)
    return ordered or ((Status.SENT,) if sent else (Status.ISSUED,))
