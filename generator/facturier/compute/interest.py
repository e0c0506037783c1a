"""Turns a late document into its claim for interest and recovery fee, half-year by half-year (C. com. L441-10)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from facturier.compute.debts import Contested, Credit, Debt, Payment, contested_by, debts_of, payments_of, settle
from facturier.compute.rounding import EXACT, cent
from facturier.model.document import Document
from facturier.model.history import Event, EventKind
from facturier.model.interest import InterestClaim, InterestSegment
from facturier.model.law import LateRate, Law
from facturier.model.money import ZERO
from facturier.model.party import ClientKind
from facturier.model.totals import Totals

_DAY = timedelta(days=1)
PUBLIC_POINTS = Decimal(8)
"""What is added to the ECB rate for a public buyer (CCP R2192-31)."""


def interest(
    document: Document,
    totals: Totals,
    events: Iterable[Event],
    law: Law,
    *,
    today: date,
    credited: Sequence[Credit] = (),
) -> InterestClaim:
    """The claim on `today`, that day included; `credited` are the credit notes on it (day, amount).

    The day of a payment, dispute or write-off still bears interest on the amount before it. Between businesses at the
    agreed rate or that of the law; for a public buyer at the ECB rate of the half-year in which it began + 8 points;
    for a consumer at the legal rate from the day after a formal notice, without fee (D441-5 is for businesses).
    A refund is no late payment: it changes nothing here.
    """
    claim = InterestClaim(number=document.number, currency=document.currency, as_of=today)
    if not document.type.is_invoice or document.is_draft:
        return claim
    past = sorted((event for event in events if event.date <= today), key=lambda event: (event.date, event.position))
    known = [credit for credit in credited if credit[0] <= today]
    payments = payments_of(past)
    accrual = _Accrual(
        document=document,
        law=law,
        starts=_starts(document, debts_of(document, totals, past, known, payments), past),
        contested=contested_by(past, known),
    )
    accrual.run(payments, [event for event in past if event.kind is EventKind.WRITTEN_OFF], today)
    return accrual.claim(claim)


def _starts(document: Document, debts: Iterable[Debt], events: Sequence[Event]) -> dict[Debt, date]:
    """The last day without interest of every debt: its due date, for a consumer that of the notice after it."""
    if document.client.kind is not ClientKind.CONSUMER:
        return {debt: debt.due for debt in debts}
    notices = [event.date for event in events if event.kind is EventKind.FORMAL_NOTICE]
    return {debt: min((day for day in notices if day > debt.due), default=date.max) for debt in debts}


@dataclass(slots=True)
class _Accrual:
    """Interest as it runs from day to day: what is open of every debt and the segment that is running on it."""

    document: Document
    law: Law
    starts: dict[Debt, date]
    contested: tuple[Contested, ...]
    open: dict[Debt, Decimal] = field(default_factory=dict)
    running: dict[Debt, InterestSegment] = field(default_factory=dict)
    closed: list[InterestSegment] = field(default_factory=list)
    stopped: Decimal = ZERO
    settled: Decimal = ZERO
    late: bool = False
    unknown_from: date | None = None

    def run(self, payments: Sequence[Payment], write_offs: Sequence[Event], today: date) -> None:
        """Let interest run from the first due date to today, stopping where anything changes."""
        self.open = {debt: debt.amount for debt in self.starts}
        happenings = {one.date for one in payments} | {one.date for one in write_offs}
        happenings |= {one.date for one in self.contested}
        first = min((day for day in self.starts.values() if day < today), default=today)
        cuts = {first, today, *self.starts.values(), *happenings, *_half_year_ends(first, today)}
        self._happen(payments, write_offs, [day for day in happenings if day <= first])
        for before, after in pairwise(sorted(day for day in cuts if first <= day <= today)):
            for debt in self._late_on(before):
                self._accrue(debt, before + _DAY, after)
            self._happen(payments, write_offs, [after])

    def claim(self, claim: InterestClaim) -> InterestClaim:
        """The claim with all that ran."""
        segments = tuple(sorted([*self.closed, *self.running.values()], key=lambda one: (one.start, one.part)))
        fee = self.document.terms.late_penalty.recovery_fee
        return replace(
            claim,
            segments=segments,
            interest=sum((segment.amount for segment in segments), cent(ZERO, currency=claim.currency)),
            settled=self.settled,
            fee=fee if self.late and self.document.client.kind is not ClientKind.CONSUMER else ZERO,
            unknown_from=self.unknown_from,
        )

    def _late_on(self, day: date) -> list[Debt]:
        return sorted(
            (debt for debt, start in self.starts.items() if start <= day), key=lambda one: (one.due, one.part)
        )

    def _accrue(self, debt: Debt, start: date, end: date) -> None:
        principal = self._bearing(debt)
        running = self.running.pop(debt, None)
        if principal <= 0:
            self._close(running)
            return
        self.late = True
        rate, floor = self._rate(debt, start)
        if rate is None:
            self._close(running)
            self.unknown_from = min(start, self.unknown_from or start)
            return
        if running is not None and self._continues(running, start, principal, rate):
            start = running.start
        else:
            self._close(running)
        days = (end - start).days + 1
        amount = EXACT.divide(EXACT.multiply(EXACT.multiply(principal, rate), Decimal(days)), Decimal(36500))
        self.running[debt] = InterestSegment(
            part=debt.part,
            start=start,
            end=end,
            principal=principal,
            rate=rate,
            amount=cent(amount, currency=self.document.currency),
            floor=floor,
        )

    def _continues(self, running: InterestSegment, start: date, principal: Decimal, rate: Decimal) -> bool:
        same = (running.principal, running.rate, running.end) == (principal, rate, start - _DAY)
        return same and half_year(running.start) == half_year(start)

    def _close(self, segment: InterestSegment | None) -> None:
        if segment is not None:
            self.closed.append(segment)

    def _bearing(self, debt: Debt) -> Decimal:
        """What is open of a debt and not contested; what is contested counts on the oldest debts first."""
        contested = self.stopped
        for other in sorted(self.open, key=lambda one: (one.due, one.part)):
            free = max(ZERO, self.open[other] - contested)
            if other == debt:
                return free
            contested -= self.open[other] - free
        return ZERO

    def _happen(self, payments: Sequence[Payment], write_offs: Sequence[Event], days: Sequence[date]) -> None:
        """What happens at the end of a day: payments, then write-offs, then disputes."""
        for payment in payments:
            if payment.date in days:
                settle(self.open, self._after_interest(payment.amount), payment.part)
        for event in write_offs:
            if event.date in days:
                settle(self.open, self._all_open() if event.amount is None else event.amount, None)
        for dispute in self.contested:
            if dispute.date in days:
                self.stopped += self._all_open() if dispute.amount is None else dispute.amount

    def _all_open(self) -> Decimal:
        return sum(self.open.values(), ZERO)

    def _after_interest(self, amount: Decimal) -> Decimal:
        """What a payment leaves for the principal; interest takes its part first where the seller said so."""
        if self.document.terms.late_penalty.payments_first_on != "interest":
            return amount
        self.closed += self.running.values()
        self.running.clear()
        taken = min(amount, sum((segment.amount for segment in self.closed), ZERO) - self.settled)
        self.settled += taken
        return amount - taken

    def _rate(self, debt: Debt, day: date) -> tuple[Decimal | None, Decimal | None]:
        """The yearly rate on a day and the lowest lawful one; None when not known."""
        known = self.law.late_rates.get(half_year(day))
        kind, agreed = self.document.client.kind, self.document.terms.late_penalty.yearly
        if kind is ClientKind.CONSUMER:
            return (known.legal_other if known else None), None
        if kind is ClientKind.PUBLIC:
            begun = self.law.late_rates.get(half_year(self.starts[debt] + _DAY))
            return (begun.mro + PUBLIC_POINTS if begun else None), None
        floor = known.floor if known else None
        return (agreed if agreed is not None else _statutory(known)), floor


def _statutory(known: LateRate | None) -> Decimal | None:
    return known.statutory if known else None


def half_year(day: date) -> str:
    """The half-year of a day, as the tables of rates name it: `2026-S2`."""
    return f"{day.year}-S{1 if day.month <= 6 else 2}"


def _half_year_ends(first: date, last: date) -> Iterator[date]:
    for year in range(first.year, last.year + 1):
        yield date(year, 6, 30)
        yield date(year, 12, 31)
